from collections.abc import Callable, Iterable
from hashlib import sha256

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.registry import Registry
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.progress import counted_launches, rollout_progress

Figure = tuple[str | Promise, int | str]
REVIEW_FIGURES: Registry[Callable[[Campaign], Iterable[Figure]]] = Registry()
"""What a review counts in a campaign besides its roll-out."""


def review_figures(campaign: Campaign) -> list[Figure]:
    """Counted now."""
    figures = rollout_figures(campaign)
    return [*figures, *(figure for counted in REVIEW_FIGURES.items() for figure in counted(campaign))]


def rollout_figures(campaign: Campaign) -> list[Figure]:
    total, _sectors = rollout_progress(campaign)
    people = counted_launches(campaign).aggregate(all=Sum("participants"), women=Sum("women"))
    return [
        (_("Units that were sent the plan"), total.units),
        (_("Units that received it"), total.answered),
        (_("Units that launched it locally"), total.launched),
        (_("People at the launches"), people["all"] or 0),
        (_("Of whom women"), people["women"] or 0),
        (_("Units that reported the result"), total.reported),
    ]


def fingerprint(figures: Iterable[Figure]) -> str:
    """Equal for equal figures."""
    return sha256(repr([(str(label), value) for label, value in figures]).encode()).hexdigest()[:32]

"""What targets aim at. A feature registers a measure that counts its records by unit; nothing reached is typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise

from core.registry import Registry
from core.scoping import ScopedQuerySet
from core.text import quoted
from emulation.campaigns.models import Campaign
from emulation.law.models import Title


@dataclass(frozen=True)
class Measure:
    """`rows` returns what is counted in the campaign; each row has a `grassroots`."""

    label: str | Promise
    rows: Callable[[Campaign, Title | None], ScopedQuerySet]
    has_title: bool = False
    is_answer: bool = False
    """Counts what the units answer to the plan itself."""

    def count(self, campaign: Campaign, title: Title | None) -> Mapping[int, int]:
        """Return the number of rows by the key of the unit; a unit without any is missing."""
        counted = self.rows(campaign, title).order_by().values_list("grassroots")
        return dict(counted.annotate(Count("pk", distinct=True)))


def of_campaign(campaign: Campaign, prefix: str = "") -> Q:
    """Rows of the campaign, and those of its year that name no campaign."""
    of_year = {"campaign": None, "union": campaign.union_id, "year": campaign.year}
    return Q(**{f"{prefix}campaign": campaign}) | Q(**{f"{prefix}{name}": value for name, value in of_year.items()})


MEASURES: Registry[Measure] = Registry()
"""By code ("local_launches")."""


def counted_label(measure: str, title: str = "") -> str:
    """ "Đăng ký danh hiệu “Lao động tiên tiến”"."""
    label = next((str(found.label) for found in MEASURES.items(measure)), measure)
    return f"{label} {quoted(title)}" if title else label

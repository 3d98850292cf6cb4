from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from core.signed_papers import SignedPaper
from restructuring.choices import ReorganisationState
from restructuring.models import Reorganisation
from restructuring.rules import MOVING
from unions.units.models import Affiliation, GrassrootsName


def decisions_behind(row: Affiliation | GrassrootsName) -> Iterator[SignedPaper]:
    """Yield the confirmed reorganisation that began the row."""
    renamed = Q(lines__grassroots=row.grassroots_id) & ~Q(lines__new_name="")
    moved = Q(lines__grassroots=row.grassroots_id, kind__in=MOVING)
    began = Q(successions__successor=row.grassroots_id) | (renamed if isinstance(row, GrassrootsName) else moved)
    done = Reorganisation.objects.filter(began, state=ReorganisationState.CONFIRMED, effective_on=row.valid_from)
    for decision in done.distinct().order_by("pk"):
        name = _("Decision %(number)s") % {"number": decision.decision_number}
        yield SignedPaper(name, decision.get_absolute_url())

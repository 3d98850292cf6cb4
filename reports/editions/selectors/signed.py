from django.db.models import Q
from django.utils.translation import gettext as _

from core.signed_papers import SignedPaper
from reports.editions.choices import UNSIGNED
from reports.editions.models import ReportEdition
from unions.tree.models import UnionProfile

LATEST = 5  # papers that a form names


def reports_worded_by(profile: UnionProfile) -> list[SignedPaper]:
    """Return the latest signed reports that are written in these words of a union."""
    until = Q(dated_on__lte=profile.valid_to) if profile.valid_to else Q()
    signed = ReportEdition.objects.filter(until, union=profile.union_id, dated_on__gte=profile.valid_from)
    latest = signed.exclude(state__in=UNSIGNED).order_by("-dated_on", "-pk")[:LATEST]
    return [SignedPaper(_report_name(edition), edition.get_absolute_url()) for edition in latest]


def _report_name(edition: ReportEdition) -> str:
    return _("Report of %(year)s, edition %(edition)s") % {"year": edition.year, "edition": edition.edition}

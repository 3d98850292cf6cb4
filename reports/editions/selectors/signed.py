from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.users.models import Role
from accounts.users.selectors import leading_roles
from core.signed_papers import SignedPaper
from reports.editions.choices import UNSIGNED
from reports.editions.models import ReportEdition
from reports.editions.workflow import EDITION
from unions.tree.models import UnionProfile

LATEST = 5  # papers that a form names


def signing_roles(edition: ReportEdition) -> list[Role]:
    """Leaders who neither began nor sent the report."""
    return [role for role in leading_roles(edition.union_id) if EDITION.may("sign", role.user, edition)]


def reports_worded_by(profile: UnionProfile) -> list[SignedPaper]:
    """The latest signed reports written in these words."""
    until = Q(dated_on__lte=profile.valid_to) if profile.valid_to else Q()
    signed = ReportEdition.objects.filter(until, union=profile.union_id, dated_on__gte=profile.valid_from)
    latest = signed.exclude(state__in=UNSIGNED).order_by("-dated_on", "-pk")[:LATEST]
    return [SignedPaper(_report_name(edition), edition.get_absolute_url()) for edition in latest]


def _report_name(edition: ReportEdition) -> str:
    return _("Report of %(year)s, edition %(edition)s") % {"year": edition.year, "edition": edition.edition}

from django.db.models import Exists, OuterRef, QuerySet

from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from unions.access import PortalUser, RoleKind
from unions.dismissals.selectors import undismissed
from unions.tree.models import Union

REPORT_TODO = "report"


def editions_of_year(user: PortalUser, year: int) -> list[ReportEdition]:
    editions = ReportEdition.objects.visible_to(user).filter(year=year).order_by("union", "edition")
    return list(editions.select_related("union"))


def unissued_edition(union: Union, year: int) -> ReportEdition | None:
    """Return the one on which work goes on; no other is begun meanwhile."""
    return ReportEdition.objects.filter(union=union, year=year).exclude(state=EditionState.ISSUED).first()


def waiting_for_report(user: PortalUser, year: int) -> list[Union]:
    """Return unions of the reader's branch; dismissed ones are left out."""
    branch = Union.objects.filter(pk__in=user.access.branch)
    return list(undismissed(without_report(branch, year), REPORT_TODO, year))


def unions_without_report(user: PortalUser, year: int) -> QuerySet[Union]:
    """Return unions of which `user` is the officer."""
    return without_report(Union.objects.filter(pk__in=user.access.unions_where({RoleKind.OFFICER})), year)


def without_report(unions: QuerySet[Union], year: int) -> QuerySet[Union]:
    """All campaigns of the year have ended and no report is begun."""
    of_union = Campaign.objects.filter(union=OuterRef("pk"), year=year).exclude(state=CampaignState.CANCELLED)
    ended = of_union.filter(state__in=[CampaignState.CLOSED, CampaignState.SUMMED_UP])
    running = of_union.exclude(state__in=[CampaignState.CLOSED, CampaignState.SUMMED_UP])
    begun = ReportEdition.objects.filter(union=OuterRef("pk"), year=year)
    return unions.filter(Exists(ended), ~Exists(running), ~Exists(begun)).order_by("code")

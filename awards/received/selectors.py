from django.db.models import QuerySet

from awards.nominations.models import Nomination
from awards.nominations.selectors import OFFICE
from awards.sessions.selectors import undecided_nominations
from emulation.law.choices import TitleAuthority
from unions.access import PortalUser


def results_to_record(user: PortalUser) -> QuerySet[Nomination]:
    """Return nominations approved for titles of another authority, without a result yet."""
    approved = undecided_nominations().exclude(title__authority=TitleAuthority.OWN)
    mine = approved.filter(union__in=user.access.unions_where(OFFICE))
    rows: QuerySet[Nomination] = mine.for_table().order_by("title__position", "grassroots__sort_key", "pk")
    return rows


def results_of_year(user: PortalUser, year: int) -> QuerySet[Nomination]:
    return results_to_record(user).filter(year=year)

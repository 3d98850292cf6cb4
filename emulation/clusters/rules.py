from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from unions.access import PortalUser, RoleKind, is_officer_at
from unions.units.rules import Words


class ClusterFacts(Protocol):
    @property
    def union_id(self) -> int: ...


class LeadFacts(Protocol):
    @property
    def pk(self) -> int: ...

    @property
    def cluster_id(self) -> int | None: ...


class ClusterYearFacts(Protocol):
    @property
    def cluster_id(self) -> int: ...

    @property
    def cluster(self) -> ClusterFacts: ...

    @property
    def lead(self) -> LeadFacts | None: ...

    @property
    def pact_contents(self) -> str: ...


class SignatureFacts(Protocol):
    @property
    def cluster_year(self) -> ClusterYearFacts: ...


def leads_cluster(user: PortalUser, cluster_year: ClusterYearFacts) -> bool:
    """False once the lead has left the cluster."""
    lead = cluster_year.lead
    if lead is None or lead.cluster_id != cluster_year.cluster_id:
        return False
    return bool(user.access.holds({RoleKind.CLUSTER_LEAD}, grassroots=lead.pk))


def may_write_pact(user: PortalUser, cluster_year: ClusterYearFacts) -> bool:
    return is_officer_at(user, cluster_year.cluster.union_id) or leads_cluster(user, cluster_year)


def may_correct_pact(user: PortalUser, cluster_year: ClusterYearFacts) -> bool:
    return bool(cluster_year.pact_contents) and is_officer_at(user, cluster_year.cluster.union_id)


def may_correct_signature(user: PortalUser, signature: SignatureFacts) -> bool:
    return may_write_pact(user, signature.cluster_year)


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def lead_day_objection(day: date, year: int) -> Words | None:
    return None if day.year == year else _("Please choose a day of the year itself.")


def next_lead_objection(since: date, today: date) -> Words | None:
    # A year stores one lead: a lead named for a future day would replace the present one at once.
    if since <= today:
        return None
    return _("Until then the cluster would have no lead. Please name the new one on the day itself.")


def signing_day_objection(day: date, year: int, today: date) -> Words | None:
    if day.year != year:
        return _("The pact of a year is signed in that year. Please check the day.")
    if day > today:
        return _("This day has not come yet. Please enter the signature when it is there.")
    return None

"""Who keeps what about clusters, and which days a lead and a pact may carry."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from unions.access import PortalUser, RoleKind, is_officer_at
from unions.units.rules import Words


def leads_cluster(user: PortalUser, cluster_year: Any) -> bool:
    """The lead of exactly this cluster in this year, as long as its unit stands in the cluster."""
    lead = cluster_year.lead
    if lead is None or lead.cluster_id != cluster_year.cluster_id:
        return False
    return bool(user.access.holds({RoleKind.CLUSTER_LEAD}, grassroots=lead.pk))


def may_write_pact(user: PortalUser, cluster_year: Any) -> bool:
    """Who records the signatures and files the signed paper: the officer, and the lead of the year."""
    return is_officer_at(user, cluster_year.cluster.union_id) or leads_cluster(user, cluster_year)


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def lead_day_fault(day: date, year: int) -> Words | None:
    """Return why nobody can begin to lead in `year` on this day."""
    return None if day.year == year else _("Please choose a day of the year itself.")


def next_lead_fault(since: date, today: date) -> Words | None:
    """Return why a cluster that has a lead cannot be given another from this day on: a year knows one at a time."""
    if since <= today:
        return None
    return _("Until then the cluster would have no lead. Please name the new one on the day itself.")


def signing_day_fault(day: date, year: int, today: date) -> Words | None:
    """Return why the pact of `year` cannot have been signed on this day."""
    if day.year != year:
        return _("The pact of a year is signed in that year. Please check the day.")
    if day > today:
        return _("This day has not come yet. Please enter the signature when it is there.")
    return None

"""Clusters entered and filled, and the lead of a year named with the role that goes with it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from accounts.users.services import cut_role_short, grant_role
from core.audit import record
from core.permissions import require
from core.text import tidy
from core.workflow import lock
from emulation.clusters.models import ClusterYear
from emulation.clusters.rules import last_day, lead_day_fault, next_lead_fault
from emulation.clusters.selectors import chairs_of, lead_roles_in, lead_roles_of, units_to_put_in, years_it_leads
from unions.access import RoleKind, is_officer_at
from unions.tree.models import Union
from unions.units.choices import UnitStatus
from unions.units.models import Cluster, GrassrootsUnion


@transaction.atomic
def enter_cluster(*, actor: User, union: Union, name: str) -> Cluster:
    """Enter a cluster of the union; raises ValidationError where it has one of this name."""
    require(actor, is_officer_at, union.pk)
    cluster = Cluster(union=union, name=tidy(name))
    _save(cluster)
    record("cluster.enter", cluster, actor=actor)
    return cluster


@transaction.atomic
def rename_cluster(*, actor: User, cluster: Cluster, name: str) -> Cluster:
    """Give a cluster another name; the name on pacts signed before is on their papers."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    before, cluster.name = cluster.name, tidy(name)
    _save(cluster)
    record("cluster.rename", cluster, actor=actor, detail={"from": before, "to": cluster.name})
    return cluster


def _save(cluster: Cluster) -> None:
    if Cluster.objects.filter(union=cluster.union_id, name=cluster.name).exclude(pk=cluster.pk).exists():
        raise ValidationError({"name": _("The union has a cluster of this name already.")})
    cluster.full_clean()
    cluster.save()


@transaction.atomic
def put_in_cluster(*, actor: User, cluster: Cluster, units: Sequence[GrassrootsUnion]) -> int:
    """Put working units of the union into the cluster, out of the one they are in; return how many."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    wanted = {unit.pk for unit in units}
    fit = list(units_to_put_in(cluster).filter(pk__in=wanted).select_for_update(of=("self",)))
    if len(fit) < len(wanted):
        raise ValidationError(
            {"units": _("Some of these units can no longer be put here. Please look at the list again.")},
            code="stale",
        )
    _check_leads_nowhere(fit)
    for unit in fit:
        unit.cluster = cluster
    GrassrootsUnion.objects.bulk_update(fit, ["cluster"], batch_size=200)
    record("cluster.put", cluster, actor=actor, detail={"units": sorted(unit.code for unit in fit)})
    return len(fit)


@transaction.atomic
def take_out_of_cluster(*, actor: User, cluster: Cluster, unit: GrassrootsUnion) -> GrassrootsUnion:
    """Take one unit out of its cluster; what it signed there stays."""
    require(actor, is_officer_at, cluster.union_id)
    unit = lock(unit)
    if unit.cluster_id != cluster.pk:
        raise ValidationError(_("This unit is no longer in the cluster."), code="stale")
    _check_leads_nowhere([unit])
    unit.cluster = None
    unit.save(update_fields=["cluster"])
    record("cluster.take_out", cluster, actor=actor, detail={"unit": unit.code})
    return unit


def _check_leads_nowhere(units: Sequence[GrassrootsUnion]) -> None:
    """A lead leaves its cluster only when another has been named."""
    for row in years_it_leads([unit.pk for unit in units], timezone.localdate().year)[:1]:
        said = {"unit": row.lead, "cluster": row.cluster, "year": row.year}
        raise ValidationError(_("%(unit)s leads %(cluster)s in %(year)s. Please name another lead first.") % said)


@transaction.atomic
def name_lead(*, actor: User, cluster: Cluster, year: int, lead: GrassrootsUnion, since: date) -> ClusterYear:
    """Name the lead of the year, and give its chair the role from `since` to the end of the year.

    The role of an earlier lead of that year ends the day before. Naming the same lead again hands the role to who
    chairs it now.
    """
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    _check_lead(cluster, year, lead, since)
    row = of_year(cluster, year)
    if row.lead_id not in (None, lead.pk) and (fault := next_lead_fault(since, timezone.localdate())):
        raise ValidationError({"since": fault})
    before = {"lead": row.lead.code if row.lead else "", "since": str(row.lead_from or "")}
    if row.lead_id != lead.pk or row.lead_from != since:
        _end_roles(actor, row, since)
    row.lead, row.lead_from = lead, since
    row.full_clean()
    row.save()
    _settle_roles(actor, row)
    detail = {"year": year, "from": before, "to": {"lead": lead.code, "since": since.isoformat()}}
    record("cluster.lead", cluster, actor=actor, detail=detail)
    return row


def of_year(cluster: Cluster, year: int) -> ClusterYear:
    """Return the cluster's row of the year, locked; a plain one where there is none yet."""
    row, _new = ClusterYear.objects.select_for_update(of=("self",)).get_or_create(cluster=cluster, year=year)
    found: ClusterYear = row
    return found


def _check_lead(cluster: Cluster, year: int, lead: GrassrootsUnion, since: date) -> None:
    if lead.cluster_id != cluster.pk or lead.status != UnitStatus.ACTIVE:
        raise ValidationError({"lead": _("The lead is a working unit of the cluster. Please choose one of them.")})
    if fault := lead_day_fault(since, year):
        raise ValidationError({"since": fault})


def _end_roles(actor: User, row: ClusterYear, since: date) -> None:
    """End the roles of the lead named before, and of one before that whose role lasts beyond the new day."""
    ending = {role.pk: role for role in (*lead_roles_of(row, since), *lead_roles_in(row.cluster, row.year, since))}
    for role in ending.values():
        cut_role_short(actor, role, since - timedelta(days=1))


def _settle_roles(actor: User, row: ClusterYear) -> None:
    """Let exactly those who chair the lead hold the role: now, or on the last day of a year that is over."""
    last, today = last_day(row.year), timezone.localdate()
    day = max(row.lead_from or today, min(today, last))
    chairs = {chair.user_id: chair for chair in chairs_of(row.lead, day)}
    held = {role.user_id: role for role in lead_roles_of(row, day)}
    for user, role in held.items():
        if user not in chairs:
            cut_role_short(actor, role, day - timedelta(days=1))
    for user, chair in chairs.items():
        if user not in held:
            grant_role(
                actor=actor,
                user=chair.user,
                kind=RoleKind.CLUSTER_LEAD,
                since=max(row.lead_from or day, chair.valid_from),
                until=min(last, chair.valid_to or last),
                grassroots=row.lead,
            )

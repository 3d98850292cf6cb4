from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from accounts.users.services import grant_role, shorten_role
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.reasons import check_reason
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from emulation.clusters.models import ClusterYear
from emulation.clusters.rules import last_day, lead_day_objection, next_lead_objection
from emulation.clusters.selectors import chairs_of, lead_roles_in, lead_roles_of, units_to_put_in, years_it_leads
from unions.access import RoleKind, is_officer_at
from unions.tree.models import Union
from unions.units.choices import UnitStatus
from unions.units.models import Cluster, GrassrootsUnion


@transaction.atomic
def enter_cluster(*, actor: User, union: Union, name: str) -> Cluster:
    require(actor, is_officer_at, union.pk)
    cluster = Cluster(union=union, name=tidy(name))
    _check_unique(cluster)
    cluster.full_clean()
    cluster.save()
    record("cluster.enter", cluster, actor=actor)
    return cluster


@transaction.atomic
def rename_cluster(*, actor: User, cluster: Cluster, name: str, expected_revision: int | None = None) -> Cluster:
    """Signed pacts keep the old name (`ClusterYear.signed_as`)."""
    _check_unique(Cluster(pk=cluster.pk, union=cluster.union, name=tidy(name)))
    return correct(cluster, actor=actor, values={"name": tidy(name)}, expected_revision=expected_revision)


def _check_unique(cluster: Cluster) -> None:
    if Cluster.objects.filter(union=cluster.union_id, name=cluster.name).exclude(pk=cluster.pk).exists():
        raise ValidationError({"name": _("The union has a cluster of this name already.")})


@transaction.atomic
def add_to_cluster(*, actor: User, cluster: Cluster, units: Sequence[GrassrootsUnion]) -> int:
    """Return how many units were moved."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    keys = {unit.pk for unit in units}
    allowed = list(units_to_put_in(cluster).filter(pk__in=keys).select_for_update(of=("self",)))
    if len(allowed) < len(keys):
        raise MoveNotAllowed(
            {"units": _("Some of these units can no longer be put here. Please look at the list again.")}
        )
    _check_leads_nowhere(allowed)
    for unit in allowed:
        unit.cluster = cluster
    GrassrootsUnion.objects.bulk_update(allowed, ["cluster"], batch_size=200)
    record("cluster.put", cluster, actor=actor, detail={"units": sorted(unit.code for unit in allowed)})
    return len(allowed)


@transaction.atomic
def take_out_of_cluster(*, actor: User, cluster: Cluster, unit: GrassrootsUnion) -> GrassrootsUnion:
    """The unit's signatures stay."""
    require(actor, is_officer_at, cluster.union_id)
    unit = lock(unit)
    if unit.cluster_id != cluster.pk:
        raise MoveNotAllowed(_("This unit is no longer in the cluster."))
    _check_leads_nowhere([unit])
    unit.cluster = None
    unit.save(update_fields=["cluster"])
    record("cluster.take_out", cluster, actor=actor, detail={"unit": unit.code})
    return unit


def _check_leads_nowhere(units: Sequence[GrassrootsUnion]) -> None:
    # A cluster must not lose its lead.
    for row in years_it_leads([unit.pk for unit in units], timezone.localdate().year)[:1]:
        values = {"unit": row.lead, "cluster": row.cluster, "year": row.year}
        raise ValidationError(_("%(unit)s leads %(cluster)s in %(year)s. Please name another lead first.") % values)


@transaction.atomic
def name_lead(*, actor: User, cluster: Cluster, year: int, lead: GrassrootsUnion, since: date) -> ClusterYear:
    """The chair of `lead` holds the role of cluster lead from `since` to the end of the year.

    An earlier lead's role ends the day before. The same lead again moves the role to its present chair.
    """
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    _check_lead(cluster, year, lead, since)
    row = lock_year(cluster, year)
    if row.lead_id not in (None, lead.pk) and (objection := next_lead_objection(since, timezone.localdate())):
        raise ValidationError({"since": objection})
    before = {"lead": row.lead.code if row.lead else "", "since": str(row.lead_from or "")}
    if row.lead_id != lead.pk or row.lead_from != since:
        _end_roles(actor, row, since)
    row.lead, row.lead_from = lead, since
    row.full_clean()
    row.save()
    _assign_roles(actor, row)
    detail = {"year": year, "from": before, "to": {"lead": lead.code, "since": since.isoformat()}}
    record("cluster.lead", cluster, actor=actor, detail=detail)
    return row


@transaction.atomic
def take_lead_back(*, actor: User, cluster: Cluster, year: int, reason: str) -> ClusterYear:
    """The role ends as if it had not been given."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    row = lock_year(cluster, year)
    lead, since = named_lead(row)
    check_reason(reason)
    _end_roles(actor, row, since)
    row.lead = row.lead_from = None
    row.full_clean()
    row.save()
    detail = {"year": year, "from": {"lead": lead.code, "since": since.isoformat()}}
    record("cluster.take_lead_back", cluster, actor=actor, reason=reason, detail=detail)
    return row


def named_lead(row: ClusterYear | None) -> tuple[GrassrootsUnion, date]:
    """Return (lead, since); raise MoveNotAllowed where none is named."""
    if row is None or row.lead is None or row.lead_from is None:
        raise MoveNotAllowed(_("This cluster has no lead in this year."))
    return row.lead, row.lead_from


def lock_year(cluster: Cluster, year: int) -> ClusterYear:
    """A missing row is created."""
    rows = ClusterYear.objects.select_for_update(of=("self",))
    row: ClusterYear = rows.get_or_create(cluster=cluster, year=year)[0]
    return row


def _check_lead(cluster: Cluster, year: int, lead: GrassrootsUnion, since: date) -> None:
    if lead.cluster_id != cluster.pk or lead.status != UnitStatus.ACTIVE:
        raise ValidationError({"lead": _("The lead is a working unit of the cluster. Please choose one of them.")})
    if objection := lead_day_objection(since, year):
        raise ValidationError({"since": objection})


def _end_roles(actor: User, row: ClusterYear, since: date) -> None:
    # The present lead may have left the cluster, and an earlier lead's role may end after `since`.
    roles = {role.pk: role for role in (*lead_roles_of(row, since), *lead_roles_in(row.cluster, row.year, since))}
    for role in roles.values():
        shorten_role(actor, role, since - timedelta(days=1))


def _assign_roles(actor: User, row: ClusterYear) -> None:
    """Only chairs of today, or of the last day of a past year, hold the role."""
    last, today = last_day(row.year), timezone.localdate()
    day = max(row.lead_from or today, min(today, last))
    chairs = {chair.user_id: chair for chair in chairs_of(row.lead, day)}
    held = {role.user_id: role for role in lead_roles_of(row, day)}
    for user, role in held.items():
        if user not in chairs:
            shorten_role(actor, role, day - timedelta(days=1))
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

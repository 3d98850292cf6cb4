from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.users.models import Role
from emulation.clusters.models import ClusterYear, PactSignature
from unions.access import PortalUser, RoleKind
from unions.units.choices import UnitStatus
from unions.units.models import Cluster, ClusterQuerySet, GrassrootsUnion, GrassrootsUnionQuerySet, Headcount
from unions.units.selectors import active_units_of

SIGNED = Count("signatures", filter=Q(signatures__struck_at__isnull=True))


def clusters_for_list(user: PortalUser, year: int) -> ClusterQuerySet:
    """Adds `of_year` (at most one ClusterYear), `units_in_all`, and `is_open`: `user` may see this number."""
    rows = ClusterYear.objects.visible_to(user).filter(year=year).select_related("lead")
    rows = rows.annotate(signed=SIGNED)
    active = Count("grassroots_unions", filter=Q(grassroots_unions__status=UnitStatus.ACTIVE))
    clusters: ClusterQuerySet = (
        Cluster.objects.visible_to(user)
        .select_related("union")
        .annotate(is_open=Q(pk__in=Cluster.objects.open_to(user).order_by().values("pk")), units_in_all=active)
        .prefetch_related(Prefetch("years", rows, to_attr="of_year"))
    )
    return clusters


def is_open_to(user: PortalUser, cluster: Cluster) -> bool:
    """Whether `user` may see today's members."""
    return bool(Cluster.objects.open_to(user).filter(pk=cluster.pk).exists())


def clusters_lacking(clusters: QuerySet[Cluster], what: str, year: int) -> QuerySet[Cluster]:
    """`what`: "lead", "pact", or "signature" (a unit has not signed)."""
    rows = ClusterYear.objects.filter(cluster=OuterRef("pk"), year=year)
    if what == "lead":
        return clusters.filter(~Exists(rows.filter(lead__isnull=False)))
    if what == "pact":
        return clusters.filter(~Exists(rows.exclude(pact_contents="")))
    signed = PactSignature.objects.not_struck().filter(
        grassroots=OuterRef("pk"), cluster_year__year=year, cluster_year__cluster=OuterRef("cluster")
    )
    unsigned = GrassrootsUnion.objects.filter(~Exists(signed), cluster=OuterRef("pk"), status=UnitStatus.ACTIVE)
    return clusters.filter(Exists(unsigned))


def units_in(cluster: Cluster) -> GrassrootsUnionQuerySet:
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(cluster=cluster, status=UnitStatus.ACTIVE)
    return units.order_by("sort_key", "pk")


def units_to_put_in(cluster: Cluster) -> GrassrootsUnionQuerySet:
    units = active_units_of(frozenset({cluster.union_id}))
    units = units.filter(Q(cluster__isnull=True) | ~Q(cluster=cluster.pk))
    return units.select_related("cluster").order_by("sort_key", "pk")


def units_to_sign(pact: ClusterYear) -> GrassrootsUnionQuerySet:
    return units_in(pact.cluster).exclude(pk__in=pact.signatures.not_struck().values("grassroots"))


def years_it_leads(units: Sequence[int], since: int) -> list[ClusterYear]:
    """The unit must still be in the cluster."""
    rows = ClusterYear.objects.filter(lead__in=units, year__gte=since).select_related("lead", "cluster")
    return [row for row in rows if row.lead and row.lead.cluster_id == row.cluster_id]


def chairs_of(unit: GrassrootsUnion | None, day: date) -> list[Role]:
    roles = Role.objects.on(day).filter(grassroots=unit, kind=RoleKind.GRASSROOTS_CHAIR)
    return list(roles.select_related("user").order_by("pk"))


def lead_roles_of(row: ClusterYear, day: date) -> list[Role]:
    """Roles of the lead for this year that end on `day` or later."""
    if row.lead_id is None:
        return []
    roles = Role.objects.filter(grassroots=row.lead_id, kind=RoleKind.CLUSTER_LEAD, valid_from__year=row.year)
    return list(roles.filter(valid_to__gte=day).select_related("user").order_by("pk"))


def lead_roles_in(cluster: Cluster, year: int, day: date) -> list[Role]:
    """Earlier leads are included."""
    roles = Role.objects.filter(grassroots__cluster=cluster, kind=RoleKind.CLUSTER_LEAD, valid_from__year=year)
    return list(roles.filter(valid_to__gte=day).select_related("user").order_by("pk"))


def signatories_on(units: Iterable[int], day: date) -> dict[int, str]:
    """Return {unit key: name of the chair}."""
    roles = Role.objects.on(day).filter(grassroots__in=units, kind=RoleKind.GRASSROOTS_CHAIR)
    return {role.grassroots_id: str(role.user) for role in roles.select_related("user").order_by("-pk")}


@dataclass(frozen=True)
class Party:
    """`url` and `members` are empty if the reader may not open the unit."""

    unit: GrassrootsUnion
    url: str
    members: int | None
    signed_on: date | None


def parties_of(user: PortalUser, cluster: Cluster, year: int) -> list[Party]:
    """All units are returned: those that compete may know each other."""
    if not is_open_to(user, cluster):
        return []
    members = Headcount.objects.filter(grassroots=OuterRef("pk"), year=year).values("members")
    signatures = PactSignature.objects.not_struck().filter(cluster_year__cluster=cluster, cluster_year__year=year)
    signed = dict(signatures.values_list("grassroots", "signed_on"))
    units = list(units_in(cluster).annotate(members_of_year=Subquery(members)))
    open_to = pages_open_to(user, units)
    return [
        Party(
            unit,
            unit.get_absolute_url() if unit.pk in open_to else "",
            unit.members_of_year if unit.pk in open_to else None,
            signed.get(unit.pk),
        )
        for unit in units
    ]


def pages_open_to(user: PortalUser, units: Iterable[GrassrootsUnion]) -> set[int]:
    keys = [unit.pk for unit in units]
    return set(GrassrootsUnion.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def years_of(user: PortalUser, cluster: Cluster) -> list[ClusterYear]:
    """Newest first, with `signed`, the number of signatures."""
    rows = ClusterYear.objects.visible_to(user).filter(cluster=cluster).select_related("lead")
    return list(rows.annotate(signed=SIGNED).order_by("-year"))


def year_of_unit(user: PortalUser, unit: GrassrootsUnion, year: int) -> tuple[Cluster | None, ClusterYear | None]:
    cluster = Cluster.objects.visible_to(user).filter(pk=unit.cluster_id or 0).first()
    rows = ClusterYear.objects.visible_to(user).select_related("lead")
    return cluster, rows.filter(cluster=cluster, year=year).first() if cluster else None

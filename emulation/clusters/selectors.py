"""Questions about clusters: who is in them, who leads them in a year, who has signed their pact."""

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


def clusters_for_list(user: PortalUser, year: int) -> ClusterQuerySet:
    """Return the clusters `user` may see with the year's row as `of_year`, and their working units counted.

    `is_open` says whether that number is this reader's to know.
    """
    rows = ClusterYear.objects.visible_to(user).filter(year=year).select_related("lead")
    rows = rows.annotate(signed=Count("signatures"))
    working = Count("grassroots_unions", filter=Q(grassroots_unions__status=UnitStatus.ACTIVE))
    clusters: ClusterQuerySet = (
        Cluster.objects.visible_to(user)
        .select_related("union")
        .annotate(is_open=Q(pk__in=Cluster.objects.open_to(user).order_by().values("pk")), units_in_all=working)
        .prefetch_related(Prefetch("years", rows, to_attr="of_year"))
    )
    return clusters


def is_open_to(user: PortalUser, cluster: Cluster) -> bool:
    """Say whether the reader sees who is in the cluster today."""
    return bool(Cluster.objects.open_to(user).filter(pk=cluster.pk).exists())


def lacking(clusters: QuerySet[Cluster], what: str, year: int) -> QuerySet[Cluster]:
    """Return the clusters that have no lead, no pact, or units that have not signed it, in `year`."""
    rows = ClusterYear.objects.filter(cluster=OuterRef("pk"), year=year)
    if what == "lead":
        return clusters.filter(~Exists(rows.filter(lead__isnull=False)))
    if what == "pact":
        return clusters.filter(~Exists(rows.exclude(pact_contents="")))
    signed = PactSignature.objects.filter(
        grassroots=OuterRef("pk"), cluster_year__year=year, cluster_year__cluster=OuterRef("cluster")
    )
    unsigned = GrassrootsUnion.objects.filter(~Exists(signed), cluster=OuterRef("pk"), status=UnitStatus.ACTIVE)
    return clusters.filter(Exists(unsigned))


def units_in(cluster: Cluster) -> GrassrootsUnionQuerySet:
    """Return the working units of the cluster, in the order of a list."""
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(cluster=cluster, status=UnitStatus.ACTIVE)
    return units.order_by("sort_key", "pk")


def units_to_put_in(cluster: Cluster) -> GrassrootsUnionQuerySet:
    """Return the working units of the union that are not in the cluster, with the one they are in."""
    units = active_units_of(frozenset({cluster.union_id}))
    elsewhere = units.filter(Q(cluster__isnull=True) | ~Q(cluster=cluster.pk))
    return elsewhere.select_related("cluster").order_by("sort_key", "pk")


def units_to_sign(pact: ClusterYear) -> GrassrootsUnionQuerySet:
    """Return the units of the cluster that have not signed."""
    return units_in(pact.cluster).exclude(pk__in=pact.signatures.values("grassroots"))


def years_it_leads(units: Sequence[int], since: int) -> list[ClusterYear]:
    """Return the years from `since` on in which one of `units` is named as the lead of the cluster it is in."""
    led = ClusterYear.objects.filter(lead__in=units, year__gte=since).select_related("lead", "cluster")
    return [row for row in led if row.lead and row.lead.cluster_id == row.cluster_id]


def chairs_of(unit: GrassrootsUnion | None, day: date) -> list[Role]:
    """Return who chairs the unit on that day."""
    held = Role.objects.on(day).filter(grassroots=unit, kind=RoleKind.GRASSROOTS_CHAIR)
    return list(held.select_related("user").order_by("pk"))


def lead_roles_of(row: ClusterYear, day: date) -> list[Role]:
    """Return the roles of cluster lead that were given for this year and are not over on `day`."""
    if row.lead_id is None:
        return []
    held = Role.objects.filter(grassroots=row.lead_id, kind=RoleKind.CLUSTER_LEAD, valid_from__year=row.year)
    return list(held.filter(valid_to__gte=day).select_related("user").order_by("pk"))


def lead_roles_in(cluster: Cluster, year: int, day: date) -> list[Role]:
    """Return the same of all units of the cluster: of an earlier lead of the year too."""
    held = Role.objects.filter(grassroots__cluster=cluster, kind=RoleKind.CLUSTER_LEAD, valid_from__year=year)
    return list(held.filter(valid_to__gte=day).select_related("user").order_by("pk"))


def signatories_on(units: Iterable[int], day: date) -> dict[int, str]:
    """Return the name of who chairs each unit on that day."""
    held = Role.objects.on(day).filter(grassroots__in=units, kind=RoleKind.GRASSROOTS_CHAIR)
    return {role.grassroots_id: str(role.user) for role in held.select_related("user").order_by("-pk")}


@dataclass(frozen=True)
class Party:
    """A unit of a cluster as somebody sees it: its page only where that is open to the reader."""

    unit: GrassrootsUnion
    url: str
    members: int | None
    signed_on: date | None


def parties_of(user: PortalUser, cluster: Cluster, year: int) -> list[Party]:
    """Return the units of the cluster, all of them by name: who compete with each other know each other.

    Who has left competes no more.
    """
    if not is_open_to(user, cluster):
        return []
    members = Headcount.objects.filter(grassroots=OuterRef("pk"), year=year).values("members")
    signed = dict(
        PactSignature.objects.filter(cluster_year__cluster=cluster, cluster_year__year=year).values_list(
            "grassroots", "signed_on"
        )
    )
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
    """Return which of `units` the reader may open."""
    wanted = [unit.pk for unit in units]
    return set(GrassrootsUnion.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def years_of(user: PortalUser, cluster: Cluster) -> list[ClusterYear]:
    """Return the years of the cluster in sight, newest first, with how many signed."""
    rows = ClusterYear.objects.visible_to(user).filter(cluster=cluster).select_related("lead")
    return list(rows.annotate(signed=Count("signatures")).order_by("-year"))


def year_of_unit(user: PortalUser, unit: GrassrootsUnion, year: int) -> tuple[Cluster | None, ClusterYear | None]:
    """Return the cluster of the unit and its row of the year, as far as `user` may see them."""
    cluster = Cluster.objects.visible_to(user).filter(pk=unit.cluster_id or 0).first()
    rows = ClusterYear.objects.visible_to(user).select_related("lead")
    return cluster, rows.filter(cluster=cluster, year=year).first() if cluster else None

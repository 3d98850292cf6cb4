from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value

from unions.units.choices import UnitStatus
from unions.units.models import Cluster, GrassrootsUnion, Headcount, Sector

if TYPE_CHECKING:
    from emulation.campaigns.models.campaigns import Campaign

PLAN = {"plan": "pk", "plan_year": "year", "least": "min_workers", "most": "max_workers"}


def audience(campaign: "Campaign", day: date) -> QuerySet[GrassrootsUnion]:
    """Return the units, active on `day`, that fit sectors, clusters and size, and those taken in by hand."""
    plan = {name: Value(getattr(campaign, field), IntegerField()) for name, field in PLAN.items()}
    found: QuerySet[GrassrootsUnion] = GrassrootsUnion.objects.active_under(campaign.union, day).alias(**plan)
    return found.filter(in_audience())


def units_by_campaign(campaigns: Iterable["Campaign"], day: date) -> QuerySet[GrassrootsUnion]:
    """Return a row for each campaign, as `plan`, and each unit active under its union on `day`."""
    active = Q(status=UnitStatus.ACTIVE) | Q(dissolved_on__gt=day)
    held = Q(affiliations__valid_to=None) | Q(affiliations__valid_to__gte=day)
    of_plans = {"affiliations__valid_from__lte": day, "affiliations__union__campaigns__in": campaigns}
    plan = {name: F(f"affiliations__union__campaigns__{field}") for name, field in PLAN.items()}
    return GrassrootsUnion.objects.filter(active, held, **of_plans).alias(**plan)


def in_audience() -> Q:
    """Holds for units with the fields of `PLAN`; a plan that names no sector, cluster or size is for every unit."""
    by_hand = apps.get_model("emulation.CampaignUnit").objects.filter(campaign=OuterRef("plan")).order_by()
    taken_in, left_out = (by_hand.filter(is_included=is_in).values("grassroots") for is_in in (True, False))
    fits = _is_named(Sector, "sector") & _is_named(Cluster, "cluster") & _has_size()
    return (fits | Q(pk__in=taken_in)) & ~Q(pk__in=left_out)


def _is_named(model: type[Model], field: str) -> Q:
    named = model._default_manager.filter(campaigns=OuterRef("plan")).order_by()
    return ~Q(Exists(named)) | Q(Exists(named.filter(pk=OuterRef(field))))


def _has_size() -> Q:
    """The workers counted in the year of the plan, else in the year before it that was counted last."""
    counted = Headcount.objects.filter(grassroots=OuterRef("pk"), year__lte=OuterRef("plan_year")).order_by("-year")
    size = Subquery(counted.values("workers")[:1])
    return (Q(least=None) | Q(least__lte=size)) & (Q(most=None) | Q(most__gte=size))

"""What the portal counts of one unit in a campaign, besides its own answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from core.scoping import ScopedQuerySet
from emulation.campaigns.measures import MEASURES, Measure
from emulation.campaigns.models import Rollout
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion


@dataclass(frozen=True)
class Counted:
    code: str
    measure: Measure
    count: int


def counted_rows(measure: Measure, rollout: Rollout, reader: PortalUser) -> ScopedQuerySet:
    rows = measure.rows(rollout.campaign, None).filter(grassroots=rollout.grassroots_id)
    visible = rows.model._default_manager.visible_to(reader).values("pk")
    found: ScopedQuerySet = rows.filter(pk__in=visible)
    return found


def counts_of_unit(rollout: Rollout, reader: PortalUser) -> list[Counted]:
    """One query for all measures; the reader opens as many rows as are counted."""
    rows = {code: counted_rows(measure, rollout, reader) for code, measure in own_measures().items()}
    counts = {f"counted_{code}": Coalesce(_count(query), 0) for code, query in rows.items()}
    unit = GrassrootsUnion.objects.filter(pk=rollout.grassroots_id).annotate(**counts).values(*counts).get()
    return [Counted(code, measure, unit[f"counted_{code}"]) for code, measure in own_measures().items()]


def own_measures() -> Mapping[str, Measure]:
    """Without those that count the answers themselves."""
    measures = {code: measure for code in MEASURES.names() for measure in MEASURES.items(code)}
    return {code: measure for code, measure in measures.items() if not measure.is_answer}


def _count(rows: ScopedQuerySet) -> Subquery:
    by_unit = rows.order_by().values("grassroots")
    return Subquery(by_unit.annotate(count=Count("pk", distinct=True)).values("count"))

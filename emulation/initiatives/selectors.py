from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.registry import Registry
from core.scoping import ScopedQuerySet
from core.search import matching_words
from core.workflow import MoveNotAllowed
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.measures import of_campaign
from emulation.campaigns.models import Campaign
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeKind
from emulation.initiatives.models import Initiative, InitiativeAuthor, InitiativeQuerySet
from emulation.initiatives.rules import is_similar_name
from emulation.law.models import Title
from unions.access import DRAFTING, PortalUser
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

MOST_COMPARED = 100
LAUNCHED = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)
STANDING: Registry[Callable[[Initiative], Iterable[Model]]] = Registry()
"""The rows of higher features that stand on an initiative."""


def units_to_draft_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    units = {unit for kind, _union, unit in user.access.roles if kind in DRAFTING and unit}
    return GrassrootsUnion.objects.visible_to(user).filter(pk__in=units).select_related("sector", "enterprise")


def check_nothing_stands(initiative: Initiative) -> None:
    """Raise MoveNotAllowed with the first row that stands on the initiative."""
    for row in (row for provider in STANDING.items() for row in provider(initiative)):
        message = _("The %(kind)s “%(row)s” stands on this initiative. Please withdraw it first.")
        raise MoveNotAllowed(message, {"kind": row._meta.verbose_name, "row": row})


def campaigns_of_year(union: Union, grassroots: GrassrootsUnion, year: int) -> QuerySet[Campaign]:
    """The union's own and those rolled out to the unit.

    Ended ones are included: what was done is often entered late.
    """
    own = Campaign.objects.filter(union=union)
    rolled_out = Campaign.objects.filter(pk__in=grassroots.rollouts.values("campaign"))
    return (own | rolled_out).filter(year=year, state__in=LAUNCHED)


def campaigns_to_choose(
    user: PortalUser, union: Union, grassroots: GrassrootsUnion, year: int, chosen: int | None = None
) -> QuerySet[Campaign]:
    """The `chosen` campaign is kept."""
    offered: Any = campaigns_of_year(union, grassroots, year) | Campaign.objects.filter(pk__in=[chosen or 0])
    visible: QuerySet[Campaign] = offered.visible_to(user)
    return visible


def workers_of(*units: GrassrootsUnion) -> QuerySet[Employment]:
    """Posts of today, by name."""
    posts = Employment.objects.filter(grassroots__in=units).open_ended()
    ordered: QuerySet[Employment] = posts.select_related("person").order_by("person__sort_key", "person", "pk")
    return ordered


def workers_among(people: list[Person], grassroots: GrassrootsUnion) -> set[int]:
    return set(workers_of(grassroots).filter(person__in=people).values_list("person", flat=True))


def similar_initiatives(initiative: Initiative, user: PortalUser) -> list[Initiative]:
    """R38: visible initiatives of the same authors with a similar name in another year."""
    authors = initiative.authors.values("person")
    others = (
        Initiative.objects.visible_to(user)
        .not_struck()
        .filter(authors__person__in=authors)
        .exclude(year=initiative.year)
        .exclude(pk=initiative.pk)
        .distinct()
        .order_by("-year", "-pk")[:MOST_COMPARED]
    )
    return [other for other in others if is_similar_name(initiative.name, other.name)]


def initiatives_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    return matching_words(rows, typed)


def authors_and_year(user: PortalUser, initiatives: Sequence[Initiative]) -> dict[int, str]:
    authors: dict[int, list[str]] = {}
    for row in InitiativeAuthor.objects.filter(initiative__in=initiatives).select_related("person"):
        authors.setdefault(row.initiative_id, []).append(row.person.full_name)
    return {row.pk: " – ".join([", ".join(authors.get(row.pk, [])), str(row.year)]) for row in initiatives}


def counted_initiatives(campaign: Campaign, title: Title | None) -> InitiativeQuerySet:
    """Research topics are counted by themselves."""
    return _counted(campaign).exclude(kind=InitiativeKind.RESEARCH)


def counted_topics(campaign: Campaign, title: Title | None) -> InitiativeQuerySet:
    return _counted(campaign).filter(kind=InitiativeKind.RESEARCH)


def _counted(campaign: Campaign) -> InitiativeQuerySet:
    counted = Initiative.objects.not_struck().filter(of_campaign(campaign), state__in=COUNTED_INITIATIVE)
    return counted.exclude(is_history=True)


def applied_initiatives(campaign: Campaign, title: Title | None) -> InitiativeQuerySet:
    return counted_initiatives(campaign, title).filter(applied_on__isnull=False)

"""What is asked about initiatives, works and the people of a unit."""

from typing import Any

from django.db.models import QuerySet

from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.initiatives.models import Initiative
from emulation.initiatives.rules import is_similar_name
from unions.access import DRAFTING, PortalUser
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


def units_to_draft_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """The units for which `user` writes drafts: as a rule one."""
    units = {unit for kind, _at, unit in user.access.roles if kind in DRAFTING and unit}
    return GrassrootsUnion.objects.filter(pk__in=units).select_related("sector")


def open_campaigns(union: Union, grassroots: GrassrootsUnion, year: int) -> QuerySet[Campaign]:
    """Campaigns of the year to which a unit may answer: its union's own, and those rolled out to it from above."""
    own = Campaign.objects.filter(union=union)
    rolled_out = Campaign.objects.filter(pk__in=grassroots.rollouts.values("campaign"))
    return (own | rolled_out).filter(year=year, state=CampaignState.LAUNCHED)


def campaigns_to_choose(
    user: PortalUser, union: Union, grassroots: GrassrootsUnion, year: int, chosen: int | None = None
) -> QuerySet[Campaign]:
    """The open campaigns `user` sees, and the one `chosen` before, which may have been closed since."""
    offered: Any = open_campaigns(union, grassroots, year) | Campaign.objects.filter(pk__in=[chosen or 0])
    seen: QuerySet[Campaign] = offered.visible_to(user)
    return seen


def staff_of(grassroots: GrassrootsUnion) -> QuerySet[Employment]:
    """Who works in the unit today, in the order of names."""
    return (
        Employment.objects.filter(grassroots=grassroots)
        .open_ended()
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def workers_among(people: list[Person], grassroots: GrassrootsUnion) -> set[int]:
    """The keys of those of `people` who work in the unit today."""
    return set(staff_of(grassroots).filter(person__in=people).values_list("person", flat=True))


def similar_initiatives(initiative: Initiative, user: PortalUser) -> list[Initiative]:
    """R38: what the same authors entered under a similar name in another year, as far as `user` may see it."""
    authors = initiative.authors.values("person")
    others = (
        Initiative.objects.visible_to(user)
        .filter(authors__person__in=authors)
        .exclude(year=initiative.year)
        .exclude(pk=initiative.pk)
        .distinct()
        .order_by("-year", "-pk")[:100]
    )
    return [other for other in others if is_similar_name(initiative.name, other.name)]

"""Builds the demo, one transaction a federation; what is there already stays as it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from core.audit import record
from core.table_statistics import refresh_statistics
from demo import awards, clusters, contests, initiatives, people, registrations
from demo import current_year as today
from demo import duplicate_people as twice
from demo.campaigns import launch_past
from demo.context import DemoContext, read_plan
from demo.federations import DISTRICTS, SIGN_IN, District, enter_district, enter_upper_unions
from demo.year_report import write_report
from emulation.campaigns.services import close_campaign
from unions.tree.models import Union

SEED = 20201218
Log = Callable[[str], None]


def foreign_unions() -> list[str]:
    """Return the codes of unions in a database without the demo: among them its records have no place."""
    codes, ours = set(Union.objects.values_list("code", flat=True)), {district.code for district in DISTRICTS}
    return [] if codes & ours else sorted(codes - {"TLD", "HANOI"})


def load_demo(tell: Log) -> bool:
    """Build what is missing; return whether anything was."""
    plan, now = read_plan(), timezone.localdate()
    missing = [district for district in DISTRICTS if not Union.objects.filter(code=district.code).exists()]
    if not missing:
        return False
    with transaction.atomic():
        city = Union.objects.filter(code="HANOI").first() or enter_upper_unions(SEED)
    for district in missing:
        with transaction.atomic():
            stage = _build(district, city, plan, now)
            refresh_statistics(_people_in(stage), *apps.get_models())
        tell(f"{stage.union}: {len(stage.units)} grassroots unions, {_people_in(stage)} people")
    return True


def _build(district: District, city: Union, plan: dict[str, Any], now: date) -> DemoContext:
    stage = enter_district(district, city, plan[district.code], seed=SEED, today=now)
    people.enter_units(stage, district)
    clusters.lead_clusters(stage)
    campaigns = launch_past(stage)
    applied = initiatives.register_initiatives(stage, campaigns)
    initiatives.enter_works(stage, campaigns)
    accepted = registrations.register_titles(stage, campaigns, applied)
    through = registrations.receive_titles(stage, accepted)
    contests.hold_contests(stage, campaigns)
    contests.note_results(stage)
    best = contests.classify(stage, {each.grassroots_id for each in accepted["GK_LDLD"]})
    council = awards.appoint(stage)
    awards.honour(stage, accepted, through)
    awards.reward_units(stage, council, accepted["GK_LDLD"], best)
    if district.code == "BACTULIEM":
        awards.receive_flag(stage)
    for campaign in campaigns.values():
        close_campaign(campaign, actor=stage.officer)
    write_report(stage, plan["press"][district.code])
    today.open_year(stage, council)
    twice.enter_duplicates(stage)
    record("demo.build", stage.union, actor=None, detail={"units": len(stage.units), "people": _people_in(stage)})
    return stage


def _people_in(stage: DemoContext) -> int:
    return sum(len(unit.posts) for unit in stage.units)


def settle_password(password: str) -> bool:
    """Give all who sign in to the demo this password, unless they have it; return whether it was set.

    They share one password, so they share one hash: making twelve would take a second.
    """
    users = list(User.objects.filter(username__in=SIGN_IN))
    shared = len({user.password for user in users}) == 1
    if shared and check_password(password, users[0].password):
        return False
    User.objects.filter(pk__in=[user.pk for user in users]).update(password=make_password(password))
    return True

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.users.models import User
from core.audit import record
from core.models import Notification
from core.notifications import mark_read
from core.table_statistics import refresh_statistics
from demo import (
    awards,
    clusters,
    contests,
    current_year,
    duplicate_people,
    evidence,
    history,
    initiatives,
    people,
    personal_records,
    registrations,
    sheets,
    unit_campaigns,
)
from demo.campaign_specs import LEAD
from demo.campaigns import launch_past
from demo.context import DemoContext, read_plan
from demo.federations import DISTRICTS, SIGN_IN, District, enter_district, enter_upper_unions
from demo.year_report import write_report
from emulation.campaigns.services.campaigns import close_campaign
from unions.tree.models import Union

SEED = 20201218
Log = Callable[[str], None]


def foreign_unions() -> list[str]:
    """Return codes; none if the database holds the demo."""
    codes = set(Union.objects.values_list("code", flat=True))
    has_demo = any(district.code in codes for district in DISTRICTS)
    return [] if has_demo else sorted(codes - {"TLD", "HANOI"})


@contextmanager
def constraints_left_to_database() -> Iterator[None]:
    """`full_clean` validates fields only: asking the database before every save takes a third of the time."""
    full_clean = Model.full_clean

    def clean_fields_only(self: Model, *args: Any, **kwargs: Any) -> None:
        full_clean(self, validate_unique=False, validate_constraints=False)

    Model.full_clean = clean_fields_only  # type: ignore[method-assign]
    try:
        yield
    finally:
        Model.full_clean = full_clean  # type: ignore[method-assign]


def load_demo(log: Log) -> bool:
    plan, today = read_plan(), timezone.localdate()
    missing = [district for district in DISTRICTS if not Union.objects.filter(code=district.code).exists()]
    if not missing:
        return False
    with transaction.atomic():
        city = Union.objects.filter(code="HANOI").first() or enter_upper_unions(SEED)
    for district in missing:
        with transaction.atomic(), constraints_left_to_database():
            context = _build(district, city, plan, today)
            refresh_statistics(_people_in(context), *apps.get_models())
        log(f"{context.union}: {len(context.units)} grassroots unions, {_people_in(context)} people")
    return True


def _build(district: District, city: Union, plan: dict[str, Any], today: date) -> DemoContext:
    began = timezone.now()
    context = enter_district(district, city, plan[district.code], seed=SEED, today=today)
    people.enter_units(context, district)
    clusters.lead_clusters(context)
    campaigns = launch_past(context)
    applied = initiatives.register_initiatives(context, campaigns)
    initiatives.enter_works(context, campaigns)
    accepted = registrations.register_titles(context, campaigns, applied)
    awarded = registrations.receive_titles(context, accepted)
    sheets.draw_up_sheets(context, context.year)
    contests.hold_contests(context, campaigns)
    contests.record_results(context)
    best = contests.classify(context, {registration.grassroots_id for registration in accepted["GK_LDLD"]})
    council = awards.appoint(context)
    awards.decide_titles(context, accepted, awarded)
    awards.reward_units(context, council, accepted["GK_LDLD"], best)
    if district.code == "BACTULIEM":
        awards.receive_flag(context)
    unit_campaigns.launch_own(context, campaigns[LEAD])
    for campaign in campaigns.values():
        close_campaign(campaign, actor=context.officer, closed_on=campaign.period_end)
    write_report(context, plan["press"][district.code])
    mark_read(Notification.objects.filter(created_at__gte=began))  # what happened in past years is no news
    current_year.open_year(context, council)
    sheets.draw_up_sheets(context, today.year)
    evidence.attach_to_registrations(context, today.year)
    personal_records.enter_personal_records(context)
    history.enter_history(context)
    duplicate_people.enter_duplicates(context)
    detail = {"units": len(context.units), "people": _people_in(context)}
    record("demo.build", context.union, actor=None, detail=detail)
    return context


def _people_in(context: DemoContext) -> int:
    return sum(len(unit.employments) for unit in context.units)


def set_shared_password(password: str) -> bool:
    """Return False where all accounts have it."""
    users = list(User.objects.filter(username__in=SIGN_IN))
    # One hash for all accounts: making twelve takes a second.
    shared = len({user.password for user in users}) == 1
    if shared and check_password(password, users[0].password):
        return False
    User.objects.filter(pk__in=[user.pk for user in users]).update(password=make_password(password))
    return True

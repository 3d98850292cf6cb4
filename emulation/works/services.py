from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.text import tidy
from core.workflow import lock
from emulation.campaigns.models import Campaign
from emulation.initiatives import rules
from emulation.initiatives.services import check_campaign, check_year
from emulation.works.choices import WorkKind
from emulation.works.models import Work
from emulation.works.rules import may_edit_work, may_finish_work
from unions.access import is_officer_at, may_draft_for
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above


@transaction.atomic
def enter_work(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    year: int,
    name: str,
    kind: str = WorkKind.PROJECT,
    campaign: Campaign | None = None,
    value: int | None = None,
) -> Work:
    union = union_above(grassroots)
    if not (may_draft_for(actor, grassroots.pk) or is_officer_at(actor, union.pk)):
        raise PermissionDenied
    check_year(year)
    check_campaign(campaign, union, grassroots, year)
    work = Work(
        union=union,
        grassroots=grassroots,
        campaign=campaign,
        year=year,
        kind=kind,
        name=tidy(name),
        value=value,
        created_by=actor,
    )
    work.full_clean()
    work.save()
    record("work.enter", work, actor=actor)
    return work


@transaction.atomic
def edit_work(*, actor: User, work: Work, expected_revision: int | None, **values: Any) -> Work:
    """Change a work; `values` may hold name, kind, campaign, value."""
    work = lock(work)
    if not may_edit_work(actor, work):
        raise PermissionDenied
    if (campaign := values.get("campaign")) and campaign.pk != work.campaign_id:
        check_campaign(campaign, work.union, work.grassroots, work.year)
    if "name" in values:
        values["name"] = tidy(values["name"])
    changes = update_fields(work, values, expected_revision=expected_revision)
    record("work.edit", work, actor=actor, detail=changes)
    return work


@transaction.atomic
def complete_work(
    *,
    actor: User,
    work: Work,
    value: int | None,
    completed_on: date | None,
    expected_revision: int | None = None,
) -> Work:
    """Save when the work was completed and its value in đồng."""
    work = lock_to_finish(work, actor)
    check_day("completed_on", completed_on, work)
    if value is None:
        raise ValidationError({"value": _("Give the value of the work in đồng.")})
    changes = update_fields(work, {"value": value, "completed_on": completed_on}, expected_revision=expected_revision)
    record("work.complete", work, actor=actor, detail=changes)
    return work


@transaction.atomic
def fix_plaque(
    *,
    actor: User,
    work: Work,
    plaque_text: str,
    plaque_on: date | None,
    expected_revision: int | None = None,
) -> Work:
    work = lock_to_finish(work, actor)
    check_completed(work)
    if not tidy(plaque_text):
        raise ValidationError({"plaque_text": _("Give the words on the plaque.")})
    check_day("plaque_on", plaque_on, work)
    changes = update_fields(
        work, {"plaque_text": tidy(plaque_text), "plaque_on": plaque_on}, expected_revision=expected_revision
    )
    record("work.plaque", work, actor=actor, detail=changes)
    return work


def lock_to_finish(work: Work, actor: User) -> Work:
    work = lock(work)
    if not may_finish_work(actor, work):
        raise PermissionDenied
    return work


def check_completed(work: Work) -> None:
    if work.completed_on is None:
        raise ValidationError(_("A plaque is fixed to a completed work. Please note its completion first."))


def check_day(field: str, day: date | None, work: Work) -> None:
    objection = (
        rules.day_objection(day, year=work.year, today=timezone.localdate()) if day else _("Give the day of this.")
    )
    if objection:
        raise ValidationError({field: objection})

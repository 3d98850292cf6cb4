from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.corrections import correct, record_mending
from core.editing import update_fields
from core.periods import correct_dated
from core.search import name_and_key
from core.text import format_number, short_date, tidy
from core.workflow import lock
from unions.access import PortalUser
from unions.tree.models import Union, UnionLink, UnionProfile
from unions.tree.rules import union_day_errors
from unions.tree.selectors import first_day_below, remaining_on
from unions.tree.services.entering import (
    check_founded,
    check_name_day,
    check_year,
    circle_message,
    lock_tree,
    update_union_name,
)

ONE_DAY = timedelta(days=1)


@transaction.atomic
def correct_union(union: Union, *, actor: PortalUser, expected_revision: int | None, **values: Any) -> Union:
    """The day of dissolving also moves the last day of the link upwards."""
    union = lock(union)
    links = list(union.links_up.order_by("valid_from"))
    days = {name: values.get(name, getattr(union, name)) for name in ("founded_on", "dissolved_on")}
    errors = union_day_errors(**days, links=links, was_dissolved_on=union.dissolved_on, today=timezone.localdate())
    if errors:
        raise ValidationError(errors)
    old_end, new_end = union.dissolved_on, days["dissolved_on"]
    if old_end and new_end and new_end != old_end:
        _check_nothing_remains(union, new_end)
        _move_last_day(links[-1:], old_end, new_end, actor)
    if "name" in values:
        values |= name_and_key(values["name"])
    return correct(union, actor=actor, values=values, expected_revision=expected_revision)


def _check_nothing_remains(union: Union, on: date) -> None:
    remaining = remaining_on(union, on)
    if remaining.units or remaining.below:
        message = _("%(units)s grassroots unions and %(below)s unions still belong to it on that day.")
        counts = {name: format_number(count) for name, count in remaining._asdict().items()}
        raise ValidationError({"dissolved_on": message % counts})


def _move_last_day(links: list[UnionLink], old_end: date, new_end: date, actor: PortalUser) -> None:
    for link in links:
        if link.valid_to == old_end - ONE_DAY:
            changes = update_fields(link, {"valid_to": new_end - ONE_DAY})
            record_mending("row.correct", link, actor=actor, changes=changes)


@transaction.atomic
def correct_link(
    link: UnionLink, *, actor: PortalUser, expected_revision: int | None, parent: Union, valid_from: date
) -> UnionLink:
    union, parent = lock_tree(link.union, parent)
    for each in (union, parent):
        check_founded(each, valid_from, "valid_from")
    check_year(valid_from, "valid_from")
    if parent.dissolved_on and (link.valid_to is None or link.valid_to >= parent.dissolved_on):
        message = _("%(union)s was dissolved on %(day)s and is kept as it was.")
        raise ValidationError({"parent": message % {"union": parent, "day": short_date(parent.dissolved_on)}})
    if day := first_day_below(union, parent, valid_from, link.valid_to):
        raise ValidationError({"parent": circle_message(day)})
    values = {"parent": parent, "valid_from": valid_from}
    return correct_dated(link, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def correct_profile(
    *, actor: PortalUser, profile: UnionProfile, expected_revision: int | None, **facts: Any
) -> UnionProfile:
    """Signed decisions and issued reports keep their copy of the words."""
    union = lock(profile.union)
    facts = {"valid_from": profile.valid_from, **facts}
    if "name" in facts:
        facts["name"] = tidy(facts["name"])
    if facts["valid_from"] != profile.valid_from:
        check_year(facts["valid_from"], "valid_from")
        check_founded(union, facts["valid_from"], "valid_from")
    check_name_day(union, facts["valid_from"], facts, "valid_from")
    corrected = correct_dated(profile, actor=actor, values=facts, expected_revision=expected_revision)
    update_union_name(union)
    return corrected

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import EditConflict, update_fields
from core.permissions import require
from core.pictures import redrawn_png
from core.search import name_and_key
from core.text import comparison_key, short_date, tidy
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser, is_administrator, may_edit_unions_below
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile
from unions.tree.rules import is_out_of_reach, usual_words
from unions.tree.selectors import (
    first_day_below,
    union_and_above,
    unions_above,
    upper_line_below,
    words_of,
)


@transaction.atomic
def enter_union(
    *,
    actor: PortalUser | None,
    code: str,
    level: str,
    name: str,
    since: date,
    parent: Union | None = None,
    words: dict[str, Any] | None = None,
) -> Union:
    """`words` make the first profile; missing ones take their usual values."""
    if actor is not None:
        require(actor, may_edit_unions_below, union_and_above(parent) if parent else ())
    check_year(since)
    parent = lock(parent) if parent else None
    union = Union(code=code, level=level, founded_on=since, **name_and_key(name))
    _check_new(union, parent)
    union.full_clean()
    union.save()
    if parent:
        UnionLink.objects.create(union=union, parent=parent, valid_from=since)
    if words is not None:
        _enter_first_profile(union, parent, since, words)
    record("union.enter", union, actor=actor)
    return union


def _enter_first_profile(union: Union, parent: Union | None, since: date, words: dict[str, Any]) -> None:
    usual = usual_words(union.name, upper_line_below(parent))
    entered = {name: value for name, value in words.items() if value != ""}
    _save_profile(UnionProfile(union=union, valid_from=since, **{**usual, **entered}))


def _check_new(union: Union, parent: Union | None) -> None:
    if Union.objects.filter(code__iexact=union.code).exists():
        raise ValidationError({"code": _("There is a union with this code already.")})
    if parent is None:
        return
    check_lives(parent)
    if union.founded_on:
        check_founded(parent, union.founded_on)
    links = parent.links_down.open_ended().select_related("union")
    if comparison_key(union.name) in {comparison_key(link.union.name) for link in links}:
        raise ValidationError({"name": _("A union of this name stands under it already.")})


def check_founded(union: Union, since: date, field: str = "since") -> None:
    if union.founded_on and since < union.founded_on:
        facts = {"union": union, "day": short_date(union.founded_on)}
        raise ValidationError({field: _("%(union)s was founded on %(day)s only.") % facts})


def check_lives(union: Union) -> None:
    if union.dissolved_on:
        raise MoveNotAllowed(
            _("%(union)s was dissolved on %(day)s and is kept as it was.")
            % {"union": union, "day": short_date(union.dissolved_on)}
        )


def check_year(since: date, field: str = "since") -> None:
    # A row that begins in 2205 by mistake would block every row with an earlier day.
    if is_out_of_reach(since, timezone.localdate()):
        raise ValidationError({field: _("This day is more than ten years away. Please check the year.")})


def circle_message(day: date) -> str:
    return _("A union cannot stand under one that stands below it: on %(day)s it would.") % {"day": short_date(day)}


@transaction.atomic
def put_under(
    *, actor: PortalUser | None, union: Union, parent: Union, since: date, expected_link: int | None = None
) -> UnionLink:
    """Raise EditConflict unless `expected_link` (0 for none) is the newest link."""
    require(actor, is_administrator)
    check_year(since)
    union, parent = lock_tree(union, parent)
    check_lives(union)
    check_lives(parent)
    last = union.links_up.order_by("-valid_from").first()
    _check_expected(last, expected_link)
    _check_move(union, parent, since, last)
    _end_last(last, since)
    link = UnionLink(union=union, parent=parent, valid_from=since)
    link.full_clean()
    link.save()
    record("union.move", union, actor=actor, detail={"under": parent.code, "since": since.isoformat()})
    return link


def _check_move(union: Union, parent: Union, since: date, last: UnionLink | None) -> None:
    if last and last.valid_to is None and last.parent_id == parent.pk:
        raise ValidationError({"parent": _("The union stands under it already.")})
    check_founded(union, since)
    check_founded(parent, since)
    if day := first_day_below(union, parent, since):
        raise ValidationError({"parent": circle_message(day)})


def lock_tree(union: Union, parent: Union) -> tuple[Union, Union]:
    # Lock all unions: two moves at the same time could close a circle although each is right alone.
    unions: dict[int, Union] = {row.pk: row for row in Union.objects.select_for_update(no_key=True).order_by("pk")}
    return unions[union.pk], unions[parent.pk]


def _check_expected(last: UnionLink | UnionProfile | None, expected: int | None) -> None:
    if expected is not None and expected != (last.pk if last else 0):
        raise EditConflict


@transaction.atomic
def write_profile(
    *, actor: PortalUser | None, union: Union, since: date, expected_profile: int | None = None, **facts: Any
) -> UnionProfile:
    """Missing facts keep the value of the newest profile.

    Raises EditConflict unless `expected_profile` (0 for none) is the newest one.
    """
    require(actor, may_edit_unions_below, unions_above(union))
    union = lock(union)
    check_lives(union)
    last = union.profiles.order_by("-valid_from").first()
    _check_expected(last, expected_profile)
    check_year(since)
    check_founded(union, since)
    check_name_day(union, since, facts)
    _end_last(last, since)
    before = words_of(last or UnionProfile.plain(union))
    values = {"logo": last.logo if last else None, **before, **facts}
    profile = _save_profile(UnionProfile(union=union, valid_from=since, **values))
    update_union_name(union)
    changes = {name: str(value) for name, value in facts.items() if value != before.get(name)}
    record("union.profile", union, actor=actor, detail={"since": since.isoformat(), **changes})
    return profile


def check_name_day(union: Union, since: date, facts: dict[str, Any], field: str = "since") -> None:
    is_new_name = tidy(facts.get("name", union.name)) != union.name
    if is_new_name and since > timezone.localdate():
        raise ValidationError(
            {field: _("A new name is entered from its first day on; the other lines may be entered before.")}
        )


def _save_profile(profile: UnionProfile) -> UnionProfile:
    profile.name = tidy(profile.name)
    profile.full_clean()
    profile.save()
    return profile


def update_union_name(union: Union) -> None:
    profile = union.profiles.on(timezone.localdate()).first()
    if profile and profile.name != union.name:
        union.name, union.search_key = name_and_key(profile.name).values()
        union.save(update_fields=["name", "search_key"])


def _end_last(last: UnionLink | UnionProfile | None, since: date) -> None:
    if last is None:
        return
    if last.valid_from >= since:
        raise ValidationError(
            {
                "since": _("What holds now began on %(day)s; choose a later day.")
                % {"day": short_date(last.valid_from)}
            }
        )
    if last.valid_to is None or last.valid_to >= since:
        last.valid_to = since - timedelta(days=1)
        last.save()


@transaction.atomic
def choose_logo(
    *, actor: PortalUser | None, profile: UnionProfile, expected_revision: int | None, content: bytes | None
) -> UnionProfile:
    """`content` None removes the logo; certificates of signed decisions keep theirs. Raises EditConflict."""
    require(actor, may_edit_unions_below, unions_above(profile.union))
    union, profile = lock(profile.union), lock(profile)
    check_lives(union)
    if content is None and profile.logo_id is None:
        raise ValidationError({"logo": _("Please choose a file.")})
    logo = _store_logo(union, redrawn_png(content)) if content is not None else None
    update_fields(profile, {"logo": logo}, expected_revision=expected_revision)
    detail = {"since": profile.valid_from.isoformat(), "sha256": logo.sha256 if logo else ""}
    record("union.logo", union, actor=actor, detail=detail)
    return profile


def _store_logo(union: Union, png: bytes) -> UnionLogo:
    # The same picture is stored once. A file lost from the disk is written again.
    digest = hashlib.sha256(png).hexdigest()
    logo = union.logos.filter(sha256=digest).first()
    if logo is None:
        logo = UnionLogo(union=union, sha256=digest)
        logo.file.save(f"{union.code.lower()}-{digest[:12]}.png", ContentFile(png), save=False)
        logo.save()
    elif not logo.file.storage.exists(logo.file.name):
        logo.file.storage.save(logo.file.name, ContentFile(png))
    return logo

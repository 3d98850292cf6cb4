"""The unions above the grassroots as they change: entered, under whom, how written on paper, until when."""

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
from core.files import redrawn_png
from core.permissions import require
from core.text import comparison_key, short_date, tidy
from core.workflow import lock
from unions.access import PortalUser, is_administrator, may_edit_unions_below
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile
from unions.tree.rules import first_words, is_out_of_reach
from unions.tree.selectors import PAPER_WORDS, first_day_below, unions_above, upper_line_below, words_of


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
    """Enter an upper-level union, under `parent` from `since` on.

    With `words` its papers are written from that day too: what they leave out is as such unions usually write it.
    """
    if actor is not None:
        require(actor, may_edit_unions_below, {parent.pk, *unions_above(parent)} if parent else ())
    check_year(since)
    parent = lock(parent) if parent else None
    union = Union(code=code, level=level, name=tidy(name), founded_on=since)
    _check_new(union, parent)
    union.full_clean()
    union.save()
    if parent:
        UnionLink.objects.create(union=union, parent=parent, valid_from=since)
    if words is not None:
        usual = first_words(union.name, upper_line_below(parent))
        said = {name: value for name, value in words.items() if value != ""}
        _save_profile(UnionProfile(union=union, valid_from=since, **{**usual, **said}))
    record("union.enter", union, actor=actor)
    return union


def _check_new(union: Union, parent: Union | None) -> None:
    if Union.objects.filter(code__iexact=union.code).exists():
        raise ValidationError({"code": _("There is a union with this code already.")})
    if parent is None:
        return
    check_lives(parent)
    if parent.founded_on and union.founded_on and union.founded_on < parent.founded_on:
        facts = {"union": parent, "day": short_date(parent.founded_on)}
        raise ValidationError({"since": _("%(union)s was founded on %(day)s only.") % facts})
    links = parent.links_down.open_ended().select_related("union")
    if comparison_key(union.name) in {comparison_key(link.union.name) for link in links}:
        raise ValidationError({"name": _("A union of this name stands under it already.")})


def check_lives(union: Union) -> None:
    """Raise ValidationError for a dissolved union: it is kept to be read."""
    if union.dissolved_on:
        raise ValidationError(
            _("%(union)s was dissolved on %(day)s and is kept as it was.")
            % {"union": union, "day": short_date(union.dissolved_on)},
            code="stale",
        )


def check_year(since: date) -> None:
    """Raise ValidationError for a slip of the pen: what holds from there could be followed by nothing earlier."""
    if is_out_of_reach(since, timezone.localdate()):
        raise ValidationError({"since": _("This day is more than ten years away. Please check the year.")})


def stands_below_words(day: date) -> str:
    return _("A union cannot stand under one that stands below it: on %(day)s it would.") % {"day": short_date(day)}


@transaction.atomic
def put_under(
    *, actor: PortalUser | None, union: Union, parent: Union, since: date, expected_link: int | None = None
) -> UnionLink:
    """Put a union under another from `since` on; `expected_link` is the link the page showed (0 for none)."""
    require(actor, is_administrator)
    check_year(since)
    union, parent = _tree_locked(union, parent)
    check_lives(union)
    check_lives(parent)
    last = union.links_up.order_by("-valid_from").first()
    _check_seen(last, expected_link)
    if last and last.valid_to is None and last.parent_id == parent.pk:
        raise ValidationError({"parent": _("The union stands under it already.")})
    for each in (union, parent):
        if each.founded_on and since < each.founded_on:
            facts = {"union": each, "day": short_date(each.founded_on)}
            raise ValidationError({"since": _("%(union)s was founded on %(day)s only.") % facts})
    if meets := first_day_below(union, parent, since):
        raise ValidationError({"parent": stands_below_words(meets)})
    _end_last(last, since)
    link = UnionLink(union=union, parent=parent, valid_from=since)
    link.full_clean()
    link.save()
    record("union.move", union, actor=actor, detail={"under": parent.code, "since": since.isoformat()})
    return link


def _tree_locked(union: Union, parent: Union) -> tuple[Union, Union]:
    """Both read anew, with all unions locked: of two moves at once, each right alone, the second sees the first."""
    every = {each.pk: each for each in Union.objects.select_for_update(no_key=True).order_by("pk")}
    return every[union.pk], every[parent.pk]


def _check_seen(last: Any, expected_link: int | None) -> None:
    if expected_link is not None and expected_link != (last.pk if last else 0):
        raise EditConflict


@transaction.atomic
def write_profile(
    *, actor: PortalUser | None, union: Union, since: date, expected_profile: int | None = None, **facts: Any
) -> UnionProfile:
    """Enter how a union is written on paper from `since` on; papers of earlier days keep the earlier words.

    What `facts` leaves out stays as the last profile had it. `expected_profile` is the one the page showed (0: none).
    """
    require(actor, may_edit_unions_below, unions_above(union))
    union = lock(union)
    check_lives(union)
    last = union.profiles.order_by("-valid_from").first()
    _check_seen(last, expected_profile)
    _check_first_day(union, since)
    _check_name_day(union, since, facts)
    _end_last(last, since)
    kept = words_of(last or UnionProfile.plain(union))
    profile = _save_profile(
        UnionProfile(union=union, valid_from=since, **{"logo": last.logo if last else None, **kept, **facts})
    )
    _name_today(union)
    said = {name: str(value) for name, value in facts.items() if value != kept.get(name)}
    record("union.profile", union, actor=actor, detail={"since": since.isoformat(), **said})
    return profile


def _check_first_day(union: Union, since: date) -> None:
    check_year(since)
    if union.founded_on and since < union.founded_on:
        facts = {"union": union, "day": short_date(union.founded_on)}
        raise ValidationError({"since": _("%(union)s was founded on %(day)s only.") % facts})


def _check_name_day(union: Union, since: date, facts: dict[str, Any]) -> None:
    renamed = tidy(facts.get("name", union.name)) != union.name
    if renamed and since > timezone.localdate():
        raise ValidationError(
            {"since": _("A new name is entered from its first day on; the other lines may be entered before.")}
        )


def _save_profile(profile: UnionProfile) -> UnionProfile:
    profile.name = tidy(profile.name)
    profile.full_clean()
    profile.save()
    return profile


def _name_today(union: Union) -> None:
    """The name everybody reads is that of today's profile."""
    held = union.profiles.on(timezone.localdate()).first()
    if held and held.name != union.name:
        union.name = held.name
        union.save(update_fields=["name"])


@transaction.atomic
def correct_profile(
    *, actor: PortalUser | None, profile: UnionProfile, expected_revision: int | None, **facts: Any
) -> UnionProfile:
    """Mend a slip of the pen in the words of a period.

    Decisions that were signed and reports that were issued carry their own copy of the words, and the certificates
    theirs: what they say stays. Whatever is printed later has the mended words.
    """
    require(actor, may_edit_unions_below, unions_above(profile.union))
    union, profile = lock(profile.union), lock(profile)
    check_lives(union)
    if expected_revision is not None and expected_revision != profile.revision:
        raise EditConflict
    _check_name_day(union, profile.valid_from, facts)
    before = words_of(profile)
    for name, value in facts.items():
        setattr(profile, name, value)
    profile.revision += 1
    _save_profile(profile)
    _name_today(union)
    after = words_of(profile)
    changed = {name: [str(before[name]), str(after[name])] for name in PAPER_WORDS if before[name] != after[name]}
    record("union.correct", union, actor=actor, detail={"since": profile.valid_from.isoformat(), "changed": changed})
    return profile


def _end_last(last: Any, since: date) -> None:
    """End what holds now on the day before; raise ValidationError where it began no earlier or reaches further."""
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
    """Give the papers of a period the mark in `content`, or none; certificates of signed decisions keep theirs."""
    require(actor, may_edit_unions_below, unions_above(profile.union))
    union, profile = lock(profile.union), lock(profile)
    check_lives(union)
    if content is None and profile.logo_id is None:
        raise ValidationError({"logo": _("Please choose a file.")})
    logo = _kept(union, redrawn_png(content)) if content is not None else None
    update_fields(profile, {"logo": logo}, expected_revision=expected_revision)
    detail = {"since": profile.valid_from.isoformat(), "sha256": logo.sha256 if logo else ""}
    record("union.logo", union, actor=actor, detail=detail)
    return profile


def _kept(union: Union, png: bytes) -> UnionLogo:
    """The same picture once more is the same row; one whose file was lost gets it back."""
    digest = hashlib.sha256(png).hexdigest()
    known = union.logos.filter(sha256=digest).first()
    if known is None:
        known = UnionLogo(union=union, sha256=digest)
        known.file.save(f"{union.code.lower()}-{digest[:12]}.png", ContentFile(png), save=False)
        known.save()
    elif not known.file.storage.exists(known.file.name):
        known.file.storage.save(known.file.name, ContentFile(png))
    return known

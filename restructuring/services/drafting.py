"""Reorganisations prepared, listed, confirmed and cancelled. Nothing of a unit changes before the confirmation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.permissions import require
from core.text import format_number, tidy
from core.workflow import lock
from restructuring.choices import ReorganisationState
from restructuring.models import Reorganisation, ReorganisationLine
from restructuring.rules import decision_objections, line_objections, may_prepare
from restructuring.selectors.reorganisations import facts_of_lines, full_lines, objections_to
from restructuring.services.applying import apply
from restructuring.workflow import REORGANISATION
from unions.access import is_officer_at
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


@dataclass(frozen=True)
class LineInput:
    """What a decision says of one unit; what its kind does not ask stays empty."""

    grassroots: GrassrootsUnion
    to_union: Union | None = None
    into: GrassrootsUnion | None = None
    new_name: str = ""
    new_code: str = ""
    note: str = ""
    people: Sequence[Person] = field(default_factory=tuple)

    def line(self, reorganisation: Reorganisation) -> ReorganisationLine:
        return ReorganisationLine(
            reorganisation=reorganisation,
            grassroots=self.grassroots,
            to_union=self.to_union,
            into=self.into,
            new_name=tidy(self.new_name),
            new_code=self.new_code.strip(),
            note=tidy(self.note),
        )


@transaction.atomic
def draft_reorganisation(
    *,
    actor: User,
    union: Union,
    kind: str,
    decision_number: str,
    decision_date: date,
    effective_on: date,
    **facts: Any,
) -> Reorganisation:
    """Write down what `union` decided; `facts` holds note and source_ends."""
    require(actor, is_officer_at, union.pk)
    reorganisation = Reorganisation(
        union=union,
        kind=kind,
        decision_number=tidy(decision_number),
        decision_date=decision_date,
        effective_on=effective_on,
        created_by=actor,
        **facts,
    )
    _check_decision(reorganisation)
    reorganisation.full_clean()
    reorganisation.save()
    record("reorganisation.draft", reorganisation, actor=actor, after=reorganisation.state)
    return reorganisation


def _check_decision(reorganisation: Reorganisation) -> None:
    found = decision_objections(
        decision_date=reorganisation.decision_date,
        effective_on=reorganisation.effective_on,
        founded_on=reorganisation.union.founded_on,
    )
    if found:
        raise ValidationError(cast(dict[str, Any], found))


@transaction.atomic
def edit_reorganisation(
    *, actor: User, reorganisation: Reorganisation, expected_revision: int | None, **facts: Any
) -> Reorganisation:
    """Change number, days or note of a draft."""
    reorganisation = _open(reorganisation, actor=actor)
    changed = update_fields(reorganisation, facts, expected_revision=expected_revision)
    _check_decision(reorganisation)
    record("reorganisation.edit", reorganisation, actor=actor, detail=changed)
    return reorganisation


def _open(reorganisation: Reorganisation, *, actor: User) -> Reorganisation:
    """Return the draft locked; who may not prepare it, or comes too late, is refused."""
    reorganisation = lock(reorganisation)
    require(actor, may_prepare, reorganisation)
    check_draft(reorganisation)
    return reorganisation


def check_draft(reorganisation: Reorganisation) -> None:
    """Raise ValidationError for a reorganisation that is confirmed or cancelled."""
    if reorganisation.state != ReorganisationState.DRAFT:
        raise ValidationError(
            _("Only a draft can be changed; this reorganisation is now “%(state)s”."),
            code="stale",
            params={"state": reorganisation.get_state_display()},
        )


@transaction.atomic
def put_on_list(
    *, actor: User, reorganisation: Reorganisation, wishes: Sequence[LineInput]
) -> list[ReorganisationLine]:
    """Put units on the list, all or none; raises ValidationError with a sentence for each that cannot go on."""
    reorganisation = _open(reorganisation, actor=actor)
    lock_units(wish.grassroots.pk for wish in wishes)
    lines = [wish.line(reorganisation) for wish in wishes]
    raise_objections([*_twice(reorganisation, lines), *_said_of(reorganisation, lines)])
    ReorganisationLine.objects.bulk_create(lines)
    for wish, line in zip(wishes, lines, strict=True):
        if wish.people:
            line.people.set(wish.people)
    record("reorganisation.add", reorganisation, actor=actor, detail={"units": [w.grassroots.code for w in wishes]})
    return lines


def _said_of(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> Iterable[str]:
    for line, facts in zip(lines, facts_of_lines(reorganisation, lines), strict=True):
        yield from (f"{line.grassroots}: {words}" for words in line_objections(facts))


def _twice(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> Iterable[str]:
    known = set(reorganisation.lines.values_list("grassroots", "new_code"))
    for line in lines:
        key = (line.grassroots_id, line.new_code)
        if key in known:
            yield _("%(unit)s is on the list already.") % {"unit": line.grassroots}
        known.add(key)


def raise_objections(sentences: Sequence[str]) -> None:
    """Raise the first twenty of `sentences`, and how many more there are; say nothing where there is none."""
    if not sentences:
        return
    shown = list(sentences[:20])
    if more := len(sentences) - len(shown):
        shown.append(_("… and %(count)s more of this kind.") % {"count": format_number(more)})
    raise ValidationError(shown)


@transaction.atomic
def take_off_list(*, actor: User, line: ReorganisationLine) -> Reorganisation:
    """Take one unit off the list of a draft."""
    reorganisation = _open(line.reorganisation, actor=actor)
    record("reorganisation.remove", reorganisation, actor=actor, detail={"unit": line.grassroots.code})
    line.delete()
    return reorganisation


@transaction.atomic
def confirm_reorganisation(reorganisation: Reorganisation, *, actor: User, reason: str = "") -> Reorganisation:
    """Make all of it true in one transaction, or nothing.

    Raises ValidationError with every sentence that stands against it as things are now.
    """
    reorganisation = lock(reorganisation)
    lock_units(reorganisation.lines.values_list("grassroots", flat=True))
    lines = full_lines(reorganisation)
    said = objections_to(reorganisation, lines).sentences(lines)
    done = REORGANISATION.perform("confirm", reorganisation, actor=actor, reason=reason, objections=said)
    apply(done, lines, actor=actor)
    return done


def cancel_reorganisation(reorganisation: Reorganisation, *, actor: User, reason: str = "") -> Reorganisation:
    """Give it up; no unit has changed."""
    return REORGANISATION.perform("cancel", reorganisation, actor=actor, reason=reason)


def lock_units(keys: Iterable[int]) -> None:
    """Hold the units until the transaction ends, in one order, so that two lists cannot take the same unit."""
    list(GrassrootsUnion.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update().values_list("pk"))

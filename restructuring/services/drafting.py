from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.text import format_number, tidy
from core.workflow import MoveNotAllowed, lock
from restructuring.choices import ReorganisationState
from restructuring.models import PAPER_FIELDS, Reorganisation, ReorganisationLine
from restructuring.rules import decision_objections, may_prepare, way_back
from restructuring.selectors.reorganisations import facts_of_lines, full_lines, objections_by_unit, objections_to
from restructuring.services.applying import apply
from restructuring.workflow import REORGANISATION
from unions.access import is_officer_at
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import Affiliation, GrassrootsUnion

MAX_OBJECTIONS = 20


@dataclass(frozen=True)
class LineInput:
    """The kind of the reorganisation decides which values are used."""

    grassroots: GrassrootsUnion
    to_union: Union | None = None
    into: GrassrootsUnion | None = None
    new_name: str = ""
    new_code: str = ""
    note: str = ""
    people: Sequence[Person] = field(default_factory=tuple)

    def build_line(self, reorganisation: Reorganisation) -> ReorganisationLine:
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
    """`facts` are `note` and `source_ends`."""
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
    errors = decision_objections(
        decision_date=reorganisation.decision_date,
        effective_on=reorganisation.effective_on,
        founded_on=reorganisation.union.founded_on,
    )
    if errors:
        raise ValidationError(cast(dict[str, Any], errors))


@transaction.atomic
def edit_reorganisation(
    *, actor: User, reorganisation: Reorganisation, expected_revision: int | None, **facts: Any
) -> Reorganisation:
    """Of a confirmed one only number, date and note are corrected."""
    before = lock(reorganisation)
    if before.state == ReorganisationState.CONFIRMED:
        _check_only_the_paper(before, facts)
    edited = correct(before, actor=actor, values=facts, expected_revision=expected_revision)
    _check_decision(edited)
    if edited.state == ReorganisationState.CONFIRMED:
        _carry_number(edited, before.decision_number)
    return edited


def _check_only_the_paper(reorganisation: Reorganisation, facts: Mapping[str, Any]) -> None:
    fixed = {name for name in facts.keys() - set(PAPER_FIELDS) if facts[name] != getattr(reorganisation, name)}
    if fixed:
        raise MoveNotAllowed(way_back(reorganisation.kind))


def _carry_number(reorganisation: Reorganisation, old: str) -> None:
    """Affiliations quote the number of their decision."""
    units = Q(grassroots__in=reorganisation.lines.values("grassroots"))
    units |= Q(grassroots__in=reorganisation.successions.values("successor"))
    made = Affiliation.objects.filter(units, basis=old, valid_from=reorganisation.effective_on)
    made.update(basis=reorganisation.decision_number)


def _lock_draft(reorganisation: Reorganisation, *, actor: User) -> Reorganisation:
    reorganisation = lock(reorganisation)
    require(actor, may_prepare, reorganisation)
    check_draft(reorganisation)
    return reorganisation


def check_draft(reorganisation: Reorganisation) -> None:
    """Raise MoveNotAllowed for a confirmed or cancelled one."""
    if reorganisation.state != ReorganisationState.DRAFT:
        raise MoveNotAllowed(
            _("Only a draft can be changed; this reorganisation is now “%(state)s”."),
            {"state": reorganisation.get_state_display()},
        )


@transaction.atomic
def add_lines(
    *, actor: User, reorganisation: Reorganisation, inputs: Sequence[LineInput]
) -> list[ReorganisationLine]:
    """Add all, or raise ValidationError with all objections."""
    reorganisation = _lock_draft(reorganisation, actor=actor)
    lock_units(line_input.grassroots.pk for line_input in inputs)
    lines = [line_input.build_line(reorganisation) for line_input in inputs]
    facts = facts_of_lines(reorganisation, lines)
    raise_objections([*_repeated_units(reorganisation, lines), *objections_by_unit(lines, facts)])
    ReorganisationLine.objects.bulk_create(lines)
    for line_input, line in zip(inputs, lines, strict=True):
        if line_input.people:
            line.people.set(line_input.people)
    codes = [line_input.grassroots.code for line_input in inputs]
    record("reorganisation.add", reorganisation, actor=actor, detail={"units": codes})
    return lines


def _repeated_units(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> Iterable[str]:
    listed = set(reorganisation.lines.values_list("grassroots", "new_code"))
    for line in lines:
        key = (line.grassroots_id, line.new_code)
        if key in listed:
            yield _("%(unit)s is on the list already.") % {"unit": line.grassroots}
        listed.add(key)


def raise_objections(objections: Sequence[str]) -> None:
    """The first MAX_OBJECTIONS are named, the rest counted."""
    if not objections:
        return
    messages = list(objections[:MAX_OBJECTIONS])
    if more := len(objections) - len(messages):
        messages.append(_("… and %(count)s more of this kind.") % {"count": format_number(more)})
    raise ValidationError(messages)


@transaction.atomic
def remove_line(*, actor: User, line: ReorganisationLine) -> Reorganisation:
    reorganisation = _lock_draft(line.reorganisation, actor=actor)
    record("reorganisation.remove", reorganisation, actor=actor, detail={"unit": line.grassroots.code})
    line.delete()
    return reorganisation


@transaction.atomic
def confirm_reorganisation(reorganisation: Reorganisation, *, actor: User, reason: str = "") -> Reorganisation:
    """Apply all lines, or raise ValidationError with all objections."""
    reorganisation = lock(reorganisation)
    lock_units(reorganisation.lines.values_list("grassroots", flat=True))
    lines = full_lines(reorganisation)
    objections = objections_to(reorganisation, lines)
    REORGANISATION.check(REORGANISATION.move("confirm"), reorganisation, actor=actor, objections=objections)
    apply(reorganisation, lines, actor=actor)  # first: a confirmed one takes no more successions
    return REORGANISATION.perform("confirm", reorganisation, actor=actor, reason=reason, objections=objections)


def cancel_reorganisation(reorganisation: Reorganisation, *, actor: User, reason: str = "") -> Reorganisation:
    return REORGANISATION.perform("cancel", reorganisation, actor=actor, reason=reason)


def lock_units(keys: Iterable[int]) -> None:
    # Two lists cannot take the same unit at once; the order of keys prevents a deadlock between them.
    list(GrassrootsUnion.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update().values_list("pk"))

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from awards.decisions import wording
from awards.decisions.models import Award, Decision
from awards.decisions.rules import COLLECTIVES, award_sort_key
from awards.nominations.models import Nomination
from core.text import tidy
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import BaseSalary, Title
from emulation.law.rewards import reward_amount
from emulation.law.rules import subject_matches
from emulation.law.selectors import base_salary_on, terms_on
from emulation.registrations.models import SUBJECT_FIELDS
from unions.people.choices import Gender
from unions.people.models import Person
from unions.units.models import Enterprise, GrassrootsUnion, Team

RELATIONS = (
    "union",
    "decision",
    "nomination",
    "grassroots",
    "person",
    "team",
    "enterprise",
    "initiative",
    "title",
)


Subject = Person | Team | Enterprise | Initiative | None
Coefficients = tuple[Decimal | None, Decimal | None]  # for a person, for a collective


@dataclass(frozen=True)
class AwardDraft:
    title: Title
    grassroots: GrassrootsUnion
    subject_kind: str
    achievement: str
    subject: Subject = None  # None: the grassroots union itself
    amount: int | None = None  # reward in đồng fixed by a plan; None: the formula of the title


class Pricing:
    """The reward formula as of one day. The terms of a title are read once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._coefficients: dict[int, Coefficients] = {}
        try:
            self._salary = base_salary_on(day)
        except BaseSalary.DoesNotExist:
            self._salary = 0  # the day is before the first base salary on record

    def amount(self, title: Title, subject_kind: str) -> int:
        """Return base salary × coefficient in đồng, rounded up; 0 where the title carries no money."""
        person, collective = self._coefficients_of(title)
        coefficient = collective if subject_kind in COLLECTIVES else person
        return reward_amount(self._salary, coefficient) if coefficient else 0

    def _coefficients_of(self, title: Title) -> Coefficients:
        if title.pk not in self._coefficients:
            terms = terms_on(title, self.day)
            pair = (terms.coefficient_person, terms.coefficient_collective) if terms else (None, None)
            self._coefficients[title.pk] = pair
        return self._coefficients[title.pk]


def award_draft_of(nomination: Nomination) -> AwardDraft:
    subject = nomination.subject if nomination.subject_kind in SUBJECT_FIELDS else None
    return AwardDraft(
        nomination.title, nomination.grassroots, nomination.subject_kind, nomination.achievement, subject
    )


def create_awards(decision: Decision, drafts: Iterable[tuple[AwardDraft, Nomination | None]], day: date) -> None:
    pricing = Pricing(day)
    awards = [_award(decision, draft, nomination, pricing) for draft, nomination in drafts]
    awards.sort(key=lambda award: award.sort_key)
    recipients = {(award.title_id, award.subject_key) for award in awards}
    if len(recipients) < len(awards):
        raise ValidationError({"nominations": _("A decision gives a title to a recipient only once.")})
    for number, award in enumerate(awards, decision.awards.count() + 1):
        award.golden_book_number = number
        award.clean_fields(exclude=RELATIONS)
    Award.objects.bulk_create(awards, batch_size=200)


def _award(decision: Decision, draft: AwardDraft, nomination: Nomination | None, pricing: Pricing) -> Award:
    _check_title(draft)
    field = SUBJECT_FIELDS.get(SubjectKind(draft.subject_kind))
    computed = pricing.amount(draft.title, draft.subject_kind)
    return Award(
        decision=decision,
        nomination=nomination,
        union=decision.union,
        year=decision.year,
        grassroots=draft.grassroots,
        title=draft.title,
        subject_kind=draft.subject_kind,
        achievement=tidy(draft.achievement),
        amount=computed if draft.amount is None else draft.amount,
        **({field: draft.subject} if field else {}),
        **_frozen_text(draft, pricing.day),
    )


def _check_title(draft: AwardDraft) -> None:
    if draft.title.authority != TitleAuthority.OWN or not subject_matches(draft.title, draft.subject_kind):
        message = _("The federation does not itself give “%(title)s” to this recipient.")
        raise ValidationError({"nominations": message % {"title": str(draft.title)}})


def _frozen_text(draft: AwardDraft, day: date) -> dict[str, Any]:
    sector = draft.grassroots.sector
    values = _person_text(draft, day) if draft.subject_kind == SubjectKind.PERSON else _other_text(draft)
    subject_key = values.pop("subject_key")
    return {
        **values,
        "unit_name": draft.grassroots.name,
        "sector_code": sector.code,
        "sector_name": sector.name,
        "sort_key": award_sort_key(
            subject_kind=draft.subject_kind,
            sector_position=sector.position,
            unit_key=draft.grassroots.sort_key,
            subject_key=subject_key,
        ),
    }


def _person_text(draft: AwardDraft, day: date) -> dict[str, Any]:
    person: Any = draft.subject
    employments = person.employments.filter(grassroots=draft.grassroots).order_by("-valid_from")
    employment = employments.on(day).first() or employments.first()
    position = employment.position if employment else ""
    return {
        "honorific": wording.person_honorific(person.gender),
        "recipient_name": person.full_name,
        "post": position,
        "recipient_line": ", ".join(part for part in (position, draft.grassroots.name) if part),
        "gender": person.gender,
        "is_leader": bool(employment and employment.is_leader),
        "is_direct_worker": bool(employment and employment.is_direct_worker),
        "subject_key": person.sort_key,
    }


def _other_text(draft: AwardDraft) -> dict[str, Any]:
    unit, subject = draft.grassroots, draft.subject
    name = str(subject) if subject else wording.unit_on_paper(unit.name, unit.kind)
    return {
        "honorific": wording.KIND_HONORIFICS.get(draft.subject_kind, ""),
        "recipient_name": tidy(name),
        "recipient_line": _recipient_line(draft),
        "gender": Gender.UNKNOWN,
        "subject_key": "",
    }


def _recipient_line(draft: AwardDraft) -> str:
    if draft.subject_kind == SubjectKind.COLLECTIVE:
        return draft.grassroots.name
    if isinstance(draft.subject, Initiative):
        authors = [str(author.person) for author in draft.subject.authors.select_related("person")]
        return ", ".join([*authors, draft.grassroots.name])[:400]
    return draft.grassroots.address


def renumber(decision: Decision) -> None:
    # In ascending order no new number collides with one still in use.
    for number, award in enumerate(decision.awards.order_by("golden_book_number"), 1):
        if award.golden_book_number != number:
            Award.objects.filter(pk=award.pk).update(golden_book_number=number)


def reprice(decision: Decision, before: date, after: date) -> None:
    """Recompute the rewards for another day; amounts entered by hand stay."""
    old, new = Pricing(before), Pricing(after)
    for award in decision.awards.select_related("title"):
        amount = new.amount(award.title, award.subject_kind)
        if award.amount == old.amount(award.title, award.subject_kind) != amount:
            Award.objects.filter(pk=award.pk).update(amount=amount)

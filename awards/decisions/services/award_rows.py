"""The lines of a decision: what each will print, and what it pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from awards.decisions import wording
from awards.decisions.models import Award, Decision
from awards.decisions.rules import COLLECTIVES, award_sort_key
from awards.nominations.models import Nomination
from core.text import tidy
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import BaseSalary, Title
from emulation.law.rewards import reward_amount
from emulation.law.rules import subject_matches
from emulation.law.selectors import base_salary_on, terms_on
from emulation.registrations.models import SUBJECT_FIELDS
from unions.people.choices import Gender
from unions.units.models import GrassrootsUnion

LINKS = ("union", "decision", "nomination", "grassroots", "person", "team", "enterprise", "initiative", "title")


@dataclass(frozen=True)
class AwardDraft:
    """A line without a nomination: a movement title needs no council. `subject` None: the grassroots union itself."""

    title: Title
    grassroots: GrassrootsUnion
    subject_kind: str
    achievement: str
    subject: Any = None
    amount: int | None = None
    """Reward in đồng where a plan fixes it; otherwise the formula of the title."""


class Pricing:
    """The formula of reward money on one day; terms are read once a title."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._coefficients: dict[int, tuple[Any, Any]] = {}
        try:
            self._salary = base_salary_on(day)
        except BaseSalary.DoesNotExist:
            self._salary = 0  # before the first base salary on record nothing can be computed

    def amount(self, title: Title, subject_kind: str) -> int:
        """Coefficient by base salary, rounded up; 0 where the title carries no money."""
        person, collective = self._of(title)
        coefficient = collective if subject_kind in COLLECTIVES else person
        return reward_amount(self._salary, coefficient) if coefficient else 0

    def _of(self, title: Title) -> tuple[Any, Any]:
        if title.pk not in self._coefficients:
            terms = terms_on(title, self.day)
            found = (terms.coefficient_person, terms.coefficient_collective) if terms else (None, None)
            self._coefficients[title.pk] = found
        return self._coefficients[title.pk]


def award_draft_of(nomination: Nomination) -> AwardDraft:
    subject = nomination.subject if nomination.subject_kind in SUBJECT_FIELDS else None
    return AwardDraft(
        nomination.title, nomination.grassroots, nomination.subject_kind, nomination.achievement, subject
    )


def enter_award_rows(decision: Decision, lines: Iterable[tuple[AwardDraft, Nomination | None]], day: date) -> None:
    """Write the awards in the order of the list; the golden-book numbers follow it."""
    pricing = Pricing(day)
    awards = [_award(decision, line, nomination, pricing) for line, nomination in lines]
    awards.sort(key=lambda award: award.sort_key)
    seen = {(award.title_id, award.subject_key) for award in awards}
    if len(seen) < len(awards):
        raise ValidationError({"nominations": _("A decision gives a title to a recipient only once.")})
    last = decision.awards.count()
    for number, award in enumerate(awards, last + 1):
        award.golden_book_number = number
        award.clean_fields(exclude=LINKS)
    Award.objects.bulk_create(awards, batch_size=200)


def _award(decision: Decision, line: AwardDraft, nomination: Nomination | None, pricing: Pricing) -> Award:
    if line.title.authority != TitleAuthority.OWN or not subject_matches(line.title, line.subject_kind):
        title = str(line.title)
        raise ValidationError(
            {
                "nominations": _("The federation does not itself give “%(title)s” to this recipient.")
                % {"title": title}
            }
        )
    field = SUBJECT_FIELDS.get(SubjectKind(line.subject_kind))
    computed = pricing.amount(line.title, line.subject_kind)
    return Award(
        decision=decision,
        nomination=nomination,
        union=decision.union,
        year=decision.year,
        grassroots=line.grassroots,
        title=line.title,
        subject_kind=line.subject_kind,
        achievement=tidy(line.achievement),
        amount=computed if line.amount is None else line.amount,
        **({field: line.subject} if field else {}),
        **_frozen_text(line, pricing.day),
    )


def _frozen_text(line: AwardDraft, day: date) -> dict[str, Any]:
    """What stays as it was however the recipient is called later."""
    sector = line.grassroots.sector
    said = _person_text(line, day) if line.subject_kind == SubjectKind.PERSON else _other_text(line)
    subject_key = said.pop("subject_key")
    return {
        **said,
        "unit_name": line.grassroots.name,
        "sector_code": sector.code,
        "sector_name": sector.name,
        "sort_key": award_sort_key(
            subject_kind=line.subject_kind,
            sector_position=sector.position,
            unit_key=line.grassroots.sort_key,
            subject_key=subject_key,
        ),
    }


def _person_text(line: AwardDraft, day: date) -> dict[str, Any]:
    person = line.subject
    worked = person.employments.filter(grassroots=line.grassroots).order_by("-valid_from")
    post = worked.on(day).first() or worked.first()
    position = post.position if post else ""
    return {
        "honorific": wording.person_honorific(person.gender),
        "recipient_name": person.full_name,
        "post": position,
        "recipient_line": ", ".join(part for part in (position, line.grassroots.name) if part),
        "gender": person.gender,
        "is_leader": bool(post and post.is_leader),
        "is_direct_worker": bool(post and post.is_direct_worker),
        "subject_key": person.sort_key,
    }


def _other_text(line: AwardDraft) -> dict[str, Any]:
    unit, subject = line.grassroots, line.subject
    name = str(subject) if subject else wording.unit_on_paper(unit.name, unit.kind)
    return {
        "honorific": wording.KIND_HONORIFICS.get(line.subject_kind, ""),
        "recipient_name": tidy(name),
        "recipient_line": _line_below(line),
        "gender": Gender.UNKNOWN,
        "subject_key": "",
    }


def _line_below(line: AwardDraft) -> str:
    """A team is in its unit, an initiative has its authors; a unit and its enterprise stand at their address."""
    if line.subject_kind == SubjectKind.COLLECTIVE:
        return line.grassroots.name
    if line.subject_kind == SubjectKind.WORK:
        authors = [str(author.person) for author in line.subject.authors.select_related("person")]
        return ", ".join([*authors, line.grassroots.name])[:400]
    return line.grassroots.address


def renumber(decision: Decision) -> None:
    """Close the gap a removed line left; numbers go up one by one, so none collides with the next."""
    for number, award in enumerate(decision.awards.order_by("golden_book_number"), 1):
        if award.golden_book_number != number:
            Award.objects.filter(pk=award.pk).update(golden_book_number=number)


def reprice(decision: Decision, before: date, after: date) -> None:
    """Compute the rewards by another day; what somebody entered by hand stays."""
    old, new = Pricing(before), Pricing(after)
    for award in decision.awards.select_related("title"):
        amount = new.amount(award.title, award.subject_kind)
        if award.amount == old.amount(award.title, award.subject_kind) != amount:
            Award.objects.filter(pk=award.pk).update(amount=amount)

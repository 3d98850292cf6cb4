from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.translation import gettext as _

from awards.decisions import wording
from awards.decisions.models import Award, Decision
from awards.decisions.rules import COLLECTIVES, award_sort_key
from awards.nominations.models import Nomination
from core.text import quoted, tidy
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import BaseSalary, Title
from emulation.law.rewards import reward_amount
from emulation.law.rules import subject_matches
from emulation.law.selectors import base_salary_on, terms_on, title_name
from emulation.registrations.models import SUBJECT_FIELDS
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.units.models import Enterprise, GrassrootsUnion, Team

BEYOND = 1_000_000
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
    """Rewards of one day; terms of a title are read once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._coefficients: dict[int, Coefficients] = {}
        try:
            self._salary = base_salary_on(day)
        except BaseSalary.DoesNotExist:
            self._salary = 0  # the day is before the first base salary on record

    def amount(self, title: Title, subject_kind: str) -> int:
        """Base salary × coefficient in đồng, rounded up; 0 without money."""
        person, collective = self._coefficients_of(title)
        coefficient = collective if subject_kind in COLLECTIVES else person
        return reward_amount(self._salary, coefficient) if coefficient else 0

    def _coefficients_of(self, title: Title) -> Coefficients:
        if title.pk not in self._coefficients:
            terms = terms_on(title, self.day)
            pair = (terms.coefficient_person, terms.coefficient_collective) if terms else (None, None)
            self._coefficients[title.pk] = pair
        return self._coefficients[title.pk]


class Posts:
    def __init__(self, drafts: Iterable[AwardDraft]) -> None:
        people = [draft.subject.pk for draft in drafts if isinstance(draft.subject, Person)]
        self._posts: dict[tuple[int, int], list[Employment]] = {}
        for post in Employment.objects.filter(person__in=people).order_by("-valid_from", "-pk"):
            self._posts.setdefault((post.person_id, post.grassroots_id), []).append(post)

    def on(self, person: Person, unit: GrassrootsUnion, day: date) -> Employment | None:
        """Return the post on `day`, else the newest one in the unit."""
        posts = self._posts.get((person.pk, unit.pk), [])
        held = (post for post in posts if post.valid_from <= day and (post.valid_to is None or post.valid_to >= day))
        return next(held, posts[0] if posts else None)


def award_draft_of(source: Nomination | Award) -> AwardDraft:
    typed = isinstance(source, Award) and source.amount_typed
    return AwardDraft(
        source.title,
        source.grassroots,
        source.subject_kind,
        source.achievement,
        source.subject if source.subject_kind in SUBJECT_FIELDS else None,
        source.amount if isinstance(source, Award) and typed else None,
    )


def create_awards(decision: Decision, drafts: Iterable[tuple[AwardDraft, Nomination | None]], day: date) -> None:
    """All awards are numbered anew in the order of the list."""
    rows = list(drafts)
    pricing, posts = Pricing(day), Posts(draft for draft, _nomination in rows)
    awards = [award_of(decision, draft, nomination, pricing, posts) for draft, nomination in rows]
    awards.sort(key=lambda award: award.sort_key)
    _check_once(decision, awards)
    last = decision.awards.aggregate(last=Max("golden_book_number"))["last"] or 0
    for number, award in enumerate(awards, last + 1):
        award.golden_book_number = number
        award.clean_fields(exclude=RELATIONS)
    Award.objects.bulk_create(awards, batch_size=200)
    if last:
        renumber(decision)


def _check_once(decision: Decision, awards: list[Award]) -> None:
    all_awards = [*decision.awards.select_related(*SUBJECT_FIELDS.values(), "grassroots"), *awards]
    recipients = {(award.title_id, award.subject_key) for award in all_awards}
    if len(recipients) < len(all_awards):
        raise ValidationError({"nominations": _("A decision gives a title to a recipient only once.")})


def award_of(
    decision: Decision, draft: AwardDraft, nomination: Nomination | None, pricing: Pricing, posts: Posts
) -> Award:
    """Unsaved, as printed on the day of `pricing`."""
    _check_title(decision, draft, pricing.day)
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
        amount_typed=draft.amount is not None,
        **({field: draft.subject} if field else {}),
        **_printed_text(draft, pricing.day, posts),
    )


def _check_title(decision: Decision, draft: AwardDraft, day: date) -> None:
    if draft.title.authority != TitleAuthority.OWN or not subject_matches(draft.title, draft.subject_kind):
        message = _("The federation does not itself give %(title)s to this recipient.")
        name = quoted(title_name(draft.title, decision.union_id, day))
        raise ValidationError({"nominations": message % {"title": name}})


def _printed_text(draft: AwardDraft, day: date, posts: Posts) -> dict[str, Any]:
    sector = draft.grassroots.sector
    values = _person_text(draft, day, posts) if draft.subject_kind == SubjectKind.PERSON else _other_text(draft)
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


def _person_text(draft: AwardDraft, day: date, posts: Posts) -> dict[str, Any]:
    person: Any = draft.subject
    employment = posts.on(person, draft.grassroots, day)
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
    awards = list(decision.awards.order_by("sort_key", "golden_book_number"))
    if [award.golden_book_number for award in awards] == list(range(1, len(awards) + 1)):
        return
    # Beyond all numbers first, so that no new number collides with one still in use.
    decision.awards.update(golden_book_number=F("golden_book_number") + BEYOND)
    for number, award in enumerate(awards, 1):
        award.golden_book_number = number
    Award.objects.bulk_update(awards, ["golden_book_number"], batch_size=200)

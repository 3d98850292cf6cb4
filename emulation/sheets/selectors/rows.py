"""The rows of a sheet in the order of its paper form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from emulation.evidence.selectors import with_evidence_count
from emulation.initiatives.choices import InitiativeKind, InitiativeState
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.works.models import Work
from unions.people.models import Employment

PLACES = (SubjectKind.PERSON, SubjectKind.COLLECTIVE, SubjectKind.GRASSROOTS, SubjectKind.ENTERPRISE)


@dataclass
class SubjectRow:
    """One subject with all titles and commendations it is registered for."""

    subject: Any
    post: Employment | None = None
    registrations: list[Registration] = field(default_factory=list)

    @property
    def titles(self) -> list[Registration]:
        return [row for row in self.registrations if row.title.family != TitleFamily.FORM]

    @property
    def commendations(self) -> list[Registration]:
        return [row for row in self.registrations if row.title.family == TitleFamily.FORM]

    @property
    def work(self) -> str:
        if self.post is None:
            return ""
        return ", ".join(filter(None, [self.post.position, self.post.team.name if self.post.team else ""]))

    @property
    def open_registration(self) -> Registration | None:
        """Whose note may still be written."""
        return next((row for row in self.registrations if row.state in OPEN_REGISTRATION), None)

    @property
    def note(self) -> str:
        return "; ".join(dict.fromkeys(row.note for row in self.registrations if row.note))


@dataclass
class InitiativeRow:
    initiative: Initiative
    authors: list[str]
    work: str
    titles: list[Registration]


@dataclass
class SheetRows:
    people: list[SubjectRow]
    collectives: list[SubjectRow]
    units: list[SubjectRow]
    enterprises: list[SubjectRow]
    works: list[Work]
    initiatives: list[InitiativeRow]
    topics: list[InitiativeRow]
    registrations: list[Registration]

    @property
    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.registrations)

    def __bool__(self) -> bool:
        return bool(self.registrations or self.works or self.initiatives or self.topics)


def registrations_of(sheet: RegistrationSheet) -> QuerySet[Registration]:
    rows = Registration.objects.filter(campaign=sheet.campaign_id, grassroots=sheet.grassroots_id)
    live: QuerySet[Registration] = rows.exclude(state=RegistrationState.WITHDRAWN)
    return live


def initiatives_on(sheet: RegistrationSheet) -> QuerySet[Initiative]:
    rows = Initiative.objects.not_struck().filter(campaign=sheet.campaign_id, grassroots=sheet.grassroots_id)
    live: QuerySet[Initiative] = rows.exclude(state=InitiativeState.WITHDRAWN)
    return live.order_by("search_key", "pk")


def works_on(sheet: RegistrationSheet) -> QuerySet[Work]:
    rows = Work.objects.not_struck().filter(campaign=sheet.campaign_id, grassroots=sheet.grassroots_id)
    ordered: QuerySet[Work] = rows.order_by("pk")
    return ordered


def sheet_rows(sheet: RegistrationSheet) -> SheetRows:
    ordered = with_evidence_count(registrations_of(sheet)).select_related(
        "title", "person", "team", "enterprise", "initiative"
    )
    registrations = list(ordered.order_by("person__sort_key", "team__name", "title__position", "pk"))
    for row in registrations:  # known, and of all rows the same
        row.grassroots, row.campaign = sheet.grassroots, sheet.campaign
    initiatives = list(initiatives_on(sheet).prefetch_related("authors__person"))
    authors = [author.person_id for each in initiatives for author in each.authors.all()]
    posts = posts_of(sheet, [*authors, *(row.person_id for row in registrations if row.person_id)])
    subjects = {kind: list(_by_subject(kind, registrations, posts)) for kind in PLACES}
    drawn = list(_initiative_rows(initiatives, registrations, posts))
    return SheetRows(
        people=subjects[SubjectKind.PERSON],
        collectives=subjects[SubjectKind.COLLECTIVE],
        units=subjects[SubjectKind.GRASSROOTS],
        enterprises=subjects[SubjectKind.ENTERPRISE],
        works=list(works_on(sheet)),
        initiatives=[row for row in drawn if row.initiative.kind != InitiativeKind.RESEARCH],
        topics=[row for row in drawn if row.initiative.kind == InitiativeKind.RESEARCH],
        registrations=registrations,
    )


def posts_of(sheet: RegistrationSheet, people: Iterable[int]) -> dict[int, Employment]:
    """The latest employment of each in the unit."""
    posts = Employment.objects.filter(grassroots=sheet.grassroots_id, person__in=set(people))
    return {post.person_id: post for post in posts.select_related("team").order_by("valid_from", "pk")}


def _by_subject(
    kind: str, registrations: Sequence[Registration], posts: dict[int, Employment]
) -> Iterator[SubjectRow]:
    rows: dict[int, SubjectRow] = {}
    for registration in registrations:
        if registration.subject_kind == kind:
            subject = registration.subject
            post = posts.get(subject.pk) if kind == SubjectKind.PERSON else None
            rows.setdefault(subject.pk, SubjectRow(subject, post)).registrations.append(registration)
    return iter(rows.values())


def _initiative_rows(
    initiatives: Sequence[Initiative], registrations: Sequence[Registration], posts: dict[int, Employment]
) -> Iterator[InitiativeRow]:
    """With the titles that the initiative itself, or an author of it, is registered for."""
    for initiative in initiatives:
        authors = list(initiative.authors.all())
        people = {author.person_id for author in authors}
        titles = [row for row in registrations if row.initiative_id == initiative.pk or row.person_id in people]
        lead = posts.get(authors[0].person_id) if authors else None
        names = [author.person.full_name for author in authors]
        yield InitiativeRow(initiative, names, lead.position if lead else "", titles)

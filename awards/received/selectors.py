from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from awards.decisions.models import Award
from awards.nominations.models import Nomination
from awards.nominations.selectors import OFFICE
from awards.received.models import ReceivedAward
from awards.sessions.selectors import undecided_nominations
from emulation.campaigns.models import Campaign
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration, RegistrationQuerySet
from emulation.registrations.rules import SUBJECT_FIELDS
from unions.access import DRAFTING, PortalUser, RoleKind
from unions.units.models import GrassrootsUnion


def results_to_record(user: PortalUser) -> QuerySet[Nomination]:
    """Return nominations approved for titles of another authority, without a result yet."""
    approved = undecided_nominations().exclude(title__authority=TitleAuthority.OWN)
    mine = approved.filter(union__in=user.access.unions_where(OFFICE))
    rows: QuerySet[Nomination] = mine.for_table().order_by("title__position", "grassroots__sort_key", "pk")
    return rows


def results_of_year(user: PortalUser, year: int) -> QuerySet[Nomination]:
    return results_to_record(user).filter(year=year)


def registrations_to_answer(user: PortalUser) -> RegistrationQuerySet:
    """Accepted registrations of titles that others decide, whose results `user` may record."""
    own = Q(union__in=user.access.unions_where({RoleKind.OFFICER})) | Q(
        grassroots__in=user.access.units_where(DRAFTING)
    )
    rows: RegistrationQuerySet = Registration.objects.visible_to(user).filter(
        own, state__in=COUNTED_REGISTRATION, title__authority=TitleAuthority.EXTERNAL
    )
    return rows


def registrations_decided_elsewhere(user: PortalUser, campaign: Campaign) -> RegistrationQuerySet:
    rows: RegistrationQuerySet = registrations_to_answer(user).filter(campaign=campaign)
    return rows


def campaigns_to_answer(user: PortalUser, year: int, units: Iterable[GrassrootsUnion]) -> dict[int, dict[int, str]]:
    """Return {unit: {campaign: its name}} where `user` may record results."""
    rows = registrations_to_answer(user).filter(year=year, grassroots__in=list(units), campaign__isnull=False)
    campaigns: dict[int, dict[int, str]] = defaultdict(dict)
    named = rows.order_by("campaign").values_list("grassroots", "campaign", "campaign__name").distinct()
    for unit, campaign, name in named:
        campaigns[unit][campaign] = name
    return campaigns


def counts_by_title(registrations: RegistrationQuerySet) -> list[tuple[int, int]]:
    """(key of the title, number of registrations), in the order of the catalogue."""
    counted = registrations.order_by("title__position", "title").values_list("title", "title__position")
    return [(title, count) for title, _position, count in counted.annotate(Count("pk"))]


def result_titles(registrations: Iterable[Registration]) -> dict[int, list[Title]]:
    """Return {registration: titles that its subject may get of the same authorities}, its own first."""
    rows = list(registrations)
    all_titles = list(Title.objects.filter(is_active=True, authority=TitleAuthority.EXTERNAL))
    titles: dict[tuple[str, Title], list[Title]] = {}
    for kind, own in {(row.subject_kind, row.title) for row in rows}:
        others = [title for title in all_titles if title != own and _is_alike(title, own, kind)]
        titles[kind, own] = [own, *others]
    return {row.pk: titles[row.subject_kind, row.title] for row in rows}


def _is_alike(title: Title, own: Title, kind: str) -> bool:
    return (title.family, title.level) == (own.family, own.level) and subject_matches(title, kind)


def results_of(registrations: Iterable[Registration]) -> dict[int, ReceivedAward]:
    awards = ReceivedAward.objects.not_struck().filter(registration__in=list(registrations))
    return {award.registration_id: award for award in awards.select_related("title").order_by("pk")}


def subject_columns(registration: Registration) -> dict[str, Any]:
    name = SUBJECT_FIELDS.get(registration.subject_kind)
    return {name: registration.subject} if name else {}


def held_without_registration(
    registrations: Iterable[Registration],
) -> dict[tuple[str, int, int], ReceivedAward]:
    """Return {(kind, key of the subject, key of the title): award of the year entered without its registration}."""
    asked: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in registrations:
        kind, key = row.subject_key
        asked[row.year, kind].append(key)
    same = [Q(year=year) & of_subjects(kind, keys) for (year, kind), keys in asked.items()]
    awards = ReceivedAward.objects.not_struck().filter(reduce(or_, same, Q(pk__in=())), registration=None)
    return {(*subject_of(award), award.title_id): award for award in awards.order_by("-pk")}


def subject_of(award: ReceivedAward) -> tuple[str, int]:
    kind = award.subject_kind
    return kind, getattr(award, f"{SUBJECT_FIELDS.get(kind, 'grassroots')}_id")


def of_subjects(kind: str, keys: Iterable[int]) -> Q:
    if kind in SUBJECT_FIELDS:
        return Q(**{f"{SUBJECT_FIELDS[kind]}__in": list(keys)})
    nobody_else = {f"{name}__isnull": True for name in SUBJECT_FIELDS.values()}
    return Q(grassroots__in=list(keys), to_federation=False, **nobody_else)


def of_any_subject(subjects: Iterable[tuple[str, int]]) -> Q:
    keys: dict[str, list[int]] = defaultdict(list)
    for kind, key in subjects:
        keys[kind].append(key)
    return reduce(or_, (of_subjects(kind, keys[kind]) for kind in SubjectKind.values if kind in keys), Q(pk__in=()))


def _same_subject() -> Q:
    """What is empty on both sides is not the same; a unit is told by its kind."""
    same = (Q(**{name: OuterRef(name)}) for name in SUBJECT_FIELDS.values())
    return reduce(or_, same, Q(subject_kind=SubjectKind.GRASSROOTS))


def with_result() -> dict[str, Exists | Q]:
    """Whether a registration was achieved, and whether another title was given instead."""
    received = ReceivedAward.objects.counted().filter(registration=OuterRef("pk"))
    names = {"title", "year", "grassroots", "subject_kind"}
    given = Award.objects.in_force().filter(_same_subject(), **{name: OuterRef(name) for name in names})
    is_achieved = Exists(received.filter(title=OuterRef("title"))) | Exists(given)
    return {"is_achieved": is_achieved, "has_another": Exists(received.exclude(title=OuterRef("title")))}


@dataclass(frozen=True)
class Narrowing:
    """Which registrations are compared with what was achieved."""

    user: PortalUser
    year: int
    title: int | None = None
    sector: int | None = None

    def registrations(self) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = Registration.objects.visible_to(self.user).filter(
            year=self.year, state__in=COUNTED_REGISTRATION
        )
        if self.title is not None:
            rows = rows.filter(title=self.title)
        return rows if self.sector is None else rows.filter(grassroots__sector=self.sector)


def achieved_by(rows: QuerySet[Any], column: str, narrowing: Narrowing) -> QuerySet[Any]:
    """Annotate `registered`, `achieved`, `another` and `without`; rows without a registration are left out."""
    own = narrowing.registrations().filter(**{column: OuterRef("pk")})
    flagged = own.annotate(**with_result())
    counted = {
        "registered": own,
        "achieved": flagged.filter(is_achieved=True),
        "another": flagged.filter(is_achieved=False, has_another=True),
        "without": flagged.filter(is_achieved=False, has_another=False),
    }
    counts = {name: _number(rows_of, column) for name, rows_of in counted.items()}
    counted_rows: QuerySet[Any] = rows.filter(Exists(own)).annotate(**counts)
    return counted_rows


def _number(rows: QuerySet[Any], column: str) -> Coalesce:
    counted = rows.order_by().values(column).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def registrations_with_result(rows: QuerySet[Any], user: PortalUser, value: str, year: int) -> QuerySet[Any]:
    flags: dict[str, dict[str, Any]] = {
        "achieved": {"is_achieved": True},
        "another": {"is_achieved": False, "has_another": True},
        "without": {"is_achieved": False, "has_another": False, "state__in": COUNTED_REGISTRATION},
    }
    fitting: QuerySet[Any] = rows.annotate(**with_result()).filter(**flags[value])
    return fitting


def unanswered_registrations(awards: Iterable[ReceivedAward]) -> dict[tuple[str, int, int, int], Registration]:
    """Return {(kind and key of the subject, title, year): accepted registration without a result} for new awards."""
    asked: dict[tuple[int, str], list[int]] = defaultdict(list)
    for award in awards:
        kind, key = subject_of(award)
        asked[award.year, kind].append(key)
    same = [
        Q(year=year, subject_kind=kind, **{f"{SUBJECT_FIELDS.get(kind, 'grassroots')}__in": keys})
        for (year, kind), keys in asked.items()
    ]
    answered = ReceivedAward.objects.not_struck().filter(registration=OuterRef("pk"))
    open_rows = Registration.objects.filter(reduce(or_, same, Q(pk__in=())), ~Exists(answered))
    rows = open_rows.filter(state__in=COUNTED_REGISTRATION).for_table()
    return {(*row.subject_key, row.title_id, row.year): row for row in rows.order_by("-pk")}

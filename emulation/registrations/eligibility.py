"""Registrations in the words of eligibility."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from emulation.eligibility.history import AwardHeld, Subject, TitleAims, TitleOfPerson
from emulation.eligibility.rules.facts import NEVER
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.open_rows import OpenRow
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS


def subject_field(kind: str) -> str:
    return SUBJECT_FIELDS.get(kind, "grassroots")


def is_about(subjects: Collection[Subject]) -> Q:
    """For any model that has a subject."""
    condition = Q(pk__in=())
    for kind in SubjectKind.values:
        if keys := [key for each, key in subjects if each == kind]:
            condition |= Q(subject_kind=kind, **{f"{subject_field(kind)}__in": keys})
    return condition


LIVE = ~Q(state=RegistrationState.WITHDRAWN)


def titles_of(subjects: Collection[Subject], years: Collection[int]) -> Iterator[AwardHeld]:
    rows = Registration.objects.filter(LIVE, is_about(subjects), year__in=years).select_related("title")
    for row in rows.order_by("pk"):
        who = row.subject_kind, getattr(row, f"{subject_field(row.subject_kind)}_id")
        if row.title.family != TitleFamily.FORM:
            yield AwardHeld(who, row.title.code, row.title.family, row.year)


def people_with(codes: Collection[str], units: Collection[int], years: Collection[int]) -> Iterator[TitleOfPerson]:
    rows = Registration.objects.filter(
        LIVE, grassroots__in=units, year__in=years, title__code__in=codes, person__isnull=False
    )
    for row in rows.order_by("pk").values_list("person", "grassroots", "year", "title__code"):
        yield TitleOfPerson(*row)


MOST_PREVIEWED = 5000
_UNDECIDED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED, RegistrationState.ACCEPTED}


def open_rows(day: date) -> list[OpenRow]:
    """The newest registrations whose period ends on the day or later."""
    rows = Registration.objects.filter(state__in=_UNDECIDED, campaign__period_end__gte=day).for_table()
    return [OpenRow(candidate_of(row), row) for row in rows.order_by("-pk")[:MOST_PREVIEWED]]


def candidate_of(row: Registration) -> Candidate:
    sent = NEVER if row.submitted_at is None else timezone.localdate(row.submitted_at)
    return Candidate(
        model=row._meta.label_lower,
        key=row.pk,
        kind=row.subject_kind,
        subject=row.subject_key[1],
        title=row.title,
        year=row.year,
        union=row.union_id,
        grassroots=row.grassroots_id,
        campaign=row.campaign,
        registered_on=sent,
    )


REGISTERED_TITLES = TitleAims(titles_of, people_with)

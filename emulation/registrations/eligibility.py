"""Registrations in the words of eligibility."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from emulation.eligibility.history import AwardHeld, Subject, TitleAims, TitleOfPerson
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.registrations.choices import RegistrationState
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


REGISTERED_TITLES = TitleAims(titles_of, people_with)

from collections.abc import Collection, Iterator

from django.db.models import Q

from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from emulation.eligibility.history import AwardHeld, AwardHistory, InitiativeUse, Subject, TitleOfPerson
from emulation.law.choices import SubjectKind
from emulation.registrations.rules import SUBJECT_FIELDS


def awards_of(subjects: Collection[Subject]) -> Iterator[AwardHeld]:
    confirmed = ReceivedAward.objects.not_struck().filter(state=ConfirmationState.CONFIRMED, to_federation=False)
    for award in confirmed.filter(is_one_of(subjects)).select_related("title").order_by("pk"):
        kind = award.subject_kind
        yield AwardHeld(
            (kind, getattr(award, f"{SUBJECT_FIELDS.get(kind, 'grassroots')}_id")),
            award.title.code,
            award.title.family,
            award.year,
            award.decided_on,
            award.scope,
            award.revoked_on is not None,
            award.decision_symbol,
        )


def is_one_of(subjects: Collection[Subject]) -> Q:
    condition = Q(pk__in=())
    for kind in SubjectKind.values:
        if keys := [key for each, key in subjects if each == kind]:
            condition |= _of_kind(kind, keys)
    return condition


def _of_kind(kind: str, keys: list[int]) -> Q:
    if kind in SUBJECT_FIELDS:
        return Q(**{f"{SUBJECT_FIELDS[kind]}__in": keys})
    return Q(grassroots__in=keys, **{f"{name}__isnull": True for name in SUBJECT_FIELDS.values()})


def people_with(codes: Collection[str], units: Collection[int], years: Collection[int]) -> Iterator[TitleOfPerson]:
    rows = ReceivedAward.objects.counted().filter(
        title__code__in=codes, grassroots__in=units, year__in=years, person__isnull=False
    )
    for row in rows.order_by("pk").values_list("person", "grassroots", "year", "title__code"):
        yield TitleOfPerson(*row)


def uses_of(initiatives: Collection[int]) -> Iterator[InitiativeUse]:
    rows = ReceivedAward.objects.counted().filter(nomination__initiatives__in=initiatives)
    for row in rows.order_by("pk").values_list("nomination__initiatives", "person", "title__code"):
        yield InitiativeUse(*row)


DECIDED_ELSEWHERE = AwardHistory(awards_of, people_with, uses_of)

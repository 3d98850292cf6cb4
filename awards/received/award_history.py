from collections.abc import Collection, Iterator

from awards.received.models import ReceivedAward
from awards.received.selectors import of_any_subject
from core.choices import ConfirmationState
from core.links import object_url
from emulation.eligibility.history import AwardHeld, AwardHistory, AwardPage, InitiativeUse, Subject, TitleOfPerson
from emulation.registrations.rules import SUBJECT_COLUMNS, subject_in
from unions.access import PortalUser

COLUMNS = (
    "title__code", "title__family", "year", "decided_on", "scope", "revoked_on", "decision_symbol", "union",
    "decided_by",
)  # fmt: skip


def awards_of(subjects: Collection[Subject]) -> Iterator[AwardHeld]:
    confirmed = ReceivedAward.objects.not_struck().filter(state=ConfirmationState.CONFIRMED, to_federation=False)
    rows = confirmed.filter(of_any_subject(subjects)).order_by("pk")
    for row in rows.values_list(*SUBJECT_COLUMNS, *COLUMNS, named=True):
        yield AwardHeld(
            subject_in(*row[: len(SUBJECT_COLUMNS)]),
            row.title__code,
            row.title__family,
            row.year,
            row.decided_on,
            row.scope,
            row.revoked_on is not None,
            row.decision_symbol,
            union=row.union,
            issuer=row.decided_by,
        )


def pages_of(reader: PortalUser, subjects: Collection[Subject]) -> Iterator[AwardPage]:
    rows = ReceivedAward.objects.visible_to(reader).counted().filter(of_any_subject(subjects)).order_by("pk")
    for *subject, code, year, symbol, key in rows.values_list(
        *SUBJECT_COLUMNS, "title__code", "year", "decision_symbol", "pk"
    ):
        yield AwardPage(subject_in(*subject), code, year, symbol, object_url("awards:received-award", key))


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

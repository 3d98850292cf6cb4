from collections.abc import Collection, Iterator

from awards.received.models import ReceivedAward
from awards.received.selectors import of_any_subject, subject_of
from core.choices import ConfirmationState
from emulation.eligibility.history import AwardHeld, AwardHistory, InitiativeUse, Subject, TitleOfPerson


def awards_of(subjects: Collection[Subject]) -> Iterator[AwardHeld]:
    confirmed = ReceivedAward.objects.not_struck().filter(state=ConfirmationState.CONFIRMED, to_federation=False)
    for award in confirmed.filter(of_any_subject(subjects)).select_related("title").order_by("pk"):
        yield AwardHeld(
            subject_of(award),
            award.title.code,
            award.title.family,
            award.year,
            award.decided_on,
            award.scope,
            award.revoked_on is not None,
            award.decision_symbol,
            union=award.union_id,
            issuer=award.decided_by,
        )


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

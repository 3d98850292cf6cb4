"""What a school had recognised, and was awarded, before the portal."""

from collections.abc import Sequence
from datetime import date

from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from core.text import search_key
from demo.context import DemoContext, Unit
from emulation.initiatives.choices import InitiativeKind, InitiativeState, RecognitionLevel
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.rules import equal_shares
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from unions.people.models import Person
from unions.units.choices import SectorKind

INITIATIVES = (
    ("Góc đọc sách xanh dưới sân trường", InitiativeState.RECOGNISED, 1),
    ("Dạy đo lường bằng vật dụng trong nhà", InitiativeState.RECOGNISED, 2),
    ("Sổ tay liên lạc bằng tranh cho học sinh lớp 1", InitiativeState.SUBMITTED, 1),
)
YEARS_BEFORE = 2


def enter_history(context: DemoContext) -> None:
    unit = context.unit_to_try(SectorKind.EDUCATION)
    year = context.year - YEARS_BEFORE
    for place, (name, state, authors) in enumerate(INITIATIVES):
        _initiative(context, unit, name, state, unit.people[place * 2 : place * 2 + authors])
    decided = {"decision_symbol": "1988/QĐ-UBND", "decided_on": date(year, 8, 20), "year": year}
    ReceivedAward.objects.bulk_create(
        ReceivedAward(
            union=context.union,
            grassroots=unit.grassroots,
            created_by=context.officer,
            state=ConfirmationState.CONFIRMED,
            **decided,
            **recipient,
        )
        for recipient in (
            {"title": context.titles["TTLDTT"], "team": unit.teams[0]},
            {"title": next(title for title in context.titles.values() if _is_for_units(title))},
        )
    )


def _is_for_units(title: Title) -> bool:
    return bool(title.for_grassroots and title.authority == TitleAuthority.EXTERNAL)


def _initiative(context: DemoContext, unit: Unit, name: str, state: str, people: Sequence[Person]) -> None:
    year = context.year - YEARS_BEFORE
    initiative = Initiative.objects.create(
        union=context.union,
        grassroots=unit.grassroots,
        year=year,
        kind=InitiativeKind.EXPERIENCE,
        name=name,
        search_key=search_key(name),
        state=state,
        is_history=True,
        recognition_level=RecognitionLevel.GRASSROOTS,
        recognition_decision="35/QĐ-HT",
        recognised_on=date(year, 5, 28),
        recognised_by="Hiệu trưởng",
        applied_on=date(year - 1, 9, 5),
        applied_where=unit.grassroots.name,
        created_by=unit.chair,
    )
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=person == people[0])
        for person, share in zip(people, equal_shares(len(people)), strict=True)
    )

"""A federation with a year of records, counted by the reports."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from awards.decisions.models import Award, Decision
from awards.received.models import ReceivedAward
from emulation.classification.models import Classification
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from emulation.works.models import Work
from reports.indicators.scope import Scope
from tests.factories import make_campaign, make_grassroots, make_person, make_rollout, make_title
from tests.shared_rows import shared

YEAR = 2024
ANSWERED = "2024-03-01T08:00:00+07:00"


@dataclass
class Year:
    """The year of one federation, with methods that add records."""

    world: Any
    scope: Scope
    campaign: Any

    @property
    def _plain(self) -> dict[str, Any]:
        return {"union": self.world.union, "grassroots": self.world.school, "year": YEAR}

    def initiative(self, name: str = "Sáng kiến", **facts: Any) -> Initiative:
        facts = {"state": "registered", "created_by": self.world.people["board"], **self._plain, **facts}
        return Initiative.objects.create(name=name, search_key="sang kien", **facts)

    def work(self, name: str, **facts: Any) -> Work:
        return Work.objects.create(name=name, created_by=self.world.people["board"], **{**self._plain, **facts})

    def registration(self, **facts: Any) -> Registration:
        facts = {"state": "accepted", "decided_at": ANSWERED, "title": make_title(), **facts}
        return Registration.objects.create(
            campaign=self.campaign,
            subject_kind="person",
            person=make_person(self.world.school),
            created_by=self.world.people["board"],
            **{**self._plain, **facts},
        )

    def result(self, **facts: Any) -> ExternalResult:
        facts = {"kind": "pupil", "level": "province", "holder_name": "Em A", "contest_name": "Tin học trẻ", **facts}
        return ExternalResult.objects.create(created_by=self.world.people["officer"], **{**self._plain, **facts})

    def award(
        self,
        *,
        title: Any = None,
        state: str = "issued",
        number: int = 1,
        dated_on: date = date(2024, 12, 20),
        **facts: Any,
    ) -> Award:
        officer, leader = self.world.people["officer"], self.world.people["leader"]
        decision = Decision.objects.create(
            union=self.world.union, year=YEAR, subject_line="Về việc khen thưởng", created_by=officer
        )
        award = Award.objects.create(
            decision=decision,
            subject_kind="person",
            person=make_person(self.world.school),
            title=title or make_title(),
            golden_book_number=1,
            recipient_name="Nguyễn Thị Ánh",
            achievement="Hoàn thành nhiệm vụ",
            **{**self._plain, **facts},
        )
        signed = {
            "dated_on": dated_on,
            "signed_at": ANSWERED,
            "signed_by": leader,
            "signatory_name": "Phạm Quốc Bảo",
        }
        if state == "issued":
            signed |= {"number": number, "series_year": 2024, "symbol": f"{number:02d}/QĐ", "issued_at": ANSWERED}
        if state != "draft":
            Decision.objects.filter(pk=decision.pk).update(state=state, **signed)
        return award

    def received(self, title: Any, **facts: Any) -> ReceivedAward:
        facts = {"union": self.world.union, "year": YEAR, "created_by": self.world.people["officer"], **facts}
        return ReceivedAward.objects.create(title=title, **facts)

    def contest(self, name: str = "Cô giáo tài năng", kind: str = "competition") -> Contest:
        return Contest.objects.create(
            union=self.world.union,
            name=name,
            kind=kind,
            year=YEAR,
            held_on=date(2024, 5, 1),
            created_by=self.world.people["officer"],
        )

    def entry(self, contest: Contest, **facts: Any) -> ContestEntry:
        return ContestEntry.objects.create(contest=contest, **{"grassroots": self.world.school, **facts})

    def grade(self, grassroots: Any, grade: str, decided_on: date = date(2024, 12, 1)) -> Classification:
        return Classification.objects.create(
            union=self.world.union, grassroots=grassroots, year=YEAR, grade=grade, decided_on=decided_on
        )


@shared
def year(world):
    officer = world.people["officer"]
    campaign = make_campaign(world.union, officer, plan_number="12/KH-LĐLĐ", plan_date=date(2024, 1, 15))
    return Year(world, Scope.of_year(world.union, YEAR), campaign)


@shared
def reached(year):
    """Three of four units acknowledged the plan; two of them held a local launch."""
    world = year.world
    units = [world.school, world.company, make_grassroots(world.union), make_grassroots(world.union)]
    launched = {"launched_on": date(2024, 3, 2), "participants": 30}
    for unit, state in zip(units, ("launched", "reported", "acknowledged", "sent"), strict=True):
        facts = launched if state in ("launched", "reported") else {}
        answer = None if state == "sent" else date(2024, 3, 1)
        facts |= {"reported_on": date(2024, 12, 20)} if state == "reported" else {}
        make_rollout(year.campaign, unit, state=state, acknowledged_on=answer, **facts)
    return units

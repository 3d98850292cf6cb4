"""Whom the rules judge: registrations, nominations, items of an agenda and awards each say it in these words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emulation.campaigns.models import Campaign
from emulation.eligibility.choices import AwardScope
from emulation.eligibility.history import Subject
from emulation.eligibility.rules.facts import Day
from emulation.eligibility.selectors.spans import Period
from emulation.law.models import Title
from unions.people.models import Person
from unions.units.models import GrassrootsUnion


@dataclass(slots=True)  # made for each row, and a frozen one takes six times as long
class Candidate:
    """One subject for one title of one year. `model` and `key` name the row; the key of a row not stored yet is 0."""

    model: str
    key: int
    kind: str
    subject: int
    title: Title
    year: int
    union: int
    grassroots: int
    registration: int | None = None  # whose evidence belongs to the dossier; None: not registered, or not stored yet
    campaign: Campaign | None = None
    unit: GrassrootsUnion | None = None  # and person: where the caller has read them already
    person: Person | None = None
    scope: str = AwardScope.COMPREHENSIVE.value
    is_aim: bool = False
    achievement: str | None = None
    received_on: date | None = None
    council_on: date | None = None
    decided_on: date | None = None
    registered_on: Day | None = None
    deadline: Day | None = None
    has_twin: bool | None = None
    nominated: Mapping[str, int] | None = None  # persons and collectives of the unit
    nominated_by_union: int | None = None

    @property
    def who(self) -> Subject:
        return self.kind, self.subject

    @property
    def period(self) -> Period:
        if self.campaign:
            return self.campaign.period_start, self.campaign.period_end
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def law_day(self) -> date:
        """The law of the day of receipt, else of the council, else of the decision, else of the end of the year."""
        return self.received_on or self.council_on or self.decided_on or self.period[1]

    def judged_on(self, today: date) -> date:
        return self.decided_on or self.council_on or today

"""A federation with its council and helpers that bring a nomination to any state."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.users.models import User
from awards.council.choices import SeatPost
from awards.council.models import Council
from awards.council.services import appoint_council
from awards.decisions.models import Award, Decision
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision
from awards.decisions.services.issuing import issue_decision
from awards.decisions.services.signing import sign_decision, submit_decision
from awards.nominations.models import Nomination
from awards.nominations.services import check_nomination, nominate_unregistered, submit_nomination
from awards.sessions.choices import Presence
from awards.sessions.models import Session
from awards.sessions.services import (
    close_session,
    open_session,
    plan_session,
    put_on_agenda,
    record_tally,
    take_attendance,
)
from emulation.law.models import Title, TitleTerms
from emulation.law.services import load_reference
from tests.conftest import World
from tests.factories import make_person
from tests.shared_rows import shared
from unions.people.models import Person

HELD_ON = date(2024, 12, 5)
DATED_ON = date(2024, 12, 20)
ACHIEVEMENT = "Đã có thành tích xuất sắc trong phong trào thi đua “Dạy tốt, Học tốt” năm 2024"

UNEXPECTED = {"basis_kind": "unexpected", "basis": "Báo cáo thành tích đột xuất của đơn vị"}


def make_own_title(code: str = "GK", **terms: Any) -> Title:
    """Create a title of the federation for any recipient, by default with a simple majority."""
    title, new = Title.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Giấy khen {code}",
            "family": "form",
            "level": "superior",
            "authority": "own",
            "for_person": True,
            "for_collective": True,
            "for_grassroots": True,
            "for_enterprise": True,
            "for_work": True,
        },
    )
    if new:
        facts = {"certificate": "merit_certificate", "coefficient_person": "0.30", "coefficient_collective": "0.60"}
        facts["council"] = "always" if "vote_threshold" in terms else "simplified"
        TitleTerms.objects.create(title=title, mark="ILL", **{**facts, **terms})
    return title


@dataclass
class Office:
    """The federation of the world with a council of five members."""

    world: World
    council: Council

    def user(self, role: str) -> Any:
        return self.world.people[role]

    def nominate(self, full_name: str = "Nguyễn Thị Ánh", title: Title | None = None, **facts: Any) -> Nomination:
        person = facts.pop("subject", None) or make_person(self.world.school, full_name)
        facts = {"grassroots": self.world.school, "subject_kind": "person", "subject": person, **facts}
        return nominate_unregistered(
            actor=self.user("chair"),
            union=self.world.union,
            title=title or make_own_title(),
            year=2024,
            achievement=ACHIEVEMENT,
            reason="Thành tích đột xuất",
            **facts,
        )

    def checked(self, *args: Any, **facts: Any) -> Nomination:
        nomination = submit_nomination(self.nominate(*args, **facts), actor=self.user("chair"))
        return check_nomination(nomination, actor=self.user("officer"))

    def plan(self, **facts: Any) -> Session:
        facts = {"name": "Phiên xét cuối năm 2024", "year": 2024, "held_on": HELD_ON, "place": "Hội trường", **facts}
        return plan_session(actor=self.user("officer"), council=self.council, **facts)

    def attend(self, session: Session, presences: str = "PPPPP") -> None:
        """Take the attendance: one letter a seat, P present, W in writing, A absent."""
        words = {"P": Presence.PRESENT, "W": Presence.WRITTEN, "A": Presence.ABSENT}
        seats = {seat: words[letter] for seat, letter in zip(self.council.seats.all(), presences, strict=True)}
        take_attendance(actor=self.user("council"), session=session, presences=seats)

    def opened(self, *nominations: Nomination, presences: str = "PPPPP") -> Session:
        session = self.plan()
        put_on_agenda(actor=self.user("officer"), session=session, nominations=nominations)
        self.attend(session, presences)
        return open_session(session, actor=self.user("council"))

    def tally(self, item: Any, votes: int = 5, **counts: int) -> Any:
        counts = {
            "ballots_issued": 5,
            "ballots_returned": 5,
            "ballots_valid": 5,
            "ballots_invalid": 0,
            "ballots_for": votes,
            "written_for": 0,
            **counts,
        }
        return record_tally(item, actor=self.user("council"), **counts)

    def closed(self, *nominations: Nomination, votes: int = 5) -> Session:
        session = self.opened(*nominations)
        for item in session.items.all():
            self.tally(item, votes)
        return self.close(session)

    def close(self, session: Session) -> Session:
        return close_session(session, actor=self.user("leader"), conclusions="Nhất trí.")

    def draft(self, *nominations: Nomination, **facts: Any) -> Decision:
        session = self.closed(*nominations)
        facts = {"year": 2024, "subject_line": "Về việc tặng Giấy khen năm 2024", **facts}
        return draft_decision(
            actor=self.user("officer"), union=self.world.union, session=session, nominations=nominations, **facts
        )

    def send(self, decision: Decision) -> Decision:
        return submit_decision(decision, actor=self.user("officer"))

    def sign(self, decision: Decision, dated_on: date = DATED_ON) -> Decision:
        if Decision.objects.filter(pk=decision.pk, state="draft").exists():
            decision = self.send(decision)
        return sign_decision(decision, actor=self.user("leader"), dated_on=dated_on, capacity="chair")

    def issue(self, decision: Decision, dated_on: date = DATED_ON) -> Decision:
        return issue_decision(self.sign(decision, dated_on), actor=self.user("clerk"))

    def honour(
        self, *names: str, dated_on: date | None = None, title: Title | None = None, author: User | None = None
    ) -> Decision:
        """Draft a decision that needs no council over new people of the school."""
        lines = [
            AwardDraft(
                title or make_own_title(),
                self.world.school,
                "person",
                ACHIEVEMENT,
                make_person(self.world.school, name),
            )
            for name in names
        ]
        return draft_decision(
            actor=author or self.user("officer"),
            union=self.world.union,
            year=(dated_on or DATED_ON).year,
            subject_line="Về việc biểu dương",
            award_drafts=lines,
            dated_on=dated_on,
            **UNEXPECTED,
        )


def awards_of_person(person: Person) -> QuerySet[Award]:
    """Return the awards in force, newest first."""
    return Award.objects.in_force().filter(person=person).select_related("title").order_by("-year", "-pk")


@shared
def law(db: None) -> None:
    load_reference()


@shared
def office(world: World) -> Office:
    seats = [
        ("Phạm Quốc Bảo", SeatPost.CHAIR, world.people["leader"]),
        ("Lê Thu Hà", SeatPost.VICE, world.people["vice"]),
        ("Đặng Văn Ước", SeatPost.SECRETARY, world.people["council"]),
        ("Trần Minh Đức", SeatPost.MEMBER, world.people["officer"]),
        ("Hoàng Thị Dung", SeatPost.MEMBER, None),
    ]
    council = appoint_council(
        actor=world.people["officer"],
        union=world.union,
        name="Hội đồng Thi đua - Khen thưởng",
        valid_from=date(2020, 1, 1),
        seats=seats,
    )
    return Office(world, council)

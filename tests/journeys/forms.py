"""Every form on the way from the plan to the report, filled in rightly; tests change one thing at a time."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from awards.decisions.services.recomputing import sums_on
from tests.security.sample_world import PDF, YEAR

TODAY = timezone.localdate()
DAY, TOMORROW = f"{TODAY:%d/%m/%Y}", f"{TODAY + timedelta(days=1):%d/%m/%Y}"
LAST_YEAR = YEAR - 1
TEXT = "Dạy phân số bằng bánh trung thu"


@dataclass(frozen=True)
class Form:
    """A page with a form: who fills it in, what it is about, what is right, and the year it is worked on in."""

    who: str
    route: str
    right: Callable[[Any], dict[str, Any]]
    about: str = ""
    query: str = ""
    year: int = YEAR

    def address(self, sample: Any) -> str:
        base = reverse(self.route, args=[sample[self.about].pk] if self.about else [])
        return base + (self.query % {name: thing.pk for name, thing in sample.items() if hasattr(thing, "pk")})

    def send(self, client: Client, sample: Any, **change: Any) -> Any:
        """Fill the form in rightly but for `change`, and return the answer."""
        return client.post(self.address(sample), self.right(sample) | change)

    def client(self, sample: Any) -> Client:
        """Somebody signed in, who works on the year of the form."""
        client: Client = sample["world"].client(self.who)
        if self.year != YEAR:
            client.post(reverse("set-year"), {"year": self.year})
        return client


def whom(sample: Any) -> str:
    return f"person:{sample['teacher'].pk}:{sample['school'].pk}"


def post_of(person: Any) -> int:
    key: int = person.employments.get().pk
    return key


def paper(name: str = "phat-dong.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def half_a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 400), "teal").save(written, "PNG")
    return written.getvalue()[:60]


def plan(sample: Any) -> dict[str, Any]:
    return {
        "name": "Dạy tốt",
        "kind": "movement",
        "mode": "regular",
        "period_start": f"01/01/{YEAR}",
        "period_end": f"31/12/{YEAR}",
        "titles": [sample["title"].pk],
    }


def local_launch(sample: Any) -> dict[str, Any]:
    return {"launched_on": DAY, "participants": 30, "women": 20, "content": "Mỗi người một việc tốt"}


def initiative(sample: Any) -> dict[str, Any]:
    person = sample["teacher"].pk
    return {"name": TEXT, "kind": "experience", "person_1": person, "share_1": 100, "year": YEAR}


def registration(sample: Any) -> dict[str, Any]:
    return {"campaign": sample["campaign"].pk, "title": sample["title"].pk, "whom": whom(sample)}


def tally(sample: Any) -> dict[str, Any]:
    return {
        "ballots_issued": 2,
        "ballots_returned": 2,
        "ballots_valid": 2,
        "ballots_invalid": 0,
        "ballots_for": 2,
    }


def seats(sample: Any) -> dict[str, Any]:
    return {f"seat_{seat.pk}": "present" for seat in sample["session_planned"].council.seats.all()}


FORMS = {
    "plan": Form("officer", "emulation:campaign-create", plan),
    "plan again": Form(
        "officer", "emulation:campaign-edit", lambda sample: plan(sample) | {"revision": 1}, about="campaign_draft"
    ),
    "launch": Form("chair", "emulation:rollout-launch", local_launch, about="rollout_known"),
    "result": Form(
        "chair",
        "emulation:rollout-report",
        lambda sample: {"result": "Đạt 100%", "reported_on": DAY},
        about="rollout_launched",
    ),
    "register": Form("chair", "emulation:registration-create", registration),
    "register again": Form(
        "chair",
        "emulation:registration-edit",
        lambda sample: registration(sample) | {"revision": 1, "note": "Đã sửa"},
        about="registration_draft",
    ),
    "register many": Form(
        "chair",
        "emulation:registration-create-many",
        lambda sample: {
            "campaign": sample["campaign"].pk,
            "title": sample["title"].pk,
            "people": [post_of(sample["teacher"])],
        },
    ),
    "initiative": Form("chair", "emulation:initiative-create", initiative),
    "initiative again": Form(
        "chair",
        "emulation:initiative-edit",
        lambda sample: initiative(sample) | {"revision": 1},
        about="initiative_draft",
    ),
    "apply": Form(
        "chair",
        "emulation:initiative-apply",
        lambda sample: {"applied_on": DAY, "applied_where": "Khối 4", "revision": 1},
        about="initiative_registered",
    ),
    "correct initiative": Form(
        "officer",
        "emulation:initiative-edit",
        lambda sample: initiative(sample) | {"reason": "Ghi nhầm", "reported_on": DAY, "revision": 1},
        about="initiative_reported",
    ),
    "complete": Form(
        "chair",
        "emulation:work-complete",
        lambda _sample: {"completed_on": DAY, "value": "1.500.000", "revision": 1},
        about="work",
    ),
    "correct work": Form(
        "chair",
        "emulation:work-edit",
        lambda _sample: {"name": TEXT, "kind": "product", "year": YEAR, "value": "2.000.000", "revision": 1},
        about="work",
    ),
    "correct contest": Form(
        "officer",
        "emulation:contest-edit",
        lambda _sample: {"name": TEXT, "kind": "quiz", "year": YEAR, "held_on": DAY, "revision": 1},
        about="contest",
    ),
    "prize": Form("officer", "emulation:contest-entry-prize", lambda _sample: {"rank": "third"}, about="entry"),
    "correct entry": Form(
        "officer",
        "emulation:contest-entry-edit",
        lambda sample: {"grassroots": sample["company"].pk, "person": "", "rank": "second", "revision": 1},
        about="entry",
    ),
    "correct grade": Form(
        "officer",
        "emulation:classification-edit",
        lambda _sample: {"grade": "good", "score": "85,5", "decided_on": DAY, "revision": 1},
        about="grade",
    ),
    "nominate": Form(
        "chair",
        "awards:nomination-create",
        lambda sample: {
            "registrations": [sample["registration_accepted"].pk],
            "achievement": "Có thành tích xuất sắc",
        },
    ),
    "nominate again": Form(
        "chair",
        "awards:nomination-edit",
        lambda sample: {
            "achievement": "Có thành tích xuất sắc",
            "unregistered_reason": "Mới về đơn vị",
            "revision": 1,
        },
        about="nomination_draft",
    ),
    "session": Form(
        "officer",
        "awards:session-create",
        lambda sample: {
            "council": sample["session_planned"].council.pk,
            "name": "Phiên cuối năm",
            "year": YEAR,
            "held_on": DAY,
        },
    ),
    "agenda": Form(
        "officer",
        "awards:session-agenda",
        lambda sample: {"nominations": [sample["nomination_checked"].pk]},
        about="session_planned",
    ),
    "attendance": Form("council", "awards:session-attendance", seats, about="session_planned"),
    "tally": Form("council", "awards:session-item-tally", tally, about="item"),
    "close": Form(
        "leader", "awards:session-close", lambda _sample: {"conclusions": "Nhất trí."}, about="session_tallied"
    ),
    "decision": Form(
        "officer",
        "awards:decision-create",
        lambda sample: {"subject_line": "Về việc khen thưởng", "nominations": [sample["nomination_approved"].pk]},
        query="?session=%(session_closed)s",
    ),
    "decision again": Form(
        "officer",
        "awards:decision-edit",
        lambda sample: {
            "subject_line": "Về việc tặng Giấy khen",
            "basis_kind": "contest",
            "basis": "Kế hoạch số 05/KH-LĐLĐ",
            "year": YEAR,
            "dated_on": DAY,
        },
        about="decision_draft",
    ),
    "sign": Form(
        "leader",
        "awards:decision-sign",
        lambda sample: {
            "dated_on": DAY,
            "capacity": "chair",
            "seen": sums_on(sample["decision_submitted"], TODAY).fingerprint,
        },
        about="decision_submitted",
    ),
    "amount": Form(
        "officer",
        "awards:award-edit",
        lambda sample: {"achievement": "Hoàn thành nhiệm vụ", "amount": 500_000},
        about="award_draft",
    ),
    "nominate unregistered": Form(
        "chair",
        "awards:nomination-unregistered",
        lambda sample: {
            "title": sample["own_title"].pk,
            "whom": f"grassroots:{sample['world'].school.pk}:{sample['world'].school.pk}",
            "achievement": "Có thành tích xuất sắc",
            "reason": "Thành tích đột xuất",
            "year": YEAR,
        },
    ),
    "decision without session": Form(
        "officer",
        "awards:decision-create-without-session",
        lambda sample: {
            "union": sample["world"].union.pk,
            "subject_line": "Về việc biểu dương",
            "basis_kind": "contest",
            "basis": "Kết quả Hội thi thợ giỏi",
            "year": YEAR,
        },
    ),
    "number": Form("clerk", "awards:decision-issue", lambda sample: {"number": 45}, about="decision_signed"),
    "report": Form(
        "officer", "reports:edition-create", lambda sample: {"strengths": "Tốt"}, about="union", year=LAST_YEAR
    ),
    "narrative": Form(
        "officer", "reports:edition-write", lambda sample: {"strengths": "Tốt hơn"}, about="edition_draft"
    ),
    "number plan": Form(
        "clerk", "emulation:plan-number", lambda sample: {"number": 8, "dated_on": DAY}, about="campaign_approved"
    ),
    "number letter": Form(
        "clerk", "emulation:letter-number", lambda sample: {"number": 8, "dated_on": DAY}, about="campaign_approved"
    ),
    "issue": Form("clerk", "reports:edition-issue", lambda sample: {"dated_on": DAY}, about="edition_signed"),
}

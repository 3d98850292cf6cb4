"""A federation in the middle of its year: a thing of every kind in every state from which somebody may act.

Nothing of it may reach the people of the other federation; its words are made so that a leak shows.
"""

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfWriter

from accounts.invitations.services import invite
from accounts.mailing.models import OutgoingMail
from accounts.sessions.models import SignedInSession
from awards.council.models import Council, CouncilSeat
from awards.decisions.models import Award, Certificate, Decision
from awards.decisions.services.issuing import issue_decision
from awards.decisions.services.signing import sign_decision, submit_decision
from awards.nominations.models import Nomination
from awards.received.models import DecisionCopy, ReceivedAward
from awards.sessions.models import AgendaItem, Attendance, Session
from core.documents.description import Document, Letterhead
from core.documents.storage import store_document
from core.models import Job, Notification, ReplacedFile
from core.notifications import notify
from emulation.campaigns.models import CampaignAttachment
from emulation.campaigns.services.papers import file_plan, number_letter, number_plan
from emulation.campaigns.slip_codes import slip_code
from emulation.classification.models import Classification
from emulation.clusters.models import ClusterYear
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.eligibility.models import Assessment, Verdict
from emulation.evidence.models import Evidence
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_matters.models import UnitMatter
from emulation.works.models import Work
from reports.editions.models import ReportEdition
from reports.indicators.models import FigureRemark
from restructuring.models import Reorganisation
from tests.awards.conftest import make_own_title
from tests.factories import make_campaign, make_person, make_rollout, make_rule, make_title
from unions.dismissals.selectors import dismissible
from unions.dismissals.services import dismiss
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.services.candidates import mark_distinct
from unions.duplicates.services.merging import merge_people
from unions.imports.services import checking as stored
from unions.imports.services.writing import start_import
from unions.tree.models import UnionLogo
from unions.units.models import Cluster, Enterprise, Headcount, Team


def blank_pdf() -> bytes:
    """One empty page; its picture can be drawn."""
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(210, 297)
    writer.write(written)
    return written.getvalue()


PDF = blank_pdf()
YEAR = timezone.localdate().year
YESTERDAY = timezone.localdate() - timedelta(days=1)
SECRETS = (
    "Chu Văn An",
    "May Hồ Tây",
    "Mai Kim Quế",
    "Tô Bạch Cúc",
    "Gieo chữ mùa xuân",
    "Sắp kho theo màu vải",
    "Lát lại sân trường",
    "Lớp học hạnh phúc",
    "Cô giáo tài năng duyên dáng",
    "Hội giảng thành phố",
    "Sợi Hồ Tây",
    "Phiên tổng kết",
    "khen thưởng cuối năm học",
    "777/QĐ-TP",
    "yeu-cau-in",
    "officer.tayho",
    "Trần Minh Đức",
    "99/BC-LĐLĐ",
    "Người được mời vào",
    "888/QĐ-GT",
    "Cụm thi đua Hồ Tây",
)
"""Words of ours, each in a place where a list, a choice or a heading could show it."""


def build(world: Any) -> dict[str, Any]:
    """Return things by name; the test of rights names them in its table."""
    sample: dict[str, Any] = {"world": world, "union": world.union, "school": world.school, "company": world.company}
    for part in (
        _organisation,
        _campaigns,
        _registrations,
        _sheet,
        _initiatives,
        _unit_campaigns,
        _contests,
        _nominations,
        _decisions,
        _reports,
    ):
        part(world, sample)
    notify("registration.accept", [sample["registration_accepted"]], actor=world.people["officer"])
    sample["notification"] = Notification.objects.get(user=world.people["chair"], kind="registration.accept")
    sample["mail"] = OutgoingMail.objects.create(
        user=world.people["chair"],
        to="chair@example.org",
        subject="Bản đăng ký được chấp nhận",
        body="Kính gửi đồng chí",
        state="held",
        created_at=timezone.now(),
        caused_by=world.people["officer"],
    )
    return sample


def freeze(record: Any, **facts: Any) -> Any:
    """Bring a record to a state in which nothing more is added to it."""
    type(record).objects.filter(pk=record.pk).update(**facts)
    record.refresh_from_db()
    return record


def _organisation(world: Any, sample: dict[str, Any]) -> None:
    world.foreign_campaign = make_campaign(world.foreign_union, world.people["stranger_officer"], year=YEAR)
    _unions(world, sample)
    sample["teacher"] = make_person(world.school, "Mai Kim Quế")
    sample["employment"] = sample["teacher"].employments.get()
    _personal_records(world, sample)
    sample["seamstress"] = make_person(world.company, "Tô Bạch Cúc", is_direct_worker=True)
    for name, day in (("twins", 1), ("twins_apart", 2), ("twins_merged", 3)):
        # Entered twice: two records alike, which are found as they are entered.
        first, _second = [
            make_person(world.school, "Mai Kim Quế", birth_date=date(1970, 7, day)) for _each in range(2)
        ]
        sample[name] = DuplicateCandidate.objects.get(first=first)
    mark_distinct(sample["twins_apart"], actor=world.people["officer"])
    sample["twins_merge"] = merge_people(
        actor=world.people["officer"], candidate=sample["twins_merged"], keep=sample["twins_merged"].first_id
    )
    sample["merged_person"] = sample["twins_merge"].gone
    sample["team"] = Team.objects.create(grassroots=world.school, name="Tổ Khối 5")
    sample["enterprise"] = Enterprise.objects.create(union=world.union, name="Công ty Sợi Hồ Tây")
    sample["officer"] = world.people["officer"]
    facts = {"kind": "grassroots_board", "grassroots": world.school, "email": "moi@example.org"}
    sample["invitation"] = invite(
        actor=world.people["officer"], since=YESTERDAY, full_name="Người được mời vào", **facts
    )
    sample["chair_user"] = world.people["chair"]
    sample["officer_session"] = SignedInSession.objects.create(
        user=world.people["officer"], session_key="x" * 32, seen_at=timezone.now()
    )
    sample["board_role"] = world.people["board"].roles.get()
    numbers = {"workers": 40, "women": 30, "members": 38, "women_members": 29}
    sample["headcount"] = Headcount.objects.create(grassroots=world.school, year=YEAR, **numbers)
    sample["name"] = world.school.names.get()
    sample["union_link"] = world.union.links_up.open_ended().get()
    sample["affiliation"] = world.school.affiliations.open_ended().get()
    facts = {"union": world.union, "decision_date": YESTERDAY, "effective_on": YESTERDAY}
    facts["created_by"] = world.people["officer"]
    sample["reorganisation"] = draft = Reorganisation.objects.create(
        kind="dissolve", decision_number="888/QĐ-GT", **facts
    )
    sample["reorganisation_line"] = draft.lines.create(grassroots=world.company)
    done = Reorganisation.objects.create(kind="rename", decision_number="889/QĐ-ĐT", **facts)
    done.lines.create(grassroots=world.school, new_name=world.school.name)
    sample["reorganisation_done"] = freeze(
        done, state="confirmed", confirmed_by=world.people["leader"], confirmed_at=timezone.now()
    )
    sample["sheet"] = stored.start_upload(
        actor=world.people["officer"],
        kind="people",
        place=world.school,
        content="Họ và tên\nMai Kim Quế\n".encode(),
        name="danh-sach.csv",
    )
    sample["imported"] = stored.start_upload(
        actor=world.people["chair"],
        kind="people",
        place=world.school,
        content="Họ và tên\nLê Thị Nhã\n".encode(),
        name="da-nhap.csv",
    )
    start_import(actor=world.people["chair"], sheet=sample["imported"], good_rows=False)
    _cluster(world, sample)
    sample["job"] = Job.objects.create(
        kind="trial", name="yeu-cau-in", state="done", created_by=world.people["officer"], result_name="a.pdf"
    )
    sample["job"].result.save("a.pdf", ContentFile(PDF))


def _personal_records(world: Any, sample: dict[str, Any]) -> None:
    known = {"union": world.union, "grassroots": world.school, "person": sample["teacher"]}
    first_day = date(YEAR, 1, 1)
    sample["unit_matter"] = UnitMatter.objects.create(
        union=world.union, grassroots=world.school, subject_kind="grassroots", kind="audit", valid_from=first_day
    )
    sample["discipline"] = Discipline.objects.create(level="reprimand", valid_from=first_day, **known)
    sample["leave"] = Leave.objects.create(kind="maternity", valid_from=first_day, **known)
    sample["yearly_grade"] = YearlyGrade.objects.create(year=YEAR, grade="excellent", **known)
    sample["transfer_remark"] = TransferRemark.objects.create(
        text="Gieo chữ mùa xuân tận tụy", given_on=first_day, **known
    )


def _cluster(world: Any, sample: dict[str, Any]) -> None:
    """Led by the school this year; both units have signed its pact, and the paper is on file."""
    sample["cluster"] = cluster = Cluster.objects.create(union=world.union, name="Cụm thi đua Hồ Tây")
    units = (world.school, world.company)
    for unit in units:
        unit.cluster = cluster
        unit.save(update_fields=["cluster"])
    facts = {"lead": world.school, "lead_from": date(YEAR, 1, 1)}
    sample["pact"] = pact = ClusterYear.objects.create(
        cluster=cluster, year=YEAR, pact_contents="Cùng trồng sen", pact_signed_on=date(YEAR, 1, 1), **facts
    )
    pact.pact_scan.save("a.pdf", ContentFile(PDF))
    sample["pact_signature"] = [
        pact.signatures.create(grassroots=unit, unit_name=unit.name, signed_on=date(YEAR, 1, 1)) for unit in units
    ][-1]


def _unions(world: Any, sample: dict[str, Any]) -> None:
    sample["profile"] = world.union.profiles.get()
    sample["sector"] = world.union.sectors.order_by("pk").first()
    sample["logo"] = logo = UnionLogo(union=world.union, sha256="0" * 64)
    logo.file.save("logo.png", ContentFile(b"\x89PNG"), save=False)
    logo.save()


def _campaigns(world: Any, sample: dict[str, Any]) -> None:
    officer = world.people["officer"]
    facts = {"name": "Gieo chữ mùa xuân", "year": YEAR}
    sample["campaign"] = campaign = make_campaign(world.union, officer, **facts)
    made = {"made_by": officer, "made_at": campaign.created_at}
    campaign.plan_changes.create(number=1, kind="addition", text="Thêm nội dung", **made)
    campaign.plan_changes.create(number=2, kind="extension", registration_closes=date(YEAR, 12, 31), **made)
    campaign.reviews.create(
        kind="interim",
        held_on=campaign.launched_on,
        text="Các đơn vị hưởng ứng tốt",
        figures=[["Đơn vị", 2]],
        **made,
    )
    sample["campaign_draft"] = make_campaign(world.union, officer, launched=False, **facts)
    for name in ("campaign_draft", "campaign"):
        document = sample[f"attachment_of_{name}"] = CampaignAttachment(name="Mẫu báo cáo xuân", added_by=officer)
        document.campaign = sample[name]
        document.file.save("a.pdf", ContentFile(PDF))
    sent = {"state": "submitted", "submitted_by": officer, "submitted_at": timezone.now()}
    sample["campaign_submitted"] = make_campaign(world.union, officer, launched=False, **sent, **facts)
    sample["campaign_approved"] = make_campaign(
        world.union,
        officer,
        launched=False,
        state="approved",
        approved_by=world.people["leader"],
        approved_at=timezone.now(),
        **facts,
    )
    sample["campaign_closed"] = make_campaign(world.union, officer, **facts)
    type(campaign).objects.filter(pk=sample["campaign_closed"].pk).update(state="closed", closed_on=date(YEAR, 1, 2))
    launched = {
        "state": "launched",
        "acknowledged_on": date(YEAR, 1, 1),
        "launched_on": date(YEAR, 1, 1),
        "participants": 5,
        "document": "launches/a.pdf",
        "launch_accepted_at": None,
    }
    sample["rollout_sent"] = make_rollout(campaign, world.school)
    sample["slip"] = slip_code(sample["rollout_sent"].pk)
    make_rollout(campaign, world.company)
    [sample["dismissal"]] = dismiss(
        actor=officer,
        kind=dismissible("rollout"),  # type: ignore[arg-type]
        year=YEAR,
        rows=[sample["rollout_sent"]],
        reason="Gieo chữ mùa xuân",
    )
    sample["rollout_known"] = make_rollout(
        sample["campaign_closed"], world.school, state="acknowledged", acknowledged_on=date(YEAR, 1, 2)
    )
    second = sample["campaign_numbered"] = make_campaign(world.union, officer, **facts)
    clerk, day = world.people["clerk"], date(YEAR, 1, 5)
    number_plan(second, actor=clerk, dated_on=day)
    number_letter(second, actor=clerk, dated_on=day)
    file_plan(second, actor=clerk, scan=ContentFile(PDF, "ke-hoach.pdf"))
    sample["rollout_launched"] = make_rollout(second, world.school, **launched)
    sample["rollout_launched"].photo = ContentFile(PDF, "photo.pdf")
    sample["rollout_launched"].report_document = ContentFile(PDF, "report.pdf")
    for _scan in range(2):
        sample["rollout_launched"].document = ContentFile(PDF, "a.pdf")
        sample["rollout_launched"].save()
    sample["replaced"] = ReplacedFile.objects.get()


def _registrations(world: Any, sample: dict[str, Any]) -> None:
    title = sample["title"] = make_title()
    sample["rule"] = make_rule()
    sample["own_title"] = make_own_title()
    sample["campaign"].titles.add(title)
    sample["target"] = sample["campaign"].targets.create(measure="registrations", value=1)
    plain = {"union": world.union, "title": title, "year": YEAR, "campaign": sample["campaign"]}
    decided = {"decided_at": timezone.now(), "decided_by": world.people["officer"]}
    for state, facts in {"draft": {}, "submitted": {}, "accepted": decided, "locked": decided}.items():
        person = make_person(world.school, "Mai Kim Quế", birth_date=date(1990, 1, 1) + timedelta(days=len(sample)))
        sample[f"registration_{state}"] = Registration.objects.create(
            grassroots=world.school,
            subject_kind="person",
            person=person,
            state=state,
            created_by=world.people["board"],
            **plain,
            **facts,
        )
    _assessment(sample["registration_accepted"])
    _evidence(world, sample)
    Registration.objects.create(
        grassroots=world.company,
        subject_kind="person",
        person=sample["seamstress"],
        state="submitted",
        created_by=world.people["officer"],
        **plain,
    )


def _evidence(world: Any, sample: dict[str, Any]) -> None:
    kinds = {"draft": "decision", "submitted": "decision", "accepted": "achievement_report", "locked": "photograph"}
    for state, kind in kinds.items():
        piece = sample[f"evidence_{state}"] = Evidence(kind=kind, note="Sen trắng", created_by=world.people["board"])
        piece.registration = sample[f"registration_{state}"]
        piece.file.save("a.pdf", ContentFile(PDF))


def _assessment(registration: Registration) -> None:
    assessment = Assessment.objects.create(
        row_model="emulation.registration",
        row_key=registration.pk,
        union=registration.union,
        grassroots=registration.grassroots,
        title=registration.title,
        year=registration.year,
        act="accept",
        law_day=YESTERDAY,
        outcome="warn",
    )
    passed = {"passed_by": registration.decided_by, "passed_at": timezone.now(), "pass_reason": "Trường bị bão"}
    Verdict.objects.create(
        assessment=assessment, rule="R02", outcome="warn", message="Đăng ký sau thời hạn.", **passed
    )


def _sheet(world: Any, sample: dict[str, Any]) -> None:
    chair, unit = world.people["chair"], {"union": world.union, "grassroots": world.school}
    sheet = RegistrationSheet.objects.create(campaign=sample["campaign"], year=YEAR, created_by=chair, **unit)
    scan = ContentFile(PDF, "ban-dang-ky.pdf")
    sample["sheet_version"] = SheetVersion.objects.create(
        sheet=sheet, number=1, submitted_by=chair, submitted_at=timezone.now(), scan=scan
    )
    sample["sheet"] = sheet


def _initiatives(world: Any, sample: dict[str, Any]) -> None:
    plain = {"union": world.union, "year": YEAR, "campaign": sample["campaign"]}
    for state in ("draft", "submitted", "registered", "reported", "reviewed"):
        made = sample[f"initiative_{state}"] = Initiative.objects.create(
            grassroots=world.school,
            name="Gieo chữ mùa xuân bằng thơ",
            search_key="gieo chu mua xuan bang tho",
            state=state,
            created_by=world.people["board"],
            **plain,
        )
        InitiativeAuthor.objects.create(initiative=made, person=sample["teacher"], share_percent=100, is_lead=True)
    history = {"is_history": True, "recognition_level": "grassroots", "recognition_decision": "7/QĐ"}
    sample["initiative_history"] = Initiative.objects.create(
        grassroots=world.school,
        name="Sân trường trồng chữ",
        search_key="san truong trong chu",
        state="submitted",
        recognised_on=YESTERDAY,
        created_by=world.people["board"],
        **plain | history | {"campaign": None},
    )
    InitiativeAuthor.objects.create(
        initiative=sample["initiative_history"], person=sample["teacher"], share_percent=100, is_lead=True
    )
    sample["initiative_registered"].document.save("a.pdf", ContentFile(PDF))
    Initiative.objects.create(
        grassroots=world.company,
        name="Sắp kho theo màu vải",
        search_key="sap kho theo mau vai",
        state="submitted",
        created_by=world.people["officer"],
        **plain,
    )
    work = {"grassroots": world.school, "created_by": world.people["board"], **plain}
    sample["work"] = Work.objects.create(name="Lát lại sân trường", **work)
    sample["work_done"] = Work.objects.create(name="Lát lại sân trường, đợt hai", completed_on=YESTERDAY, **work)


def _unit_campaigns(world: Any, sample: dict[str, Any]) -> None:
    period = {"period_start": date(YEAR, 1, 1), "period_end": date(YEAR, 12, 31), "year": YEAR}
    facts = {"union": world.union, "grassroots": world.school, "created_by": world.people["board"], **period}
    own = sample["unit_campaign"] = UnitCampaign.objects.create(
        name="Lớp học hạnh phúc", parent=sample["campaign"], **facts
    )
    own.targets.create(value=2, text="sáng kiến")
    launched = sample["unit_campaign_launched"] = UnitCampaign.objects.create(
        name="Sân trường không rác", launched_on=YESTERDAY, **facts
    )
    launched.targets.create(value=100, text="% lớp học tham gia")


def _contests(world: Any, sample: dict[str, Any]) -> None:
    officer = world.people["officer"]
    sample["contest"] = Contest.objects.create(
        union=world.union,
        campaign=sample["campaign"],
        name="Cô giáo tài năng duyên dáng",
        kind="competition",
        year=YEAR,
        held_on=YESTERDAY,
        created_by=officer,
    )
    sample["entry"] = ContestEntry.objects.create(
        contest=sample["contest"], grassroots=world.school, person=sample["teacher"], rank="first"
    )
    sample["result"] = ExternalResult.objects.create(
        union=world.union,
        grassroots=world.school,
        kind="teacher",
        level="superior",
        contest_name="Hội giảng thành phố",
        person=sample["teacher"],
        year=YEAR,
        created_by=officer,
    )
    sample["grade"] = Classification.objects.create(
        union=world.union, grassroots=world.school, year=YEAR, grade="excellent", decided_on=YESTERDAY
    )


def _nominations(world: Any, sample: dict[str, Any]) -> None:
    council = Council.objects.create(union=world.union, name="Hội đồng", valid_from=date(2020, 1, 1))
    seats = [
        CouncilSeat.objects.create(council=council, user=world.people[role], full_name=role, post=post)
        for role, post in {"leader": "chair", "council": "secretary"}.items()
    ]
    sample["council"], sample["council_seat"] = council, seats[0]
    for state in ("draft", "submitted", "checked", "shortlisted", "withdrawn", "approved"):
        sample[f"nomination_{state}"] = Nomination.objects.create(
            union=world.union,
            grassroots=world.school,
            subject_kind="person",
            person=make_person(world.school, "Mai Kim Quế", birth_date=date(1991, 1, 1 + len(sample) % 28)),
            title=sample["own_title"],
            year=YEAR,
            unregistered_reason="Mới về đơn vị",
            achievement="Hoàn thành nhiệm vụ",
            state=state,
            created_by=world.people["chair"],
        )
    facts = {"council": council, "name": "Phiên tổng kết", "year": YEAR, "held_on": YESTERDAY}
    facts["created_by"] = world.people["officer"]
    sample["session_planned"] = Session.objects.create(**facts)
    opened = Session.objects.create(**facts)
    for session in (sample["session_planned"], opened):
        for seat in seats:
            Attendance.objects.create(session=session, seat=seat, presence="present")
    sample["item"] = AgendaItem.objects.create(session=opened, nomination=sample["nomination_shortlisted"])
    sample["session_open"] = freeze(opened, state="open", member_total=2)
    _closed_session(sample, Session.objects.create(**facts))
    sample["item_planned"] = AgendaItem.objects.create(
        session=sample["session_planned"], nomination=sample["nomination_shortlisted"]
    )


def _closed_session(sample: dict[str, Any], session: Session) -> None:
    """A sitting that approved somebody about whom nothing is decided yet."""
    tally = dict.fromkeys(AgendaItem.TALLY, 2) | {"ballots_invalid": 0, "written_for": 0}
    AgendaItem.objects.create(session=session, nomination=sample["nomination_approved"], outcome="approved", **tally)
    sample["session_closed"] = freeze(session, state="closed", member_total=2, closed_at=timezone.now())


def _decisions(world: Any, sample: dict[str, Any]) -> None:
    leader, officer = world.people["leader"], world.people["officer"]
    for state in ("draft", "submitted", "signed", "issued"):
        decision = Decision.objects.create(
            union=world.union,
            year=YEAR,
            subject_line="Về việc khen thưởng cuối năm học",
            basis_kind="contest",
            basis="Kết quả Hội thi thợ giỏi",
            created_by=officer,
        )
        sample[f"award_{state}"] = Award.objects.create(
            decision=decision,
            union=world.union,
            grassroots=world.school,
            subject_kind="person",
            person=sample["teacher"],
            title=sample["own_title"],
            year=YEAR,
            golden_book_number=1,
            recipient_name="Mai Kim Quế",
            achievement="Hoàn thành nhiệm vụ",
        )
        if state != "draft":
            decision = submit_decision(decision, actor=officer)
        if state in {"signed", "issued"}:
            decision = sign_decision(decision, actor=leader, dated_on=YESTERDAY)
        sample[f"decision_{state}"] = decision
    sample["decision_issued"] = issue_decision(sample["decision_issued"], actor=world.people["clerk"])
    sample["code"] = Certificate.objects.get().code
    sample["received_waiting"] = ReceivedAward.objects.create(
        union=world.union,
        grassroots=world.school,
        person=sample["teacher"],
        title=sample["title"],
        year=YEAR,
        decision_symbol="777/QĐ-TP",
        decided_on=YESTERDAY,
        state="submitted",
        created_by=world.people["chair"],
    )
    sample["received_waiting"].proof.save("a.pdf", ContentFile(PDF))
    sample["decision_copy"] = DecisionCopy(
        union=world.union,
        grassroots=world.school,
        symbol="777/QĐ-TP",
        symbol_key="777/qd-tp",
        decided_on=YESTERDAY,
        created_by=world.people["chair"],
    )
    sample["decision_copy"].file.save("a.pdf", ContentFile(PDF))
    sample["received"] = ReceivedAward.objects.create(
        union=world.union,
        title=make_title("CO_TP", "Cờ thi đua của thành phố", level="city"),
        year=YEAR,
        to_federation=True,
        decision_symbol="777/QĐ-TP",
        created_by=world.people["officer"],
    )


def _reports(world: Any, sample: dict[str, Any]) -> None:
    FigureRemark.objects.create(union=world.union, year=YEAR, indicator="members", note="Gieo chữ mùa xuân")
    plain = {"union": world.union, "as_of": YESTERDAY, "created_by": world.people["officer"]}
    sample["edition_draft"] = ReportEdition.objects.create(year=YEAR, edition=2, **plain)
    signature = {"signed_by": world.people["leader"], "signed_at": timezone.now(), "signatory_name": "Phạm Quốc Bảo"}
    sample["edition_submitted"] = ReportEdition.objects.create(
        year=YEAR,
        edition=4,
        state="submitted",
        submitted_at=timezone.now(),
        submitted_by=world.people["officer"],
        **plain,
    )
    sample["edition_signed"] = ReportEdition.objects.create(
        year=YEAR, edition=3, state="signed", **signature, **plain
    )
    edition = ReportEdition.objects.create(year=YEAR - 1, edition=1, **plain)  # an issued year asks for reasons
    store_document(edition, Document("Báo cáo", "Liên đoàn", Letterhead("", "LIÊN ĐOÀN", "Tây Hồ")))
    edition.pdf.save("report.pdf", ContentFile(PDF))
    issued = {"symbol": "99/BC-LĐLĐ", "dated_on": YESTERDAY, "issued_at": timezone.now(), "sha256": "0" * 64}
    sample["edition_issued"] = freeze(edition, state="issued", **issued)

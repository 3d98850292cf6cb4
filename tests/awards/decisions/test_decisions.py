"""Decisions from the vote to the signature, and what is frozen after it."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import Role, User
from accounts.users.services import grant_role
from awards.certificates.services import certificates_pdf
from awards.decisions.choices import DecisionState
from awards.decisions.models import Award, Certificate, Decision
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import (
    add_recipients,
    correct_award,
    discard_draft,
    draft_decision,
    edit_decision,
    remove_award,
)
from awards.decisions.services.issuing import issue_decision, record_handover, revoke_decision
from awards.decisions.services.recomputing import sums_on
from awards.decisions.services.signing import recall_decision, return_decision, sign_decision, submit_decision
from awards.decisions.workflow import DECISION
from awards.nominations.choices import NominationState
from awards.nominations.services import withdraw_nomination
from core.history import history_lines
from core.notifications import sentence_of, unread_news
from core.todo import todos_for
from core.workflow import MoveNotAllowed
from tests.awards.conftest import ACHIEVEMENT, DATED_ON, HELD_ON, UNEXPECTED, make_own_title
from tests.factories import make_person, make_title
from unions.people.services import change_person

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_a_nomination_becomes_an_award_with_a_number_and_a_certificate(office, law):
    nomination = office.checked()
    issued = office.issue(office.draft(nomination))
    award = issued.awards.get()
    nomination.refresh_from_db()
    assert (issued.symbol, issued.series_year, nomination.state) == ("01/QĐ-LĐLĐ", 2024, NominationState.DECIDED)
    assert (award.honorific, award.recipient_name, award.post, award.unit_name, award.amount) == (
        "Bà", "Nguyễn Thị Ánh", "Giáo viên", "Trường Tiểu học Chu Văn An", 710_000,
    )  # fmt: skip
    assert len(Certificate.objects.get(award=award).code) == 12


@pytest.mark.slow
def test_only_what_this_session_approved_is_decided(office):
    rejected = office.checked("Tạ An")
    session = office.closed(rejected, votes=2)
    facts = {"actor": office.user("officer"), "union": office.world.union, "year": 2024, "subject_line": "Về việc"}
    for nominations in ([rejected], [office.checked("Lê Ân")], []):
        with pytest.raises(ValidationError) as error:
            draft_decision(**facts, session=session, nominations=nominations)
        assert set(error.value.message_dict) == {"nominations"}
    assert not Decision.objects.exists()


def test_the_rows_are_ordered_by_kind_sector_unit_and_given_name(office):
    world, title = office.world, make_own_title()
    line = AwardDraft
    lines = [
        line(title, world.company, "person", ACHIEVEMENT, make_person(world.company, "Vũ Văn An")),
        line(title, world.school, "person", ACHIEVEMENT, make_person(world.school, "Bùi Thị Yến")),
        line(title, world.school, "person", ACHIEVEMENT, make_person(world.school, "Phạm Thị Đào")),
        line(title, world.school, "person", ACHIEVEMENT, make_person(world.school, "Trần Thị Dung")),
        line(title, world.school, "grassroots", ACHIEVEMENT),
        line(title, world.company, "grassroots", ACHIEVEMENT),
    ]
    decision = draft_decision(
        actor=office.user("officer"),
        union=world.union,
        year=2024,
        subject_line="Về việc",
        award_drafts=lines,
        **UNEXPECTED,
    )
    assert list(decision.awards.values_list("golden_book_number", "recipient_name")) == [
        (1, "Công đoàn cơ sở Công ty TNHH May Hồ Tây"), (2, "Công đoàn cơ sở Trường Tiểu học Chu Văn An"),
        (3, "Vũ Văn An"), (4, "Trần Thị Dung"), (5, "Phạm Thị Đào"), (6, "Bùi Thị Yến"),
    ]  # fmt: skip


def test_a_title_the_federation_does_not_give_stands_in_no_decision_of_its_own(office):
    with pytest.raises(ValidationError):
        office.honour("Lê Thị An", title=make_title("LDTT"))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("day", "amount"), [(date(2026, 6, 30), 710_000), (date(2026, 7, 1), 760_000)])
def test_rewards_are_fixed_by_the_day_of_the_signature(office, law, day, amount):
    signed = office.sign(office.honour("Lê Thị An", dated_on=date(2024, 12, 1)), day)
    assert signed.awards.get().amount == amount


def test_a_reward_entered_by_hand_stays_whatever_the_day(office, law):
    draft = office.honour("Lê Thị An", dated_on=date(2024, 12, 1))
    correct_award(draft.awards.get(), actor=office.user("officer"), amount=500_000)
    assert office.sign(draft, date(2026, 7, 1)).awards.get().amount == 500_000


def test_a_reward_typed_as_the_formula_has_it_stays_too(office, law):
    draft, officer = office.honour("Lê Thị An", dated_on=date(2024, 12, 1)), office.user("officer")
    correct_award(draft.awards.get(), actor=officer, amount=710_000)
    assert sums_on(draft, date(2026, 7, 1)).total == 710_000
    correct_award(draft.awards.get(), actor=officer, amount=None)
    assert sums_on(draft, date(2026, 7, 1)).total == 760_000


@pytest.mark.slow
def test_what_is_signed_was_seen_with_the_sums_of_its_day(office, law):
    draft = office.send(office.honour("Lê Thị An", dated_on=date(2024, 12, 1)))
    leader, officer = office.user("leader"), office.user("officer")
    of_draft, of_day = sums_on(draft, date(2024, 12, 1)), sums_on(draft, date(2026, 7, 1))
    assert (of_draft.total, of_draft.changed, of_day.total, of_day.before) == (710_000, [], 760_000, 710_000)
    with pytest.raises(ValidationError):
        sign_decision(draft, actor=leader, dated_on=date(2026, 7, 1), seen=of_draft.fingerprint)
    draft = recall_decision(draft, actor=officer)
    draft = office.send(add_recipients(draft, actor=officer, award_drafts=[direct(office, "Lê Ân")]))
    with pytest.raises(ValidationError):
        sign_decision(draft, actor=leader, dated_on=date(2026, 7, 1), seen=of_day.fingerprint)
    seen = sums_on(draft, date(2026, 7, 1))
    signed = sign_decision(draft, actor=leader, dated_on=date(2026, 7, 1), seen=seen.fingerprint)
    assert sum(signed.awards.values_list("amount", flat=True)) == seen.total == 1_520_000


def test_a_name_corrected_after_the_draft_is_printed_as_it_is_now(office):
    draft = office.honour("Lê Thị An", "Trần Thị Bình")
    person = draft.awards.get(golden_book_number=1).person
    facts = {"full_name": "Lê Thị Yên", "birth_date": person.birth_date}
    change_person(actor=office.user("officer"), person=person, expected_revision=None, facts=facts, employment=None)
    assert [row.fresh.recipient_name for row in sums_on(draft, DATED_ON).changed] == ["Lê Thị Yên"]
    names = office.sign(draft).awards.order_by("golden_book_number").values_list("recipient_name", flat=True)
    assert list(names) == ["Trần Thị Bình", "Lê Thị Yên"]


@pytest.mark.slow
def test_the_leader_sees_the_sums_of_the_day_before_signing(office, law):
    draft = office.send(office.honour("Lê Thị An", dated_on=date(2024, 12, 1)))
    client = office.world.client("leader")
    url, typed = reverse("awards:decision-sign", args=[draft.pk]), {"dated_on": "01/07/2026", "capacity": "chair"}
    seen = client.get(url).context["sums"].fingerprint
    refused = client.post(url, {**typed, "seen": seen})
    page = refused.content.decode()
    assert (refused.status_code, "760.000" in page, "710.000" in page) == (422, True, True)
    assert client.post(url, {**typed, "seen": refused.context["sums"].fingerprint}).status_code == 302


@pytest.mark.slow
def test_a_decision_is_dated_between_its_session_and_today(office):
    draft = office.draft(office.checked())
    for day in (HELD_ON - timedelta(days=1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(ValidationError) as error:
            office.sign(draft, day)
        assert set(error.value.message_dict) == {"dated_on"}
    assert office.sign(draft, HELD_ON).dated_on == HELD_ON


def test_a_draft_reaches_the_leaders_only_once_it_is_sent(office):
    draft, leader = office.honour("Lê Thị An"), office.user("leader")
    with pytest.raises(MoveNotAllowed):
        sign_decision(draft, actor=leader, dated_on=DATED_ON)
    unsent = [todo.text for todo in todos_for(leader, 2024)]
    draft = office.send(draft)
    assert (unsent, [todo.text for todo in todos_for(leader, 2024)]) == (
        [],
        ["Quyết định “Về việc biểu dương” chờ đồng chí ký"],
    )
    assert (draft.submitted_by, draft.submitted_at is not None) == (office.user("officer"), True)


def test_a_draft_that_could_not_be_signed_is_not_sent(office):
    draft = office.honour("Lê Thị An")
    draft.awards.all().delete()
    with pytest.raises(ValidationError, match="chưa có đối tượng"):
        office.send(draft)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_returned_draft_comes_first_among_the_officers_things_to_do_with_the_reason(office):
    draft, officer = office.send(office.honour("Lê Thị An")), office.user("officer")
    with pytest.raises(ValidationError):
        return_decision(draft, actor=office.user("leader"), reason=" ")
    returned = return_decision(draft, actor=office.user("leader"), reason="Thiếu căn cứ")
    first = todos_for(officer, 2024)[0]
    assert (returned.state, first.text, first.url) == (
        "draft",
        "Dự thảo quyết định “Về việc biểu dương” được trả lại để sửa: Thiếu căn cứ",
        draft.get_absolute_url(),
    )
    assert office.send(returned).return_reason == ""


def test_a_sent_draft_is_changed_only_after_it_was_taken_back(office):
    draft, officer = office.send(office.honour("Lê Thị An")), office.user("officer")
    for change in (
        lambda: edit_decision(draft, actor=officer, subject_line="Khác"),
        lambda: correct_award(draft.awards.get(), actor=officer, amount=1),
        lambda: add_recipients(draft, actor=officer, award_drafts=[direct(office, "Lê Ân")]),
        lambda: remove_award(draft.awards.get(), actor=officer),
        lambda: discard_draft(draft, actor=officer),
    ):
        with pytest.raises(MoveNotAllowed, match="rút về"):
            change()
    taken_back = recall_decision(draft, actor=officer)
    assert edit_decision(taken_back, actor=officer, subject_line="Khác").subject_line == "Khác"


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("DELETE FROM awards_decision", True),
        ("DELETE FROM awards_award", True),
        ("UPDATE awards_award SET amount = 1", False),
    ],
)
def test_the_database_keeps_the_recipients_of_a_sent_draft(office, statement, refused):
    office.send(office.honour("Lê Thị An"))
    with pytest.raises(DatabaseError) if refused else nullcontext(), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.slow
@pytest.mark.parametrize("leads_alone", [False, True])
def test_who_wrote_and_sent_a_decision_never_signs_it_and_reads_what_to_do(office, leads_alone):
    leader, union = office.user("leader"), office.world.union
    grant_role(actor=None, user=leader, kind="officer", since=date(2024, 1, 1), union=union)
    if leads_alone:
        Role.objects.filter(user=office.user("vice")).delete()
    leader = User.objects.get(pk=leader.pk)
    draft = submit_decision(office.honour("Lê Thị An", author=leader), actor=leader)
    with pytest.raises(PermissionDenied, match="đề nghị quản trị hệ thống giao thêm cho một đồng chí nữa"):
        sign_decision(draft, actor=leader, dated_on=DATED_ON)
    draft.refresh_from_db()
    assert draft.state == "submitted"
    page = draft.get_absolute_url()
    answers = [office.world.client("leader").get(address) for address in (page, f"{page}sign/")]
    told = ["phải do đồng chí khác thực hiện" in answer.content.decode() for answer in answers]
    assert (told, [answer.status_code for answer in answers]) == ([True, True], [200, 403])


def test_the_officer_numbers_a_decision_only_on_a_day_without_a_clerk(office):
    signed, officer = office.sign(office.honour("Lê Thị An")), office.user("officer")
    clerk = Role.objects.get(user=office.user("clerk"))
    with pytest.raises(PermissionDenied):
        issue_decision(signed, actor=officer)
    clerk.valid_to = timezone.localdate()
    clerk.save()
    assert not DECISION.may("issue", User.objects.get(pk=officer.pk), signed)
    clerk.valid_to = timezone.localdate() - timedelta(days=1)
    clerk.save()
    assert issue_decision(signed, actor=User.objects.get(pk=officer.pk)).state == "issued"


def test_a_leader_who_is_the_officer_too_does_not_number_what_they_signed(office):
    leader, union = office.user("leader"), office.world.union
    grant_role(actor=None, user=leader, kind="officer", since=date(2024, 1, 1), union=union)
    Role.objects.filter(user=office.user("clerk")).delete()
    signed = office.sign(office.honour("Lê Thị An"))
    with pytest.raises(PermissionDenied, match="đã ký quyết định"):
        issue_decision(signed, actor=User.objects.get(pk=leader.pk))
    assert issue_decision(signed, actor=User.objects.get(pk=office.user("officer").pk)).state == "issued"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["officer", "clerk", "viewer", "admin", "council", "chair", "stranger_officer"])
def test_only_a_leader_of_the_federation_signs(office, role):
    draft = office.send(office.honour("Lê Thị An"))
    with pytest.raises(PermissionDenied):
        sign_decision(draft, actor=office.user(role), dated_on=DATED_ON)


def test_one_signs_in_the_office_one_holds(office):
    draft = office.send(office.honour("Lê Thị An"))
    with pytest.raises(ValidationError) as error:
        sign_decision(draft, actor=office.user("vice"), dated_on=DATED_ON, capacity="chair")
    assert set(error.value.message_dict) == {"capacity"}
    signed = sign_decision(draft, actor=office.user("vice"), dated_on=DATED_ON, capacity="vice_chair")
    assert (signed.document_text["capacity_lines"], signed.document_text["post"], signed.signatory_name) == (
        ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"], "PHÓ CHỦ TỊCH", "Lê Thu Hà",
    )  # fmt: skip


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("day", "law_cited", "rule_cited"), [
    (date(2020, 12, 20), "Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003", "1689/QĐ-TLĐ"),
    (date(2024, 12, 20), "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", "999/QĐ-TLĐ"),
])  # fmt: skip
def test_the_law_of_the_day_is_cited(office, law, day, law_cited, rule_cited):
    grounds = office.sign(office.honour("Lê Thị An", dated_on=day), day).document_text["grounds"]
    others = {"2003", "2022", "1689", "999"} - {law_cited[-4:], rule_cited.partition("/")[0]}
    cited = " ".join(grounds)
    assert (law_cited in cited, rule_cited in cited) == (True, True)
    assert not [other for other in others if f"{other}/QĐ" in cited or f"năm {other};" in cited]


@pytest.mark.slow
def test_numbers_go_up_without_holes_and_begin_anew_each_year_in_each_union(office):
    days = [date(2024, 11, 5), date(2024, 12, 5), date(2025, 1, 5)]
    issued = [
        office.issue(office.honour(name, dated_on=day), day)
        for name, day in zip(["Lê An", "Lê Ân", "Lê Bình"], days, strict=True)
    ]
    numbered = [(decision.symbol, decision.series_year) for decision in issued]
    assert numbered == [("01/QĐ-LĐLĐ", 2024), ("02/QĐ-LĐLĐ", 2024), ("01/QĐ-LĐLĐ", 2025)]


@pytest.mark.slow
def test_the_clerk_numbers_from_the_federations_own_book(office):
    clerk, signed = office.user("clerk"), [office.sign(office.honour(name)) for name in ("Lê An", "Lê Ân", "Lê Bình")]
    issued = [issue_decision(signed[0], actor=clerk, number=45)]
    with pytest.raises(ValidationError) as refused:
        issue_decision(signed[1], actor=clerk, number=45)
    issued += [issue_decision(signed[1], actor=clerk), issue_decision(signed[2], actor=clerk, number=7)]
    assert [decision.symbol for decision in issued] == ["45/QĐ-LĐLĐ", "46/QĐ-LĐLĐ", "07/QĐ-LĐLĐ"]
    assert set(refused.value.message_dict) == {"number"}
    assert sorted(Certificate.objects.values_list("serial", flat=True))[0].endswith("-0007-0001")


@pytest.mark.slow
def test_a_number_is_taken_once_in_the_database(office):
    first, second = (office.issue(office.honour(name)) for name in ("Lê An", "Lê Ân"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=second.pk).update(number=first.number)


@pytest.mark.slow
def test_a_decision_is_issued_once_and_only_after_its_signature(office):
    draft = office.honour("Lê An")
    with pytest.raises(MoveNotAllowed):
        issue_decision(draft, actor=office.user("clerk"))
    issued = office.issue(draft)
    with pytest.raises(MoveNotAllowed):
        issue_decision(issued, actor=office.user("clerk"))
    with pytest.raises(PermissionDenied):
        issue_decision(office.sign(office.honour("Lê Ân")), actor=office.user("leader"))


@pytest.mark.slow
def test_a_draft_may_lose_rows_and_be_thrown_away(office):
    kept, struck = office.checked("Lê An"), office.checked("Lê Ân")
    draft = office.draft(kept, struck)
    remove_award(draft.awards.get(nomination=kept), actor=office.user("officer"))
    assert list(draft.awards.values_list("golden_book_number", "recipient_name")) == [(1, "Lê Ân")]
    discard_draft(draft, actor=office.user("officer"))
    struck.refresh_from_db()
    assert (Decision.objects.count(), struck.state) == (0, NominationState.APPROVED)


def direct(office, name, title=None, amount=None):
    person = make_person(office.world.school, name)
    return AwardDraft(title or make_own_title(), office.world.school, "person", ACHIEVEMENT, person, amount)


@pytest.mark.slow
def test_recipients_are_added_in_the_order_of_the_list_until_the_signature(office):
    draft, officer = office.draft(office.checked("Lê Thị Yến"), office.checked("Trần Thị An")), office.user("officer")
    struck = draft.awards.get(recipient_name="Trần Thị An").nomination
    remove_award(draft.awards.get(nomination=struck), actor=officer)
    add_recipients(draft, actor=officer, nominations=[struck])
    assert list(draft.awards.values_list("golden_book_number", "recipient_name")) == [
        (1, "Trần Thị An"), (2, "Lê Thị Yến"),
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        add_recipients(draft, actor=officer, nominations=[struck])
    with pytest.raises(ValidationError):  # this title needs the council unless the basis says otherwise
        add_recipients(draft, actor=officer, award_drafts=[direct(office, "Bùi Thị Chi")])
    office.sign(draft)
    with pytest.raises(MoveNotAllowed):
        add_recipients(draft, actor=officer, nominations=[struck])


def without_session(office, **facts):
    facts = {"basis_kind": "contest", "basis": "Kết quả Hội thi thợ giỏi ngày 24/4/2024", **facts}
    return draft_decision(
        actor=office.user("officer"), union=office.world.union, year=2024, subject_line="Về việc", **facts
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("council", "basis_kind", "allowed"),
    [
        ("always", "plan", False), ("always", "contest", False), ("always", "unexpected", False),
        ("simplified", "plan", False), ("simplified", "contest", True), ("simplified", "unexpected", True),
        ("never", "plan", True), ("never", "contest", True), ("never", "unexpected", True),
    ],
)  # fmt: skip
def test_the_terms_of_a_title_say_whether_a_decision_needs_a_session(office, council, basis_kind, allowed):
    title = make_own_title("X", council=council)
    facts = {"basis_kind": basis_kind, "award_drafts": [direct(office, "Lê An", title)]}
    if allowed:
        assert without_session(office, **facts).awards.count() == 1
    else:
        with pytest.raises(ValidationError):
            without_session(office, **facts)
        assert not Decision.objects.exists()


@pytest.mark.slow
def test_checked_nominations_are_decided_without_a_session_and_print_the_basis(office):
    nomination = office.checked()
    draft = without_session(office, nominations=[nomination])
    with pytest.raises(ValidationError):  # it stands in the draft
        withdraw_nomination(nomination, actor=office.user("chair"))
    issued = office.issue(draft)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.DECIDED
    assert "Căn cứ Kết quả Hội thi thợ giỏi ngày 24/4/2024;" in issued.document_text["grounds"]
    assert not [ground for ground in issued.document_text["grounds"] if "Biên bản" in ground]
    assert certificates_pdf(issued)[:5] == b"%PDF-"


@pytest.mark.parametrize("missing", [{"basis": " "}, {"basis_kind": ""}])
def test_a_decision_without_a_session_names_its_basis(office, missing):
    with pytest.raises(ValidationError) as refused:
        without_session(office, award_drafts=[direct(office, "Lê An")], **missing)
    assert "basis" in refused.value.message_dict


def test_a_draft_is_corrected_with_its_old_and_new_words_in_the_history(office):
    draft = without_session(office, award_drafts=[direct(office, "Lê An")])
    edit_decision(draft, actor=office.user("officer"), basis="Kết quả Hội thi thợ giỏi ngày 25/4/2024")
    changes = [(change.label, change.new) for change in history_lines(draft)[0].changes]
    assert changes == [("căn cứ", "Kết quả Hội thi thợ giỏi ngày 25/4/2024")]
    with pytest.raises(ValidationError) as refused:
        edit_decision(draft, actor=office.user("officer"), basis_kind="plan")
    assert set(refused.value.message_dict) == {"basis_kind"}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_officer_drafts_without_a_session_and_adds_a_recipient_on_the_pages(office):
    client, title = office.world.client("officer"), make_own_title()
    person, unit = make_person(office.world.school, "Lê Thị An"), office.world.school
    answer = client.post(
        reverse("awards:decision-create-without-session"),
        {"union": office.world.union.pk, "subject_line": "Về việc", "basis_kind": "unexpected",
         "basis": "Thành tích dũng cảm cứu người", "year": 2024},
    )  # fmt: skip
    draft = Decision.objects.get()
    assert answer.url == draft.get_absolute_url()
    add = f"{reverse('awards:decision-add-recipient', args=[draft.pk])}?grassroots={unit.pk}"
    recipient = {"title": title.pk, "whom": f"person:{person.pk}:{unit.pk}", "achievement": ACHIEVEMENT}
    assert client.post(add, {**recipient, "amount": "500.000"}).url == draft.get_absolute_url()
    award = draft.awards.get()
    assert (award.person, award.amount, award.amount_typed) == (person, 500_000, True)
    assert "nhập tay" in client.get(draft.get_absolute_url()).content.decode()


def test_nothing_of_a_signed_decision_is_edited(office):
    signed = office.sign(office.honour("Lê An"))
    officer = office.user("officer")
    for action in (
        lambda: edit_decision(signed, actor=officer, year=2023, subject_line="Khác"),
        lambda: correct_award(signed.awards.get(), actor=officer, amount=1),
        lambda: remove_award(signed.awards.get(), actor=officer),
        lambda: discard_draft(signed, actor=officer),
    ):
        with pytest.raises(MoveNotAllowed):
            action()


@pytest.mark.slow
@pytest.mark.parametrize("sql", [
    "UPDATE awards_decision SET subject_line = 'khác'", "UPDATE awards_decision SET dated_on = '2020-01-01'",
    "UPDATE awards_decision SET document_text = '{}'", "DELETE FROM awards_decision",
    "UPDATE awards_decision SET state = 'draft', signed_at = NULL", "UPDATE awards_award SET recipient_name = 'khác'",
    "UPDATE awards_award SET amount = 1", "DELETE FROM awards_award",
])  # fmt: skip
def test_a_signed_decision_and_its_awards_are_frozen_by_the_database(office, sql):
    signed = office.sign(office.honour("Lê An"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert (Decision.objects.get().subject_line, Award.objects.get().recipient_name) == (
        "Về việc biểu dương",
        "Lê An",
    )
    assert signed.state == DecisionState.SIGNED


@pytest.mark.slow
def test_no_award_of_a_draft_gets_into_an_issued_decision(office):
    issued, draft = office.issue(office.honour("Lê An")), office.honour("Trần Bình", "Vũ Chi")
    late = draft.awards.order_by("golden_book_number").last()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Award.objects.filter(pk=late.pk).update(decision=issued)
    assert issued.awards.get().recipient_name == "Lê An"


@pytest.mark.slow
@pytest.mark.parametrize("sql", [
    "UPDATE awards_decision SET number = 9", "UPDATE awards_decision SET symbol = '09/QĐ-LĐLĐ'",
    "DELETE FROM awards_certificate",
])  # fmt: skip
def test_the_number_of_an_issued_decision_and_its_certificates_stay(office, sql):
    office.issue(office.honour("Lê An"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.slow
def test_the_handing_over_is_noted_on_any_past_day_after_the_decision_and_noted_anew(office):
    issued, clerk = office.issue(office.honour("Lê An")), office.user("clerk")
    for day in (DATED_ON - timedelta(days=1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            record_handover(issued, actor=clerk, handed_over_on=day, handed_over_place="")
        assert set(refused.value.message_dict) == {"handed_over_on"}
    record_handover(issued, actor=clerk, handed_over_on=DATED_ON, handed_over_place="Hội trường")
    record_handover(issued, actor=clerk, handed_over_on=date(2025, 1, 10), handed_over_place="Hội trường")
    change = history_lines(issued)[0].changes[0]
    assert (change.label, change.old, change.new) == ("ngày trao", "20/12/2024", "10/01/2025")
    with pytest.raises(PermissionDenied):
        record_handover(issued, actor=office.user("chair"), handed_over_on=DATED_ON, handed_over_place="")
    signed = office.sign(office.honour("Lê Ân"))
    with pytest.raises(MoveNotAllowed):
        record_handover(signed, actor=clerk, handed_over_on=DATED_ON)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_the_handing_over_begins_with_today(office):
    issued, client = office.issue(office.honour("Lê An")), office.world.client("clerk")
    url = reverse("awards:decision-hand-over", args=[issued.pk])
    assert client.get(url).context["form"].initial["handed_over_on"] == timezone.localdate()
    assert client.post(url, {"handed_over_on": "10/01/2025", "handed_over_place": "Hội trường"}).status_code == 302
    assert "10/01/2025" in client.get(issued.get_absolute_url()).content.decode()


@pytest.mark.slow
def test_an_issued_decision_is_revoked_only_by_a_later_one_with_a_reason(office):
    first = office.issue(office.honour("Lê An"), date(2024, 12, 20))
    later = office.issue(office.honour("Lê Ân"), date(2024, 12, 22))
    leader = office.user("leader")
    for wrong in ({"by": first, "reason": "Sai"}, {"by": later, "reason": " "}):
        with pytest.raises(ValidationError):
            revoke_decision(first, actor=leader, **wrong)
    with pytest.raises(ValidationError):
        revoke_decision(later, actor=leader, by=first, reason="Sai")
    with pytest.raises(PermissionDenied):
        revoke_decision(first, actor=office.user("officer"), by=later, reason="Sai")
    revoked = revoke_decision(first, actor=leader, by=later, reason="Thành tích không đúng.")
    assert (revoked.state, revoked.revoked_by, list(Award.objects.in_force())) == (
        DecisionState.REVOKED, later, [later.awards.get()],
    )  # fmt: skip


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_an_issued_decision_is_told_to_the_chairs_of_the_units_awarded_in_one_line(office):
    issued = office.issue(office.honour("Lê Thị An", "Trần Thị Bình"))
    [told] = unread_news(office.user("chair")).latest
    assert (sentence_of(told), told.url) == (
        "Đã có quyết định khen thưởng 2 tập thể, cá nhân của đơn vị",
        issued.get_absolute_url(),
    )
    assert office.world.client("chair").get(told.get_absolute_url(), follow=True).status_code == 200


@pytest.mark.one_database(on="sqlite")
def test_a_returned_draft_is_told_to_the_officers(office):
    draft = office.send(office.honour("Lê Thị An"))
    return_decision(draft, actor=office.user("leader"), reason="Thiếu căn cứ")
    [told] = unread_news(office.user("officer")).latest
    assert sentence_of(told) == "Dự thảo quyết định “Về việc biểu dương” được trả lại để sửa: Thiếu căn cứ"

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.audit import history_of
from core.editing import EditConflict
from core.models import AuditEntry
from core.workflow import MoveNotAllowed
from emulation.eligibility.selectors.judging import judge_all
from emulation.initiatives.choices import COUNTED_INITIATIVE, InitiativeState
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.rules import author_objections, day_objection, is_similar_name
from emulation.initiatives.selectors import similar_initiatives
from emulation.initiatives.services import entering, progress
from emulation.law.models import Title
from tests.emulation.eligibility.candidates import candidate_of
from tests.emulation.initiatives.entering import DECISION, EVERYBODY, put_into_state, typed
from tests.factories import make_campaign, make_initiative, make_person, make_rollout, make_user
from tests.papers import PDF

EMPLOYER = {"level": "grassroots", "decision": "07/QĐ-THCVA", "recognised_on": date(2024, 5, 20)}
VERBS: dict[str, Any] = {
    "submit": progress.submit_initiative,
    "register": progress.register_initiative,
    "return": progress.return_initiative,
    "withdraw": progress.withdraw_initiative,
    "reopen": progress.reopen_initiative,
    "report": progress.report_initiative,
    "review": progress.review_initiative,
    "decline": progress.decline_initiative,
    "recognise": progress.recognise_initiative,
    "recognise early": progress.recognise_initiative,
}
S = InitiativeState
ALLOWED = {
    ("submit", S.DRAFT): ("chair", S.SUBMITTED),
    ("submit", S.RETURNED): ("chair", S.SUBMITTED),
    ("register", S.SUBMITTED): ("officer", S.REGISTERED),
    ("return", S.SUBMITTED): ("officer", S.RETURNED),
    ("return", S.REGISTERED): ("officer", S.RETURNED),
    ("withdraw", S.DRAFT): ("chair", S.WITHDRAWN),
    ("withdraw", S.SUBMITTED): ("chair", S.WITHDRAWN),
    ("withdraw", S.RETURNED): ("chair", S.WITHDRAWN),
    ("reopen", S.WITHDRAWN): ("chair", S.DRAFT),
    ("report", S.REGISTERED): ("chair", S.REPORTED),
    ("review", S.REPORTED): ("officer", S.REVIEWED),
    ("recognise", S.REVIEWED): ("leader", S.RECOGNISED),
    ("decline", S.REVIEWED): ("leader", S.NOT_RECOGNISED),
    ("recognise early", S.REGISTERED): ("officer", S.RECOGNISED),
    ("recognise early", S.REPORTED): ("officer", S.RECOGNISED),
}
ACTORS = {
    "submit": "chair",
    "withdraw": "chair",
    "reopen": "chair",
    "report": "chair",
    "recognise": "leader",
    "decline": "leader",
}


def data_of(verb: str) -> dict[str, Any]:
    if verb.startswith("recognise"):
        return EMPLOYER if verb == "recognise early" else DECISION
    return {"reason": "Thiếu phần mô tả"}


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("state", S.values)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_moves_from_the_states_of_the_table_and_from_no_other(world, initiative, verb, state):
    initiative = put_into_state(initiative, state)
    actor, target = ALLOWED.get((verb, S(state)), (ACTORS.get(verb, "officer"), None))
    entries = history_of(initiative).count()
    if target is None:
        early = verb.startswith("recognise") and (state in (S.REGISTERED, S.REPORTED) or state == S.REVIEWED)
        with pytest.raises((MoveNotAllowed, PermissionDenied) if early else MoveNotAllowed):
            VERBS[verb](initiative, actor=world.people[actor], **data_of(verb))
        initiative.refresh_from_db()
        assert (initiative.state, history_of(initiative).count()) == (state, entries)
    else:
        VERBS[verb](initiative, actor=world.people[actor], **data_of(verb))
        initiative.refresh_from_db()
        assert (initiative.state, history_of(initiative).count()) == (target, entries + 1)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_each_verb_belongs_to_its_persons_alone(world, initiative, verb, state):
    allowed = {ALLOWED[verb, state][0]}
    allowed |= {"vice"} if "leader" in allowed else set()
    done = set()
    for role in EVERYBODY:
        initiative = put_into_state(initiative, state)
        try:
            VERBS[verb](initiative, actor=world.people[role], **data_of(verb))
            done.add(role)
        except PermissionDenied:
            continue
        Initiative.objects.filter(pk=initiative.pk).update(recognised_on=None, state=S.DRAFT)
    assert done == allowed


@pytest.mark.slow
def test_an_initiative_goes_from_draft_to_recognition(world, initiative):
    chair, officer, leader = (world.people[name] for name in ("chair", "officer", "leader"))
    progress.submit_initiative(initiative, actor=chair)
    progress.return_initiative(initiative, actor=officer, reason="Ghi rõ tình trạng trước khi áp dụng")
    progress.submit_initiative(initiative, actor=chair)
    progress.register_initiative(initiative, actor=officer)
    progress.note_application(
        actor=chair,
        initiative=initiative,
        applied_on=date(2024, 9, 5),
        applied_where="Khối 4",
        benefit_amount=12_000_000,
        benefit_basis="Giảm in tài liệu",
    )
    progress.report_initiative(initiative, actor=chair, reported_on=date(2024, 11, 1))
    progress.review_initiative(initiative, actor=officer, reviewed_on=date(2024, 11, 15))
    progress.recognise_initiative(initiative, actor=leader, **DECISION)
    initiative.refresh_from_db()
    assert (
        initiative.state,
        initiative.return_reason,
        initiative.recognition_decision,
        initiative.applied_where,
        initiative.reported_on,
        initiative.reviewed_on,
    ) == (
        "recognised",
        "",
        "45/QĐ-LĐLĐ",
        "Khối 4",
        date(2024, 11, 1),
        date(2024, 11, 15),
    )
    assert [entry.act.removeprefix("initiative.") for entry in history_of(initiative)][::-1] == [
        "draft",
        "submit",
        "return",
        "submit",
        "register",
        "apply",
        "report",
        "review",
        "recognise",
    ]


def test_whoever_wrote_a_draft_does_not_register_it(world):
    both = make_user("kiem.nhiem", "officer", union=world.union)
    initiative = make_initiative(world.people["chair"])
    Initiative.objects.filter(pk=initiative.pk).update(created_by=both)
    initiative = progress.submit_initiative(initiative, actor=world.people["chair"])
    with pytest.raises(PermissionDenied):
        progress.register_initiative(initiative, actor=both)


def test_before_the_review_only_the_employers_recognition_is_noted(world, initiative):
    initiative = put_into_state(initiative, S.REGISTERED)
    with pytest.raises(ValidationError) as refused:
        progress.recognise_initiative(initiative, actor=world.people["officer"], **DECISION)
    assert list(refused.value.message_dict) == ["level"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision": "  "}, "decision"),
        ({"recognised_on": None}, "recognised_on"),
        ({"recognised_on": timezone.localdate() + timedelta(days=1)}, "recognised_on"),
        ({"recognised_on": date(2022, 12, 31)}, "recognised_on"),
        ({"level": ""}, "level"),
        ({"level": "galaxy"}, "recognition_level"),
        ({"decision": "x" * 101}, "recognition_decision"),
        ({"council_votes": 7}, "council_members"),
        ({"council_members": 9}, "council_votes"),
        ({"council_votes": 10, "council_members": 9}, "council_votes"),
    ],
)
def test_a_recognition_says_level_day_and_decision(world, initiative, wrong, field):
    initiative = put_into_state(initiative, S.REVIEWED)
    with pytest.raises(ValidationError) as refused:
        progress.recognise_initiative(initiative, actor=world.people["leader"], **{**DECISION, **wrong})
    assert list(refused.value.message_dict) == [field]
    initiative.refresh_from_db()
    assert initiative.state == S.REVIEWED


def test_the_votes_of_the_council_of_initiatives_are_noted_corrected_judged_and_taken_back(world, law, initiative):
    initiative, leader = put_into_state(initiative, S.REVIEWED), world.people["leader"]
    facts = {**DECISION, "council_votes": 6, "council_members": 9}
    initiative = progress.recognise_initiative(initiative, actor=leader, **facts)
    title = Title.objects.get(code="SKST_Q")
    row = candidate_of(world, initiative, title=title, year=initiative.year, council_on=timezone.localdate())

    def votes():
        return next(ruling.outcome for ruling in judge_all([row])[0].rulings if ruling.rule == "R39")

    page = world.client("officer").get(initiative.get_absolute_url()).content.decode()
    assert (votes(), "6/9" in page) == ("warn", True)
    facts = {"actor": world.people["officer"], "reason": "Nhầm", "expected_revision": initiative.revision}
    with pytest.raises(ValidationError) as refused:
        entering.correct_initiative(initiative, council_votes=10, **facts)
    assert list(refused.value.message_dict) == ["council_votes"]
    initiative = entering.correct_initiative(initiative, council_votes=7, **facts)
    assert votes() == "pass"
    initiative = progress.take_back_outcome(initiative, actor=world.people["officer"], reason="Nhầm")
    assert (initiative.council_votes, initiative.council_members) == (None, None)


@pytest.mark.parametrize("state", S.values)
def test_an_application_is_noted_from_the_registration_on(world, initiative, state):
    initiative = put_into_state(initiative, state)
    facts = {"applied_on": date(2024, 9, 5), "applied_where": "Khối 4"}
    if state in COUNTED_INITIATIVE:
        progress.note_application(actor=world.people["officer"], initiative=initiative, **facts)
    else:
        with pytest.raises(ValidationError):
            progress.note_application(actor=world.people["officer"], initiative=initiative, **facts)
    initiative.refresh_from_db()
    assert (initiative.applied_on is not None) == (state in COUNTED_INITIATIVE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"applied_on": timezone.localdate() + timedelta(days=1)}, "applied_on"),
        ({"applied_on": date(2022, 12, 31)}, "applied_on"),
        ({"applied_where": " "}, "applied_where"),
        ({"benefit_amount": 1, "benefit_basis": ""}, "benefit_basis"),
        ({"applied_on": None, "applied_where": ""}, "applied_on"),
    ],
)
def test_an_application_says_when_where_and_how_its_benefit_was_computed(world, initiative, wrong, field):
    initiative = put_into_state(initiative, S.REGISTERED)
    facts = {"applied_on": date(2023, 1, 1), "applied_where": "Khối 4", **wrong}
    with pytest.raises(ValidationError) as refused:
        progress.note_application(actor=world.people["chair"], initiative=initiative, **facts)
    assert field in refused.value.message_dict


def test_a_day_of_the_years_work_lies_between_the_year_before_and_today():
    today = date(2024, 10, 1)
    wrong = [
        bool(day_objection(day, year=2024, today=today))
        for day in (date(2022, 12, 31), date(2023, 1, 1), today, date(2024, 10, 2))
    ]
    assert wrong == [True, False, False, True]


@pytest.mark.slow
@given(
    shares=st.lists(st.integers(-5, 105), max_size=6) | st.permutations([10, 20, 30, 40]),
    lead=st.integers(0, 6),
    repeated=st.booleans(),
    is_worker=st.booleans(),
)
def test_shares_are_accepted_exactly_if_they_make_the_whole_and_one_person_leads(shares, lead, repeated, is_worker):
    people = [1 if repeated else number for number in range(1, len(shares) + 1)]
    accepted = not author_objections(list(zip(people, shares, strict=True)), lead, {lead} if is_worker else set())
    whole = sum(shares) == 100 and all(share > 0 for share in shares) and len(set(people)) == len(people)
    assert accepted == (whole and people.count(lead) == 1 and is_worker)


def test_objections_name_the_row_they_are_about(world):
    objections = author_objections([(1, 50), (2, 0), (1, 40)], 1, set())
    assert [row for row, _message in objections] == [0, 1, 2, None]


@pytest.mark.parametrize(
    ("other", "similar"),
    [
        ("Ứng dụng trò chơi hoá trong dạy Toán lớp 4", True),
        ("ỨNG DỤNG TRÒ CHƠI HÓA TRONG DẠY TOÁN LỚP 4", True),
        ("Ứng dụng trò chơi hóa trong dạy Toán lớp 5", True),
        ("Đổi mới sinh hoạt tổ chuyên môn", False),
    ],
)
def test_names_are_compared_as_people_mean_them(other, similar):
    assert is_similar_name("Ứng dụng trò chơi hóa trong dạy Toán lớp 4", other) is similar


@pytest.mark.slow
def test_a_similar_name_warns_only_for_the_same_author_in_another_year(world):
    chair, author = world.people["chair"], make_person(world.school)
    name = "Ứng dụng trò chơi hóa trong dạy Toán"
    before = make_initiative(chair, author=author, name=name, year=2023)
    make_initiative(chair, author=author, name=name, year=2024)
    make_initiative(chair, author=make_person(world.school, "Trần Văn Bình"), name=name, year=2022)
    now = make_initiative(chair, author=author, name=name.replace("hóa", "hoá"), year=2024)
    assert similar_initiatives(now, chair) == [before]
    page = world.client("chair").get(now.get_absolute_url())
    assert [other.pk for other in page.context["similar"]] == [before.pk]


def test_a_returned_initiative_is_corrected_with_its_authors(world, initiative):
    initiative = put_into_state(initiative, S.RETURNED)
    second = make_person(world.school, "Lê Văn Dũng")
    lead = initiative.authors.get().person
    entering.correct_initiative(
        initiative,
        actor=world.people["board"],
        expected_revision=1,
        name="Tên mới",
        authors=[(lead, 60), (second, 40)],
        lead=lead,
    )
    initiative.refresh_from_db()
    rows = list(initiative.authors.values_list("person", "share_percent", "is_lead"))
    assert (initiative.name, initiative.search_key, initiative.revision, rows) == (
        "Tên mới",
        "ten moi",
        2,
        [(lead.pk, 60, True), (second.pk, 40, False)],
    )


def test_an_edit_from_an_old_page_changes_nothing(world, initiative):
    lead = initiative.authors.get().person
    edit = {"actor": world.people["chair"], "authors": [(lead, 100)], "lead": lead}
    entering.correct_initiative(initiative, expected_revision=1, name="Lần một", **edit)
    with pytest.raises(EditConflict):
        entering.correct_initiative(initiative, expected_revision=1, name="Lần hai", **edit)
    initiative.refresh_from_db()
    assert initiative.name == "Lần một"


def test_a_campaign_is_answered_in_its_own_year_by_the_units_it_was_meant_for(world):
    chair, officer = world.people["chair"], world.people["officer"]
    own = make_campaign(world.union, officer)
    citys = make_campaign(world.city, officer)
    for campaign, year, fits in ((own, 2024, True), (own, 2023, False), (citys, 2024, False)):
        if fits:
            assert make_initiative(chair, campaign=campaign, year=year).campaign == campaign
        else:
            with pytest.raises(ValidationError):
                make_initiative(chair, campaign=campaign, year=year)
    make_rollout(citys, world.school)
    assert make_initiative(chair, campaign=citys).campaign == citys
    closed = make_campaign(
        world.union, officer, launched=False, state="closed", launched_on="2024-01-01", closed_on="2024-12-01"
    )
    assert make_initiative(chair, campaign=closed).campaign == closed  # entered late


# The pages


NEW = "/initiatives/new/?year=2024"


def test_a_board_member_enters_a_draft_on_the_page(world):
    author, second = make_person(world.school), make_person(world.school, "Lê Văn Dũng")
    file = SimpleUploadedFile("mo-ta.pdf", PDF)
    data = typed(author, share_1="70", person_3=second.pk, share_3="30", summary="Dòng một\nDòng hai", document=file)
    answer = world.client("board").post(NEW, data)
    initiative = Initiative.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, initiative.get_absolute_url())
    assert (
        initiative.state,
        initiative.year,
        initiative.union,
        list(initiative.authors.values_list("share_percent", flat=True)),
    ) == (
        "draft",
        2024,
        world.union,
        [70, 30],
    )
    download = world.client("officer").get(reverse("emulation:initiative-document", args=[initiative.pk]))
    assert b"".join(download.streaming_content) == PDF
    assert world.client("stranger_officer").get(download.request["PATH_INFO"]).status_code == 404


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "---"}, {"name"}),
        ({"name": "x" * 301}, {"name"}),
        ({"kind": "magic"}, {"kind"}),
        ({"field": "x" * 151}, {"field"}),
        ({"summary": "a\0b"}, {"summary"}),
        ({"person_1": "999999"}, {"person_1"}),
        ({"person_1": ""}, {"person_1"}),
        ({"share_1": "99"}, {"share_1"}),
        ({"share_1": "0"}, {"share_1"}),
        ({"share_1": "33,5"}, {"share_1"}),
        ({"share_2": "10"}, {"person_2"}),
        ({"campaign": "999999"}, {"campaign"}),
        ({"document": SimpleUploadedFile("mo-ta.pdf", b"MZ\x90\x00 not a pdf")}, {"document"}),
        ({"document": SimpleUploadedFile("mo-ta.exe", PDF)}, {"document"}),
        ({"document": SimpleUploadedFile("mo-ta.pdf", b"")}, {"document"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    author = make_person(world.school)
    answer = world.client("chair").post(NEW, typed(author, **changes))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields)
    assert (Initiative.objects.count(), InitiativeAuthor.objects.count()) == (0, 0)


def test_the_same_author_twice_is_refused_at_the_second_row(world):
    author = make_person(world.school)
    data = typed(author, share_1="50", person_2=author.pk, share_2="50")
    answer = world.client("chair").post(NEW, data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"person_2"})


def test_a_person_of_another_unit_cannot_be_named(world):
    stranger = make_person(world.company, "Phạm Văn Đạt")
    answer = world.client("chair").post(NEW, typed(stranger))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"person_1"})


def test_a_double_click_enters_one_initiative(world):
    data = typed(make_person(world.school), once="0" * 32)
    client = world.client("chair")
    assert [client.post(NEW, data).status_code for _click in range(2)] == [302, 409]
    assert Initiative.objects.count() == 1


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_who_drafts_for_no_unit_has_no_form(world):
    codes = {role: world.client(role).get(NEW).status_code for role in (*EVERYBODY, "anonymous")}
    assert codes == {**dict.fromkeys(EVERYBODY, 403), "chair": 200, "board": 200, "anonymous": 302}


@pytest.mark.slow
def test_a_chair_of_two_units_is_asked_which_and_no_third_can_be_named(world):
    from accounts.users.services import grant_role
    from tests.factories import SINCE

    chair = world.people["chair"]
    grant_role(actor=None, user=chair, kind="grassroots_chair", since=SINCE, grassroots=world.company)
    client = world.client("chair")
    assert "form" in client.get(NEW).context
    assert client.get(NEW).templates[0].name == "emulation/choose_unit.html"
    assert client.get(NEW, {"grassroots": world.company.pk, "year": 2024}).context["grassroots"] == world.company
    assert client.get(NEW, {"grassroots": world.foreign_school.pk, "year": 2024}).status_code == 404


@pytest.mark.slow
def test_editing_on_the_page_keeps_the_file_and_notices_an_old_page(world):
    author = make_person(world.school)
    client = world.client("chair")
    client.post(NEW, typed(author, document=SimpleUploadedFile("mo-ta.pdf", PDF)))
    initiative = Initiative.objects.get()
    address = reverse("emulation:initiative-edit", args=[initiative.pk])
    form = client.get(address).context["form"]
    assert (form["person_1"].value(), form["share_1"].value(), form["revision"].value()) == (author.pk, "100", 1)
    answers = [client.post(address, typed(author, name=name, revision="1")) for name in ("Một", "Hai")]
    initiative.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 409]
    assert (initiative.name, bool(initiative.document)) == ("Một", True)


def test_a_registered_initiative_has_no_edit_form(world, initiative):
    initiative = put_into_state(initiative, S.REGISTERED)
    address = reverse("emulation:initiative-edit", args=[initiative.pk])
    client = world.client("chair")
    codes = client.get(address).status_code, client.post(address, typed(initiative.authors.get().person)).status_code
    assert codes == (409, 409)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("day", "code"), [("", 302), ("01/11/2024", 302), ("01/01/2999", 422), ("hôm qua", 422)])
def test_the_button_of_the_report_asks_for_its_day(world, initiative, day, code):
    initiative = put_into_state(initiative, S.REGISTERED)
    address = reverse("emulation:initiative-move", args=[initiative.pk, "report"])
    assert world.client("chair").post(address, {"day": day}).status_code == code


def test_a_move_is_made_by_its_button_and_a_second_click_is_a_conflict(world, initiative):
    address = reverse("emulation:initiative-move", args=[initiative.pk, "submit"])
    client = world.client("chair")
    assert [client.post(address).status_code for _click in range(2)] == [302, 409]


def test_a_return_without_a_reason_is_refused(world, initiative):
    progress.submit_initiative(initiative, actor=world.people["chair"])
    address = reverse("emulation:initiative-move", args=[initiative.pk, "return"])
    client = world.client("officer")
    assert [client.post(address, {"reason": reason}).status_code for reason in ("  ", "Thiếu mô tả")] == [422, 302]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("move", ["recognise", "note_recognition", "nonsense"])
def test_moves_with_a_form_of_their_own_have_no_button(world, initiative, move):
    address = reverse("emulation:initiative-move", args=[initiative.pk, move])
    assert world.client("officer").post(address).status_code == 404


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("initiative", []),
        ("initiative-edit", []),
        ("initiative-apply", []),
        ("initiative-recognise", []),
        ("initiative-document", []),
        ("initiative-move", ["submit"]),
    ],
)
@pytest.mark.parametrize("role", ["stranger_officer", "stranger_chair"])
def test_a_stranger_finds_nothing(world, initiative, name, args, role):
    client = world.client(role)
    address = reverse(f"emulation:{name}", args=[initiative.pk, *args])
    answers = [client.post(address), *([] if args else [client.get(address)])]
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert answers[-1].status_code == 404
    assert initiative.name not in answers[-1].content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"applied_on": ""}, {"applied_on"}),
        ({"applied_on": "31/02/2024"}, {"applied_on"}),
        ({"applied_on": "01/01/2999"}, {"applied_on"}),
        ({"applied_where": "x" * 301}, {"applied_where"}),
        ({"benefit_amount": "1,5 triệu"}, {"benefit_amount"}),
        ({"benefit_amount": "-5"}, {"benefit_amount"}),
        ({"benefit_amount": "9" * 30}, {"benefit_amount"}),
        ({"benefit_amount": "5.000.000"}, {"benefit_basis"}),
    ],
)
def test_the_application_form_refuses_what_is_wrong_at_its_field(world, initiative, changes, fields):
    initiative = put_into_state(initiative, S.REGISTERED)
    data = {"applied_on": "05/09/2024", "applied_where": "Khối 4", "revision": initiative.revision, **changes}
    answer = world.client("chair").post(reverse("emulation:initiative-apply", args=[initiative.pk]), data)
    initiative.refresh_from_db()
    assert (answer.status_code, set(answer.context["form"].errors), initiative.applied_on) == (422, fields, None)


def test_the_application_form_notes_a_benefit_typed_with_dots_and_notices_an_old_page(world, initiative):
    initiative = put_into_state(initiative, S.REGISTERED)
    address = reverse("emulation:initiative-apply", args=[initiative.pk])
    data = {
        "applied_on": "05/09/2024",
        "applied_where": "Khối 4",
        "benefit_amount": "5.000.000",
        "benefit_basis": "Giảm in ấn",
        "revision": initiative.revision,
    }
    client = world.client("officer")
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 409]
    initiative.refresh_from_db()
    assert (initiative.benefit_amount, initiative.applied_on) == (5_000_000, date(2024, 9, 5))
    assert client.get(address).context["form"]["benefit_amount"].value() == "5.000.000"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_recognition_form_is_the_leaders_after_the_review_and_the_officers_before(world, initiative):
    address = reverse("emulation:initiative-recognise", args=[initiative.pk])
    codes = {}
    for state in (S.DRAFT, S.REGISTERED, S.REVIEWED):
        put_into_state(initiative, state)
        for role in ("leader", "officer", "chair", "viewer"):
            codes[state.value, role] = world.client(role).get(address).status_code
    assert codes == {
        ("draft", "leader"): 409,
        ("draft", "officer"): 409,
        ("draft", "chair"): 403,
        ("draft", "viewer"): 403,
        ("registered", "leader"): 403,
        ("registered", "officer"): 200,
        ("registered", "chair"): 403,
        ("registered", "viewer"): 403,
        ("reviewed", "leader"): 200,
        ("reviewed", "officer"): 403,
        ("reviewed", "chair"): 403,
        ("reviewed", "viewer"): 403,
    }


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"level": "galaxy"}, {"level"}),
        ({"decision": ""}, {"decision"}),
        ({"decision": "x" * 101}, {"decision"}),
        ({"recognised_on": "hôm qua"}, {"recognised_on"}),
        ({"recognised_on": "01/01/2999"}, {"recognised_on"}),
    ],
)
def test_the_recognition_form_refuses_what_is_wrong_at_its_field(world, initiative, changes, fields):
    initiative = put_into_state(initiative, S.REVIEWED)
    data = {"level": "superior", "decision": "45/QĐ-LĐLĐ", "recognised_on": "20/11/2024", **changes}
    answer = world.client("leader").post(reverse("emulation:initiative-recognise", args=[initiative.pk]), data)
    initiative.refresh_from_db()
    assert (answer.status_code, set(answer.context["form"].errors), initiative.state) == (422, fields, "reviewed")


def choose_year(client: Any) -> Any:
    session = client.session
    session["working_year"] = 2024
    session.save()
    return client


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"first", "second"}),
        ({"q": "tro choi"}, {"first"}),
        ({"q": "bui thi huong"}, {"second"}),
        ({"q": "không có"}, set()),
        ({"state": "registered"}, {"second"}),
        ({"kind": "technical"}, {"second"}),
        ({"applied": "yes"}, {"second"}),
        ({"applied": "no"}, {"first"}),
        ({"recognition_level": "superior"}, set()),
        ({"state": "nonsense"}, {"first", "second"}),
    ],
)
def test_the_list_is_narrowed(world, query, found):
    chair = world.people["chair"]
    things = {
        "first": make_initiative(chair, name="Trò chơi học Toán"),
        "second": make_initiative(
            chair, name="Lịch trực nhật", kind="technical", author=make_person(world.school, "Bùi Thị Hường")
        ),
    }
    make_initiative(chair, name="Trò chơi năm trước", year=2023)
    Initiative.objects.filter(pk=things["second"].pk).update(
        state="registered", applied_on="2024-09-05", applied_where="Khối 4"
    )
    page = choose_year(world.client("officer")).get("/initiatives/", query, follow=True)
    assert {row.record.pk for row in page.context["table"].rows} == {things[name].pk for name in found}


def test_what_waits_leads_to_exactly_its_rows(world, initiative):
    from emulation.initiatives.contributions import todos

    people = world.people

    def counts() -> dict[str, list[int]]:
        return {role: [todo.count for todo in todos(people[role], 2024)] for role in EVERYBODY}

    nothing: dict[str, list[int]] = {role: [] for role in EVERYBODY}
    assert counts() == {**nothing, "chair": [1]}
    progress.submit_initiative(initiative, actor=people["chair"])
    assert counts() == {**nothing, "officer": [1]}
    progress.return_initiative(initiative, actor=people["officer"], reason="Thiếu mô tả")
    (todo,) = todos(people["chair"], 2024)
    assert (todo.url, todo.urgent, "Thiếu mô tả" in todo.text) == (initiative.get_absolute_url(), True, True)
    put_into_state(initiative, S.REVIEWED)
    assert counts() == {**nothing, "leader": [1], "vice": [1]}
    assert todos(people["officer"], 2023) == []


def test_the_audit_log_has_a_label_for_each_action(world, initiative):
    actions = set(AuditEntry.objects.filter(act__startswith="initiative.").values_list("act", flat=True))
    assert actions == {"initiative.draft"}
    assert all(entry.sentence != entry.act for entry in history_of(initiative))

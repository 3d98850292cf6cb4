from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import history_of
from core.pickers.searching import MOST
from core.text import short_date
from core.timeline import years_of
from core.todo import todos_for
from emulation.initiatives.models import Initiative
from emulation.law.models import TitleTerms
from emulation.registrations import forms, services
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.registrations.rules import window_objection
from tests.confirming import YES
from tests.emulation.campaigning import client_in, drafted, errors_of, running, submitted
from tests.factories import make_grassroots, make_person, make_rollout, make_title, make_user
from unions.units.models import Enterprise, GrassrootsUnion, Team

FORM_RULES = ("R03", "R04", "R05", "R06", "R07")
YESTERDAY, TODAY, TOMORROW = (timezone.localdate() + timedelta(days=days) for days in (-1, 0, 1))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def person_key(person: Any, unit: GrassrootsUnion) -> str:
    return f"person:{person.pk}:{unit.pk}"


def move(registration: Registration, name: str) -> str:
    return reverse("emulation:registration-move", args=[registration.pk, name])


def draft(world: Any, campaign: Any, **facts: Any) -> Registration:
    common = {"actor": world.people["chair"], "campaign": campaign, "grassroots": world.school}
    return services.draft_registration(**{**common, "title": campaign.titles.first(), **facts})


def remarks(registration: Registration) -> list[tuple[str, str]]:
    """Return what stands against the registration, of rules R03 to R07."""
    findings = Judging([registration], as_form=True).findings(registration)
    return [(finding.words, finding.outcome) for finding in findings if finding.rule in FORM_RULES]


def refused(world: Any, campaign: Any, **facts: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        draft(world, campaign, **facts)
    return dict(refusal.value.message_dict)


@pytest.mark.slow
def test_a_registration_is_drafted_submitted_returned_corrected_accepted_locked_and_unlocked(world):
    campaign, person = running(world), make_person(world.school)
    clients = {role: client_in(world, role, campaign.year) for role in ("board", "chair", "officer", "leader")}
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": person_key(person, world.school)}
    assert clients["board"].post(reverse("emulation:registration-create"), typed).status_code == 302
    registration = Registration.objects.get()
    edit = reverse("emulation:registration-edit", args=[registration.pk])
    steps = [
        ("board", move(registration, "submit"), {}, 403, "draft"),
        ("chair", move(registration, "submit"), {}, 302, "submitted"),
        ("officer", move(registration, "return"), {"reason": ""}, 422, "submitted"),
        ("officer", move(registration, "return"), {"reason": "Thiếu sáng kiến"}, 302, "returned"),
        ("chair", edit, {**typed, "note": "Đã bổ sung", "revision": 1}, 302, "returned"),
        ("chair", move(registration, "submit"), {}, 302, "submitted"),
        ("chair", move(registration, "accept"), {}, 403, "submitted"),
        ("officer", move(registration, "accept"), {}, 302, "accepted"),
        ("officer", move(registration, "lock"), {}, 403, "accepted"),
        ("leader", move(registration, "lock"), {}, 302, "locked"),
        ("chair", move(registration, "withdraw"), {}, 409, "locked"),
        ("leader", move(registration, "unlock"), {"reason": "Sai họ tên"}, 302, "accepted"),
    ]
    results = []
    for role, url, data, _status, _state in steps:
        response = clients[role].post(url, data)
        registration.refresh_from_db()
        results.append((role, url, data, response.status_code, registration.state))
    assert results == steps
    assert (registration.note, registration.return_reason, registration.decided_by) == (
        "Đã bổ sung",
        "",
        world.people["officer"],
    )
    entries = list(history_of(registration).order_by("pk").values_list("act", "reason"))
    assert entries == [
        ("registration.draft", ""),
        ("registration.submit", ""),
        ("registration.return", "Thiếu sáng kiến"),
        ("row.correct", ""),
        ("registration.submit", ""),
        ("registration.accept", ""),
        ("registration.lock", ""),
        ("registration.unlock", "Sai họ tên"),
    ]


@pytest.mark.slow
def test_every_kind_of_subject_can_be_registered_for_a_title_that_is_for_it(world):
    kinds = {f"for_{kind}": True for kind in ("collective", "grassroots", "enterprise", "work")}
    campaign = running(world, make_title("MIXED", "Danh hiệu chung", **kinds))
    world.school.enterprise = Enterprise.objects.create(union=world.union, name="Công ty Sách")
    world.school.save()
    team = Team.objects.create(grassroots=world.school, name="Tổ Văn")
    initiative = Initiative.objects.create(
        union=world.union,
        grassroots=world.school,
        year=campaign.year,
        name="Đọc sách",
        search_key="doc sach",
        created_by=world.people["chair"],
    )
    person = make_person(world.school)
    url = reverse("emulation:registration-create")
    client = client_in(world, "chair", campaign.year)
    groups = {label: rows for label, rows in client.get(url).context["form"].fields["whom"].choices if label}
    assert list(groups) == ["People", "Collectives", "The unit itself", "The employer", "Initiatives"]
    for rows in groups.values():
        typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": rows[0][0]}
        assert client.post(url, typed).status_code == 302
    assert {registration.subject for registration in Registration.objects.all()} == {
        person,
        team,
        world.school,
        world.school.enterprise,
        initiative,
    }


def test_r03_the_same_subject_title_and_year_is_registered_once_until_it_is_withdrawn(world, law):
    campaign, person = running(world), make_person(world.school)
    first = drafted(world, campaign, person)
    duplicate = {"person": ["This subject is already registered for this title in this year."]}
    assert refused(world, campaign, subject_kind="person", person=person) == duplicate
    services.withdraw_registration(first, actor=world.people["chair"])
    assert draft(world, campaign, subject_kind="person", person=person).state == "draft"


def test_r03_reaches_its_field_on_the_page(world, law):
    campaign, person = running(world), make_person(world.school)
    drafted(world, campaign, person)
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": person_key(person, world.school)}
    response = client_in(world, "chair", campaign.year).post(reverse("emulation:registration-create"), typed)
    duplicate = "This subject is already registered for this title in this year."
    assert (response.status_code, errors_of(response), Registration.objects.count()) == (
        422,
        {"whom": [duplicate]},
        1,
    )


def test_r04_a_title_goes_only_to_the_kind_of_subject_it_is_for(world, law):
    campaign = running(world)
    errors = refused(world, campaign, subject_kind="grassroots")
    assert errors == {"subject_kind": ["The title is not given to this kind of subject."]}


@pytest.mark.parametrize(("authority", "blocks"), [("own", True), ("upper", True), ("external", False)])
@pytest.mark.parametrize(
    ("terms", "field", "words"),
    [
        ({"sectors_only": ["production"]}, "title", "The title is only for the production and business sector."),
        ({"direct_workers_only": True}, "person", "Only workers in direct production are considered."),
    ],
)
def test_r05_and_r06_stand_against_our_own_titles_and_only_warn_of_those_of_others(
    world, law, authority, blocks, terms, field, words
):
    title = make_title("RULED", "Danh hiệu có điều kiện", authority=authority)
    TitleTerms.objects.filter(title=title).update(**terms)
    campaign, person = running(world, title), make_person(world.school)
    if blocks:
        assert refused(world, campaign, subject_kind="person", person=person) == {field: [words]}
    else:
        registration = draft(world, campaign, subject_kind="person", person=person)
        assert remarks(registration) == [(words, "warn")]


@pytest.mark.slow
def test_r05_and_r06_let_through_a_direct_worker_of_the_right_sector(world, law):
    title = make_title("RULED", "Công nhân giỏi", authority="own")
    TitleTerms.objects.filter(title=title).update(sectors_only=["production"], direct_workers_only=True)
    campaign = running(world, title)
    make_rollout(campaign, world.company)
    chair = make_user("chair.may", "grassroots_chair", grassroots=world.company)
    worker = make_person(world.company, "Lê Văn Đạt", is_direct_worker=True)
    facts = {"actor": chair, "grassroots": world.company, "subject_kind": "person"}
    assert remarks(draft(world, campaign, person=worker, **facts)) == []
    clerk = make_person(world.company, "Lê Văn Ước", is_direct_worker=False)
    assert list(refused(world, campaign, person=clerk, **facts)) == ["person"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gender", "found"),
    [
        ("female", []),
        ("male", [("This movement is for women workers and employees.", "warn")]),
        ("unknown", [("Not known: gender.", "unknown")]),
    ],
)
def test_r07_a_movement_for_women_never_blocks(world, law, gender, found):
    title = make_title("GVN", "Giỏi việc nước, đảm việc nhà", authority="own")
    TitleTerms.objects.filter(title=title).update(women_only=True)
    registration = drafted(world, running(world, title), make_person(world.school, gender=gender))
    page = client_in(world, "officer", registration.year).get(registration.get_absolute_url()).content.decode()
    assert remarks(registration) == found
    assert all(words in page for words, _outcome in found)


def test_nobody_is_registered_who_does_not_work_in_the_unit_nor_a_team_or_employer_of_another(world):
    title = make_title("MIXED", "Danh hiệu chung", for_collective=True, for_enterprise=True, for_work=True)
    campaign = running(world, title)
    elsewhere = make_person(world.company, "Lê Văn Đạt")
    team = Team.objects.create(grassroots=world.company, name="Tổ may")
    enterprise = Enterprise.objects.create(union=world.union, name="Công ty khác")
    errors = {
        **refused(world, campaign, subject_kind="person", person=elsewhere),
        **refused(world, campaign, subject_kind="collective", team=team),
        **refused(world, campaign, subject_kind="enterprise", enterprise=enterprise),
    }
    assert errors == {
        "person": ["This person does not work in this unit in the period of the campaign."],
        "team": ["This team does not belong to this unit."],
        "enterprise": ["This enterprise is not the employer of this unit."],
    }


@pytest.mark.one_database(on="sqlite")
def test_a_title_the_campaign_does_not_offer_is_refused_at_the_title(world):
    campaign = running(world)
    other = make_title("CSTDCS", "Chiến sĩ thi đua cơ sở")
    errors = refused(world, campaign, subject_kind="person", person=make_person(world.school), title=other)
    assert errors == {"title": ["This campaign does not offer this title."]}


def test_a_campaign_that_was_not_sent_to_the_unit_is_refused(world):
    campaign = running(world)
    campaign.rollouts.all().delete()
    errors = refused(world, campaign, subject_kind="person", person=make_person(world.school))
    assert errors == {"campaign": ["This campaign was not sent to this unit."]}


@pytest.mark.parametrize(
    "subject",
    [
        {"subject_kind": "person"},
        {"subject_kind": "robot"},
        {"subject_kind": "grassroots", "person": "SOMEBODY"},
    ],
)
def test_exactly_the_one_subject_of_the_kind_is_named(world, subject):
    if subject.get("person"):
        subject = {**subject, "person": make_person(world.school)}
    errors = refused(world, running(world), **subject)
    assert list(errors.values()) == [["Choose whom you register."]]


@pytest.mark.parametrize("role", ["officer", "leader", "cluster_lead", "viewer", "admin", "stranger_chair"])
def test_nobody_but_the_units_chair_and_board_drafts_for_it(world, role):
    campaign, person = running(world), make_person(world.school)
    with pytest.raises(PermissionDenied):
        draft(world, campaign, actor=world.people[role], subject_kind="person", person=person)


def test_window_objections_stand_outside_the_window_and_not_on_its_first_and_last_day():
    days = [YESTERDAY, TODAY, TOMORROW]
    assert [bool(window_objection(TODAY, TODAY, day)) for day in days] == [True, False, True]
    assert [window_objection(None, None, day) for day in days] == ["", "", ""]


@pytest.mark.parametrize(("closes", "status", "state"), [(TODAY, 302, "submitted"), (YESTERDAY, 422, "draft")])
def test_r02_the_chair_submits_on_the_last_day_and_not_on_the_day_after(world, closes, status, state):
    registration = drafted(world, running(world, registration_closes=closes))
    client = client_in(world, "chair", registration.year)
    response = client.post(move(registration, "submit"))
    registration.refresh_from_db()
    assert (response.status_code, registration.state) == (status, state)
    assert (f"Registration closed on {short_date(closes)}" in response.content.decode()) == (status == 422)


@pytest.mark.parametrize(("closes", "status"), [(TODAY, 403), (YESTERDAY, 302)])
def test_r02_after_the_deadline_the_officer_submits_with_a_reason_and_before_it_does_not(world, closes, status):
    registration = drafted(world, running(world, registration_closes=closes))
    client = client_in(world, "officer", registration.year)
    without = client.post(move(registration, "submit_late"))
    response = client.post(move(registration, "submit_late"), {"reason": "Trường bị bão"})
    registration.refresh_from_db()
    expected = ("submitted", "Trường bị bão", world.people["officer"]) if status == 302 else ("draft", "", None)
    assert (without.status_code, response.status_code) == (422 if status == 302 else 403, status)
    assert (registration.state, registration.late_reason, registration.submitted_by) == expected


def test_r02_an_officer_who_also_chairs_the_unit_submits_late(world):
    registration = drafted(world, running(world, registration_closes=YESTERDAY))
    world.people["chair"].roles.create(kind="officer", union=world.union, valid_from="2018-01-01")
    client = client_in(world, "chair", registration.year)
    in_time = client.post(move(registration, "submit"))
    late = client.post(move(registration, "submit_late"), {"reason": "Trường bị bão"})
    registration.refresh_from_db()
    assert (in_time.status_code, late.status_code) == (422, 302)
    assert (registration.state, registration.late_reason) == ("submitted", "Trường bị bão")


@pytest.mark.parametrize("closes", [TODAY, YESTERDAY])
def test_r02_the_chair_does_not_submit_late(world, closes):
    registration = drafted(world, running(world, registration_closes=closes))
    client = client_in(world, "chair", registration.year)
    response = client.post(move(registration, "submit_late"), {"reason": "Trường bị bão"})
    registration.refresh_from_db()
    assert (response.status_code, registration.state) == (403, "draft")


def test_a_late_reason_that_is_too_long_is_refused_and_changes_nothing(world):
    registration = drafted(world, running(world, registration_closes=YESTERDAY))
    client = client_in(world, "officer", registration.year)
    response = client.post(move(registration, "submit_late"), {"reason": "x" * 301})
    registration.refresh_from_db()
    assert (response.status_code, registration.state) == (422, "draft")


@pytest.mark.parametrize(("opens", "status"), [(TODAY, 302), (TOMORROW, 422)])
def test_nothing_is_submitted_before_registration_opens(world, opens, status):
    registration = drafted(world, running(world, registration_opens=opens))
    client = client_in(world, "chair", registration.year)
    assert client.post(move(registration, "submit")).status_code == status


def test_a_document_that_came_in_time_may_be_entered_later(world):
    registration = drafted(world, running(world, registration_closes=YESTERDAY))
    chair = world.people["chair"]
    registration = services.submit_registration(registration, actor=chair, received_on=YESTERDAY)
    assert timezone.localdate(registration.submitted_at) == YESTERDAY


def test_whoever_wrote_a_registration_never_accepts_or_returns_it(world):
    both = make_user("both", "grassroots_board", grassroots=world.school)
    officer = make_user("second.officer", "officer", union=world.union)
    both.roles.create(kind="officer", union=world.union, valid_from="2018-01-01")
    campaign = running(world)
    registration = draft(world, campaign, actor=both, subject_kind="person", person=make_person(world.school))
    registration = services.submit_registration(registration, actor=world.people["chair"])
    for answer in (services.accept_registration, services.return_registration):
        with pytest.raises(PermissionDenied):
            answer(registration, actor=both, reason="Lý do")
    assert services.accept_registration(registration, actor=officer).decided_by == officer


def test_what_no_longer_holds_is_not_accepted(world, law):
    title = make_title("RULED", "Danh hiệu có điều kiện", authority="own")
    registration = submitted(world, running(world, title))
    TitleTerms.objects.filter(title=title).update(sectors_only=["production"])
    client = client_in(world, "officer", registration.year)
    response = client.post(move(registration, "accept"))
    registration.refresh_from_db()
    assert (response.status_code, registration.state) == (422, "submitted")


def test_the_rules_judge_the_row_as_it_is_when_it_is_locked(world):
    read_before = submitted(world, running(world))
    elsewhere = make_person(world.company, "Lê Văn Đạt")
    Registration.objects.filter(pk=read_before.pk).update(person=elsewhere)
    with pytest.raises(ValidationError) as refusal:
        services.accept_registration(read_before, actor=world.people["officer"])
    words = "This person does not work in this unit in the period of the campaign."
    assert (refusal.value.messages, Registration.objects.get(pk=read_before.pk).state) == ([words], "submitted")


def test_a_submitted_registration_is_changed_by_nobody(world):
    registration = submitted(world, running(world))
    with pytest.raises(ValidationError):
        services.edit_registration(
            actor=world.people["chair"], registration=registration, expected_revision=1, note="x"
        )


def test_the_page_that_changes_a_registration_says_in_which_campaign_because_the_form_does_not_ask(world):
    campaign = running(world)
    registration = drafted(world, campaign)
    page = client_in(world, "chair", campaign.year).get(
        reverse("emulation:registration-edit", args=[registration.pk])
    )
    assert str(campaign) in str(page.context["help"])


@pytest.mark.slow
def test_editing_changes_the_subject_and_clears_the_old_one(world):
    title = make_title("MIXED", "Danh hiệu chung", for_collective=True)
    registration = drafted(world, running(world, title))
    team = Team.objects.create(grassroots=world.school, name="Tổ Văn")
    client = client_in(world, "chair", registration.year)
    url = reverse("emulation:registration-edit", args=[registration.pk])
    typed = {"campaign": registration.campaign_id, "title": title.pk, "revision": 1}
    typed |= {"whom": f"collective:{team.pk}:{world.school.pk}"}
    statuses = [client.post(url, typed).status_code, client.post(url, typed).status_code]
    registration.refresh_from_db()
    assert (statuses, registration.subject, registration.person, registration.revision) == ([302, 409], team, None, 2)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"campaign": ""}, "campaign"),
        ({"campaign": "FOREIGN"}, "campaign"),
        ({"title": ""}, "title"),
        ({"title": "999999"}, "title"),
        ({"title": "abc"}, "title"),
        ({"whom": ""}, "whom"),
        ({"whom": "FOREIGN"}, "whom"),
        ({"whom": "person:1"}, "whom"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_a_wrong_registration_gets_a_sentence_at_the_field_and_changes_nothing(world, wrong, field):
    campaign, person = running(world), make_person(world.school)
    stranger = make_person(world.foreign_school, "Lý Văn Tú")
    foreign = {"campaign": "987654", "whom": person_key(stranger, world.foreign_school)}
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": person_key(person, world.school)}
    typed |= {name: foreign[name] if value == "FOREIGN" else value for name, value in wrong.items()}
    response = client_in(world, "chair", campaign.year).post(reverse("emulation:registration-create"), typed)
    assert (response.status_code, list(errors_of(response)), Registration.objects.count()) == (422, [field], 0)


@pytest.mark.slow
def test_a_double_click_registers_once(world):
    campaign, person = running(world), make_person(world.school)
    client, url = client_in(world, "chair", campaign.year), reverse("emulation:registration-create")
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": person_key(person, world.school)}
    typed["once"] = client.get(url).context["once"]
    assert [client.post(url, typed).status_code for _click in range(2)] == [302, 409]
    assert Registration.objects.count() == 1


def test_saving_and_registering_the_next_one_keeps_campaign_and_title(world):
    campaign, person = running(world), make_person(world.school)
    client, url = client_in(world, "chair", campaign.year), reverse("emulation:registration-create")
    title = campaign.titles.get()
    typed = {"campaign": campaign.pk, "title": title.pk, "whom": person_key(person, world.school), "another": "1"}
    response = client.post(url, typed)
    assert response["Location"] == f"{url}?campaign={campaign.pk}&title={title.pk}"
    assert client.get(response["Location"]).context["form"]["title"].value() == str(title.pk)


def test_namesakes_are_distinguished_by_their_birth_date(world):
    campaign = running(world)
    for born in ("1988-05-17", "1990-01-02"):
        make_person(world.school, "Nguyễn Thị Ánh", birth_date=timezone.datetime.fromisoformat(born).date())
    make_person(world.school, "Nguyễn Thị Ánh", birth_date=None, birth_year=1990)
    make_person(world.school, "Trần Thu Hà")
    form = client_in(world, "chair", campaign.year).get(reverse("emulation:registration-create")).context["form"]
    assert [label for _key, label in dict(form.fields["whom"].choices)["People"]] == [
        "Nguyễn Thị Ánh – 17/05/1988 – Giáo viên",
        "Nguyễn Thị Ánh – 1990 – Giáo viên",
        "Nguyễn Thị Ánh – 02/01/1990 – Giáo viên",
        "Trần Thu Hà – Giáo viên",
    ]


@pytest.mark.slow
def test_many_people_are_registered_at_once_and_each_refused_one_comes_back_with_its_reason(world):
    campaign = running(world)
    people = [make_person(world.school, name) for name in ("Nguyễn Thị Ánh", "Lê Văn Đạt", "Trần Thu Hà")]
    drafted(world, campaign, people[1])
    client, url = client_in(world, "chair", campaign.year), reverse("emulation:registration-create-many")
    typed = {
        "campaign": campaign.pk,
        "title": campaign.titles.get().pk,
        "people": [person.employments.get().pk for person in people],
        "once": client.get(url).context["once"],
    }
    response = client.post(url, typed)
    duplicate = "This subject is already registered for this title in this year."
    assert (response.status_code, response.context["outcome"].refused) == (200, [(people[1], [duplicate])])
    assert {row.person for row in Registration.objects.all()} == set(people)
    again = client.post(url, typed)
    nothing_new = client.post(url, {**typed, "once": ""})
    assert (again.status_code, nothing_new.status_code, Registration.objects.count()) == (409, 422, 3)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_chair_registers_the_whole_unit_as_one_choice_and_sees_the_first_names(world, monkeypatch):
    campaign = running(world)
    for letter in "ABCDEFGHIJKLMNOPQRSTU":
        make_person(world.school, f"Lê Văn {letter}")
    client, url = client_in(world, "chair", campaign.year), reverse("emulation:registration-create-many")
    page = client.get(url).content.decode()
    assert (page.count('name="people"'), 'name="people-all"\n             value="21"' in page) == (MOST, True)
    found = client.get(url, {"pick": "people", "typed": "van u"}).json()["options"]
    assert [(each["label"], each["detail"]) for each in found] == [("Lê Văn U", f"Giáo viên – {world.school}")]
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "people-all": MOST + 1}
    answers = []
    for most in (MOST, MOST + 1):
        monkeypatch.setattr(forms, "MOST_AT_ONCE", most)
        answers.append((client.post(url, typed).status_code, Registration.objects.count()))
    assert answers == [(422, 0), (302, MOST + 1)]


@pytest.mark.parametrize("people", [[], ["person:1"], ["FOREIGN"]])
def test_many_people_must_be_people_of_the_unit(world, people):
    campaign = running(world)
    stranger = make_person(world.foreign_school, "Lý Văn Tú")
    chosen = [stranger.employments.get().pk if key == "FOREIGN" else key for key in people]
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "people": chosen}
    url = reverse("emulation:registration-create-many")
    response = client_in(world, "chair", campaign.year).post(url, typed)
    assert (response.status_code, list(errors_of(response)), Registration.objects.count()) == (422, ["people"], 0)


@pytest.mark.slow
def test_the_chair_submits_all_drafts_at_once(world):
    campaign = running(world)
    rows = [drafted(world, campaign, make_person(world.school, f"Lê Văn {name}")) for name in ("An", "Bình")]
    url = reverse("emulation:registrations-submit-all")
    clients = [client_in(world, role, campaign.year) for role in ("board", "officer", "chair")]
    statuses = [client.post(url, YES).status_code for client in clients]
    assert statuses == [403, 403, 302]
    assert {Registration.objects.get(pk=row.pk).state for row in rows} == {"submitted"}


def test_submitting_all_after_the_deadline_submits_nothing_and_says_why_at_each_row(world):
    campaign = running(world, registration_closes=YESTERDAY)
    row = drafted(world, campaign)
    response = client_in(world, "chair", campaign.year).post(reverse("emulation:registrations-submit-all"), YES)
    row.refresh_from_db()
    ((refused_row, reasons),) = response.context["outcome"].refused
    assert (response.status_code, row.state, refused_row, len(reasons)) == (422, "draft", row, 1)


@pytest.mark.slow
def test_the_officer_accepts_many_and_what_is_refused_stays_with_its_reason(world):
    campaign = running(world)
    good = submitted(world, campaign, make_person(world.school, "Lê Văn An"))
    draft_row = drafted(world, campaign, make_person(world.school, "Lê Văn Bình"))
    client, url = client_in(world, "officer", campaign.year), reverse("emulation:registrations-accept")
    chosen = {"chosen": [good.pk, draft_row.pk]}
    response = client.post(url, {**chosen, "confirmed": client.post(url, chosen).context["digest"]})
    states = [Registration.objects.get(pk=row.pk).state for row in (good, draft_row)]
    assert (response.status_code, states) == (200, ["accepted", "draft"])
    assert [row for row, _reasons in response.context["outcome"].refused] == [draft_row]
    empty, strange = client.post(url), client.post(url, {"chosen": ["abc"]})
    assert (empty.status_code, strange.status_code, client.get(url).status_code) == (422, 404, 405)


def test_a_foreign_row_among_the_chosen_makes_the_whole_request_a_404(world):
    row = submitted(world, running(world))
    url = reverse("emulation:registrations-accept")
    response = client_in(world, "stranger_officer", row.year).post(url, {"chosen": [row.pk]})
    row.refresh_from_db()
    assert (response.status_code, row.state) == (404, "submitted")


@pytest.mark.slow
@pytest.mark.parametrize("role", ["stranger_officer", "stranger_chair"])
def test_a_foreign_registration_does_not_exist(world, role):
    row = submitted(world, running(world))
    client = client_in(world, role, row.year)
    reached = [
        client.get(row.get_absolute_url()),
        client.get(reverse("emulation:registration-edit", args=[row.pk])),
        client.post(move(row, "accept")),
    ]
    assert [response.status_code for response in reached] == [404] * 3
    assert client.get(reverse("emulation:registrations"), follow=True).context["count"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=do thi huong", {"Đỗ Thị Hương"}),
        ("q=Hương", {"Đỗ Thị Hương"}),
        ("state=draft", {"Lê Văn An"}),
        ("state=submitted", {"Đỗ Thị Hương"}),
        ("title=TITLE", {"Đỗ Thị Hương", "Lê Văn An"}),
        ("grassroots=UNIT", {"Đỗ Thị Hương", "Lê Văn An"}),
        ("campaign=CAMPAIGN&kind=person", {"Đỗ Thị Hương", "Lê Văn An"}),
        ("kind=collective", set()),
    ],
)
def test_the_list_is_narrowed_by_name_state_title_unit_and_campaign(world, query, found):
    campaign = running(world)
    submitted(world, campaign, make_person(world.school, "Đỗ Thị Hương"))
    drafted(world, campaign, make_person(world.school, "Lê Văn An"))
    keys = {"TITLE": campaign.titles.get().pk, "UNIT": world.school.pk, "CAMPAIGN": campaign.pk}
    for word, key in keys.items():
        query = query.replace(f"={word}", f"={key}")
    response = client_in(world, "officer", campaign.year).get(
        f"{reverse('emulation:registrations')}?{query}", follow=True
    )
    assert {str(row.subject) for row in response.context["table"].data} == found


def test_the_spreadsheet_has_the_labels_of_the_list(world):
    submitted(world, running(world), make_person(world.school, "Đỗ Thị Hương"))
    client = client_in(world, "officer", timezone.localdate().year)
    rows = list(client.get(reverse("emulation:registrations"), follow=True).context["table"].as_values())
    assert [row[:5] for row in rows] == [
        ["Who or what", "Title", "Grassroots union", "Campaign", "State"],
        ["Đỗ Thị Hương", "Lao động tiên tiến", "Trường Tiểu học Chu Văn An", "Dạy tốt, Học tốt", "Submitted"],
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_officer_is_reminded_of_what_waits_and_the_chair_of_what_was_returned(world):
    campaign = running(world, registration_closes=TODAY + timedelta(days=10))
    rows = [submitted(world, campaign, make_person(world.school, f"Lê Văn {name}")) for name in ("An", "Bình")]
    services.return_registration(rows[0], actor=world.people["officer"], reason="Thiếu sáng kiến")
    drafted(world, campaign, make_person(world.school, "Lê Văn Công"))
    todos = {
        role: [(todo.text, todo.urgent) for todo in todos_for(world.people[role], campaign.year)]
        for role in ("officer", "chair", "board")
    }
    assert ("1 registration waits for your answer", False) in todos["officer"]
    own = "1 returned with a reason, 1 not submitted yet on the registration sheet for “Dạy tốt, Học tốt”"
    assert (own, True) in todos["chair"]
    assert [words for words, _urgent in todos["board"] if "regist" in words] == []


def test_a_chair_of_two_units_registers_for_each_from_one_form(world):
    second = make_grassroots(world.union, "Trường Mầm non Bưởi")
    world.people["chair"].roles.create(kind="grassroots_chair", grassroots=second, valid_from="2018-01-01")
    campaign = running(world)
    make_rollout(campaign, second)
    person = make_person(second, "Lê Thị Oanh")
    client, url = client_in(world, "chair", campaign.year), reverse("emulation:registration-create")
    groups = [label for label, _rows in client.get(url).context["form"].fields["whom"].choices if label]
    typed = {"campaign": campaign.pk, "title": campaign.titles.get().pk, "whom": person_key(person, second)}
    assert (groups, client.post(url, typed).status_code) == ([f"{second} – People"], 302)
    assert Registration.objects.get().grassroots == second


@pytest.mark.parametrize("name", ["registration-create", "registration-create-many"])
def test_without_a_running_campaign_the_page_says_what_will_come(world, name):
    client = client_in(world, "chair", 2024)
    page = client.get(reverse(f"emulation:{name}"))
    assert (page.status_code, "No campaign takes registrations now" in page.content.decode()) == (200, True)
    assert client_in(world, "officer", 2024).get(reverse(f"emulation:{name}")).status_code == 403


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_person_lists_every_title_they_were_registered_for(world):
    person = make_person(world.school)
    row = drafted(world, running(world), person)
    events = {
        role: [
            (event.year, event.kind, event.words, event.detail, event.url)
            for year in years_of(world.people[role], person)
            for event in year.events
            if event.kind == "Registration"
        ]
        for role in ("chair", "stranger_chair")
    }
    line = (row.year, "Registration", "Lao động tiên tiến", "Draft", row.get_absolute_url())
    assert events == {"chair": [line], "stranger_chair": []}

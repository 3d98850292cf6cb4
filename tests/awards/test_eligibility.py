"""Nominations, agendas and signatures are judged by the rules of eligibility."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from awards.decisions.eligibility import AwardJudge
from awards.nominations.eligibility import Quotas
from awards.nominations.models import Nomination
from awards.nominations.services import check_nomination, submit_nomination
from awards.sessions.services import open_session, put_on_agenda
from emulation.eligibility.models import Assessment, Verdict
from emulation.eligibility.rules.facts import NEVER
from emulation.eligibility.selectors.open_rows import OPEN_ROWS
from emulation.law.models import Title
from emulation.personal_records.models import Discipline
from emulation.personal_records.services import enter_record
from emulation.registrations.models import Registration
from tests.awards.conftest import HELD_ON
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db
BELOW = "Not recognised at the level below in the period."
DISCIPLINED = "Disciplined by reprimand or more in the period."
PRIVATE = "A record that only the officer and the chair of the unit read stands against it."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def catalogue(code):
    return Title.objects.get(code=code)


def disciplined(office, person):
    facts = {"level": "warning", "decision": "1/QĐ", "valid_from": date(2024, 3, 1)}
    enter_record(Discipline, actor=None, person=person, grassroots=office.world.school, **facts)


def sent(office, code="GK_LDLD", **facts):
    return submit_nomination(office.nominate(title=catalogue(code), **facts), actor=office.user("chair"))


def warnings(act):
    rows = Verdict.objects.filter(assessment__act=act, outcome="warn")
    return list(rows.values_list("rule", "pass_reason"))


@pytest.mark.slow
def test_a_dossier_that_a_rule_stands_against_is_not_confirmed_and_who_may_not_read_it_hears_no_more(office, law):
    nomination = sent(office)
    disciplined(office, nomination.person)
    for role, said in (("officer", DISCIPLINED), ("leader", PRIVATE)):
        with pytest.raises(ValidationError) as refused:
            check_nomination(nomination, actor=office.user(role), reason="Vẫn đồng ý")
        assert refused.value.messages == [said]


@pytest.mark.slow
def test_a_warning_is_let_stand_with_a_reason_and_why_it_was_not_registered_is_known(office, law):
    nomination = sent(office, "GVNDVN_Q")
    with pytest.raises(ValidationError) as refused:
        check_nomination(nomination, actor=office.user("officer"))
    assert refused.value.messages[0] == BELOW
    checked = check_nomination(nomination, actor=office.user("officer"), reason="Cơ sở chưa xét")
    assert (checked.state, warnings("nominate")) == (
        "checked",
        [("R01", "Thành tích đột xuất"), ("R29", "Cơ sở chưa xét")],
    )


@pytest.mark.slow
def test_the_agenda_is_judged_as_of_the_day_of_the_session_and_keeps_what_was_let_stand(office, law):
    nomination = sent(office, "GVNDVN_Q")
    nomination = check_nomination(nomination, actor=office.user("officer"), reason="Cơ sở chưa xét")
    put_on_agenda(actor=office.user("officer"), session=office.plan(), nominations=[nomination])
    assert warnings("agenda") == [("R01", "Thành tích đột xuất"), ("R29", "Cơ sở chưa xét")]
    assert list(Assessment.objects.order_by("pk").values_list("act", "is_current")) == [
        ("nominate", False),
        ("agenda", True),
    ]


@pytest.mark.slow
def test_what_came_to_light_after_the_appraisal_keeps_a_nomination_from_the_agenda(office, law):
    nomination = check_nomination(sent(office), actor=office.user("officer"))
    facts = {"level": "pending", "valid_from": HELD_ON}
    enter_record(Discipline, actor=None, person=nomination.person, grassroots=office.world.school, **facts)
    with pytest.raises(ValidationError) as refused:
        put_on_agenda(actor=office.user("officer"), session=office.plan(), nominations=[nomination])
    assert refused.value.messages == ["Under examination or being dealt with."]
    assert Nomination.objects.get().state == "checked"


def test_a_council_reads_a_verdict_on_discipline_while_the_row_stands_on_its_agenda(office, law):
    officer, members = office.user("officer"), ("council", "vice", "leader")
    nomination, other = (check_nomination(sent(office, full_name=name), actor=officer) for name in ("Hoa", "Lan"))
    session = office.plan()
    put_on_agenda(actor=officer, session=session, nominations=[nomination])
    Verdict.objects.bulk_create(
        Verdict(assessment=row, rule="R13", outcome="block", message=DISCIPLINED, is_private=True)
        for row in Assessment.objects.filter(is_current=True)
    )

    def readers():
        told = Verdict.objects.filter(rule="R13")
        return {
            (role, verdict.assessment.row_key)
            for role in (*members, "clerk", "viewer", "board", "stranger_officer", "stranger_chair")
            for verdict in told.visible_to(office.user(role))
        }

    on_the_agenda = {(role, nomination.pk) for role in members}
    assert (readers(), other.state) == (on_the_agenda, "checked")
    office.attend(session)
    session = open_session(session, actor=office.user("council"))
    assert readers() == on_the_agenda
    office.tally(session.items.get())
    office.close(session)
    assert readers() == set()


@pytest.mark.slow
def test_a_decision_is_not_signed_over_a_recipient_that_a_rule_stands_against(office, law):
    decision = office.send(office.honour("Lê Văn Nam", "Nguyễn Thị Ánh", title=catalogue("GK_LDLD")))
    disciplined(office, decision.awards.get(recipient_name="Lê Văn Nam").person)
    with pytest.raises(ValidationError) as refused:
        office.sign(decision)
    assert refused.value.messages == [f"Lê Văn Nam: {PRIVATE}"]
    assert not Assessment.objects.filter(act="decide").exists()


@pytest.mark.slow
def test_the_signature_stores_what_was_found_of_each_recipient(office, law):
    decision = office.sign(office.honour("Lê Văn Nam", "Nguyễn Thị Ánh", title=catalogue("GK_LDLD")))
    rows = Assessment.objects.filter(act="decide", row_model="awards.award")
    assert set(rows.values_list("row_key", "by")) == {
        (award.pk, office.user("leader").pk) for award in decision.awards.all()
    }


@pytest.mark.slow
def test_quotas_count_what_is_nominated_beside_it(office, law):
    rows = [sent(office, full_name=name) for name in ("Lê Văn Nam", "Nguyễn Thị Ánh")]
    upward = office.nominate(title=catalogue("BK_LDLDTP"), subject=make_person(office.world.school, "Lê Văn An"))
    quotas = Quotas([*rows, upward])
    assert quotas.of_unit(rows[0]) == {"persons": 2, "collectives": 0}
    assert (quotas.of_union(rows[0]), quotas.of_union(upward)) == (None, 1)


def test_a_recipient_without_a_nomination_is_known_by_the_accepted_registration(office, law):
    decision = office.honour("Lê Văn Nam", "Nguyễn Thị Ánh", title=catalogue("GK_LDLD"))
    registered, other = decision.awards.order_by("pk")
    Registration.objects.create(
        campaign=make_campaign(office.world.union, office.user("officer"), year=registered.year),
        union=office.world.union,
        grassroots=registered.grassroots,
        subject_kind="person",
        person=registered.person,
        title=registered.title,
        year=registered.year,
        state="accepted",
        created_by=office.user("chair"),
        submitted_at=timezone.now(),
        decided_at=timezone.now(),
        decided_by=office.user("officer"),
    )
    judge = AwardJudge(HELD_ON)
    judge.read([registered, other])
    assert [judge.of(row).case.registered_on for row in (registered, other)] == [timezone.localdate(), NEVER]
    assert judge.of(other).case.unit.nominated == {"persons": 0, "collectives": 0}


def test_a_change_of_a_rule_looks_at_nominations_and_recipients_that_are_not_decided(office, law):
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    draft = office.nominate(full_name="Hoa", title=catalogue("GK_LDLD"))
    nomination = sent(office, full_name="Lan")
    decision = office.honour("Lê Văn Nam", title=catalogue("GK_LDLD"))

    def found(day, most=9):
        return {
            open_rows.__module__.split(".")[1]: ([each.row for each in shown.rows], shown.total)
            for open_rows in OPEN_ROWS.all_items()
            if (shown := open_rows(day, most)).total
        }

    recipients = ([decision.awards.get()], 1)
    assert found(date(2024, 12, 31)) == {"nominations": ([nomination, draft], 2), "decisions": recipients}
    assert found(today) == {"nominations": ([nomination], 1), "decisions": recipients}
    assert found(tomorrow, 0) == {"decisions": ([], 1)}
    office.sign(decision)
    assert found(tomorrow) == {}

"""The parts of a dossier: told to the rules from the evidence of the registration, asked of the nomination."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.nominations.services import check_nomination, nominate_registration, submit_nomination
from core.corrections import strike
from emulation.eligibility.models import Verdict
from emulation.eligibility.selectors.gathering import gather
from emulation.evidence.services import attach_evidence
from emulation.registrations.eligibility import Judging
from emulation.registrations.services import accept_registration
from tests.awards.conftest import ACHIEVEMENT
from tests.emulation.campaigning import client_in, drafted, running, submitted, upload
from tests.emulation.eligibility.candidates import candidate_of
from tests.factories import make_rule, make_title

PARTS = {"BK": ["achievement_report", "minutes"]}


@pytest.fixture
def title(db):
    make_rule("R60", severity="warn", values={"parts": PARTS})
    return make_title("BK", "Bằng khen của Liên đoàn Lao động Thành phố", family="form", authority="upper")


def attach(world, registration, *kinds):
    facts = {"actor": world.people["officer"], "note": ""}
    return [piece for kind in kinds for piece in attach_evidence(registration, kind=kind, scans=[upload()], **facts)]


def test_the_kinds_of_what_is_attached_are_read_for_all_rows_in_one_statement(world):
    campaign = running(world)
    rows = [drafted(world, campaign) for _each in range(3)]
    attach(world, rows[0], "minutes", "minutes", "achievement_report")
    strike(attach(world, rows[1], "decision")[0], actor=world.people["officer"], reason="Nhầm tệp")
    cases = gather([*Judging().candidates_of(rows), candidate_of(world, rows[0].person)])
    with CaptureQueriesContext(connection) as queries:
        told = [case.subject.evidence for case in cases]
    assert (told, len(queries)) == ([["achievement_report", "minutes"], [], [], None], 1)


def test_what_the_dossier_lacks_is_told_of_the_aim_and_warns_of_the_nomination(world, title):
    chair, officer = world.people["chair"], world.people["officer"]
    registration = accept_registration(submitted(world, running(world, title)), actor=officer)
    attach(world, registration, "minutes")
    (told,) = [each for each in Judging([registration]).findings(registration) if each.rule == "R60"]
    assert (told.outcome, told.words) == ("inform", "Hồ sơ thiếu: báo cáo thành tích.")
    drawn = nominate_registration(actor=chair, registration=registration, achievement=ACHIEVEMENT)
    nomination = submit_nomination(drawn, actor=chair)
    shown = client_in(world, "officer", nomination.year).get(nomination.get_absolute_url()).content.decode()
    assert f"/registrations/{registration.pk}/evidence/" in shown
    assert "The dossier lacks: report of achievements." in shown
    with pytest.raises(ValidationError, match="Hồ sơ thiếu"):
        check_nomination(nomination, actor=officer)
    attach(world, registration, "achievement_report")
    check_nomination(nomination, actor=officer)
    assert not Verdict.objects.current().filter(rule="R60", assessment__row_model="awards.nomination").exists()

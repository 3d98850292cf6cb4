"""Six requests enter the same at the same moment: one row is made, the others read why not."""

import sqlite3
import time
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow import lock
from emulation.sheets.services.sheets import open_sheet
from tests.committed import SECONDS, in_a_thread
from tests.conftest import build_world
from tests.emulation.campaigning import running, submitted
from tests.factories import make_person
from unions.units.models import GrassrootsUnion, Team


@pytest.fixture
def committed_world(committed):
    return committed(build_world)


def six_at_once(world, address, values, held, sentence, connect=lambda: None):
    """Send a form six times while another transaction holds the same row, and then let it go."""
    answers, begun = [], Barrier(7, timeout=SECONDS)

    def send():
        connect()
        client = Client()
        client.force_login(world.people["officer"])
        begun.wait()
        answers.append(client.post(address, values))
        connection.close()

    threads = [Thread(target=send) for _each in range(6)]
    for thread in threads:
        thread.start()
    with transaction.atomic():
        held()
        begun.wait()
        time.sleep(0.5)  # all six have looked by then, and wait
        transaction.set_rollback(True)
    for thread in threads:
        thread.join(SECONDS)
    return sorted((answer.status_code, sentence in answer.content.decode()) for answer in answers)


def connect_to(path):
    """From here on this thread asks the file."""
    known = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = type(known)(known.settings_dict | {"NAME": str(path)}, DEFAULT_DB_ALIAS)


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")  # SQLite has one writer at a time
def test_of_six_who_enter_the_same_team_or_unit_one_succeeds_and_five_read_why(committed_world):
    world = committed_world
    unit = {
        "code": "TAYHO-99",
        "name": "Trường Mầm non Nhật Tân",
        "kind": world.school.kind,
        "ownership": world.school.ownership,
        "sector": world.school.sector_id,
        "since": "01/02/2024",
    }
    teams = six_at_once(
        world,
        reverse("unions:team-new", args=[world.school.pk]),
        {"name": "Tổ Khối 1"},
        lambda: Team.objects.create(grassroots=world.school, name="Tổ Khối 1"),
        "Đơn vị đã có tổ, bộ phận mang tên này.",
    )
    units = six_at_once(
        world,
        reverse("unions:grassroots-new", args=[world.union.pk]),
        unit,
        lambda: GrassrootsUnion.objects.create(code="TAYHO-99", name="Khác", sector=world.school.sector),
        "Đã có CĐCS mang mã này.",
    )
    made = in_a_thread(lambda: (Team.objects.count(), GrassrootsUnion.objects.filter(code="TAYHO-99").count()))
    assert (teams, units, made) == ([(302, False), *[(422, True)] * 5], [(302, False), *[(422, True)] * 5], (1, 1))


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")
def test_of_six_who_give_the_same_time_one_does_and_six_additions_are_numbered_in_a_row(committed_world):
    world, today = committed_world, timezone.localdate()
    campaign = in_a_thread(lambda: running(world, registration_closes=today))
    extend, add = (reverse(f"emulation:campaign-{name}", args=[campaign.pk]) for name in ("extend", "add"))
    day = f"{today + timedelta(days=9):%d/%m/%Y}"
    values = {"registration_closes": day, "reason": "Theo đề nghị của các đơn vị"}
    extended = six_at_once(world, extend, values, lambda: lock(campaign), f"Hạn đăng ký hiện nay đã là {day}.")
    added = six_at_once(world, add, {"text": "Trồng thêm cây xanh"}, lambda: lock(campaign), "Lỗi")
    numbers = in_a_thread(lambda: sorted(campaign.plan_changes.values_list("number", flat=True)))
    assert (extended, added, numbers) == ([(302, False), *[(422, True)] * 5], [(302, False)] * 6, [*range(1, 8)])


def sheet_with_waiting_rows(world):
    campaign = running(world)
    for name in ("Lê Văn An", "Đỗ Thị Hường"):
        submitted(world, campaign, make_person(world.school, name))
    return open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)


ANSWERED = "Một số dòng này đã có người trả lời trong lúc đó."
ONE_OF_SIX = [(302, False), *[(409, True)] * 5]


def accepting(sheet):
    """The address and the form that accept every row."""
    keys = sheet.campaign.registrations.values_list("pk", flat=True)
    return reverse("emulation:sheet-check", args=[sheet.pk]), {f"answer_{key}": "accept" for key in keys}


def accepted(sheet):
    return sheet.campaign.registrations.filter(state="accepted").count()


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")
def test_of_six_who_answer_the_same_rows_of_a_sheet_one_does_and_the_others_save_nothing(committed_world):
    world = committed_world
    sheet = in_a_thread(lambda: sheet_with_waiting_rows(world))
    address, answers = in_a_thread(lambda: accepting(sheet))
    answered = six_at_once(world, address, answers, lambda: lock(sheet), ANSWERED)
    assert (answered, in_a_thread(lambda: accepted(sheet))) == (ONE_OF_SIX, len(answers))


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_of_six_who_answer_the_same_rows_in_one_file_one_does_and_the_others_save_nothing(world, tmp_path):
    sheet = sheet_with_waiting_rows(world)
    address, answers = accepting(sheet)
    path = tmp_path / "portal.sqlite3"
    path.write_bytes(connection.connection.serialize())
    sqlite3.connect(path).execute("pragma journal_mode = wal")  # kept by the file, as that of the portal is
    answered = six_at_once(world, address, answers, lambda: lock(sheet), ANSWERED, partial(connect_to, path))
    [states] = sqlite3.connect(path).execute("select group_concat(state) from emulation_registration").fetchall()
    assert (answered, states) == (ONE_OF_SIX, (",".join(["accepted"] * len(answers)),))

"""Evidence of a registration: attached by the unit or for it, opened by whoever may, and frozen with the lock."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.security_log.models import SecurityEvent
from core.corrections import restore, strike
from core.documents import pictures
from core.file_space import space_of
from core.files import read_kept
from core.history import history_lines
from core.workflow import MoveNotAllowed
from emulation.campaigns.models import Campaign
from emulation.evidence import rules
from emulation.evidence.models import Evidence
from emulation.evidence.services import attach_evidence, correct_evidence, receive_paper
from emulation.sheets.services.sheets import open_sheet
from tests.emulation.campaigning import client_in, drafted, errors_of, running, upload
from tests.papers import PDF, SECRET, catalogue, photograph

LINK = "https://example.org/phong-trao"
BOTH = ("officer", "chair")
STATES = ("draft", "submitted", "returned", "accepted", "locked", "withdrawn")


@pytest.fixture
def registration(world):
    return drafted(world, running(world))


def attach(world, registration, by="chair", **facts):
    facts = {"kind": "decision", "scans": [upload()], **facts}
    return attach_evidence(registration, actor=world.people[by], **facts)


def bring(registration, state):
    decided = timezone.now() if state in ("accepted", "locked") else None
    reason = "Thiếu" if state == "returned" else ""
    facts = {"state": state, "decided_at": decided, "return_reason": reason}
    type(registration).objects.filter(pk=registration.pk).update(**facts)
    registration.refresh_from_db()
    return registration


def answer_to(act):
    """What becomes of an act: the class of the refusal, or "done"."""
    try:
        with transaction.atomic():
            act()
    except (PermissionDenied, MoveNotAllowed, DatabaseError) as refusal:
        return type(refusal).__name__
    return "done"


def address_of(name, row):
    return reverse(f"emulation:{name}", args=[row.pk])


def page_of(world, registration, role="chair"):
    return client_in(world, role, registration.year).get(registration.get_absolute_url()).content.decode()


def test_several_files_are_attached_at_once_and_a_link_beside_them(world, registration):
    client, address = (
        client_in(world, "chair", registration.year),
        reverse("emulation:evidence-add", args=[registration.pk]),
    )
    files = [upload("quyet-dinh.pdf"), upload("anh.jpg", photograph())]
    assert client.post(address, {"kind": "decision", "scans": files, "note": "Số  12/QĐ"}).status_code == 302
    assert client.post(address, {"kind": "other", "link": LINK}).status_code == 302
    pieces = list(registration.evidence.all())
    assert [(str(piece), piece.suffix, piece.link) for piece in pieces] == [
        ("Quyết định: Số 12/QĐ", ".pdf", ""),
        ("Quyết định: Số 12/QĐ", ".jpg", ""),
        ("Minh chứng khác", "", LINK),
    ]
    assert SECRET not in read_kept(pieces[1].file)
    assert space_of(world.school).used == sum(piece.file.size for piece in pieces[:2])
    assert {line.sentence for line in history_lines(registration)} == {
        "đã soạn bản đăng ký",
        "đã đính kèm minh chứng",
    }
    shown = page_of(world, registration)
    assert f'<a href="{LINK}" rel="noopener noreferrer nofollow">{LINK}</a>' in shown
    assert shown.count("/picture/") == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "scans"),
        ({"scans": [upload()], "link": LINK}, "scans"),
        ({"link": "http://example.org"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"scans": [upload(), upload("mau.html", b"<script>")]}, "scans"),
        ({"scans": [upload("anh.jpg", b"khong phai anh")]}, "scans"),
        ({"scans": [upload("mau.pdf", catalogue(b"/OpenAction << /S /JavaScript /JS (x) >>"))]}, "scans"),
    ],
)
def test_what_cannot_be_taken_in_is_said_at_its_field_and_nothing_is_stored(world, registration, sent, field):
    client, address = (
        client_in(world, "chair", registration.year),
        reverse("emulation:evidence-add", args=[registration.pk]),
    )
    page = client.post(address, {"kind": "other", "note": "Ảnh", **sent})
    assert (page.status_code, list(errors_of(page)), registration.evidence.count()) == (422, [field], 0)
    if len(sent.get("scans", ())) == 2 and field == "scans":
        assert all(words.startswith("mau.html: ") for words in errors_of(page)["scans"])


def test_a_registration_holds_so_many_pieces_and_no_more(world, registration, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PIECES", 2)
    attach(world, registration, scans=[upload(), upload()])
    with pytest.raises(ValidationError):
        attach(world, registration)
    strike(registration.evidence.first(), actor=world.people["chair"], reason="Nhầm tệp")
    assert attach(world, registration)


ATTACHED = {
    "board": ["done", "MoveNotAllowed", "done", "done", "done", "MoveNotAllowed"],
    "officer": ["done", "done", "done", "done", "done", "MoveNotAllowed"],
    "leader": ["PermissionDenied"] * 6,
}
MENDED = {
    "board": ["done", "PermissionDenied", "done", "PermissionDenied", "PermissionDenied", "PermissionDenied"],
    "officer": ["done", "done", "done", "done", "MoveNotAllowed", "done"],
    "leader": ["PermissionDenied"] * 6,
}


@pytest.mark.parametrize("by", ATTACHED)
def test_the_unit_attaches_and_mends_while_the_row_is_open_the_officer_on_its_behalf(world, registration, by):
    actor, (piece,) = world.people[by], attach(world, registration)

    def mend():
        struck = strike(Evidence.objects.get(pk=piece.pk), actor=actor, reason="Nhầm tệp")
        correct_evidence(restore(struck, actor=actor), actor=actor, expected_revision=None, kind="minutes", note="")

    answers = []
    for state in STATES:
        bring(registration, state)
        answers.append((answer_to(lambda: attach(world, registration, by=by)), answer_to(mend)))
    assert answers == list(zip(ATTACHED[by], MENDED[by], strict=True))


def test_nothing_is_attached_after_the_campaign(world, registration):
    Campaign.objects.filter(pk=registration.campaign_id).update(state="cancelled")
    with pytest.raises(MoveNotAllowed):
        attach(world, registration)
    assert "/evidence/" not in page_of(world, registration)


def test_with_the_lock_the_database_keeps_what_is_attached_but_for_the_paper_original(world, registration):
    (piece,) = attach(world, registration)
    bring(registration, "locked")
    rows = Evidence.objects.filter(pk=piece.pk)
    assert "Error" in answer_to(lambda: rows.update(note="khác"))
    assert "Error" in answer_to(rows.delete)
    assert receive_paper(piece, actor=world.people["officer"], received_on=timezone.localdate()).paper_received_on
    bring(registration, "accepted")
    assert answer_to(lambda: rows.update(note="khác")) == "done"


def test_the_officer_notes_when_the_paper_original_came(world, registration):
    (piece,), today = attach(world, registration), timezone.localdate()
    client, address = (
        client_in(world, "officer", registration.year),
        reverse("emulation:evidence-paper", args=[piece.pk]),
    )
    tomorrow = {"received_on": f"{today + timedelta(days=1):%d/%m/%Y}", "revision": piece.revision}
    assert list(errors_of(client.post(address, tomorrow))) == ["received_on"]
    assert client.post(address, {"received_on": f"{today:%d/%m/%Y}", "revision": piece.revision}).status_code == 302
    piece.refresh_from_db()
    assert (piece.paper_received_on, piece.paper_received_by) == (today, world.people["officer"])
    assert f"{today:%d/%m/%Y} (Trần Minh Đức)" in page_of(world, registration)
    assert client.post(address, {"received_on": "", "revision": piece.revision}).status_code == 302
    piece.refresh_from_db()
    assert (piece.paper_received_on, piece.paper_received_by) == (None, None)
    for by in ("chair", "leader", "stranger_officer"):
        with pytest.raises(PermissionDenied):
            receive_paper(piece, actor=world.people[by], received_on=today)


@pytest.mark.parametrize("kind", ["achievement_report", "initiative_certificate"])
def test_a_report_of_achievements_is_opened_by_readers_of_the_birth_date(world, registration, kind):
    bring(registration, "accepted")
    (piece,) = attach(world, registration, kind=kind)
    statuses = {}
    for by in ("chair", "board", "officer", "leader", "viewer", "stranger_officer"):
        client = client_in(world, by, registration.year)
        answers = [
            client.get(reverse(f"emulation:{name}", args=[piece.pk])) for name in ("evidence", "evidence-picture")
        ]
        assert len({(answer.status_code, bool(answer.getvalue())) for answer in answers}) == 1
        statuses[by] = answers[0].status_code
    others = 404 if kind == "achievement_report" else 200
    wanted = {
        "chair": 200,
        "board": others,
        "officer": 200,
        "leader": others,
        "viewer": others,
        "stranger_officer": 404,
    }
    assert statuses == wanted


@pytest.mark.one_database(on="sqlite")
def test_a_file_that_is_opened_stands_in_the_security_log_the_picture_of_its_page_does_not(world, registration):
    (piece,) = attach(world, registration)
    client, noted = client_in(world, "officer", registration.year), []
    for name in ("evidence-picture", "evidence"):
        assert client.get(address_of(name, piece)).getvalue()
        noted.append(SecurityEvent.objects.filter(kind="downloaded", user=world.people["officer"]).count())
    assert noted == [0, 1]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("content", [PDF, photograph(), photograph("PNG")], ids=["pdf", "jpeg", "png"])
def test_its_first_page_is_drawn_once(world, registration, monkeypatch, content):
    name = "a.pdf" if content == PDF else "a.png" if content.startswith(b"\x89PNG") else "a.jpg"
    (piece,) = attach(world, registration, scans=[upload(name, content)])
    client, address = (
        client_in(world, "chair", registration.year),
        reverse("emulation:evidence-picture", args=[piece.pk]),
    )
    first = client.get(address)
    monkeypatch.setattr(pictures, "first_page", None)
    assert (first["Content-Type"], client.get(address).content) == ("image/png", first.content)
    with Image.open(io.BytesIO(first.content)) as picture:
        assert (picture.format, picture.height > picture.width) == ("PNG", True)


def test_what_was_struck_is_shown_to_whoever_may_restore_it(world, registration):
    bring(registration, "accepted")
    (piece,) = attach(world, registration, note="Bản chụp mờ")
    strike(piece, actor=world.people["officer"], reason="Không đọc được")
    shown = {
        by: "Không đọc được" in page_of(world, registration, by).split("history")[0] for by in ("officer", "chair")
    }
    assert shown == {"officer": True, "chair": False}


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({}, "file_or_link"),
        ({"link": LINK, "file": "evidence/a.pdf"}, "file_or_link"),
        ({"link": "http://example.org"}, "link_is_https"),
        ({"link": LINK, "paper_received_on": timezone.localdate()}, "paper_received_by_somebody"),
    ],
)
def test_the_database_keeps_the_promises_too(world, registration, facts, constraint):
    row = Evidence(registration=registration, kind="other", created_by=world.people["chair"], **facts)
    with pytest.raises(DatabaseError, match=f"emulation_evidence_{constraint}"), transaction.atomic():
        Evidence.objects.bulk_create([row])


def test_the_sheet_and_the_officers_check_count_the_standing_pieces_of_a_row(world, registration):
    attach(world, registration, scans=[upload(), upload()])
    strike(registration.evidence.first(), actor=world.people["chair"], reason="Nhầm tệp")
    sheet = open_sheet(actor=world.people["chair"], campaign=registration.campaign, grassroots=world.school)
    bring(registration, "submitted")
    pages = {"chair": sheet.get_absolute_url(), "officer": reverse("emulation:sheet-check", args=[sheet.pk])}
    counted = f'href="{registration.get_absolute_url()}#evidence">'
    for by, address in pages.items():
        page = client_in(world, by, registration.year).get(address).content.decode()
        assert page.split(counted)[1].split()[:2] == ["Evidence:", "1"]

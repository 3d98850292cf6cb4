"""What is handed in is taken in only once ClamAV's daemon, where one is named, has passed it."""

import contextlib
import socket
import socketserver
import threading

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.security_log.models import SecurityEvent
from core.uploads import PhotographUpload, PictureUpload, ScanUpload, UploadField
from emulation.campaigns.models import Rollout
from tests.papers import PDF, photograph

pytestmark = pytest.mark.one_database(on="sqlite")
SIGNATURE = b"MA-DOC-THU"
INFECTED = PDF + SIGNATURE


class ClamAV(socketserver.StreamRequestHandler):
    """The part of its protocol that the portal speaks."""

    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        answer = b"PONG" if command == b"zPING\0" else self.scanned()
        self.wfile.write(answer + b"\0")

    def scanned(self):
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.scanned.append(content)
        return self.server.verdict or (b"stream: Win.Test FOUND" if SIGNATURE in content else b"stream: OK")


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class TCPServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextlib.contextmanager
def served(server):
    server.scanned, server.verdict = [], b""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def daemon(settings):
    with served(TCPServer(("127.0.0.1", 0), ClamAV)) as server:
        settings.CLAMD_ADDRESS = "127.0.0.1:{1}".format(*server.server_address)
        yield server


@pytest.fixture
def nobody(settings):
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        settings.CLAMD_ADDRESS = "127.0.0.1:{1}".format(*gone.getsockname())


def faults(field, name, content):
    form = type("Handing", (forms.Form,), {"file": field})({}, {"file": SimpleUploadedFile(name, content)})
    return form.errors.get("file", [])


VIRUS = "Tệp có chứa mã độc nên không được tiếp nhận. Đề nghị kiểm tra lại thiết bị của mình."
UNCHECKED = "Hiện chưa kiểm tra được mã độc nên tệp chưa được tiếp nhận. Đề nghị thử lại sau ít phút."
PHOTOGRAPH = photograph(size=(200, 200))
FIELDS = [
    (ScanUpload, "a.pdf", PDF),
    (PhotographUpload, "a.jpg", PHOTOGRAPH),
    (PictureUpload, "a.jpg", PHOTOGRAPH),
    (lambda: UploadField(kinds=(".csv",)), "a.csv", b"a;b"),
]


@pytest.mark.parametrize(("field", "name", "content"), FIELDS)
def test_every_field_for_files_takes_what_is_clean_and_refuses_a_virus_which_the_security_log_names(
    db, daemon, field, name, content
):
    assert [faults(field(), name, each) for each in (content, content + SIGNATURE)] == [[], [VIRUS]]
    assert daemon.scanned == [content, content + SIGNATURE]
    assert list(SecurityEvent.objects.values_list("kind", "detail")) == [("virus_found", "Win.Test")]


def test_the_security_log_names_who_handed_it_in(world, daemon):
    page = world.client("chair").post(
        reverse("awards:received-award-create"), {"proof": SimpleUploadedFile("a.pdf", INFECTED)}
    )
    assert page.status_code == 422
    assert [event.user for event in SecurityEvent.objects.filter(kind="virus_found")] == [world.people["chair"]]


def test_what_comes_by_no_form_is_scanned_too(db, daemon):
    row = Rollout(document=ContentFile(INFECTED, name="a.pdf"))
    with pytest.raises(ValidationError, match=VIRUS):
        Rollout._meta.get_field("document").pre_save(row, add=True)


@pytest.mark.parametrize("verdict", [b"INSTREAM size limit exceeded. ERROR", b"stream: lazy ERROR", b""])
def test_without_a_verdict_nothing_is_taken_in(daemon, verdict):
    daemon.verdict = verdict + b" "
    assert faults(ScanUpload(), "a.pdf", PDF) == [UNCHECKED]


def test_a_daemon_that_is_away_is_told_at_the_field_and_by_the_page_of_health(db, client, nobody):
    assert faults(ScanUpload(), "a.pdf", PDF) == [UNCHECKED]
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["virus_scan"]) == (200, "failing")


def test_the_page_of_health_tells_that_the_daemon_answers(db, client, daemon):
    assert client.get("/health/").json()["virus_scan"] == "ok"


def test_the_daemon_is_reached_by_a_socket_of_the_machine_too(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd")
    with served(UnixServer(settings.CLAMD_ADDRESS, ClamAV)):
        assert faults(ScanUpload(), "a.pdf", PDF) == []
    assert faults(ScanUpload(), "a.pdf", PDF) == [UNCHECKED]


def test_where_no_daemon_is_named_files_are_taken_in_as_before(settings):
    assert (settings.CLAMD_ADDRESS, faults(ScanUpload(), "a.pdf", PDF)) == ("", [])

"""What is due every night is one command, which goes on after a failure and ends with it."""

import io

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from core.audit import record
from core.management.commands import delete_old_files
from core.nightly import NIGHTLY
from tests.triggers import drop_triggers

COMMANDS = {
    "clearsessions",
    "delete_old_files",
    "check_audit",
    "check_files",
    "clear_security_log",
    "clear_short_links",
}


def nightly():
    """Return what was printed and what failed."""
    told = io.StringIO()
    try:
        call_command("nightly", stdout=told, stderr=told)
    except CommandError as error:
        return told.getvalue(), str(error)
    return told.getvalue(), ""


def begun(told):
    return {line.removesuffix(":") for line in told.splitlines() if line.endswith(":")}


def crash():
    raise OSError("the disk is away")


def test_all_commands_run_and_say_what_they_did(world):
    told, failed = nightly()
    assert (begun(told), set(NIGHTLY.items()), failed) == (COMMANDS, COMMANDS, "")
    assert "The audit log is unbroken" in told


def test_after_a_failure_and_a_crash_the_others_still_run_and_the_end_names_both(world, monkeypatch, caplog):
    entry = record("trial.done", world.school, actor=None)
    drop_triggers("core_auditentry")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET actor_name = 'somebody else' WHERE id = %s", [entry.pk])
    monkeypatch.setattr(delete_old_files, "delete_replaced", crash)
    told, failed = nightly()
    assert (begun(told), failed) == (COMMANDS, "Failed: delete_old_files, check_audit.")
    assert f"Entry {entry.pk} " in told
    assert "the disk is away" in caplog.text


def test_the_page_on_deployment_tells_what_each_of_them_does():
    page = (settings.BASE_DIR / "docs" / "deployment.md").read_text("utf-8")
    assert {name for name in NIGHTLY.items() if f"`{name}`" not in page} == set()

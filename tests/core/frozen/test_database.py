"""What is frozen goes on being so after a migration, and the check names what is not as it is declared."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.core import checks
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from core.frozen.database import LaidOn, _lifted, _registered, compare, freezes, lay_on, register, restore_dropped
from core.frozen.triggers import MESSAGE, Freeze
from core.models import NumberSequence

TABLE = "core_numbersequence"
FULL = Freeze("trial_full", TABLE, "UPDATE", "OLD.last >= 10")


def _refused(action):
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        action()
    return True


def _rename():
    NumberSequence.objects.update(series="renamed")


@pytest.fixture
def trial():
    """Register a freeze for the time of the test."""
    known, receivers = list(_registered["core"]), list(post_migrate.receivers)
    register(apps.get_app_config("core"), FULL, Freeze("trial_elsewhere", "no_such_table", "DELETE", "1 = 1"))
    yield
    _registered["core"][:] = known
    post_migrate.receivers[:] = receivers
    post_migrate.sender_receivers_cache.clear()


def migrated(label, plan=()):
    app = apps.get_app_config(label)
    return {"sender": app, "app_config": app, "using": "default", "verbosity": 0, "interactive": False, "plan": plan}


def drop(name, table):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def test_a_freeze_lost_with_a_rebuilt_table_is_laid_on_again_after_the_next_migration(db, trial):
    NumberSequence.objects.create(series="A", last=10)
    _rename()
    post_migrate.send(**migrated("core"))
    assert _refused(_rename)
    drop("trial_full", TABLE)
    _rename()
    post_migrate.send(**migrated("core"))
    assert _refused(_rename)


def test_what_an_earlier_version_laid_on_is_dropped_after_the_next_migration(db, trial):
    earlier = Freeze("core_numbersequence_sealed", TABLE, "UPDATE", "1 = 1")
    with connection.cursor() as cursor:
        lay_on(cursor, earlier)
    pre_migrate.send(**migrated("core", ["a migration"]))
    post_migrate.send(**migrated("core", ["a migration"]))
    restore_dropped("default")
    assert {"trial_full", earlier.name} & laid_on() == {"trial_full"}


def laid_on():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def test_while_migrations_run_sqlite_may_rebuild_any_table_and_afterwards_all_is_frozen_again(db):
    """A freeze that looks at another table would stop a migration of that one."""
    known = laid_on()
    pre_migrate.send(**migrated("awards"))
    assert laid_on() == known
    pre_migrate.send(**migrated("awards", ["a migration"]))
    tables = {freeze.table for freeze in freezes(connection, "awards").values()}
    of_awards = {name for name, freeze in freezes(connection).items() if freeze.table in tables}
    assert known - laid_on() == (of_awards if connection.vendor == "sqlite" else set())
    for label in _registered:
        post_migrate.send(**migrated(label, ["a migration"]))
    assert laid_on() == known


def test_every_freeze_of_the_house_lies_on_the_database(db):
    """A table rebuilt by a migration would lose them in silence."""
    assert laid_on() == set(freezes(connection))
    assert {
        "core_auditentry_frozen_update",
        "awards_decision_frozen_update",
        "awards_decision_frozen_documents",
        "awards_award_frozen_insert",
        "awards_certificate_frozen_delete",
        "awards_councilseat_frozen_update",
        "reports_reportedition_frozen_update",
        "unions_affiliation_new_overlap",
    } <= laid_on()


def warned():
    return [each.msg for each in checks.run_checks(databases=["default"]) if each.id == "core.W002"]


SILENCED = Freeze("core_auditentry_frozen_update", "core_auditentry", "UPDATE", "1 = 0")


def test_the_check_of_the_database_names_what_is_missing_altered_and_left_over(db):
    assert warned() == []
    drop("core_auditentry_frozen_delete", "core_auditentry")
    with connection.cursor() as cursor:
        lay_on(cursor, SILENCED)
        lay_on(cursor, FULL)
    found = compare("default")
    assert (found.missing, found.altered, found.left_over) == (
        ["core_auditentry_frozen_delete"],
        ["core_auditentry_frozen_update"],
        ["trial_full"],
    )
    assert warned() == [
        "Signed records of the database “default”: 1 triggers are missing (core_auditentry_frozen_delete).",
        "Signed records of the database “default”: 1 triggers are altered (core_auditentry_frozen_update).",
        "Signed records of the database “default”: 1 triggers are left over from an earlier version (trial_full).",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE core_auditentry DISABLE TRIGGER core_auditentry_frozen_update",
        "CREATE OR REPLACE FUNCTION core_auditentry_frozen_update() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NEW; END'",
        "DROP TRIGGER core_auditentry_frozen_update ON core_auditentry; CREATE TRIGGER core_auditentry_frozen_update "
        "AFTER UPDATE ON core_auditentry FOR EACH ROW EXECUTE FUNCTION core_auditentry_frozen_update()",
    ],
)
@pytest.mark.one_database(on="postgresql")
def test_a_trigger_that_is_switched_off_or_calls_something_else_is_altered(db, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert compare("default").altered == ["core_auditentry_frozen_update"]


def test_a_freeze_that_cannot_be_laid_on_again_keeps_none_of_the_others_off(db, caplog):
    is_lifted = connection.vendor == "sqlite"  # on PostgreSQL nothing is, so nothing is laid on again
    renamed, other = (
        Freeze("trial_renamed", TABLE, "UPDATE", "OLD.last = 99"),
        Freeze("trial", TABLE, "DELETE", "1 = 1"),
    )
    words = {each.name: LaidOn(TABLE, each.body("sqlite")) for each in (renamed, other)}
    words[renamed.name] = LaidOn(TABLE, words[renamed.name].body.replace(TABLE, "core_oldname"))
    _lifted["default"].update(words if is_lifted else {})
    restore_dropped("default")
    assert ("trial_renamed stays lifted" in caplog.text) is is_lifted
    assert (other.name in laid_on(), renamed.name in laid_on()) == (is_lifted, False)


@pytest.mark.slow
def test_a_migration_that_fails_leaves_nothing_unfrozen(tmp_path):
    """On SQLite, where all is lifted meanwhile. Its table is there already, so the migration cannot make it."""
    place = tmp_path / "portal.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{place}", "DATA_DIR": str(tmp_path), "DEBUG": "1"}

    def migrate():
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        root = Path(__file__).parents[3]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)

    def kept(statement="SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"):
        with closing(sqlite3.connect(place)) as scratch, scratch:
            return scratch.execute(statement).fetchall()

    if "MIGRATED" in os.environ:
        shutil.copy(os.environ["MIGRATED"], place)
    assert (migrate().returncode, len(kept()) > 20) == (0, True)
    before = kept()
    kept("DELETE FROM django_migrations WHERE app = 'reports'")
    failed = migrate()
    assert (failed.returncode, "already exists" in failed.stderr, kept()) == (1, True, before)

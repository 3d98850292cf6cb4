"""What is signed does not change: the database refuses, and goes on refusing after a migration."""

import os
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

from core.frozen import MESSAGE, Freeze, _lifted, _registered, missing, never_deleted, register, restore_dropped
from core.models import NumberSequence

TABLE = "core_numbersequence"
FULL = Freeze("trial_full", TABLE, "UPDATE", "OLD.last >= 10", ("series",))
CLOSED = Freeze("trial_closed", TABLE, "UPDATE", "OLD.last = 99")
NO_MORE = Freeze("trial_no_more", TABLE, "INSERT", "NEW.last > 50")


@pytest.fixture
def frozen(db):
    """Lay the trial freezes on the counters of numbers, which are plain rows otherwise."""
    with connection.cursor() as cursor:
        for freeze in (FULL, CLOSED, NO_MORE, never_deleted(TABLE)):
            for statement in freeze.statements(connection.vendor):
                cursor.execute(statement)


def _sequence(last, series="A"):
    return NumberSequence.objects.create(series=series, last=last)


def _refused(action):
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        action()
    return True


def _change(sequence, **values):
    return lambda: NumberSequence.objects.filter(pk=sequence.pk).update(**values)


def test_a_column_is_frozen_from_the_threshold_on_and_not_before(frozen):
    before, after = _sequence(9, "before"), _sequence(10, "after")
    _change(before, series="renamed")()
    assert _refused(_change(after, series="renamed"))
    assert set(NumberSequence.objects.values_list("series", "last")) == {("renamed", 9), ("after", 10)}


def test_a_column_that_is_not_named_stays_free_and_so_does_a_value_that_stays_the_same(frozen):
    sequence = _sequence(10)
    _change(sequence, last=11, series="A")()
    assert NumberSequence.objects.get().last == 11


def test_without_columns_the_whole_row_is_frozen(frozen):
    with transaction.atomic():
        sequence = _sequence(50)
        _change(sequence, last=99)()
    assert _refused(_change(sequence, last=99))


def test_new_rows_are_refused_where_the_condition_holds(frozen):
    assert _refused(lambda: _sequence(51))
    _sequence(50)


def test_what_is_never_deleted_is_not_even_deleted_by_the_model(frozen):
    sequence = _sequence(1)
    assert _refused(sequence.delete)
    assert _refused(NumberSequence.objects.all().delete)
    assert NumberSequence.objects.count() == 1


def test_laying_a_freeze_on_twice_is_the_same_as_once(frozen):
    with connection.cursor() as cursor:
        for statement in FULL.statements(connection.vendor):
            cursor.execute(statement)
    assert _refused(_change(_sequence(10), series="renamed"))


def test_a_freeze_lost_with_a_rebuilt_table_is_laid_on_again_after_the_next_migration(frozen):
    app = apps.get_app_config("core")
    known = list(post_migrate.receivers)
    try:
        register(app, FULL, Freeze("trial_elsewhere", "no_such_table", "DELETE", "1 = 1"))
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER trial_full" + (f" ON {TABLE}" if connection.vendor == "postgresql" else ""))
        sequence = _sequence(10)
        _change(sequence, series="open for a moment")()
        post_migrate.send(sender=app, app_config=app, using="default", verbosity=0, interactive=False, plan=[])
        assert _refused(_change(sequence, series="renamed"))
    finally:
        del _registered[-2:]
        post_migrate.receivers[:] = known
        post_migrate.sender_receivers_cache.clear()


def laid_on():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def test_while_migrations_run_sqlite_may_rebuild_any_table_and_afterwards_all_is_frozen_again(db):
    """A freeze that looks at another table would stop a migration of that one."""
    app, known = apps.get_app_config("awards"), laid_on()
    told = {"sender": app, "app_config": app, "using": "default", "verbosity": 0, "interactive": False}
    pre_migrate.send(**told, plan=[])
    assert laid_on() == known
    pre_migrate.send(**told, plan=["a migration"])
    lifted = {name for name in known if name.startswith("awards_")} if connection.vendor == "sqlite" else set()
    assert laid_on() == known - lifted
    post_migrate.send(**told, plan=["a migration"])
    assert laid_on() == known


def test_every_freeze_of_the_house_lies_on_the_database(db):
    """A table rebuilt by a migration would lose them in silence."""
    assert {
        "core_auditentry_no_update",
        "core_auditentry_no_delete",
        "awards_decision_sealed",
        "awards_decision_kept",
        "awards_award_sealed_update",
        "awards_award_sealed_person",
        "awards_award_sealed_delete",
        "awards_award_sealed_insert",
        "awards_item_closed_update",
        "awards_session_closed",
        "reports_edition_issued",
        "reports_edition_kept",
        "reports_edition_signed",
    } <= laid_on()


def warned():
    return [each.msg for each in checks.run_checks(databases=["default"]) if each.id == "core.W002"]


def test_what_is_not_frozen_is_told_by_the_check_of_the_database(db):
    assert (missing("default"), warned()) == ([], [])
    on_table = " ON core_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER core_auditentry_no_update{on_table}")
    assert missing("default") == ["core_auditentry_no_update"]
    (said,) = warned()
    assert "1 triggers are missing (core_auditentry_no_update" in said


def test_a_freeze_that_cannot_be_laid_on_again_keeps_none_of_the_others_off(db, caplog):
    is_lifted = connection.vendor == "sqlite"  # on PostgreSQL nothing is, so nothing is laid on again
    renamed, other = Freeze("trial_renamed", TABLE, "UPDATE", "OLD.last = 99"), never_deleted(TABLE)
    words = {each: [*each.statements("sqlite")][-1] for each in (renamed, other)}
    words[renamed] = words[renamed].replace(TABLE, "core_oldname")
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
        root = Path(__file__).parent.parent.parent
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)

    def kept(statement="SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"):
        with closing(sqlite3.connect(place)) as scratch, scratch:
            return scratch.execute(statement).fetchall()

    assert (migrate().returncode, len(kept()) > 20) == (0, True)
    before = kept()
    kept("DELETE FROM django_migrations WHERE app = 'reports'")
    failed = migrate()
    assert (failed.returncode, "already exists" in failed.stderr, kept()) == (1, True, before)

"""What is signed does not change: the database refuses, and goes on refusing after a migration."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from core.frozen import MESSAGE, Freeze, never_deleted, register
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


def _refused(deed):
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        deed()
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
    } <= laid_on()

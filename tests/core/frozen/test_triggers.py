"""What is signed does not change: the database refuses."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.frozen.database import lay_on
from core.frozen.triggers import MESSAGE, Freeze
from core.models import NumberSequence

TABLE = "core_numbersequence"
FULL = Freeze("trial_full", TABLE, "UPDATE", "OLD.last >= 10 AND OLD.series IS DISTINCT FROM NEW.series")
NO_MORE = Freeze("trial_no_more", TABLE, "INSERT", "NEW.last > 50")
KEPT = Freeze("trial_kept", TABLE, "DELETE", "OLD.last IS NOT DISTINCT FROM 10")


@pytest.fixture
def frozen(db):
    """Lay the trial freezes on the counters of numbers, which are plain rows otherwise."""
    with connection.cursor() as cursor:
        for freeze in (FULL, NO_MORE, KEPT):
            lay_on(cursor, freeze)


def _sequence(last, series="A"):
    return NumberSequence.objects.create(series=series, last=last)


def _refused(action):
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        action()
    return True


def _change(sequence, **values):
    return lambda: NumberSequence.objects.filter(pk=sequence.pk).update(**values)


def test_a_row_is_frozen_from_the_threshold_on_and_not_before(frozen):
    before, after = _sequence(9, "before"), _sequence(10, "after")
    _change(before, series="renamed")()
    assert _refused(_change(after, series="renamed"))
    assert set(NumberSequence.objects.values_list("series", "last")) == {("renamed", 9), ("after", 10)}


def test_what_the_condition_leaves_out_stays_free_and_so_does_a_value_that_stays_the_same(frozen):
    sequence = _sequence(10)
    _change(sequence, last=11, series="A")()
    assert NumberSequence.objects.get().last == 11


def test_new_rows_are_refused_where_the_condition_holds(frozen):
    assert _refused(lambda: _sequence(51))
    _sequence(50)


def test_what_is_kept_is_not_even_deleted_by_the_model(frozen):
    sequence = _sequence(10)
    assert _refused(sequence.delete)
    assert _refused(NumberSequence.objects.all().delete)
    _change(sequence, last=11)()
    sequence.delete()
    assert not NumberSequence.objects.exists()


def test_laying_a_freeze_on_twice_is_the_same_as_once(frozen):
    with connection.cursor() as cursor:
        lay_on(cursor, FULL)
    assert _refused(_change(_sequence(10), series="renamed"))


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")
def test_a_table_is_emptied_only_while_nothing_in_it_is_frozen(db):
    a_full_one = "EXISTS (SELECT 1 FROM core_numbersequence WHERE last = 10)"
    emptied = Freeze("trial_emptied", TABLE, "TRUNCATE", a_full_one)
    with connection.cursor() as cursor:
        lay_on(cursor, emptied)
        _sequence(10)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert _refused(lambda: cursor.execute(f"TRUNCATE {TABLE} CASCADE"))
        NumberSequence.objects.update(last=9)
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
    assert not NumberSequence.objects.exists()

"""The portal's numbers follow each other; one typed from the federation's book is used once."""

from functools import partial
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from core.frozen.database import drop, freezes, lay_on
from core.models import NumberSequence, UsedNumber
from core.sequence import LARGEST_NUMBER, take_number, upcoming_number

pytestmark = pytest.mark.django_db


def _fail_after_taking(series):
    with transaction.atomic():
        take_number(series)
        raise LookupError


def test_the_first_number_is_one_and_each_series_counts_for_itself():
    taken = [take_number("TAYHO/QĐ/2020"), take_number("TAYHO/QĐ/2020"), take_number("TAYHO/BC/2020")]
    assert (taken, take_number("TAYHO/QĐ/2020")) == ([1, 2, 1], 3)


def test_a_number_taken_in_a_transaction_that_fails_is_free_again():
    take_number("TAYHO/QĐ/2020")
    with pytest.raises(LookupError):
        _fail_after_taking("TAYHO/QĐ/2020")
    assert take_number("TAYHO/QĐ/2020") == 2


def test_a_series_that_began_in_a_transaction_that_failed_begins_at_one():
    with pytest.raises(LookupError):
        _fail_after_taking("BACTULIEM/BC/2024")
    assert (take_number("BACTULIEM/BC/2024"), NumberSequence.objects.count()) == (1, 1)


def test_a_number_from_the_book_leaves_a_gap_and_the_portal_goes_on_after_it():
    taken = [take_number("QĐ"), take_number("QĐ", typed=45), take_number("QĐ", typed=12), take_number("QĐ")]
    assert (taken, upcoming_number("QĐ"), upcoming_number("BC")) == ([1, 45, 12, 46], 47, 1)


@pytest.mark.parametrize("typed", [1, 45])
def test_a_used_number_is_refused_with_the_next_one(typed):
    take_number("QĐ")
    take_number("QĐ", typed=45)
    with pytest.raises(ValidationError) as refused:
        take_number("QĐ", typed=typed)
    assert refused.value.message_dict == {"number": [f"Số {typed} đã được sử dụng. Số tiếp theo là 46."]}
    assert upcoming_number("QĐ") == 46


@pytest.mark.parametrize("typed", [-1, 0, LARGEST_NUMBER + 1, 10**30])
def test_a_number_no_book_has_is_refused(typed):
    with pytest.raises(ValidationError):
        take_number("QĐ", typed=typed)
    assert take_number("QĐ", typed=LARGEST_NUMBER) == LARGEST_NUMBER


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")  # SQLite has one writer at a time
def test_numbers_taken_at_the_same_time_are_all_different():
    """Each thread has a connection of its own, outside the transaction of the test."""
    series, taken = "QĐ of six at once", []

    def take(typed):
        try:
            taken.append(take_number(series, typed=typed))
        except ValidationError:
            taken.append("refused")
        finally:
            connection.close()

    in_threads([partial(take, typed) for typed in (None, 1, None, 2, None, 2)])
    numbers = [number for number in taken if number != "refused"]
    last = NumberSequence.objects.get(series=series).last
    in_threads([partial(forget, series)])
    assert (len(taken), len(numbers), last) == (6, len(set(numbers)), max(numbers))


def in_threads(actions):
    threads = [Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def forget(series):
    """Used numbers are frozen: their freeze is lifted meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger is laid on while a check is waiting
        drop(cursor, "core_usednumber_frozen_delete", "core_usednumber")
        UsedNumber.objects.filter(sequence__series=series).delete()
        NumberSequence.objects.filter(series=series).delete()
        lay_on(cursor, freezes(connection, "core")["core_usednumber_frozen_delete"])
    connection.close()

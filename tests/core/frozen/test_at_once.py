"""Nothing is put under a signature that another session has not committed yet."""

import time
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from core.frozen.compiling import freezes_of
from core.frozen.database import drop, lay_on
from core.frozen.records import FrozenRecord, Part
from core.frozen.triggers import MESSAGE
from core.models import NumberSequence, UsedNumber
from tests.committed import SECONDS, in_a_thread

FULL = FrozenRecord(NumberSequence, since="{row}.last >= 10", parts=(Part(UsedNumber, "sequence"),))


def numbers_are_frozen_with_their_sequence():
    [freeze] = [each for each in freezes_of(FULL, connection) if each.name == "core_usednumber_frozen_insert"]
    with connection.cursor() as cursor:
        lay_on(cursor, freeze)
    return NumberSequence.objects.create(series="trial", last=9)


def numbers_are_free_again():
    with connection.cursor() as cursor:
        drop(cursor, "core_usednumber_frozen_insert", "core_usednumber")
    return NumberSequence.objects.filter(series="trial").delete()


@pytest.fixture
def sequence(django_db_setup, django_db_blocker, db):
    try:
        yield in_a_thread(numbers_are_frozen_with_their_sequence)
    finally:
        in_a_thread(numbers_are_free_again)


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")  # SQLite has one writer at a time
@pytest.mark.parametrize(("last", "taken"), [(9, True), (10, False)])
def test_a_row_waits_for_the_session_that_may_be_signing_its_record(sequence, last, taken):
    begun = Barrier(2, timeout=SECONDS)

    def sign():
        try:
            with transaction.atomic():
                NumberSequence.objects.filter(pk=sequence.pk).update(last=last)
                begun.wait()
                time.sleep(0.3)  # the other row waits by then
        finally:
            connection.close()

    signing = Thread(target=sign)
    signing.start()
    begun.wait()
    assert is_taken(sequence) == taken
    signing.join(SECONDS)


def is_taken(sequence):
    try:
        with transaction.atomic():
            UsedNumber.objects.create(sequence=sequence, number=1)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return MESSAGE not in str(error)
    return True

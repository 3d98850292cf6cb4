"""Numbers follow each other without holes."""

import pytest
from django.db import transaction

from core.models import NumberSequence
from core.sequence import next_number

pytestmark = pytest.mark.django_db


def _fail_after_taking(series):
    with transaction.atomic():
        next_number(series)
        raise LookupError


def test_the_first_number_is_one_and_each_series_counts_for_itself():
    taken = [next_number("TAYHO/QĐ/2020"), next_number("TAYHO/QĐ/2020"), next_number("TAYHO/BC/2020")]
    assert (taken, next_number("TAYHO/QĐ/2020")) == ([1, 2, 1], 3)


def test_a_number_taken_in_a_transaction_that_fails_is_free_again():
    next_number("TAYHO/QĐ/2020")
    with pytest.raises(LookupError):
        _fail_after_taking("TAYHO/QĐ/2020")
    assert next_number("TAYHO/QĐ/2020") == 2


def test_a_series_that_began_in_a_transaction_that_failed_begins_at_one():
    with pytest.raises(LookupError):
        _fail_after_taking("BACTULIEM/BC/2024")
    assert (next_number("BACTULIEM/BC/2024"), NumberSequence.objects.count()) == (1, 1)

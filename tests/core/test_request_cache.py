from itertools import count

import pytest

from core.request_cache import read_once, request_cache


@pytest.fixture
def read():
    return count(1).__next__


def test_a_request_reads_a_value_once(read):
    with request_cache():
        assert (read_once(read), read_once(read)) == (1, 1)


def test_the_next_request_reads_it_anew(read):
    with request_cache():
        read_once(read)
    with request_cache():
        assert read_once(read) == 2


def test_outside_of_a_request_each_call_reads(read):
    assert (read_once(read), read_once(read)) == (1, 2)

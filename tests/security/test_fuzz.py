"""No request ends in a 500: each route with junk in each parameter it asks for, another piece in the next one."""

import pytest

from tests.security.fuzzing import ROLES, Fuzzer, report
from tests.security.matrix import MATRIX, Roles
from tests.security.sample_world import build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def sample(lasting_world):
    return build(lasting_world)


@pytest.fixture(scope="module")
def clients(sample):
    return Roles({role: sample["world"].client(role) for role in ROLES})


@pytest.mark.one_database(on="postgresql")
def test_no_request_ends_in_a_500_or_in_a_traceback(sample, clients):
    fuzzer = Fuzzer(sample, clients)
    fuzzer.run({(line.method, line.route): line for line in MATRIX}.values())
    assert fuzzer.found == {}, report(fuzzer)

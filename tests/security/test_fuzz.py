"""No request ends in a 500: with junk in its parameters, or about a row in a state that its page did not think of."""

from dataclasses import replace

import pytest

from core.closed_years import FIELD
from tests.confirming import YES
from tests.security.fuzzing import ROLES, Fuzzer, Shot, report, roles_of
from tests.security.matrix import MATRIX, Roles
from tests.security.sample_world import build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SENT = {name: [value] for name, value in YES.items()} | {"reason": ["Nhầm"], "dated_on": ["01/02/2024"]}


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


def in_other_states(line, sample):
    """Return the line about the same kind of row in each other state there is one of."""
    name = dict(line.about).get("pk", "")
    row = sample.get(name)
    if hasattr(row, "state"):
        others = {
            each.state: other for other, each in sample.items() if type(each) is type(row) and each.state != row.state
        }
        for other in others.values():
            yield replace(line, about=tuple((key, other if key == "pk" else value) for key, value in line.about))


@pytest.mark.one_database(on="sqlite")
def test_every_page_about_a_row_answers_in_every_state_of_the_row(sample, clients):
    """The page to revoke a decision compared the date that a draft does not have yet."""
    fuzzer = Fuzzer(sample, clients)
    for line in {(line.method, line.route, dict(line.about).get("move")): line for line in MATRIX}.values():
        for other in in_other_states(line, sample):
            fuzzer.send(Shot(other, roles_of(line)[0], other.path(sample), "row", "in another state", form=SENT))
    assert fuzzer.found == {}, report(fuzzer)


@pytest.mark.one_database(on="postgresql")
def test_a_reason_with_a_nul_is_no_fault_of_any_move(sample, clients):
    fuzzer = Fuzzer(sample, clients)
    typed = SENT | {"reason": ["Nhầm\0"], FIELD: ["Nhầm\0"]}
    for line in [line for line in MATRIX if line.method == "POST" and "move" in dict(line.about)]:
        fuzzer.send(Shot(line, roles_of(line)[0], line.path(sample), "reason", "NUL", form=typed))
    assert fuzzer.found == {}, report(fuzzer)

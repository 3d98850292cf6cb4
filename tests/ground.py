"""The world below the tests: laid down once, and each test that asks for it stands on it in a savepoint.

A test that asks for no world finds an empty database as ever: the world is rolled back before it begins. Tests that
ask for it are cheapest in a row, which is how most modules have them.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

TRANSACTION_OF_A_TEST = "_django_db_helper"  # pytest-django's fixture behind `db` and the mark
REALLY_COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


class Ground:
    """A transaction around the transactions of tests, open as long as they stand on the same rows."""

    def __init__(self, lay: Callable[[], Any]) -> None:
        self.lay = lay
        self.world: Any = None
        self.block: Any = None

    def prepare(self) -> None:
        if self.block is None and not connection.in_atomic_block:  # else a module has laid its own
            self.block = transaction.atomic()
            self.block.__enter__()
            self.world = self.lay()

    def clear(self) -> None:
        if self.block is not None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            self.block = self.world = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> None:
        name = fixturedef.argname
        if name == TRANSACTION_OF_A_TEST:
            request.getfixturevalue("_cleared_at_the_end")
            self._do(self.prepare if _stands_on_the_world(request.node) else self.clear, request)
        elif "django_db_blocker" in fixturedef.argnames and fixturedef.scope == "module":  # lays rows of its own
            self._do(self.clear, request)

    def _do(self, deed: Callable[[], None], request: pytest.FixtureRequest) -> None:
        with request.getfixturevalue("django_db_blocker").unblock():
            deed()


def _stands_on_the_world(test: pytest.Item) -> bool:
    marker = test.get_closest_marker("django_db")
    commits = marker and (marker.args or marker.kwargs)
    return "world" in test.fixturenames and not commits and not REALLY_COMMITS & set(test.fixturenames)

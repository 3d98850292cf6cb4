"""Keeps one world in an outer transaction, so that consecutive tests share it. Each test has a savepoint of its own.

Before a test without the `world` fixture the outer transaction is rolled back: that test finds an empty database.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

TEST_TRANSACTION = "_django_db_helper"  # pytest-django's fixture behind `db` and the mark
COMMITTING_FIXTURES = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
}


class SharedWorld:
    def __init__(self, make_world: Callable[[], Any]) -> None:
        self.make_world = make_world
        self.world: Any = None
        self.transaction: Any = None

    def ensure(self) -> None:
        # A module with rows of its own has opened its transaction already.
        if self.transaction is None and not connection.in_atomic_block:
            self.transaction = transaction.atomic()
            self.transaction.__enter__()
            self.world = self.make_world()

    def roll_back(self) -> None:
        if self.transaction is not None:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.transaction = self.world = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> None:
        if fixturedef.argname == TEST_TRANSACTION:
            request.getfixturevalue("_rolled_back_at_the_end")
            self._run(self.ensure if _can_share(request.node) else self.roll_back, request)
        elif "django_db_blocker" in fixturedef.argnames and fixturedef.scope == "module":
            self._run(self.roll_back, request)

    def _run(self, step: Callable[[], None], request: pytest.FixtureRequest) -> None:
        with request.getfixturevalue("django_db_blocker").unblock():
            step()


def _can_share(test: pytest.Item) -> bool:
    marker = test.get_closest_marker("django_db")
    commits = marker and (marker.args or marker.kwargs)
    return "world" in test.fixturenames and not commits and not COMMITTING_FIXTURES & set(test.fixturenames)

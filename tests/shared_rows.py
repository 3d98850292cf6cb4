"""Keeps what fixtures build in open transactions, so that consecutive tests share it.

A fixture under `@shared` builds on other shared fixtures alone. The rows of each lie in a savepoint above those it
builds on; each test has a savepoint of its own on top of all, and gets copies of the objects. A test that wants
others finds those it does not want rolled back; one that wants none finds an empty database.
"""

import copy
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pytest
from django.db import connection, transaction

Build = Callable[..., Any]
TEST_TRANSACTION = "_django_db_helper"  # pytest-django's fixture behind `db` and the mark
COMMITTING_FIXTURES = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
}


@dataclass
class Layer:
    """The rows of one fixture; `made` holds its object and those of the layers below, as they were then."""

    build: Build
    transaction: transaction.Atomic
    made: dict[Build, Any]


class SharedRows:
    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.copies: dict[Build, Any] = {}

    def prepare(self, wanted: dict[Build, list[Build]]) -> None:
        """Leave the layers that are `wanted`, each with those it builds on, and copies of their objects."""
        self.copies = {}
        if not self.layers and connection.in_atomic_block:
            return  # a module with rows of its own has opened its transaction already
        pairs = zip(self.layers, wanted, strict=False)
        self.roll_back(len([*takewhile(lambda pair: pair[0].build is pair[1], pairs)]))
        for build in [*wanted][len(self.layers) :]:
            self._add(build, wanted[build])
        if self.layers:
            self.copies = copy.deepcopy(self.layers[-1].made)

    def _add(self, build: Build, needed: list[Build]) -> None:
        made = copy.deepcopy(self.layers[-1].made) if self.layers else {}
        opened = transaction.atomic()
        opened.__enter__()
        self.layers.append(Layer(build, opened, made))
        names = inspect.signature(build).parameters
        made[build] = build(**{name: made.get(below) for name, below in zip(names, needed, strict=True)})

    def roll_back(self, kept: int = 0) -> None:
        for layer in reversed(self.layers[kept:]):
            transaction.set_rollback(True)
            layer.transaction.__exit__(None, None, None)
        del self.layers[kept:]

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> None:
        if fixturedef.argname == TEST_TRANSACTION:
            request.getfixturevalue("_rolled_back_at_the_end")
            self._run(lambda: self.prepare(_wanted(request.node)), request)
        elif "django_db_blocker" in fixturedef.argnames and fixturedef.scope == "module":
            self._run(self.roll_back, request)

    def _run(self, step: Callable[[], None], request: pytest.FixtureRequest) -> None:
        with request.getfixturevalue("django_db_blocker").unblock():
            step()


shared_rows = SharedRows()


def shared(build: Build) -> Any:
    """Make `build` a fixture whose rows consecutive tests share."""

    @functools.wraps(build)
    def fixture(**given: Any) -> Any:
        return shared_rows.copies[build] if build in shared_rows.copies else build(**given)

    fixture.builds = build  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def _wanted(test: pytest.Item) -> dict[Build, list[Build]]:
    """Return the shared fixtures of a test, the world first, each with those that it builds on."""
    wanted: dict[Build, list[Build]] = {}
    marker = test.get_closest_marker("django_db")
    if (marker and (marker.args or marker.kwargs)) or COMMITTING_FIXTURES & set(test.fixturenames):
        return wanted  # it commits

    def add(name: str) -> Any:
        build = getattr(test._fixtureinfo.name2fixturedefs[name][-1].func, "builds", None)
        if build and build not in wanted:
            wanted[build] = [add(below) for below in inspect.signature(build).parameters]
        return build

    names = [name for name in test.fixturenames if name in test._fixtureinfo.name2fixturedefs]
    for name in sorted(names, key=lambda name: name != "world"):
        add(name)
    return wanted

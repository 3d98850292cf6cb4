import ctypes
import ctypes.util
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections

from core import trigrams
from core.frozen.database import Comparison, compare

NAMED = 20  # of the triggers that differ; all of them differ before an upgrade
_SUBSETTER = "libharfbuzz-subset.so.0"


@checks.register()
def fonts_can_be_subset(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    """The library is loaded here, because a web process never imports WeasyPrint."""
    return [] if _can_be_loaded(_SUBSETTER) else [_subsetter_missing()]


def _can_be_loaded(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return ctypes.util.find_library("harfbuzz-subset") is not None
    return True


def _subsetter_missing() -> checks.Warning:
    return checks.Warning(
        "The library harfbuzz-subset is missing: every PDF takes ten times as long to make.",
        hint="Install the package libharfbuzz-subset0 (Debian, Ubuntu) beside libpango.",
        id="core.W001",
    )


@checks.register(checks.Tags.database)
def what_is_signed_is_frozen(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **options: Any
) -> list[checks.CheckMessage]:
    """A crash during a migration leaves SQLite without its triggers."""
    return [warning for alias in databases or () for warning in _unfrozen(alias, compare(alias))]


def _unfrozen(alias: str, found: Comparison) -> Iterator[checks.Warning]:
    told = {
        "{count} triggers are missing": found.missing,
        "{count} triggers are altered": found.altered,
        "{count} triggers are left over from an earlier version": found.left_over,
    }
    for words, names in told.items():
        if names:
            yield checks.Warning(
                f"Signed records of the database “{alias}”: {words.format(count=len(names))} ({_listed(names)}).",
                hint="Run “manage.py migrate”: it lays on what is declared and drops the rest.",
                id="core.W002",
            )


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:NAMED], *(["…"] if names[NAMED:] else [])])


@checks.register(checks.Tags.database)
def names_are_found_by_an_index(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **options: Any
) -> list[checks.CheckMessage]:
    found = {alias: trigrams.missing_indexes(connections[alias]) for alias in databases or ()}
    return [_unindexed(alias, names) for alias, names in found.items() if names]


def _unindexed(alias: str, names: Sequence[str]) -> checks.Warning:
    statements = "; ".join([trigrams.EXTENSION, *map(trigrams.statement, names)])
    return checks.Warning(
        f"The database “{alias}” reads all names for each search: the indexes of their parts are missing.",
        hint=f"Run “manage.py migrate”. Where it may not make the extension, a superuser runs: {statements}",
        id="core.W003",
    )

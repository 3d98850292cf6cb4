"""Safe and quick settings for every test, before Django reads its own.

DEBUG is off, as in production. The database is SQLite in memory unless DATABASE_URL names another.
"""

import copy
import gc
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from core.management.commands.compile_translations import Command as CompileTranslations
from tests.caches import cache_constraint_checks, cache_documents
from tests.committed import committed, empty_what_a_test_committed  # noqa: F401 - a fixture
from tests.migrated import begin_with_a_copy
from tests.one_day import keep_one_day
from tests.shared_rows import shared, shared_rows
from tests.suite_cost import SuiteCost

OWN_DATA_DIR = "" if "DATA_DIR" in os.environ else tempfile.mkdtemp(prefix="portal-test-")
for name, value in {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATA_DIR": OWN_DATA_DIR,
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "BASE_URL": "http://localhost",
    "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "WARNING",
}.items():
    os.environ.setdefault(name, value)

# The argon2 of production takes a tenth of a second for each sign-in.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# With hashed names a page under test would ask for files that nobody has collected.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A query that a wrong plan would let run for hours fails here, and names itself.
if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
    settings.DATABASES["default"]["OPTIONS"] = {"options": "-c statement_timeout=120s -c lock_timeout=30s"}
else:  # keep the plans of all statements; the usual 128 are fewer than the pages need
    settings.DATABASES["default"]["OPTIONS"]["cached_statements"] = 4096
if "MIGRATED" in os.environ:
    begin_with_a_copy(os.environ["MIGRATED"])
WORKER_DIR = Path(settings.DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main")
settings.MEDIA_ROOT = WORKER_DIR / "media"
for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
    Path(folder).mkdir(parents=True, exist_ok=True)
# Before anything is translated, for Django remembers what it did not find. The workers start after this process.
if "PYTEST_XDIST_WORKER" not in os.environ:
    call_command(CompileTranslations())
keep_one_day()
# Here and not left to pytest-django: the conftest files of the folders below import models.
django.setup()
cache_constraint_checks()
cache_documents()
empty_what_a_test_committed()


# No test asserts seconds: a machine may be busy. In CI the examples are the same on every run.
hypothesis.settings.register_profile("portal", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SuiteCost())
    config.pluginmanager.register(shared_rows)


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that cannot reach the database runs once only, on SQLite."""
    for item in items:
        marked = item.get_closest_marker("django_db") or item.get_closest_marker("one_database")
        if not marked and not DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.one_database(on="sqlite"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the garbage collector from scanning the imported modules again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWN_DATA_DIR:
        shutil.rmtree(OWN_DATA_DIR, ignore_errors=True)


@dataclass
class World:
    """A city with two federations that must not see each other, and one user in every role."""

    city: Any
    union: Any
    foreign_union: Any
    school: Any
    company: Any
    foreign_school: Any
    people: dict[str, Any]

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client


@shared
def world(db: None) -> World:
    return make_world()


@pytest.fixture(scope="module")
def lasting_world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The same world for all tests of a module, which leave it as they found it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


_made: tuple[World, list[tuple[Any, list[Any]]]] | None = None
"""The world as it was first made in this process, and its rows by table."""


def make_world() -> World:
    """Make the world by the services; later insert the same rows, which takes a third of the time."""
    global _made
    from tests import our_apps

    if not _is_bare():
        return build_world()
    if _made is None:
        world = build_world()
        filled = [model for app in our_apps.APPS for model in apps.get_app_config(app).get_models()]
        _made = world, [(model, rows) for model in filled if (rows := list(model._base_manager.all()))]
    else:
        for model, rows in _made[1]:
            model._base_manager.bulk_create(rows)
    return copy.deepcopy(_made[0])


@pytest.fixture(scope="session")
def _rolled_back_at_the_end(django_db_setup: None, django_db_blocker: Any) -> Any:
    yield
    with django_db_blocker.unblock():
        shared_rows.roll_back()


def _is_bare() -> bool:
    """Whether nothing is there yet, and nothing will be left: rows with their old keys fit only then."""
    from core.models import AuditHead
    from unions.tree.models import Union

    return connection.in_atomic_block and not Union.objects.exists() and not AuditHead.objects.exists()


def build_world() -> World:
    from tests.factories import make_grassroots, make_union, make_users

    city = make_union("HANOI", "Liên đoàn Lao động thành phố Hà Nội", level="city")
    union = make_union("TAYHO", "Liên đoàn Lao động quận Tây Hồ", parent=city)
    foreign = make_union("BACTULIEM", "Liên đoàn Lao động quận Bắc Từ Liêm", parent=city)
    school = make_grassroots(union, "Trường Tiểu học Chu Văn An")
    company = make_grassroots(union, "Công ty TNHH May Hồ Tây", sector="production")
    foreign_school = make_grassroots(foreign, "Trường THCS Cổ Nhuế")
    people = make_users(
        ("admin", "admin", "admin", {}, {"is_staff": True, "is_superuser": True}),
        ("leader", "leader.tayho", "federation_chair", {"union": union}, {"full_name": "Phạm Quốc Bảo"}),
        ("vice", "vice.tayho", "vice_chair", {"union": union}, {"full_name": "Lê Thu Hà"}),
        ("officer", "officer.tayho", "officer", {"union": union}, {"full_name": "Trần Minh Đức"}),
        ("clerk", "clerk.tayho", "clerk", {"union": union}, {"full_name": "Vũ Thị Oanh"}),
        ("council", "council.tayho", "council_member", {"union": union}, {"full_name": "Đặng Văn Ước"}),
        ("chair", "chair.tayho", "grassroots_chair", {"grassroots": school}, {"full_name": "Ngô Thị Yến"}),
        ("board", "board.tayho", "grassroots_board", {"grassroots": school}, {"full_name": "Bùi Văn Ân"}),
        ("cluster_lead", "lead.tayho", "cluster_lead", {"grassroots": school}, {"full_name": "Hồ Thị Ơn"}),
        ("viewer", "viewer.hanoi", "upper_viewer", {"union": city}, {"full_name": "Đỗ Thị Hương"}),
        ("stranger_officer", "officer.bactuliem", "officer", {"union": foreign}, {"full_name": "Lý Văn Tú"}),
        ("stranger_chair", "chair.bactuliem", "grassroots_chair", {"grassroots": foreign_school}, {}),
    )
    return World(city, union, foreign, school, company, foreign_school, people)

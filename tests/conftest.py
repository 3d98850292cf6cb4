"""Safe and quick settings for every test, before Django reads its own.

DEBUG is off, as in production. The database is SQLite in memory unless DATABASE_URL names another.
"""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

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
WORKER_DIR = Path(settings.DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main")
settings.MEDIA_ROOT = WORKER_DIR / "media"
for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
    Path(folder).mkdir(parents=True, exist_ok=True)
# Here and not left to pytest-django: the conftest files of the folders below import models.
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWN_DATA_DIR:
        shutil.rmtree(OWN_DATA_DIR, ignore_errors=True)

"""Translations are compiled without gettext, and only when they changed."""

import gettext
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.our_apps import APPS

ROOT = Path(__file__).resolve().parent.parent.parent
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Hello"\nmsgstr "Xin chào"\n'


@pytest.fixture
def source(tmp_path: Path, settings) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, "utf-8")
    return path


def compiled() -> str:
    out = StringIO()
    call_command("compile_translations", stdout=out)
    return out.getvalue()


def greeting(source: Path) -> str:
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Hello")


def test_a_translation_is_compiled_once(source):
    assert (compiled(), compiled()) == ("compiled django.po (vi)\n", "")
    assert greeting(source) == "Xin chào"


def test_a_changed_translation_is_compiled_again(source):
    compiled()
    source.write_text(PO.replace("Xin chào", "Chào đồng chí"), "utf-8")
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert compiled() == "compiled django.po (vi)\n"
    assert greeting(source) == "Chào đồng chí"


@pytest.mark.slow
def test_pytest_speaks_vietnamese_on_a_fresh_checkout(tmp_path):
    for name in ("config", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.mo"))
    for name in (*APPS, "static", "templates", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    script = "import tests.conftest; from django.utils.translation import gettext; print(gettext('Sign in'))"
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("compiled django.po (vi)\nĐăng nhập\n", "")

"""Translations are compiled without gettext, and only when they changed."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

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

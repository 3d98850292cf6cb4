"""Every visible string has its Vietnamese."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from tests.our_apps import APPS as OUR_APPS

ROOT = Path(__file__).parent.parent
APPS = ("config", *OUR_APPS)
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
"""How many of a call's first arguments are words."""
GROUPING = {"format_number", "count_in_prose", "in_prose"}
"""The functions that write a count with its dot."""
GAPS = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def entries() -> polib.POFile:
    return polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))


def python_files() -> list[Path]:
    return [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


@cache
def nodes(path: Path) -> list[ast.AST]:
    return [*ast.walk(ast.parse(path.read_text("utf-8")))]


def in_python(path: Path) -> Iterator[str]:
    for node in nodes(path):
        called = getattr(node, "func", None)
        name = getattr(called, "id", getattr(called, "attr", ""))
        if isinstance(node, ast.Call) and name in MARKS:
            words = [part.value for part in node.args[: MARKS[name]] if isinstance(part, ast.Constant)]
            yield from (each for each in words if isinstance(each, str))


def in_template(source: str) -> Iterator[str]:
    """What Django's own extractor sees: calls of gettext among crossed-out text."""
    for call in re.finditer(r"\b(?:n?gettext|_)\((.*?)\)(?= |\n|$)", templatize(source), re.DOTALL):
        for words in re.findall(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", call.group(1)):
            yield ast.literal_eval(words)


def test_every_string_of_the_code_and_the_templates_is_in_the_catalogue(entries: polib.POFile) -> None:
    known = {entry.msgid for entry in entries} | {entry.msgid_plural for entry in entries}
    said = {words for path in python_files() for words in in_python(path)}
    said |= {words for path in (ROOT / "templates").rglob("*.html") for words in in_template(path.read_text())}
    assert sorted(said - known) == []


def test_no_string_is_left_in_english_or_guessed(entries: polib.POFile) -> None:
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []


def test_no_translation_names_a_gap_that_its_sentence_does_not_fill(entries: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in entries
        for said in entry.msgstr_plural.values() or [entry.msgstr]
        if not set(GAPS.findall(said)) <= set(GAPS.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_no_sentence_writes_a_count_without_its_dots(entries: polib.POFile) -> None:
    """1.554, as in every table: the count goes through format_number, so its gap takes text."""
    assert [entry.msgid for entry in entries if "%(count)d" in entry.msgid] == []


def ungrouped(path: Path) -> list[int]:
    """Return the lines where a sentence is given a `count` or what is `shown` of it as a bare number."""
    return [
        node.lineno
        for node in nodes(path)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict)
        and not _chooses_the_plural(node.right)
        for key, value in zip(node.right.keys, node.right.values, strict=True)
        if isinstance(key, ast.Constant) and key.value in {"count", "shown"} and not _is_grouped(value)
    ]  # fmt: skip


def _chooses_the_plural(words: ast.Dict) -> bool:
    """`count` chooses the plural where `shown` is printed."""
    return {"count", "shown"} <= {key.value for key in words.keys if isinstance(key, ast.Constant)}


def _is_grouped(value: ast.expr) -> bool:
    if isinstance(value, ast.Name):
        return value.id in {"taken", "shown"}
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") in GROUPING


def test_every_sentence_of_the_code_groups_its_count() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path in python_files() for line in ungrouped(path)]
    assert found == []

"""Promises about the whole code that no single file can keep. Imports: see pyproject.toml's contracts."""

import ast
import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.our_apps import APPS as OUR_APPS
from tests.security.routes import named_routes

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", *OUR_APPS)
FILE_LINES, VIEW_LINES, TEMPLATE_LINES, FUNCTION_LINES = 400, 250, 150, 40
OPEN_ENDS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+\s*=\s*[\"']",
    re.IGNORECASE,
)
LEVEL_WORDS = re.compile(r"\b(quận|huyện|thị xã|phường)\b", re.IGNORECASE)
FOLDERS = (*APPS, "docs", "scripts", "static", "templates", "tests", ".ci")
BINARY = {
    ".gif",
    ".ico",
    ".jpg",
    ".pdf",
    ".png",
    ".pyc",
    ".ttf",
    ".webp",
    ".woff",
    ".woff2",
    ".xls",
    ".xlsx",
    ".docx",
}


def python_files() -> list[Path]:
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return [*files, ROOT / "manage.py", *(ROOT / "scripts").glob("*.py")]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def our_own_texts() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [path for path in [*inside, *ROOT.glob("*.*")] if path.is_file() and path.suffix not in BINARY]


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def longer_than(limit: int, paths: list[Path]) -> dict[str, int]:
    return {named(path): lines(path) for path in paths if lines(path) > limit}


def is_view_module(path: Path) -> bool:
    return path.stem == "views" or path.parent.name == "views"


def test_no_python_file_outgrows_its_one_idea():
    assert longer_than(FILE_LINES, python_files()) == {}


def test_no_view_module_outgrows_its_pages():
    assert longer_than(VIEW_LINES, [path for path in python_files() if is_view_module(path)]) == {}


def test_no_template_outgrows_a_screen_or_two():
    assert longer_than(TEMPLATE_LINES, templates()) == {}


def test_no_line_of_a_template_is_longer_than_a_person_can_read():
    assert [
        named(path) for path in templates() if any(len(line) > 160 for line in path.read_text().splitlines())
    ] == []


def test_no_function_is_longer_than_a_page():
    long = {
        f"{named(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    }
    assert long == {}


def test_screen_templates_carry_no_inline_style_and_no_inline_script():
    screen = [path for path in templates() if "documents" not in path.relative_to(ROOT).parts]
    found = {
        f"{named(path)}:{number}": line.strip()
        for path in screen
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if INLINE.search(line)
    }
    assert found == {}


def test_no_code_and_no_template_names_a_level_of_the_tree():
    """What a union is called is data. The demo and the import of lists tell of Hà Nội and of how offices write."""
    told = [*python_files(), *(ROOT / "templates").rglob("*"), *(ROOT / "static/js").glob("*.js")]
    found = [
        f"{named(path)}:{number}"
        for path in told
        if path.is_file() and path.parent != ROOT / "demo"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if LEVEL_WORDS.search(line)
    ]
    assert found == []


def test_nothing_is_left_for_later():
    found = [
        f"{named(path)}:{number}"
        for path in our_own_texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if OPEN_ENDS.search(line)
    ]
    assert found == []


def test_locked_requirements_are_in_step_with_pyproject():
    told = subprocess.run(
        [sys.executable, "scripts/requirements.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_every_page_says_what_its_base_leaves_open():
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in named_routes().items()}
    assert [name for name, view in views.items() if inspect.isabstract(view)] == []


def test_no_class_name_means_two_things():
    places: dict[str, list[str]] = {}
    for path in python_files():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                places.setdefault(node.name, []).append(named(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_test_empties_the_tables_of_those_after_it():
    """`committed` shows rows to other connections (tests/committed.py); the browser has databases of its own."""
    files = [path for path in (ROOT / "tests").rglob("*.py") if "browser" not in path.parts]
    words = "transaction" + "=True"
    assert [str(path) for path in files if words in path.read_text()] == []

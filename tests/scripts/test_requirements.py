"""`scripts/requirements.py check` on a copy that somebody changed by hand."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OUT_OF_STEP = [
    f"requirements/{name}.txt is out of step with pyproject.toml: run ./scripts/lock" for name in ("runtime", "dev")
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "requirements", "scripts"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def told(copy: Path, action: str = "check") -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, copy / "scripts/requirements.py", action], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.splitlines()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_untouched_copy_is_in_step(copy):
    assert told(copy) == (0, [])


def test_a_dependency_added_by_hand_is_noticed_until_it_is_locked(copy):
    change(copy / "pyproject.toml", '"polib', '"requests>=2",\n  "polib')
    assert told(copy) == (1, OUT_OF_STEP)


def test_other_parts_of_pyproject_do_not_matter(copy):
    change(copy / "pyproject.toml", "description = ", 'readme = "README.md"\ndescription = ')
    assert told(copy) == (0, [])


def test_an_address_in_a_locked_file_is_refused(copy):
    change(copy / "requirements/dev.txt", "\n", "\n--index-url https://packages.example.org/simple\n")
    assert told(copy) == (1, ["requirements/dev.txt names an address"])


def test_tests_run_on_the_versions_that_are_served(copy):
    change(copy / "requirements/dev.txt", "polib==", "polib==0.")
    assert told(copy) == (
        1,
        ["requirements/dev.txt pins other versions than requirements/runtime.txt: run ./scripts/lock"],
    )

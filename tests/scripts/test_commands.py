"""What the two commands answer before they touch anything, and what they do about a missing library."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def told(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("script", ["demo", "test", "lock", "../.ci/run"])
def test_a_script_is_executable_and_well_formed(script):
    path = ROOT / "scripts" / script
    assert os.access(path, os.X_OK)
    assert told("bash", "-n", str(path)).stderr == ""


@pytest.mark.parametrize("script", ["demo", "test"])
def test_help_shows_the_options_and_changes_nothing(script):
    done = told(f"./scripts/{script}", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"./scripts/{script}" in done.stdout


def test_demo_refuses_an_option_it_does_not_know():
    done = told("./scripts/demo", "--rest")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Unknown option: --rest (there are --check and --reset).\n"


@pytest.fixture
def lacking(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Ask for the libraries of a program on a system that lacks one until something is installed."""

    def asked(library: str, *, may_install: bool) -> subprocess.CompletedProcess[str]:
        for name, line in (
            ("ldd", f'[ -e "$SYSTEM/installed" ] || printf "\\t{library} => not found\\n"'),
            ("apt-get", 'echo "$@" >"$SYSTEM/installed"'),
        ):
            (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
            (tmp_path / name).chmod(0o755)
        script = f"""source scripts/lib.sh
            may_apt() {{ {"true" if may_install else "false"}; }}
            as_root() {{ "$@"; }}
            APT_LISTS_FRESH=yes
            ensure_libraries "the browser" /bin/sh"""
        return told("bash", "-c", script, PATH=f"{tmp_path}:{os.environ['PATH']}", SYSTEM=str(tmp_path))

    return asked


def test_a_library_of_a_known_package_is_installed(lacking, tmp_path):
    done = lacking("libatomic.so.1", may_install=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "   installing libatomic.so.1 for the browser (libatomic1)\n"
    assert (tmp_path / "installed").read_text("utf-8").endswith("install --no-install-recommends libatomic1\n")


@pytest.mark.parametrize(
    ("library", "advice"),
    [
        ("libatomic.so.1", "Run as root or with sudo: apt-get install --no-install-recommends libatomic1"),
        ("libunheard.so.9", "Install the package of your system that brings it."),
    ],
)
def test_a_library_that_cannot_be_installed_is_named(lacking, library, advice):
    done = lacking(library, may_install=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Missing: {library} for the browser. {advice}\n"

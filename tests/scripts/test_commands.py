"""What the two commands answer before they touch anything."""

import os
import subprocess
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

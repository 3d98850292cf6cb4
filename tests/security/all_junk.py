"""All junk to all parameters; `python -m tests.security.fuzz` runs it."""

import os
import sys
from contextlib import suppress

import pytest

from tests.security.admin_lines import admin_lines
from tests.security.fuzzing import Fuzzer, report
from tests.security.matrix import MATRIX
from tests.security.test_fuzz import clients, sample

__all__ = ["clients", "sample"]


def from_environment(name, otherwise):
    value = os.environ.get(name, otherwise)
    return None if value == "all" else int(value)


def told(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@pytest.mark.django_db
@pytest.mark.timeout(0)
def test_everything(sample, clients, capsys):
    rounds, alone = from_environment("FUZZ_ROUNDS", "all"), from_environment("FUZZ_ALONE", "2")
    first, seed = "FUZZ_FIRST" in os.environ, from_environment("FUZZ_SEED", "0")
    fuzzer = Fuzzer(sample, clients, rounds, alone, first=first, seed=seed)
    lines = [line for line in [*MATRIX, *admin_lines()] if os.environ.get("FUZZ_ROUTE", "") in line.route]
    with capsys.disabled():
        with suppress(KeyboardInterrupt):  # what was found until then is reported
            fuzzer.run(lines, lambda line: told(f"{lines.index(line) + 1} of {len(lines)} {line}: {fuzzer.so_far}"))
        told(report(fuzzer))
    assert fuzzer.found == {}

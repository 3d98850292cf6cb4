"""All junk to all parameters; `python -m tests.security.fuzz` runs it."""

import os
import sys

import pytest

from tests.security.fuzzing import Fuzzer, report
from tests.security.matrix import MATRIX
from tests.security.test_fuzz import clients, sample

__all__ = ["clients", "sample"]


@pytest.mark.django_db
@pytest.mark.timeout(0)
def test_everything(sample, clients, capsys):
    alone = os.environ.get("FUZZ_ALONE", "2")
    seed = int(os.environ.get("FUZZ_SEED", "0"))
    fuzzer = Fuzzer(sample, clients, rounds=None, alone=None if alone == "all" else int(alone), seed=seed)
    fuzzer.run([line for line in MATRIX if os.environ.get("FUZZ_ROUTE", "") in line.route])
    with capsys.disabled():
        sys.stdout.write(report(fuzzer) + "\n")
    assert fuzzer.found == {}

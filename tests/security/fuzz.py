"""`python -m tests.security.fuzz [ROUTE]` sends all junk to all parameters, and prints what it found.

ROUTE is a part of the names of the routes. FUZZ_ROUNDS says how many pieces each parameter gets along with the
others, FUZZ_ALONE how many alone with the others right: a number or "all". With FUZZ_FIRST=1 a parameter gets all
pieces alone at the first route that asks for its name, and these numbers at the others. DATABASE_URL names the
database, FUZZ_SEED another order. Interrupted, it prints what it has found.
"""

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["FUZZ_ROUTE"] = " ".join(sys.argv[1:])
    quietly = ["-q", "-p", "no:logging", "-p", "no:cacheprovider", "--tb=line", "--show-capture=no", "--nomigrations"]
    sys.exit(pytest.main([*quietly, "tests/security/all_junk.py"]))

"""`python -m tests.security.fuzz [ROUTE]` sends all junk to all parameters, and prints what it found.

ROUTE is a part of the names of the routes. FUZZ_ALONE says how many pieces of junk each parameter gets alone, with
the others right; "all" means all. DATABASE_URL names the database, FUZZ_SEED another order.
"""

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["FUZZ_ROUTE"] = " ".join(sys.argv[1:])
    quietly = ["-q", "-p", "no:logging", "-p", "no:cacheprovider", "--tb=line", "--show-capture=no", "--nomigrations"]
    sys.exit(pytest.main([*quietly, "tests/security/all_junk.py"]))

"""Nothing of a run sees midnight pass."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from tests.one_day import until_the_next_day
from tests.our_apps import APPS

OTHER_CLOCK = re.compile(r"\b(datetime\.(now|today|utcnow)|date\.today|time\.(time|localtime))\(|\{%[ ]now\b")
OF_CODES = {"accounts/second_factor/services.py", "tests/accounts/second_factor/test_second_factor.py"}
"""A code of the second factor counts seconds, no days."""


@pytest.mark.parametrize(
    ("hour", "minute", "left"),
    [(14, 0, timedelta()), (14, 1, timedelta(minutes=179)), (16, 59, timedelta(minutes=1)), (17, 0, timedelta())],
)
def test_a_run_that_would_pass_midnight_begins_on_the_next_day(hour, minute, left):
    """Midnight in Hà Nội is 17:00 in UTC."""
    assert until_the_next_day(datetime(2026, 12, 31, hour, minute, tzinfo=UTC)) == left


def test_the_code_and_its_tests_read_one_clock():
    folders = [settings.BASE_DIR / folder for folder in (*APPS, "config", "tests", "templates")]
    files = [path for folder in folders for kind in ("*.py", "*.html") for path in folder.rglob(kind)]
    found = {
        str(path.relative_to(settings.BASE_DIR)) for path in files if OTHER_CLOCK.search(path.read_text("utf-8"))
    }
    assert found == OF_CODES

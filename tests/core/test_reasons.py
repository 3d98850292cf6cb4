"""Whether a reason is given is asked in one place."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from core.reasons import WHY, check_reason, reason_objection
from tests.our_apps import APPS

ASKED = re.compile(r"""not reason\.strip\(|reason\.strip\(\) else|ValidationError\(\{"reason":""")


@pytest.mark.parametrize(("typed", "asked"), [("", True), (" \n\t", True), ("\u200b\u00a0", True), ("Nhầm", False)])
def test_a_reason_has_letters(typed, asked):
    assert bool(reason_objection(typed)) == asked


def test_the_sentence_stands_at_the_field():
    with pytest.raises(ValidationError) as refused:
        check_reason(" ")
    assert refused.value.message_dict == {"reason": [str(WHY)]}


@pytest.mark.slow
def test_nothing_else_asks_for_a_reason():
    files = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    asking = {str(path.relative_to(settings.BASE_DIR)) for path in files if ASKED.search(path.read_text("utf-8"))}
    assert asking == {"core/reasons.py"}

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.users.duplicate_news import tell_found_duplicates
from core.models import Notification
from tests.factories import make_person
from tests.unions.duplicates.merging import BORN, make_twice
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.services.candidates import mark_distinct

TODAY = date(2026, 11, 26)
MIDNIGHT = datetime(2026, 11, 26, tzinfo=timezone.get_default_timezone())


def told():
    return sorted(Notification.objects.filter(kind="duplicate.found").values_list("user__username", "count"))


def found_at(moment):
    DuplicateCandidate.objects.update(found_at=moment)


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        (MIDNIGHT - timedelta(days=1, seconds=1), False),
        (MIDNIGHT - timedelta(days=1), True),
        (MIDNIGHT - timedelta(seconds=1), True),
        (MIDNIGHT, False),
    ],
)
def test_officers_hear_in_the_morning_of_what_was_found_the_day_before(world, moment, is_told):
    make_twice(world)
    found_at(moment)
    for _round in range(2):
        tell_found_duplicates(TODAY)
    assert told() == [(world.people["officer"].username, 1)] * is_told


def test_pairs_of_one_day_are_one_line_and_what_was_answered_is_none(world):
    make_twice(world)
    make_twice(world, "Lê Văn Tám")
    for _each in range(2):
        make_person(world.school, "Phạm Thị Na", birth_date=BORN)
    mark_distinct(DuplicateCandidate.objects.order_by("pk").last(), actor=world.people["officer"])
    found_at(MIDNIGHT - timedelta(hours=1))
    tell_found_duplicates(TODAY)
    assert told() == [(world.people["officer"].username, 2)]

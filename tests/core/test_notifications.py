"""A matter is told a person once, whichever way, in few statements."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.users.models import User
from core.models import Notification
from core.notifications import DELIVERIES, notify, one_act

KIND = "account.password_given"  # told to the account itself


def accounts(count):
    names = [f"user{number}" for number in range(count)]
    User.objects.bulk_create(User(username=name, username_key=name) for name in names)
    return list(User.objects.filter(username__in=names).order_by("pk"))


def told():
    return sorted(Notification.objects.values_list("user__username", "matter", "count"))


@pytest.fixture
def carried(monkeypatch):
    """The names of those to whom new lines went, act by act."""
    names = []
    monkeypatch.setattr(
        DELIVERIES, "_items", {"": [lambda told: names.append([line.user.username for line in told.lines])]}
    )
    return names


def test_a_matter_told_twice_is_one_line_a_person_and_whoever_is_new_is_told(db, carried):
    first, second = accounts(2)
    notify(KIND, [first], actor=None, matter="plan:7")
    notify(KIND, [first, second], actor=None, matter="plan:7")
    assert told() == [("user0", "plan:7", 1), ("user1", "plan:7", 1)]
    assert carried == [["user0"], ["user1"]]


def test_without_a_matter_each_act_is_told(db, carried):
    [user] = accounts(1)
    for _each in range(2):
        notify(KIND, [user], actor=None)
    assert [name for name, _matter, _count in told()] == ["user0", "user0"]
    assert carried == [["user0"], ["user0"]]


def test_matters_of_one_act_stay_apart(db):
    [user] = accounts(1)
    with one_act():
        for matter in ("a", "b", "a"):
            notify(KIND, [user], actor=None, matter=matter)
    assert told() == [("user0", "a", 1), ("user0", "b", 1)]


def test_the_database_keeps_a_matter_once_a_person(db):
    notify(KIND, accounts(1), actor=None)
    line = Notification.objects.get()
    line.pk = None
    with pytest.raises(IntegrityError):
        line.save(force_insert=True)


@pytest.mark.one_database(on="sqlite")
def test_400_people_cost_no_more_statements_than_the_rows_of_one_insert(db):
    """SQLite takes fewer rows in one statement than PostgreSQL."""
    users = accounts(400)
    with CaptureQueriesContext(connection) as queries:
        notify(KIND, users[:2], actor=None)
    with CaptureQueriesContext(connection) as more_queries:
        notify(KIND, users, actor=None)
    inserts = sum("INSERT" in query["sql"] for query in more_queries)
    assert inserts <= {"sqlite": 5, "postgresql": 1}[connection.vendor]
    assert len(more_queries) - inserts == len(queries) - 1

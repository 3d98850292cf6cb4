"""Rows that other connections and processes see: committed beside the transaction of a test, and removed after it.

Django would empty all tables, and lay on its types of content, its permissions and our triggers anew each time.
"""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

Action = Callable[[], Any]
SECONDS = 20
LONGEST = 120
LAID_ON = ("contenttypes.contenttype", "auth.permission")
"""By Django, after the migrations; those of this project write no rows."""


def in_a_thread(action: Action) -> Any:
    """Call `action` on a connection of its own, outside the transaction of the test, and commit."""
    returned = []

    def run() -> None:
        try:
            with transaction.atomic():
                returned.append(action())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(LONGEST)
    [value] = returned
    return value


def empty_models() -> list[Any]:
    models: list[Any] = apps.get_models(include_auto_created=True)
    return [model for model in models if not model._base_manager.exists()]


def empty_again(models: list[Any]) -> None:
    """Take back what was committed; of frozen rows nobody else can."""
    filled = [model for model in models if model._base_manager.exists()]
    with connection.cursor() as cursor:
        for model in filled:
            cursor.execute(f'alter table "{model._meta.db_table}" disable trigger user')
        for model in filled:
            model._base_manager.all()._raw_delete(connection.alias)
        cursor.execute("set constraints all immediate")
        for model in filled:
            cursor.execute(f'alter table "{model._meta.db_table}" enable trigger user')


def empty_what_a_test_committed() -> None:
    def emptied(test: TransactionTestCase) -> None:
        models: list[Any] = apps.get_models(include_auto_created=True)
        with transaction.atomic():
            empty_again([model for model in models if model._meta.label_lower not in LAID_ON])

    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, db: None
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Call an action with it, on PostgreSQL."""
    models = in_a_thread(empty_models)
    try:
        yield in_a_thread
    finally:
        in_a_thread(partial(empty_again, models))

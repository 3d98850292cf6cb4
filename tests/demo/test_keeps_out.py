"""The demo needs a database of its own, because its accounts share a printed password."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.users.models import User
from tests.factories import make_union
from unions.tree.models import Union


def test_the_demo_keeps_out_of_a_database_with_other_unions(db: None) -> None:
    make_union("HOANKIEM", "Liên đoàn Lao động quận Hoàn Kiếm")
    with pytest.raises(CommandError, match="HOANKIEM"):
        call_command("demo", stdout=StringIO())
    assert (Union.objects.count(), User.objects.count()) == (1, 0)

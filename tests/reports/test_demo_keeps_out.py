"""The demo goes into a database of its own: its accounts share a password that is printed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_union
from unions.models import Union, User


def test_the_demo_keeps_out_of_a_database_with_other_unions(db: None) -> None:
    make_union("HOANKIEM", "Liên đoàn Lao động quận Hoàn Kiếm")
    with pytest.raises(CommandError, match="HOANKIEM"):
        call_command("demo", stdout=StringIO())
    assert (Union.objects.count(), User.objects.count()) == (1, 0)

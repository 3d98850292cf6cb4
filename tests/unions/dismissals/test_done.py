"""What is done no longer waits, whichever kind of thing to do it was."""

import pytest

from tests.conftest import World
from tests.security.sample_world import YEAR, build
from unions.dismissals.selectors import DISMISSIBLE


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.one_database(on="sqlite")
def test_no_row_of_any_kind_is_done_and_waits(world: World) -> None:
    officer = build(world)["world"].people["officer"]
    done_and_waiting = {}
    for kind in DISMISSIBLE.all_items():
        waiting = kind.candidates(officer, YEAR)
        assert waiting.model is kind.done(YEAR).model
        done_and_waiting[kind.code] = waiting.filter(pk__in=kind.done(YEAR).values("pk")).count()
    assert done_and_waiting == dict.fromkeys(done_and_waiting, 0)

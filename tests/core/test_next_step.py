"""After an act the page leads to the next row of the same reader."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.next_step import next_in_queue, next_step, with_next_step
from emulation.registrations.models import Registration
from tests.conftest import World
from tests.emulation.campaigning import running, submitted
from tests.factories import make_person
from tests.shared_rows import shared

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


@shared
def rows(world: World) -> list[Registration]:
    campaign = running(world)
    return [submitted(world, campaign, make_person(world.school, f"Mai Thị {name}")) for name in ("Ba", "Bốn", "Năm")]


def test_the_newest_comes_first_and_after_the_last_the_first_again(rows: list[Registration]) -> None:
    first, second, third = rows
    waiting = Registration.objects.filter(state="submitted")
    following = {row: next_in_queue(waiting, row) for row in rows}
    assert {row: step and (step.url, step.left) for row, step in following.items()} == {
        third: (second.get_absolute_url(), 2),
        second: (first.get_absolute_url(), 2),
        first: (third.get_absolute_url(), 2),
    }
    assert next_in_queue(waiting.filter(pk=first.pk), first) is None


@pytest.mark.parametrize(("role", "left"), [("officer", 2), ("chair", 0), ("leader", 0), ("clerk", 0)])
def test_only_who_has_such_rows_to_do_is_led_on(world: World, rows: list[Registration], role: str, left: int) -> None:
    step = next_step(world.people[role], rows[0])
    assert (step.left if step else 0) == left


def test_what_leads_nowhere_is_said_as_it_is(world: World) -> None:
    assert with_next_step("Done.", world.people["officer"], None) == "Done."
    assert with_next_step("Done.", world.people["officer"], world.union) == "Done."


def accept(world: World, row: Registration) -> Any:
    client = world.client("officer")
    answer = client.post(reverse("emulation:registration-move", args=[row.pk, "accept"]), follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert all(words in answer.content.decode() for words in said)
    return said


def test_the_page_names_the_next_one_and_how_many_are_left(world: World, rows: list[Registration]) -> None:
    with translation.override("vi"):
        [said] = accept(world, rows[2])
        link = f'<a href="{rows[1].get_absolute_url()}">{rows[1]}</a>'
    assert said.endswith(f"Tiếp theo: {link} (còn 2)")
    Registration.objects.filter(pk__in=[rows[0].pk]).update(state="accepted", decided_at=timezone.now())
    [said] = accept(world, rows[1])
    assert "<a" not in said

"""A thing to do that nobody carries out ends by a note with its reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.editing import EditConflict
from core.todo import todos_for
from emulation.campaigns.models import Rollout
from tests.conftest import World
from tests.factories import make_campaign, make_rollout, make_title
from tests.shared_rows import shared
from unions.dismissals.models import Dismissal
from unions.dismissals.selectors import DISMISSIBLE, dismissal_counts, dismissible
from unions.dismissals.services import dismiss, take_dismissal_back

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year
LATE = TODAY - timedelta(days=3)


@shared
def rollouts(world: World) -> list[Rollout]:
    """A plan sent to both units; the days of registration are over."""
    facts: dict[str, Any] = {"year": YEAR, "registration_closes": LATE, "period_end": TODAY + timedelta(days=60)}
    campaign = make_campaign(world.union, world.people["officer"], **facts)
    campaign.titles.add(make_title())
    return [make_rollout(campaign, unit) for unit in (world.school, world.company)]


def counts(world: World, role: str, code: str) -> list[int]:
    page = reverse("unions:dismissals", args=[code])
    return [todo.count for todo in todos_for(world.people[role], YEAR) if todo.dismiss_url.startswith(page)]


def dismiss_rows(world: World, role: str, code: str, *rows: Any, reason: str = "Đơn vị đang sắp xếp") -> Any:
    return dismiss(actor=world.people[role], kind=dismissible(code), year=YEAR, rows=rows, reason=reason)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["rollout", "registration"])
def test_what_is_dismissed_no_longer_counts_until_it_is_taken_back(
    world: World, rollouts: list[Rollout], code: str
) -> None:
    assert counts(world, "officer", code) == [2]
    [dismissal] = dismiss_rows(world, "officer", code, rollouts[0])
    assert counts(world, "officer", code) == [1]
    take_dismissal_back(dismissal, actor=world.people["officer"])
    assert counts(world, "officer", code) == [2]
    acts = [(entry.act, entry.reason, entry.detail) for entry in history_of(rollouts[0])]
    detail = {"todo": code, "year": YEAR}
    assert acts == [
        ("todo.take_back_dismissal", "Đơn vị đang sắp xếp", detail),
        ("todo.dismiss", "Đơn vị đang sắp xếp", detail),
    ]


@pytest.mark.slow
def test_what_a_unit_dismisses_ends_for_its_federation_too(world: World, rollouts: list[Rollout]) -> None:
    assert counts(world, "chair", "rollout") == [1]
    dismiss_rows(world, "chair", "rollout", rollouts[0])
    assert (counts(world, "chair", "rollout"), counts(world, "officer", "rollout")) == ([], [1])


@pytest.mark.parametrize("role", ["board", "clerk", "leader", "stranger_officer", "stranger_chair"])
def test_who_could_not_do_it_does_not_dismiss_it(world: World, rollouts: list[Rollout], role: str) -> None:
    with pytest.raises((PermissionDenied, EditConflict)):
        dismiss_rows(world, role, "rollout", rollouts[0])
    [dismissal] = dismiss_rows(world, "officer", "rollout", rollouts[0])
    with pytest.raises(PermissionDenied):
        take_dismissal_back(dismissal, actor=world.people[role])


def test_a_chair_dismisses_nothing_of_another_unit(world: World, rollouts: list[Rollout]) -> None:
    with pytest.raises(EditConflict):
        dismiss_rows(world, "chair", "rollout", *rollouts)
    assert not Dismissal.objects.exists()


def test_a_dismissal_says_why_and_is_made_once(world: World, rollouts: list[Rollout]) -> None:
    with pytest.raises(ValidationError, match="lý do"):
        dismiss_rows(world, "officer", "rollout", rollouts[0], reason="  ")
    [dismissal] = dismiss_rows(world, "officer", "rollout", rollouts[0])
    with pytest.raises(EditConflict):
        dismiss_rows(world, "officer", "rollout", rollouts[0])
    dismissal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        dismissal.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dismissal.objects.update(reason="")


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_the_page_dismisses_what_is_ticked_and_takes_back(world: World, rollouts: list[Rollout]) -> None:
    client, page = world.client("officer"), reverse("unions:dismissals", args=["registration"])
    once = client.get(page).context["once"]
    empty = client.post(page, {"once": once})
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"rows", "reason"})
    client.post(page, {"once": once, "rows": [rollouts[0].pk], "reason": "Đơn vị mới thành lập"})
    dismissal = Dismissal.objects.get()
    shown = client.get(page)
    assert (shown.context["waiting"], list(shown.context["dismissals"])) == (1, [dismissal])
    assert "Đơn vị không đăng ký (1)" in client.get("/", headers={"accept-language": "vi"}).content.decode()
    client.post(reverse("unions:dismissal-take-back", args=[dismissal.pk]))
    assert not Dismissal.objects.exists()


@pytest.mark.one_database(on="sqlite")
def test_what_is_done_afterwards_is_no_longer_listed_as_not_carried_out(
    world: World, rollouts: list[Rollout]
) -> None:
    done, other = dismiss_rows(world, "officer", "rollout", *rollouts)
    kind, officer = dismissible("rollout"), world.people["officer"]
    assert dismissal_counts(officer, YEAR) == [(kind, 2)]
    days = dict.fromkeys(("acknowledged_on", "launched_on", "reported_on"), TODAY)
    Rollout.objects.filter(pk=done.object_id).update(state="reported", participants=30, **days)
    page = world.client("officer").get(reverse("unions:dismissals", args=["rollout"]), {"year": YEAR})
    assert (list(page.context["dismissals"]), dismissal_counts(officer, YEAR)) == ([other], [(kind, 1)])


def test_every_kind_leads_somewhere_and_asks_for_a_role(world: World) -> None:
    kinds = DISMISSIBLE.all_items()
    assert [dismissible(kind.code) for kind in kinds] == kinds
    assert all(kind.roles and not kind.candidates(world.people["officer"], YEAR).count() < 0 for kind in kinds)

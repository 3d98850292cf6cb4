"""The leader locks what was accepted of a sheet."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.models import Notification
from emulation.registrations.models import Registration
from emulation.registrations.services import accept_many
from emulation.sheets.services.locking import lock_sheet, unlock_sheet
from emulation.sheets.services.sheets import open_sheet
from tests.emulation.campaigning import running, submitted
from tests.factories import make_person
from tests.shared_rows import shared

pytestmark = pytest.mark.one_database(on="sqlite")


@shared
def sheet(world):
    """With two rows accepted and one that waits."""
    campaign = running(world)
    rows = [submitted(world, campaign, make_person(world.school, f"Người {number}")) for number in range(3)]
    accept_many(actor=world.people["officer"], registrations=rows[:2])
    return open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)


def states():
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_the_leader_locks_what_is_accepted_and_unlocks_it_with_a_reason_and_the_unit_is_told_once(world, sheet):
    client = world.client("leader")
    address = {name: reverse(f"emulation:sheet-{name}", args=[sheet.pk]) for name in ("lock", "unlock")}
    assert client.post(address["lock"]).status_code == 200  # asks first
    assert client.post(address["lock"], {"confirmed": "yes"}).status_code == 302
    assert states() == ["locked", "locked", "submitted"]
    assert client.post(address["unlock"], {"reason": ""}).status_code == 422
    assert client.post(address["unlock"], {"reason": "Đơn vị sáp nhập tổ"}).status_code == 302
    assert states() == ["accepted", "accepted", "submitted"]
    told = Notification.objects.filter(user=world.people["chair"], kind__endswith="lock").order_by("pk")
    assert list(told.values_list("kind", "count")) == [("registration.lock", 2), ("registration.unlock", 2)]


def test_a_sheet_without_accepted_rows_is_not_locked(world, sheet):
    lock_sheet(sheet, actor=world.people["leader"])
    with pytest.raises(ValidationError):
        lock_sheet(sheet, actor=world.people["leader"])


@pytest.mark.parametrize("role", ["officer", "chair"])
def test_only_a_leader_locks_and_unlocks(world, sheet, role):
    with pytest.raises(PermissionDenied):
        lock_sheet(sheet, actor=world.people[role])
    with pytest.raises(PermissionDenied):
        unlock_sheet(sheet, actor=world.people[role], reason="Nhầm")

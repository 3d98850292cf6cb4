import pytest
from django.core.management import CommandError, call_command

from accounts.users.models import User

ASKED = "accounts.management.commands.open_administrator.getpass"


def test_the_administrator_can_sign_in_and_open_the_rescue_pages(db, client, monkeypatch):
    monkeypatch.setattr(ASKED, lambda prompt: "mot-mat-khau-rat-dai")
    call_command("open_administrator", "quantri", name="Lê Thị Hà")
    assert client.login(username="quantri", password="mot-mat-khau-rat-dai")
    assert client.get("/admin/").status_code == 200


def test_a_weak_password_opens_no_account(db, monkeypatch):
    monkeypatch.setattr(ASKED, lambda prompt: "123")
    with pytest.raises(CommandError):
        call_command("open_administrator", "quantri", name="Lê Thị Hà")
    assert not User.objects.exists()


def test_two_different_passwords_open_no_account(db, monkeypatch):
    typed = iter(["mot-mat-khau-rat-dai", "mot-mat-khau-khac-han"])
    monkeypatch.setattr(ASKED, lambda prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        call_command("open_administrator", "quantri", name="Lê Thị Hà")
    assert not User.objects.exists()

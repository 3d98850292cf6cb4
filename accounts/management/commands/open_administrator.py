from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.users.services import grant_role, open_account
from unions.access import RoleKind


class Command(BaseCommand):
    help = "Open the account of a system administrator. The password is asked for, never given on the command line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="full name")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password: ")
        if password != getpass("Once more: "):
            raise CommandError("The two passwords differ.")
        try:
            validate_password(password)
            user = open_account(
                actor=None,
                username=options["username"],
                full_name=options["name"],
                password=password,
                is_staff=True,
                is_superuser=True,
            )
            grant_role(actor=None, user=user, kind=RoleKind.ADMIN, since=timezone.localdate())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.username}: system administrator")

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.users.models import User
from unions.access import PortalUser
from unions.imports.command import UnitImportCommand


class HistoryImportCommand(UnitImportCommand):
    """The records name who entered them."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--user", required=True, help="sign-in name of whoever enters the list")

    def find_actor(self, options: dict[str, Any]) -> PortalUser | None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(_("There is no account with the name %(name)s.") % {"name": options["user"]})
        return user

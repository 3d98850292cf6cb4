import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from accounts.mailing.services.due import send_due_messages


class Command(BaseCommand):
    help = "Tell what is due today, write the digests and send the mails that wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="MINUTES", help="go on for ever, once in so many minutes")

    def handle(self, *args: Any, **options: Any) -> None:
        errors = self.send(options["verbosity"])
        while options["every"]:
            close_old_connections()
            time.sleep(options["every"] * 60)
            self.send(options["verbosity"])
        if errors:
            raise CommandError(f"{errors} kinds of due messages failed; the log has the cause.")

    def send(self, verbosity: int) -> int:
        mails, errors = send_due_messages()
        if verbosity:
            self.stdout.write(f"{mails.sent} sent, {mails.postponed} postponed, {mails.failed} failed.")
        return errors

from typing import Any

from django.core.management.base import BaseCommand

from accounts.security_log.services import clear_security_log


class Command(BaseCommand):
    help = "Delete events of the security log that are older than SECURITY_LOG_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear_security_log()} events deleted.")

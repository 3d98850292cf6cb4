from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import broken_links


class Command(BaseCommand):
    help = "Verify the hash chain of the audit log; exits with 1 and names the first broken entry."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = next(broken_links(), None)
        if broken is not None:
            raise CommandError(
                f"Entry {broken.pk} of {broken.at:%d/%m/%Y %H:%M} ({broken.act}, {broken.object_name}) is broken: "
                "it was altered, or an entry before it was removed."
            )
        self.stdout.write("The audit log is unbroken.")

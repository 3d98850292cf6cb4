from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import broken_links
from core.documents.storage import altered_documents


class Command(BaseCommand):
    help = "Verify the audit log and the stored documents; exits with 1 and names the first broken one."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = next(broken_links(), None)
        if broken is not None:
            raise CommandError(
                f"Entry {broken.pk} of {broken.at:%d/%m/%Y %H:%M} ({broken.act}, {broken.object_name}) is broken: "
                "it was altered, or an entry before it was removed."
            )
        altered = next(altered_documents(), None)
        if altered is not None:
            raise CommandError(f"Stored document {altered.pk} ({altered}) was altered.")
        self.stdout.write("The audit log is unbroken.")

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.nightly import NIGHTLY

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run what is due every night, each whatever becomes of the others; exits with 1 and names what failed."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [name for name in NIGHTLY.items() if not self.succeeds(name)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def succeeds(self, name: str) -> bool:
        self.stdout.write(f"{name}:")
        try:
            call_command(name, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(str(error))
            return False
        except Exception:  # the others still run, the log has the cause
            logger.exception("the nightly command %s failed", name)
            return False
        return True

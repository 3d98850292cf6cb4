from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.audit_chain import LogState
from core.integrity import check_audit_log


class Command(BaseCommand):
    help = "Verify the audit log and the stored documents; exits with 1 and names the first broken one."

    def handle(self, *args: Any, **options: Any) -> None:
        check, state = check_audit_log()
        if check.problem:
            raise CommandError(check.problem)
        self.stdout.write(f"The audit log is unbroken: {state.count} entries, the last {state.hash}.")
        self.stdout.write(_about_seals(state))


def _about_seals(state: LogState) -> str:
    if not settings.AUDIT_KEY:
        return (
            f"AUDIT_KEY is not set: {state.sealed} seals were not verified."
            if state.sealed
            else "No entry is sealed."
        )
    before = f" {state.unsealed} entries were written before there was a key." if state.unsealed else ""
    return f"{state.sealed} seals fit AUDIT_KEY.{before}"

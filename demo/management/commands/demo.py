import os
import secrets
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.federations import SIGN_IN
from demo.load import foreign_unions, load_demo, set_shared_password
from emulation.law.services import load_reference


class Command(BaseCommand):
    help = (
        "Load two federations with a full year of made-up records. May be run again: what is there stays. "
        "The password of all its accounts is DEMO_PASSWORD, else one made at random and printed once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if foreign := foreign_unions():
            raise CommandError(
                f"This database holds other unions ({', '.join(foreign[:5])}). The demo goes into one of its own."
            )
        started = monotonic()
        load_reference()
        built = load_demo(self.stdout.write)
        self._report_password(built)
        if built:
            self.stdout.write(f"The demo was loaded in {monotonic() - started:.1f} s.")
        else:
            self.stdout.write("The demo is already there; nothing was changed.")

    def _report_password(self, built: bool) -> None:
        chosen = os.environ.get("DEMO_PASSWORD", "")
        if chosen or built:
            password = chosen or secrets.token_urlsafe(9)
            if set_shared_password(password) and not chosen:
                self.stdout.write(f"Password of {', '.join(SIGN_IN)}: {password}")

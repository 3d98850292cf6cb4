from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.users.models import User
from core.spreadsheets.reading import read_rows
from restructuring.services.drafting import confirm_reorganisation, draft_reorganisation
from restructuring.services.rows import COLUMNS, put_rows_on_list
from unions.tree.models import Union


class Command(BaseCommand):
    help = "Prepare a reorganisation from a list of units, and confirm it if a leader is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a spreadsheet, or text with tabs (.txt, .csv)")
        parser.add_argument("--union", required=True, help="code of the union that decides")
        parser.add_argument("--kind", required=True, choices=sorted(COLUMNS))
        parser.add_argument("--decision", required=True, help="number of the decision")
        parser.add_argument("--date", required=True, type=date.fromisoformat, help="in force from, as 2025-07-01")
        parser.add_argument("--decided", type=date.fromisoformat, help="date of the decision, if it is another day")
        parser.add_argument("--officer", required=True, help="sign-in name of the officer who prepares it")
        parser.add_argument("--confirm", metavar="LEADER", help="sign-in name of the leader who confirms it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self._run(options)
                transaction.set_rollback(options["dry_run"])
        except (Union.DoesNotExist, User.DoesNotExist, OSError) as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError("This person may not do that.") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def _run(self, options: dict[str, Any]) -> None:
        officer = User.objects.get(username=options["officer"])
        reorganisation = draft_reorganisation(
            actor=officer,
            union=Union.objects.get(code=options["union"]),
            kind=options["kind"],
            decision_number=options["decision"],
            decision_date=options["decided"] or options["date"],
            effective_on=options["date"],
        )
        rows = read_rows(options["file"].read_bytes(), options["file"].name)
        count = put_rows_on_list(actor=officer, reorganisation=reorganisation, rows=rows)
        if options["confirm"]:
            leader = User.objects.get(username=options["confirm"])
            reorganisation = confirm_reorganisation(reorganisation, actor=leader)
        facts = (reorganisation.decision_number, reorganisation.kind, count, reorganisation.state)
        self.stdout.write("\t".join(map(str, facts)))

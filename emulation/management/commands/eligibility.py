import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from emulation.eligibility.case_files import BadCaseFile, read_cases
from emulation.eligibility.rules.favouring import judge_by_better_law
from emulation.eligibility.rules.judging import Rules
from emulation.eligibility.rules.periods import last_day
from emulation.eligibility.rules.rulings import Ruling
from emulation.eligibility.selectors.parameters import stored_law
from emulation.eligibility.selectors.titles import Catalogue


class Command(BaseCommand):
    help = "Judge cases told as plain facts; no record is read. docs/rules.md lists the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON: a list of cases.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases = read_cases(options["file"].read_text(encoding="utf-8-sig"), Catalogue())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from error
        except BadCaseFile as error:
            raise CommandError(str(error)) from error
        rules = Rules(stored_law())
        judged = (judge_by_better_law(case, rules, last_day(case)) for case in cases)
        told = [[_told(ruling) for ruling in judgement.rulings] for judgement in judged]
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


def _told(ruling: Ruling) -> dict[str, Any]:
    return {
        "rule": ruling.rule,
        "outcome": ruling.outcome,
        "message": ruling.message,
        "cure": ruling.cure,
        "parameters": ruling.parameters,
        "facts": ruling.facts,
    }

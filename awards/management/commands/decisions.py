from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from awards.decisions.choices import DecisionState
from awards.decisions.models import Decision
from core.text import short_date
from unions.management.options import union_or_error


class Command(BaseCommand):
    help = "List the issued decisions, one a line: number, tab, date, tab, subject."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, help="code of the union")
        parser.add_argument("--year", required=True, type=int, help="the year the decisions count for")

    def handle(self, *args: Any, **options: Any) -> None:
        issued = Decision.objects.filter(
            union=union_or_error(options["union"]), year=options["year"], state=DecisionState.ISSUED
        )
        for decision in issued.order_by("series_year", "number"):
            day = short_date(decision.dated_on) if decision.dated_on else ""
            self.stdout.write(f"{decision.symbol}\t{day}\t{decision.subject_line}")

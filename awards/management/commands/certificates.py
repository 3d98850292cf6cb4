from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.certificates.services import certificates_pdf
from awards.decisions.models import Decision
from core.text import tidy
from unions.management.options import union_or_error


class Command(BaseCommand):
    help = "Write the certificates of an issued decision into one PDF, in the order of the golden book."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", required=True, help="code of the union")
        parser.add_argument("--year", required=True, type=int, help="the year the decision counts for")
        parser.add_argument("--decision", required=True, help="number as printed, e.g. 45/QĐ-LĐLĐ")
        parser.add_argument("--output", required=True, type=Path, help="the PDF to write")

    def handle(self, *args: Any, **options: Any) -> None:
        union = union_or_error(options["union"])
        decision = Decision.objects.filter(
            union=union, year=options["year"], symbol=tidy(options["decision"]), state="issued"
        ).first()
        if decision is None:
            raise CommandError(
                f"{union} has no issued decision {options['decision']} for {options['year']}. "
                f"The command “decisions” lists them."
            )
        self.write(options["output"], decision)

    def write(self, output: Path, decision: Decision) -> None:
        try:
            output.write_bytes(certificates_pdf(decision))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{output}")

from typing import Any

from django.core.management.base import BaseCommand

from unions.duplicates.services.candidates import find_duplicates
from unions.people.models import Person


class Command(BaseCommand):
    help = "Compare all people of one name and list those who may be one person; may be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        tally = find_duplicates(Person.objects.all())
        self.stdout.write(f"new: {tally.new}, no longer alike: {tally.gone}")

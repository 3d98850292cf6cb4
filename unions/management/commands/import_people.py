from unions.imports.choices import ImportKind
from unions.imports.command import UnitImportCommand


class Command(UnitImportCommand):
    help = "Import the people of a grassroots union from a spreadsheet."
    kind = ImportKind.PEOPLE

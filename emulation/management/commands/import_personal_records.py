from unions.imports.choices import ImportKind
from unions.imports.command import UnitImportCommand


class Command(UnitImportCommand):
    help = "Import yearly grades, discipline and leave of the people of a grassroots union from a spreadsheet."
    kind = ImportKind.YEARS

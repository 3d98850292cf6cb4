from accounts.users.import_command import HistoryImportCommand
from unions.imports.choices import ImportKind


class Command(HistoryImportCommand):
    help = "Import initiatives of a grassroots union that were recognised before the portal from a spreadsheet."
    kind = ImportKind.INITIATIVES

from accounts.users.import_command import HistoryImportCommand
from unions.imports.choices import ImportKind


class Command(HistoryImportCommand):
    help = "Import what a grassroots union and its people were awarded elsewhere or earlier from a spreadsheet."
    kind = ImportKind.AWARDS

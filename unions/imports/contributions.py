from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from unions.imports.services import checking, writing  # noqa: F401 - the import registers the background jobs

LABELS = {
    "person.import": _("imported the person from a list"),
    "person.import_change": _("corrected the person by a list"),
    "import.bring": _("uploaded the list"),
    "import.write": _("imported the list"),
    "grassroots.import_people": _("imported a list of people"),
    "union.import_units": _("imported a list of grassroots unions"),
    "union.import_headcounts": _("imported the numbers of a year"),
    "union.import_unions": _("imported a list of unions below"),
}

NOT_CORRECTED = {
    "unions.SheetImport": "made from a file; what it wrote is corrected row by row",
    "unions.SheetRow": "the row of a file, which is mended and uploaded again",
    "unions.ImportedRecord": "written by an import",
}


def register() -> None:
    for label, reason in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(reason), to=label)
    register_labels(LABELS)

from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
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


def register() -> None:
    register_labels(LABELS)

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from core.bulk import BulkWords
from core.text import format_number
from core.views.confirming import Question

ASSIGN = ngettext_lazy("Assign %(shown)s registration sheet", "Assign %(shown)s registration sheets", "count")
ASSIGNING = BulkWords(
    ngettext_lazy("%(shown)s registration sheet assigned.", "%(shown)s registration sheets assigned.", "count"),
    ngettext_lazy(
        "%(shown)s registration sheet could not be assigned, because:",
        "%(shown)s registration sheets could not be assigned, because:",
        "count",
    ),
)


def submit_question(count: int) -> Question:
    words = ngettext(
        "Submit the sheet with %(count)s registration? The emulation officer then checks it.",
        "Submit the sheet with %(count)s registrations? The emulation officer then checks them.",
        count,
    )
    return Question(words % {"count": format_number(count)}, _("Submit the sheet"))


def lock_question(count: int) -> Question:
    words = ngettext(
        "Lock %(count)s accepted registration? Until it is unlocked with a reason nothing in it changes.",
        "Lock %(count)s accepted registrations? Until they are unlocked with a reason nothing in them changes.",
        count,
    )
    return Question(words % {"count": format_number(count)}, _("Lock"))


def take_off_question(count: int) -> Question:
    words = ngettext(
        "Take %(count)s registration off the sheet? It will no longer be counted.",
        "Take %(count)s registrations off the sheet? They will no longer be counted.",
        count,
    )
    return Question(words % {"count": format_number(count)}, _("Take off the sheet"), is_danger=True)

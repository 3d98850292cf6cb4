from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from core.bulk import BulkWords
from core.text import format_number
from core.todo import count_words
from core.views.confirming import Question
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from emulation.sheets.models import SheetVersion
from emulation.sheets.rules import VersionChanges

ASSIGN = ngettext_lazy("Assign %(shown)s registration sheet", "Assign %(shown)s registration sheets", "count")
ASSIGNING = BulkWords(
    ngettext_lazy("%(shown)s registration sheet assigned.", "%(shown)s registration sheets assigned.", "count"),
    ngettext_lazy(
        "%(shown)s registration sheet could not be assigned, because:",
        "%(shown)s registration sheets could not be assigned, because:",
        "count",
    ),
)
TAKING = BulkWords(
    ngettext_lazy(
        "You check %(shown)s registration sheet now.", "You check %(shown)s registration sheets now.", "count"
    ),
    ASSIGNING.refused,
)
ANSWERING = BulkWords(
    ngettext_lazy("%(shown)s row answered.", "%(shown)s rows answered.", "count"),
    ngettext_lazy(
        "%(shown)s row was not accepted and waits on, because:",
        "%(shown)s rows were not accepted and wait on, because:",
        "count",
    ),
)


def answers_in_words(answered: Iterable[Registration]) -> str:
    """ "37 accepted, 3 returned"."""
    states = Counter(row.state for row in answered)
    accepted = count_words(states[RegistrationState.ACCEPTED], _("%(count)s accepted"))
    returned = count_words(states[RegistrationState.RETURNED], _("%(count)s returned"))
    return ", ".join(filter(None, [accepted, returned]))


def changes_in_words(before: SheetVersion, changes: VersionChanges) -> str:
    number = {"number": format_number(before.number)}
    counts = [
        count_words(len(changes.added), _("%(count)s added")),
        count_words(len(changes.changed), _("%(count)s changed")),
        count_words(len(changes.removed), _("%(count)s taken off")),
    ]
    if not any(counts):
        return _("Nothing changed since No. %(number)s was sent.") % number
    words = number | {"changes": ", ".join(filter(None, counts))}
    return _("Since No. %(number)s was sent: %(changes)s.") % words


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

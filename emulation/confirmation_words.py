from django.utils.translation import ngettext_lazy

from core.bulk import BulkWords
from core.choices import ConfirmationState
from core.models import Confirmable

CONFIRM_WORKS = ngettext_lazy("Confirm %(shown)s work", "Confirm %(shown)s works", "count")
WORKS_CONFIRMED = BulkWords(
    ngettext_lazy("%(shown)s work confirmed.", "%(shown)s works confirmed.", "count"),
    ngettext_lazy(
        "%(shown)s work could not be confirmed, because:", "%(shown)s works could not be confirmed, because:", "count"
    ),
)
CONFIRM_INITIATIVES = ngettext_lazy(
    "Confirm %(shown)s recognised initiative", "Confirm %(shown)s recognised initiatives", "count"
)
INITIATIVES_CONFIRMED = BulkWords(
    ngettext_lazy("%(shown)s initiative confirmed.", "%(shown)s initiatives confirmed.", "count"),
    ngettext_lazy(
        "%(shown)s initiative could not be confirmed, because:",
        "%(shown)s initiatives could not be confirmed, because:",
        "count",
    ),
)
CONFIRM_RESULTS = ngettext_lazy("Confirm %(shown)s result", "Confirm %(shown)s results", "count")
RESULTS_CONFIRMED = BulkWords(
    ngettext_lazy("%(shown)s result confirmed.", "%(shown)s results confirmed.", "count"),
    ngettext_lazy(
        "%(shown)s result could not be confirmed, because:",
        "%(shown)s results could not be confirmed, because:",
        "count",
    ),
)
ACCEPT_ANSWERS = ngettext_lazy("Accept %(shown)s report of a unit", "Accept %(shown)s reports of units", "count")
ANSWERS_ACCEPTED = BulkWords(
    ngettext_lazy("%(shown)s report accepted.", "%(shown)s reports accepted.", "count"),
    ngettext_lazy(
        "%(shown)s report could not be accepted, because:",
        "%(shown)s reports could not be accepted, because:",
        "count",
    ),
)


def unconfirmed(row: Confirmable) -> list[str]:
    return [] if row.state == ConfirmationState.CONFIRMED else [str(row.get_state_display())]

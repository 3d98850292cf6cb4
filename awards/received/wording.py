from django.utils.translation import ngettext_lazy

from core.bulk import BulkWords

CONFIRM_RECEIVED = ngettext_lazy("Confirm %(shown)s award", "Confirm %(shown)s awards", "count")
RECEIVED_CONFIRMED = BulkWords(
    ngettext_lazy("%(shown)s award confirmed.", "%(shown)s awards confirmed.", "count"),
    ngettext_lazy(
        "%(shown)s award could not be confirmed, because:",
        "%(shown)s awards could not be confirmed, because:",
        "count",
    ),
)

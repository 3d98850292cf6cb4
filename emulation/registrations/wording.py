from django.utils.translation import ngettext_lazy

from core.bulk import BulkWords

DRAFTING = BulkWords(
    ngettext_lazy("%(shown)s draft saved.", "%(shown)s drafts saved.", "count"),
    ngettext_lazy(
        "%(shown)s person could not be registered, because:",
        "%(shown)s people could not be registered, because:",
        "count",
    ),
)
SUBMITTING = BulkWords(
    ngettext_lazy("%(shown)s registration submitted.", "%(shown)s registrations submitted.", "count"),
    ngettext_lazy(
        "%(shown)s registration could not be submitted, because:",
        "%(shown)s registrations could not be submitted, because:",
        "count",
    ),
)
ACCEPTING = BulkWords(
    ngettext_lazy(
        "%(shown)s registration without remark accepted.", "%(shown)s registrations without remark accepted.", "count"
    ),
    ngettext_lazy(
        "%(shown)s registration is left for you to look at:",
        "%(shown)s registrations are left for you to look at:",
        "count",
    ),
)
ACCEPT = ngettext_lazy("Accept %(shown)s registration", "Accept %(shown)s registrations", "count")
TAKING_IN = BulkWords(
    ngettext_lazy("%(shown)s late draft taken in.", "%(shown)s late drafts taken in.", "count"),
    ngettext_lazy(
        "%(shown)s draft could not be taken in, because:",
        "%(shown)s drafts could not be taken in, because:",
        "count",
    ),
)
TAKE_IN = ngettext_lazy("Take in %(shown)s late draft", "Take in %(shown)s late drafts", "count")

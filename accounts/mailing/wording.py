from django.utils.translation import ngettext_lazy

from core.bulk import BulkWords

RELEASE = ngettext_lazy("Send %(shown)s mail", "Send %(shown)s mails", "count")
RETRY = ngettext_lazy("Try %(shown)s mail again", "Try %(shown)s mails again", "count")
REFUSED = ngettext_lazy(
    "%(shown)s mail stays as it is, because:", "%(shown)s mails stay as they are, because:", "count"
)
QUEUED = BulkWords(ngettext_lazy("%(shown)s mail will be sent.", "%(shown)s mails will be sent.", "count"), REFUSED)

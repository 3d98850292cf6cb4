from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, ScopedForm


class DissolveForm(ScopedForm):
    on = DateField(
        label=_("Dissolved on"),
        initial=timezone.localdate,
        help_text=_("The first day on which it is no more; the day before is its last."),
    )

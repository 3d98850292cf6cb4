from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Qualifier(TextChoices):
    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("more than")
    ABOUT = "about", _("about")

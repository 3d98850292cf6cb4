from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkKind(TextChoices):
    PROJECT = "project", _("Project")
    PRODUCT = "product", _("Product")

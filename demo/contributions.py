from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels


def register() -> None:
    register_labels({"demo.build": gettext_lazy("built the demo records")})

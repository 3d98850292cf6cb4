from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from unions.tree.models import Union


def union_or_error(code: str) -> Union:
    union: Union | None = Union.objects.filter(code=code).first()
    if union is None:
        known = ", ".join(Union.objects.order_by("code").values_list("code", flat=True)) or "–"
        message = _("There is no union with the code %(code)s. Known codes: %(known)s.")
        raise CommandError(message % {"code": code, "known": known})
    return union

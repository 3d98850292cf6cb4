from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.text import tidy
from reports.indicators.access import require_author
from reports.indicators.choices import Qualifier
from reports.indicators.models import FigureRemark
from reports.indicators.selectors.indicators import find_indicator
from unions.tree.models import Union


@transaction.atomic
def remark_on_figure(
    *,
    actor: User,
    union: Union,
    year: int,
    name: str,
    qualifier: str = Qualifier.EXACT,
    typed_value: Decimal | None = None,
    note: str = "",
    is_demo: bool = False,
) -> FigureRemark:
    """The counted value itself cannot be changed."""
    require_author(actor, union)
    if find_indicator(name) is None:
        raise ValidationError({"name": _("There is no indicator of this name.")})
    Union.objects.select_for_update().get(pk=union.pk)  # two requests do not enter the same remark
    about = {"union": union, "year": year, "indicator": name}
    remark = FigureRemark.objects.filter(**about).first() or FigureRemark(**about)
    values = {"qualifier": qualifier, "typed_value": typed_value, "note": tidy(note), "is_demo": is_demo}
    record("figure.remark", remark, actor=actor, detail=update_fields(remark, values))
    return remark

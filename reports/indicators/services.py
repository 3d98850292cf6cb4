from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
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
    """Store a remark beside a figure. The counted value itself cannot be changed."""
    require_author(actor, union)
    if find_indicator(name) is None:
        raise ValidationError({"name": _("There is no indicator of this name.")})
    values = {"qualifier": qualifier, "typed_value": typed_value, "note": tidy(note), "is_demo": is_demo}
    remark, _new = FigureRemark.objects.update_or_create(union=union, year=year, indicator=name, defaults=values)
    remark.full_clean()
    record("figure.remark", remark, actor=actor)
    return remark

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.list_filters import SelectFilter
from core.pickers.filters import PickFilter
from core.text import search_key
from emulation.campaigns.filters import campaigns_of_the_year, hide, sees_one_union
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.queue import CLOSE_AFTER_DAYS, DUE_AFTER_DAYS, sent_before
from unions.access import sees_one_unit
from unions.units.filters import visible_sectors, visible_unions, visible_units

WAITING_FOR = [(CLOSE_AFTER_DAYS, _("More than 3 days")), (DUE_AFTER_DAYS, _("More than 7 days"))]


class SheetFilter(filters.FilterSet):
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    campaign = SelectFilter(label=_("Campaign"), queryset=campaigns_of_the_year)
    union = PickFilter(label=_("Union"), queryset=visible_unions)

    class Meta:
        model = RegistrationSheet
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sees_one_union(self.request.user):
            hide(self, "union")
        if sees_one_unit(self.request.user):
            hide(self, "grassroots")


class SheetQueueFilter(SheetFilter):
    q = filters.CharFilter(label=_("Unit"), method="search")
    assigned = filters.ChoiceFilter(
        label=_("Checked by"), choices=[("me", _("Me")), ("nobody", _("Nobody yet"))], method="of_officer"
    )
    age = filters.TypedChoiceFilter(label=_("Waiting for"), choices=WAITING_FOR, coerce=int, method="of_age")
    sector = SelectFilter(label=_("Sector"), field_name="grassroots__sector", queryset=visible_sectors)

    class Meta(SheetFilter.Meta):
        pass

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[RegistrationSheet]:
        return rows.filter(grassroots__search_key__contains=search_key(value))

    def of_officer(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[RegistrationSheet]:
        mine = Q(assigned_to=self.request.user.pk)
        return rows.filter(mine if value == "me" else Q(assigned_to__isnull=True))

    def of_age(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[RegistrationSheet]:
        return rows.filter(oldest_at__lt=sent_before(value))

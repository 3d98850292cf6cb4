from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.filters import RecipientFilter, title_choices
from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from core.list_filters import SelectFilter
from core.pickers.filters import PickFilter
from emulation.law.forms import TitleFilter
from unions.units.filters import visible_sectors, visible_units


def keep_all(rows: QuerySet[Any], name: str, value: object) -> QuerySet[Any]:
    """The filter narrows what is counted in the rows."""
    return rows


class AchievedFilter(django_filters.FilterSet):
    title = TitleFilter(label=_("Title"), queryset=title_choices, method=keep_all)


class AchievedOfTitleFilter(django_filters.FilterSet):
    sector = SelectFilter(label=_("Sector"), queryset=visible_sectors, method=keep_all)


class ReceivedAwardFilter(RecipientFilter):
    state = django_filters.ChoiceFilter(label=_("Confirmation"), choices=ConfirmationState.choices)
    title = TitleFilter(label=_("Title"), queryset=title_choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)

    class Meta:
        model = ReceivedAward
        fields = ["q", "state", "title"]

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.list_filters import EXTRA_FILTERS, SelectFilter, choice_filter
from core.pickers.filters import PickFilter
from core.text import search_key
from emulation.campaigns.filters import campaigns_of_the_year, hide, sees_one_union
from emulation.campaigns.selectors.offers import titles_of_campaigns
from emulation.law.choices import SubjectKind
from emulation.law.forms import TitleFilter
from emulation.law.models import Title
from emulation.registrations.choices import LATE, RegistrationState
from emulation.registrations.models import Registration
from emulation.registrations.selectors import late_drafts
from unions.access import sees_one_unit
from unions.units.filters import visible_sectors, visible_unions, visible_units


def titles_offered_this_year(request: HttpRequest) -> QuerySet[Title]:
    return titles_of_campaigns(campaigns_of_the_year(request))


STATES = [*RegistrationState.choices, (LATE, _("Draft past its deadline"))]


class RegistrationFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Who or what"), method="search")
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="of_state")
    title = TitleFilter(label=_("Title"), queryset=titles_offered_this_year)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    campaign = SelectFilter(label=_("Campaign"), queryset=campaigns_of_the_year)
    kind = filters.ChoiceFilter(label=_("Kind of subject"), field_name="subject_kind", choices=SubjectKind.choices)
    union = PickFilter(label=_("Union"), queryset=visible_unions)
    sector = SelectFilter(label=_("Sector"), field_name="grassroots__sector", queryset=visible_sectors)

    class Meta:
        model = Registration
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sees_one_union(self.request.user):
            hide(self, "union")
        if sees_one_unit(self.request.user):
            hide(self, "grassroots", "sector")
        for extra in EXTRA_FILTERS.items("emulation.Registration"):
            self.filters[extra.name] = choice_filter(self, extra)

    def of_state(self, rows: QuerySet[Registration], name: str, value: str) -> QuerySet[Registration]:
        return late_drafts(rows) if value == LATE else rows.filter(state=value)

    def search(self, rows: QuerySet[Registration], name: str, value: str) -> QuerySet[Registration]:
        key = search_key(value)
        person, initiative = Q(person__search_key__contains=key), Q(initiative__search_key__contains=key)
        unit = Q(subject_kind=SubjectKind.GRASSROOTS, grassroots__search_key__contains=key)
        # Teams and enterprises have no search key.
        team, enterprise = Q(team__name__icontains=value), Q(enterprise__name__icontains=value)
        return rows.filter(person | initiative | unit | team | enterprise)

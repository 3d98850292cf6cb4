from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from core.actor import SignedInRequest
from core.text import search_key
from emulation.law.forms import TitleFilter
from emulation.law.models import Title


def title_choices(request: SignedInRequest) -> QuerySet[Title]:
    rows: QuerySet[Title] = Title.objects.visible_to(request.user)
    return rows


class RecipientFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or unit"), method="search")

    def search(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        key = search_key(typed)
        return rows.filter(Q(person__search_key__contains=key) | Q(grassroots__search_key__contains=key))


class NominationFilter(RecipientFilter):
    state = django_filters.ChoiceFilter(label=_("State"), choices=NominationState.choices)
    title = TitleFilter(label=_("Title"), queryset=title_choices)

    class Meta:
        model = Nomination
        fields = ["q", "state", "title"]

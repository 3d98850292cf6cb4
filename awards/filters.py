"""What the lists of this app can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from awards.choices import DecisionState, NominationState, SessionState
from awards.models import Decision, Nomination, ReceivedAward, Session
from core.text import search_key
from emulation.models import Title


def titles(request: Any) -> QuerySet[Title]:
    rows: QuerySet[Title] = Title.objects.visible_to(request.user)
    return rows


class NominationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or unit"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=NominationState.choices)
    title = django_filters.ModelChoiceFilter(label=_("Title or form"), queryset=titles)

    class Meta:
        model = Nomination
        fields = ["q", "state", "title"]

    def search(self, rows: QuerySet[Nomination], _name: str, typed: str) -> QuerySet[Nomination]:
        key = search_key(typed)
        return rows.filter(Q(person__search_key__contains=key) | Q(grassroots__search_key__contains=key))


class SessionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SessionState.choices)

    class Meta:
        model = Session
        fields = ["state"]


class DecisionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Number"), field_name="symbol", lookup_expr="startswith")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState.choices)

    class Meta:
        model = Decision
        fields = ["q", "state"]


class ReceivedAwardFilter(django_filters.FilterSet):
    title = django_filters.ModelChoiceFilter(label=_("Title or form"), queryset=titles)

    class Meta:
        model = ReceivedAward
        fields = ["title"]

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from core.text import search_key
from emulation.initiatives.choices import InitiativeKind, InitiativeState, RecognitionLevel
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.law.forms import LevelFilter
from unions.units.filters import visible_units


def is_filled(field: str) -> Callable[..., QuerySet[Any]]:
    """ "yes" keeps filled rows, "no" the others."""

    def narrow(filterset: filters.FilterSet, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{field}__isnull": value == "no"})

    return narrow


class InitiativeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or author"), method="search")
    state = filters.ChoiceFilter(label=_("State"), choices=InitiativeState.choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=InitiativeKind.choices)
    applied = filters.ChoiceFilter(
        label=_("Application"),
        method="narrow_applied",
        choices=[("yes", _("Applied")), ("no", _("Not yet applied"))],
    )
    recognition_level = LevelFilter(label=_("Recognised at"), choices=RecognitionLevel.choices)

    class Meta:
        model = Initiative
        fields: list[str] = []

    narrow_applied = is_filled("applied_on")

    def search(self, rows: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
        key = search_key(value)
        authors = InitiativeAuthor.objects.filter(person__search_key__contains=key)
        return rows.filter(Q(search_key__contains=key) | Q(pk__in=authors.values("initiative")))

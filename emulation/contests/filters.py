import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState
from core.pickers.filters import PickFilter
from emulation.contests.choices import ContestKind, PrizeRank, ResultKind, ResultLevel
from emulation.contests.models import Contest, ExternalResult
from emulation.law.forms import LevelFilter
from unions.units.filters import visible_units


class ContestFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ContestKind.choices)

    class Meta:
        model = Contest
        fields: list[str] = []


class ExternalResultFilter(filters.FilterSet):
    # No search by name: it would reveal pupils' prizes to readers who may not see the names.

    state = filters.ChoiceFilter(label=_("Confirmation"), choices=ConfirmationState.choices)
    kind = filters.ChoiceFilter(label=_("Whose result"), choices=ResultKind.choices)
    level = LevelFilter(label=_("Level"), choices=ResultLevel.choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    rank = filters.ChoiceFilter(label=_("Prize"), choices=PrizeRank.choices)

    class Meta:
        model = ExternalResult
        fields: list[str] = []

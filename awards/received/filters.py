import django_filters
from django.utils.translation import gettext_lazy as _

from awards.nominations.filters import RecipientFilter, title_choices
from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from core.pickers.filters import PickFilter
from emulation.law.forms import TitleFilter
from unions.units.filters import visible_units


class ReceivedAwardFilter(RecipientFilter):
    state = django_filters.ChoiceFilter(label=_("Confirmation"), choices=ConfirmationState.choices)
    title = TitleFilter(label=_("Title"), queryset=title_choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)

    class Meta:
        model = ReceivedAward
        fields = ["q", "state", "title"]

import django_filters
from django.utils.translation import gettext_lazy as _

from awards.nominations.filters import title_choices
from awards.received.models import ReceivedAward
from emulation.law.forms import TitleFilter


class ReceivedAwardFilter(django_filters.FilterSet):
    title = TitleFilter(label=_("Title"), queryset=title_choices)

    class Meta:
        model = ReceivedAward
        fields = ["title"]

from django.utils.translation import gettext_lazy as _

from awards.nominations.filters import RecipientFilter, title_choices
from awards.received.models import ReceivedAward
from emulation.law.forms import TitleFilter


class ReceivedAwardFilter(RecipientFilter):
    title = TitleFilter(label=_("Title"), queryset=title_choices)

    class Meta:
        model = ReceivedAward
        fields = ["q", "title"]

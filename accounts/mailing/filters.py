import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.mailing.choices import MailState
from accounts.mailing.models import OutgoingMail


class MailFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=MailState.choices)

    class Meta:
        model = OutgoingMail
        fields = ["state"]

import django_filters
from django.utils.translation import gettext_lazy as _

from awards.sessions.choices import SessionState
from awards.sessions.models import Session


class SessionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SessionState.choices)

    class Meta:
        model = Session
        fields = ["state"]

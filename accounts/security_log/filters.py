import django_filters as filters
from django.db.models import QuerySet
from django.forms import DateInput, TextInput
from django.utils.translation import gettext_lazy as _

from accounts.security_log.choices import EventKind
from accounts.security_log.models import SecurityEvent
from accounts.users.models import User
from accounts.users.selectors import accounts_matching

DAY, ADDRESS = DateInput(attrs={"size": 8}), TextInput(attrs={"size": 10})
"""Narrow, so that three filters stand in one line."""


class SecurityEventFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or sign-in name"), method="of_account")
    kind = filters.ChoiceFilter(label=_("Event"), choices=EventKind.choices)
    since = filters.DateFilter(label=_("Since"), field_name="at", lookup_expr="date__gte", widget=DAY)
    address = filters.CharFilter(label=_("From address"), lookup_expr="startswith", widget=ADDRESS)
    until = filters.DateFilter(label=_("Until"), field_name="at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = SecurityEvent
        fields: list[str] = []

    def of_account(self, queryset: QuerySet[SecurityEvent], name: str, typed: str) -> QuerySet[SecurityEvent]:
        return queryset.filter(user__in=accounts_matching(User.objects.all(), typed))

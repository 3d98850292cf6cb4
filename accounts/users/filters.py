import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from accounts.users.selectors import accounts_matching
from unions.access import RoleKind


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or sign-in name"), method="search")
    role = filters.ChoiceFilter(label=_("Role"), choices=RoleKind.choices, method="with_role")

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, queryset: QuerySet[User], name: str, typed: str) -> QuerySet[User]:
        return accounts_matching(queryset, typed)

    def with_role(self, queryset: QuerySet[User], name: str, kind: str) -> QuerySet[User]:
        return queryset.filter(roles__kind=kind).distinct()

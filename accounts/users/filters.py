from typing import Any

import django_filters as filters
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

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return accounts_matching(rows, typed)

    def with_role(self, rows: Any, name: str, kind: str) -> Any:
        return rows.filter(roles__kind=kind).distinct()

"""How the lists of this app are narrowed."""

from typing import Any

import django_filters as filters
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.narrowing import AddedFilter, added_filters
from core.period import working_year
from unions.choices import (
    Gender,
    InvitationState,
    LikenessReason,
    LikenessState,
    Ownership,
    ReorganisationKind,
    ReorganisationState,
    RoleKind,
    SectorKind,
    UnitStatus,
)
from unions.models import (
    Cluster,
    Enterprise,
    GrassrootsUnion,
    Invitation,
    Likeness,
    Person,
    Reorganisation,
    Sector,
    Union,
    User,
)
from unions.selectors.clusters import lacking
from unions.selectors.searching import found_accounts, found_people, named_like, named_or_coded
from unions.selectors.units import of_size

NOT_ENTERED = "missing"
SIZE_CHOICES = [
    ("below_50", _("under 50")),
    ("from_50", _("50 to 199")),
    ("from_200", _("200 to 499")),
    ("from_500", _("500 and more")),
    (NOT_ENTERED, _("Not entered yet")),
]


def sectors_in_sight(request: HttpRequest) -> Any:
    return Sector.objects.visible_to(request.user)


def clusters_in_sight(request: HttpRequest) -> Any:
    return Cluster.objects.visible_to(request.user)


def unions_in_sight(request: HttpRequest) -> Any:
    return Union.objects.visible_to(request.user)


def units_in_sight(request: HttpRequest) -> Any:
    return GrassrootsUnion.objects.visible_to(request.user)


class NameFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), method="search")

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return named_like(rows, typed)


class UnitFilter(NameFilter):
    q = filters.CharFilter(label=_("Name or code"), method="search")
    sector = filters.ModelChoiceFilter(label=_("Sector"), queryset=sectors_in_sight)
    kind_of_sector = filters.ChoiceFilter(label=_("Sector"), field_name="sector__kind", choices=SectorKind.choices)
    status = filters.ChoiceFilter(label=_("Status"), choices=UnitStatus.choices)
    union = filters.ModelChoiceFilter(label=_("Union above"), queryset=unions_in_sight, method="under")
    cluster = filters.ModelChoiceFilter(label=_("Cluster"), queryset=clusters_in_sight)
    ownership = filters.ChoiceFilter(label=_("Ownership"), choices=Ownership.choices)
    size = filters.ChoiceFilter(label=_("Members in the year"), choices=SIZE_CHOICES, method="by_size")

    class Meta:
        model = GrassrootsUnion
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Sectors and clusters are one federation's words: over several, kinds of sector are compared."""
        super().__init__(*args, **kwargs)
        several = len(self.request.user.standing.branch) > 1 or self.request.user.standing.sees_all
        for name in ("sector", "cluster") if several else ("kind_of_sector",):
            del self.filters[name]
        if not several:
            self.filters["union"].extra["widget"] = forms.HiddenInput
        for added in added_filters("unions.GrassrootsUnion"):
            self.filters[added.name] = self.filter_of(added)

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return named_or_coded(rows, typed)

    def filter_of(self, added: AddedFilter) -> filters.ChoiceFilter:
        """What an app above knows of a unit's year, as one more choice."""

        def narrow(rows: Any, name: str, value: str) -> Any:
            return added.narrow(rows, self.request.user, value, working_year(self.request)) if value else rows

        made = filters.ChoiceFilter(label=added.label, choices=list(added.choices), method=narrow)
        made.parent, made.model = self, self._meta.model
        return made

    def under(self, rows: Any, name: str, union: Union) -> Any:
        return rows.under(union)

    def by_size(self, rows: Any, name: str, value: str) -> Any:
        return of_size(rows, value, working_year(self.request))


class ClusterFilter(filters.FilterSet):
    union = filters.ModelChoiceFilter(label=_("Union above"), queryset=unions_in_sight)
    lacks = filters.ChoiceFilter(
        label=_("Still missing this year"),
        choices=[("lead", _("the lead")), ("pact", _("the pact")), ("signature", _("a signature"))],
        method="by_lack",
    )

    class Meta:
        model = Cluster
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.standing.branch) <= 1 and not self.request.user.standing.sees_all:
            del self.filters["union"]

    def by_lack(self, rows: Any, name: str, what: str) -> Any:
        return lacking(rows.open_to(self.request.user), what, working_year(self.request))


class ReorganisationFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("What happens"), choices=ReorganisationKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=ReorganisationState.choices)

    class Meta:
        model = Reorganisation
        fields: list[str] = []


class PersonFilter(NameFilter):
    q = filters.CharFilter(label=_("Name, member number or phone"), method="search")
    gender = filters.ChoiceFilter(label=_("Gender"), choices=Gender.choices)
    unit = filters.ModelChoiceFilter(
        label=_("Unit"), queryset=units_in_sight, method="of_unit", widget=forms.HiddenInput
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return found_people(self.request.user, rows, typed)

    def of_unit(self, rows: Any, name: str, unit: GrassrootsUnion) -> Any:
        return rows.working_in(unit)


class LikenessFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        label=_("Conclusion"),
        choices=[(state.value, state.label) for state in (LikenessState.OPEN, LikenessState.DIFFERENT)],
    )
    reason = filters.ChoiceFilter(
        label=_("Reason"), choices=LikenessReason.choices, field_name="reasons", lookup_expr="contains"
    )

    class Meta:
        model = Likeness
        fields: list[str] = []


class EnterpriseFilter(filters.FilterSet):
    class Meta:
        model = Enterprise
        fields: list[str] = []


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or sign-in name"), method="search")
    role = filters.ChoiceFilter(label=_("Role"), choices=RoleKind.choices, method="with_role")

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, rows: Any, name: str, typed: str) -> Any:
        return found_accounts(rows, typed)

    def with_role(self, rows: Any, name: str, kind: str) -> Any:
        return rows.filter(roles__kind=kind).distinct()


class InvitationFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=InvitationState.choices, method="in_state")
    kind = filters.ChoiceFilter(label=_("Role"), choices=RoleKind.choices)
    purpose = filters.ChoiceFilter(
        label=_("Offers"), choices=[("role", _("A role")), ("password", _("A new password"))], method="offering"
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        return rows.in_state(state)

    def offering(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(account__isnull=value == "role")

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from unions.people.choices import Gender
from unions.people.models import Person, PersonQuerySet
from unions.people.selectors import people_matching
from unions.units.filters import NameFilter, visible_units
from unions.units.models import GrassrootsUnion


class PersonFilter(NameFilter):
    q = filters.CharFilter(label=_("Name, member number or phone"), method="search")
    gender = filters.ChoiceFilter(label=_("Gender"), choices=Gender.choices)
    unit = filters.ModelChoiceFilter(
        label=_("Unit"), queryset=visible_units, method="of_unit", widget=forms.HiddenInput
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def search(self, rows: ScopedQuerySet, name: str, typed: str) -> ScopedQuerySet:
        return people_matching(self.request.user, rows, typed)

    def of_unit(self, rows: PersonQuerySet, name: str, unit: GrassrootsUnion) -> PersonQuerySet:
        return rows.working_in(unit)

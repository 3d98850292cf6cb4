from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from core.scoping import ScopedQuerySet
from unions.access import sees_one_unit
from unions.people.choices import Gender
from unions.people.models import Person, PersonQuerySet
from unions.people.selectors import people_matching
from unions.units.filters import NameFilter, visible_units
from unions.units.models import GrassrootsUnion


class PersonFilter(NameFilter):
    q = filters.CharFilter(label=_("Name, member number or phone"), method="search")
    gender = filters.ChoiceFilter(label=_("Gender"), choices=Gender.choices)
    unit = PickFilter(label=_("Unit"), queryset=visible_units, method="of_unit")

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sees_one_unit(self.request.user):
            self.filters["unit"].extra["widget"] = forms.HiddenInput

    def search(self, rows: ScopedQuerySet, name: str, typed: str) -> ScopedQuerySet:
        return people_matching(self.request.user, rows, typed)

    def of_unit(self, rows: PersonQuerySet, name: str, unit: GrassrootsUnion) -> PersonQuerySet:
        return rows.working_in(unit)

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.list_filters import SelectFilter
from unions.imports.choices import ImportKind, ImportState
from unions.imports.models import SheetImport
from unions.units.filters import visible_unions, visible_units


class SheetImportFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ImportKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=ImportState.choices)
    unit = SelectFilter(label=_("Unit"), queryset=visible_units, field_name="grassroots", widget=forms.HiddenInput)
    union = SelectFilter(label=_("Union"), queryset=visible_unions, widget=forms.HiddenInput)

    class Meta:
        model = SheetImport
        fields: list[str] = []

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from unions.imports.choices import ImportKind, ImportState
from unions.imports.models import SheetImport
from unions.units.filters import visible_unions, visible_units


class SheetImportFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ImportKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=ImportState.choices)
    unit = filters.ModelChoiceFilter(
        label=_("Unit"), queryset=visible_units, field_name="grassroots", widget=forms.HiddenInput
    )
    union = filters.ModelChoiceFilter(label=_("Union"), queryset=visible_unions, widget=forms.HiddenInput)

    class Meta:
        model = SheetImport
        fields: list[str] = []

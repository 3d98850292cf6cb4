"""Titles bear the names that a union prints."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django_filters import ChoiceFilter

from core.forms import RowsField
from core.list_filters import SelectField, SelectFilter
from core.working_year import working_year
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import level_name, title_name
from unions.units.selectors import home_union_id


class TitleLabels:
    union_id: int | None = None
    day: date

    def name_for(self, union_id: int | None, year: int) -> None:
        self.union_id, self.day = union_id, naming_day(year, timezone.localdate())

    def label_from_instance(self, title: Title) -> str:
        return title_name(title, self.union_id, self.day) if self.union_id else title.name


class TitleChoiceField(TitleLabels, forms.ModelChoiceField):
    pass


class TitleRowsField(TitleLabels, RowsField):
    pass


class TitleFilterField(TitleLabels, SelectField):
    pass


def level_choices(choices: Any, union_id: int | None, year: int) -> list[tuple[Any, str]]:
    """The union's own word names the level above the grassroots."""
    day = naming_day(year, timezone.localdate())
    return [
        (value, level_name(value, str(label), union_id, day) if union_id else str(label)) for value, label in choices
    ]


class LevelFilter(ChoiceFilter):
    @property
    def field(self) -> Any:
        request = self.parent.request
        self.extra["choices"] = level_choices(
            self.extra["choices"], home_union_id(request.user), working_year(request)
        )
        return super().field


class TitleFilter(SelectFilter):
    field_class = TitleFilterField

    @property
    def field(self) -> Any:
        field, request = super().field, self.get_request()
        field.name_for(home_union_id(request.user), working_year(request))
        return field

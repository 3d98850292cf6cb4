import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.pickers.filters import PickFilter
from core.scoping import ScopedQuerySet
from core.search import matching_name
from emulation.classification.choices import Grade
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from unions.people.models import Person
from unions.units.filters import visible_units


class RecordFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name of the person"), method="search")
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)

    def search(self, rows: ScopedQuerySet, name: str, typed: str) -> ScopedQuerySet:
        people = matching_name(Person.objects.filter(pk__in=rows.order_by().values("person")), typed)
        return rows.filter(person__in=people.order_by().values("pk"))


class DisciplineFilter(RecordFilter):
    level = filters.ChoiceFilter(label=_("Level"), choices=DisciplineLevel.choices)


class LeaveFilter(RecordFilter):
    kind = filters.ChoiceFilter(label=_("Kind of leave"), choices=LeaveKind.choices)


class YearlyGradeFilter(RecordFilter):
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices)

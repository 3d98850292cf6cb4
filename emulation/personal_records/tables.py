import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NUMBER, DayColumn, ListTable, ShortColumn
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, TransferRemark, YearlyGrade


class RecordTable(ListTable):
    person = tables.Column(verbose_name=_("Person"), order_by=("person__sort_key", "pk"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)

    def detail_person(self, record: PersonalRecord) -> str:
        return str(record.grassroots)


class DisciplineTable(RecordTable):
    level = tables.Column(verbose_name=_("Level"))
    valid_from = DayColumn(verbose_name=_("From"))
    valid_to = DayColumn(verbose_name=_("Until"))
    decision = ShortColumn(verbose_name=_("Decision"))

    class Meta(ListTable.Meta):
        model = Discipline
        fields = ["person", "grassroots", "level", "valid_from", "valid_to", "decision"]


class LeaveTable(RecordTable):
    kind = tables.Column(verbose_name=_("Kind of leave"))
    valid_from = DayColumn(verbose_name=_("First day"))
    valid_to = DayColumn(verbose_name=_("Last day"))
    absent_days = tables.Column(verbose_name=_("Working days absent"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Leave
        fields = ["person", "grassroots", "kind", "valid_from", "valid_to", "absent_days"]


class YearlyGradeTable(RecordTable):
    grade = tables.Column(verbose_name=_("Grade"))
    decision = ShortColumn(verbose_name=_("Decision"))
    decided_on = DayColumn(verbose_name=_("Decided on"))

    class Meta(ListTable.Meta):
        model = YearlyGrade
        fields = ["person", "grassroots", "grade", "decision", "decided_on"]


class TransferRemarkTable(RecordTable):
    given_by = tables.Column(verbose_name=_("Signed by"))
    given_on = DayColumn(verbose_name=_("Dated"))

    class Meta(ListTable.Meta):
        model = TransferRemark
        fields = ["person", "grassroots", "given_by", "given_on"]

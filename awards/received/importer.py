"""The list of what a unit's people were awarded elsewhere, or before the portal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.received.models import ReceivedAward
from awards.received.selectors import unanswered_registrations
from core.choices import ConfirmationState
from core.text import search_key
from emulation.eligibility.choices import AwardScope
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title, TitleTerms
from emulation.law.rules import LEVEL
from emulation.law.selectors import title_name
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE_IGNORED, column
from unions.imports.importers.base import Change, RowResult, WrittenRow, repeated_row_message
from unions.imports.importers.history import HistoryImporter
from unions.imports.importers.person_rows import WHO_COLUMNS, WHO_READERS, differences
from unions.imports.importers.spellings import choice_reader
from unions.people.models import Person
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

OWN_COLUMNS = (
    column("year", gettext_lazy("Year"), "nam, nam khen thuong, nam hoc, year"),
    column("title", gettext_lazy("Title or form"), "danh hieu, hinh thuc, danh hieu hinh thuc, khen thuong, title"),
    column("scope", gettext_lazy("Kind of achievement"), "loai thanh tich, kind of achievement"),
    column("decision_symbol", gettext_lazy("Number of the decision"), "so quyet dinh, so qd, quyet dinh so, number"),
    column("decided_on", gettext_lazy("Decided on"), "ngay quyet dinh, ngay qd, ngay, decided on"),
    column("decided_by", gettext_lazy("Decided by"), "cap quyet dinh, co quan quyet dinh, nguoi ky, decided by"),
)


class AwardsImporter(HistoryImporter):
    facts = ("decision_symbol", "decided_on", "decided_by", "scope")
    enter_act = "received_award.enter"
    confirmed_state, waiting_state = ConfirmationState.CONFIRMED, ConfirmationState.SUBMITTED
    audit_action = "grassroots.import_awards"
    columns = (*WHO_COLUMNS, *OWN_COLUMNS)
    ignored_headings = PEOPLE_IGNORED
    subject: ClassVar[type[Person]] = Person
    heading = gettext_lazy("Import awards decided elsewhere or earlier")
    blank_headings: ClassVar = {
        "full_name": "Họ và tên",
        "birth_date": "Ngày sinh",
        "member_number": "Mã đoàn viên",
        "year": "Năm",
        "title": "Danh hiệu",
        "scope": "Loại thành tích",
        "decision_symbol": "Số quyết định",
        "decided_on": "Ngày quyết định",
        "decided_by": "Cấp quyết định",
    }
    readers: ClassVar = {
        **WHO_READERS,
        "year": cell_readers.past_year,
        "title": cell_readers.text_up_to(200),
        "scope": choice_reader({}, AwardScope),
        "decision_symbol": cell_readers.text_up_to(60),
        "decided_on": cell_readers.past_date,
        "decided_by": cell_readers.text_up_to(200),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.titles = titles_by_name(self.union.pk)
        self.chosen: dict[int, Title] = {}

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = {*fields}
        own = [str(each.label) for each in OWN_COLUMNS if each.field in {"year", "title"} - present]
        return [*super().missing_columns(present), *own]

    @classmethod
    def blank_choices(cls, place: GrassrootsUnion) -> dict[str, list[str]]:
        titles = Title.objects.filter(is_active=True, for_person=True).order_by("position", "code")
        names = [title_name(title, union_above(place).pk, timezone.localdate()) for title in titles]
        return {"title": names, "scope": [str(label) for label in AwardScope.labels]}

    def match_people(self, rows: Sequence[tuple[RowResult, Person]]) -> None:
        awards = ReceivedAward.objects.not_struck().filter(person__in=[person for _result, person in rows])
        stored = {(award.person_id, award.title_id, award.year): award for award in awards.order_by("-pk")}
        for result, person in rows:
            title = self._title(result)
            if title and "year" in result.values:
                self._match(result, (person.pk, title.pk, result.values["year"]), title, stored)
            elif "year" not in result.values and not result.faults:
                self.fault_at(result, "year", _("Please write the year."))

    def _title(self, result: RowResult) -> Title | None:
        name = result.values.get("title", "")
        found = self.titles.get(search_key(name), [])
        fitting = [title for title in found if title.for_person]
        if not found:
            self.fault_at(result, "title", _("The catalogue has no title of this name."))
        elif not fitting:
            self.fault_at(result, "title", _("This title is not given to this kind of subject."))
        elif len(fitting) > 1:
            words = _("Several titles bear this name; write the code: %(codes)s.")
            self.fault_at(result, "title", words % {"codes": ", ".join(title.code for title in fitting)})
        return fitting[0] if len(fitting) == 1 else None

    def _match(
        self,
        result: RowResult,
        key: tuple[int, int, int],
        title: Title,
        stored: dict[tuple[int, int, int], ReceivedAward],
    ) -> None:
        values, known = result.values, stored.get(key)
        if first_row := self.seen.earlier_row(key, result.row):
            self.fault_at(result, "title", repeated_row_message(first_row))
        if title.authority == TitleAuthority.OWN and not (values.get("decision_symbol") and values.get("decided_on")):
            words = _("The federation gives this title itself: name number and date of its earlier decision.")
            self.fault_at(result, "title", words)
        self.chosen[id(result)] = title
        changes: list[Change] = []
        if known:
            self.stored[id(result)] = known
            changes = differences(known, self.facts_of(values))
        self.settle(result, is_new=known is None, changes=changes)

    def create(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        rows = [self._award(result) for result in results]
        registrations = unanswered_registrations(rows)
        for award in rows:
            award.registration = registrations.pop((award.person_id or 0, award.title_id, award.year), None)
        awards = ReceivedAward.objects.bulk_create(rows, batch_size=500)
        return [WrittenRow(result, award) for result, award in zip(results, awards, strict=True)]

    def _award(self, result: RowResult) -> ReceivedAward:
        return ReceivedAward(
            union=self.union,
            grassroots=self.place,
            person=result.target,
            title=self.chosen[id(result)],
            year=result.values["year"],
            created_by_id=self.actor.pk,  # type: ignore[union-attr]
            state=self.state,
            **self.facts_of(result.values),
        )


def titles_by_name(union_id: int) -> dict[str, list[Title]]:
    """By code, and by the names that the catalogue and the papers of the union use or used."""
    names: dict[str, set[Title]] = defaultdict(set)
    titles = Title.objects.in_bulk()
    for title in titles.values():
        for name in (title.code, title.name, title_name(title, union_id, timezone.localdate())):
            names[search_key(name)].add(title)
    terms = TitleTerms.objects.order_by().values_list("title", "printed_name", "short_name")
    for key, *own in terms:
        for name in own:
            if name and LEVEL not in name:
                names[search_key(name)].add(titles[key])
    return {name: sorted(found, key=lambda title: title.pk) for name, found in names.items()}

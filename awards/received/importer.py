"""The list of what a unit, its people, teams and initiatives were awarded elsewhere, or before the portal."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.decisions.models import Decision
from awards.received.models import ReceivedAward
from awards.received.selectors import of_any_subject, subject_of, unanswered_registrations
from awards.received.title_names import titles_by_name
from core.choices import ConfirmationState
from core.text import comparison_key, search_key
from emulation.eligibility.choices import AwardScope
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind, TitleAuthority
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.law.selectors import title_name
from emulation.registrations.rules import SUBJECT_FIELDS
from emulation.registrations.selectors import initiatives_of
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE_IGNORED, column
from unions.imports.importers.base import WRONG, Change, RowResult, WrittenRow, repeated_row_message
from unions.imports.importers.history import HistoryImporter
from unions.imports.importers.person_rows import WHO_COLUMNS, WHO_READERS, differences
from unions.imports.importers.spellings import choice_reader
from unions.imports.names import NAME_PARTS
from unions.people.models import Person
from unions.units.models import GrassrootsUnion, Team
from unions.units.selectors import union_above

AwardKey = tuple[str, int, int, int]
"""Kind and key of the recipient, title, year."""
Awards = Mapping[AwardKey, ReceivedAward]
WHO_NAMES = ("full_name", *NAME_PARTS)
WHOM = {
    "collective": SubjectKind.COLLECTIVE.value,
    "initiative": SubjectKind.WORK.value,
    "subject": "",
}
"""Columns that name somebody else than a person, with the kind they tell."""
NOT_FOUND = {
    "": gettext_lazy("Say who received it."),
    SubjectKind.PERSON.value: gettext_lazy("Say who received it."),
    SubjectKind.COLLECTIVE.value: gettext_lazy("The unit has no team of this name."),
    SubjectKind.WORK.value: gettext_lazy("The unit has no initiative of this name, or several."),
    SubjectKind.ENTERPRISE.value: gettext_lazy("The portal does not know the employer of this unit."),
}
KINDS = {
    "to": SubjectKind.COLLECTIVE,
    **dict.fromkeys(("don vi", "cdcs", "cong doan co so", "chinh don vi"), SubjectKind.GRASSROOTS),
    "cong trinh": SubjectKind.WORK,
    "sang kien": SubjectKind.WORK,
}
OWN_COLUMNS = (
    column("collective", gettext_lazy("Collective"), "tap the, ten tap the, to doi, tap the to doi, team"),
    column("initiative", gettext_lazy("Initiative"), "ten sang kien, sang kien, initiative"),
    column("subject", gettext_lazy("Kind of recipient"), "doi tuong, loai doi tuong, doi tuong khen thuong, subject"),
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
    name_fields = ("full_name", "recipient")
    heading = gettext_lazy("Import awards decided elsewhere or earlier")
    blank_headings: ClassVar = {
        "full_name": "Họ và tên",
        "birth_date": "Ngày sinh",
        "member_number": "Mã đoàn viên",
        "collective": "Tập thể",
        "initiative": "Tên sáng kiến",
        "subject": "Đối tượng",
        "year": "Năm",
        "title": "Danh hiệu",
        "scope": "Loại thành tích",
        "decision_symbol": "Số quyết định",
        "decided_on": "Ngày quyết định",
        "decided_by": "Cấp quyết định",
    }
    readers: ClassVar = {
        **WHO_READERS,
        "collective": cell_readers.text_up_to(200),
        "initiative": cell_readers.text_up_to(300),
        "subject": choice_reader(KINDS, SubjectKind),
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
        self.recipients: dict[int, tuple[str, Any]] = {}
        """Kind of subject and recipient, by the identity of the row."""
        self.chosen: dict[int, Title] = {}

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = {*fields}
        own = [str(each.label) for each in OWN_COLUMNS if each.field in {"year", "title"} - present]
        return [*([] if present & WHOM.keys() else super().missing_columns(present)), *own]

    @classmethod
    def blank_choices(cls, place: GrassrootsUnion) -> dict[str, list[str]]:
        titles = Title.objects.filter(is_active=True).order_by("position", "code")
        names = [title_name(title, union_above(place).pk, timezone.localdate()) for title in titles]
        teams = list(place.teams.order_by("name").values_list("name", flat=True))
        labels = {"scope": AwardScope.labels, "subject": SubjectKind.labels}
        words = {name: [str(label) for label in labels[name]] for name in labels}
        return {"title": list(dict.fromkeys(names)), "collective": teams, **words}

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        labels = {"scope": AwardScope, "subject": SubjectKind}.get(field)
        return str(labels(value).label) if labels and value else super().displayed(field, value)

    def _join_name(self, result: RowResult) -> None:
        """A row about somebody else has no name."""
        if result.values.keys() & {*WHO_NAMES}:
            super()._join_name(result)
        elif result.values.keys() & WHOM.keys():
            result.values["recipient"] = self._named(result) or self.place.name
        elif not result.faults:
            super()._join_name(result)

    def match_rows(self, results: Sequence[RowResult]) -> None:
        self.recipients, self.chosen = {}, {}
        good = [result for result in results if result.outcome != WRONG]
        super().match_rows([result for result in good if "full_name" in result.values])
        for result in good:
            self._check_kind(result)
        found = [(result, self.recipients[id(result)]) for result in good if id(result) in self.recipients]
        self._match_all(found)

    def match_people(self, rows: Sequence[tuple[RowResult, Person]]) -> None:
        self.recipients |= {id(result): (SubjectKind.PERSON.value, person) for result, person in rows}

    def _check_kind(self, result: RowResult) -> None:
        values = result.values
        columns = [name for name in WHOM if name in values and name != "subject"]
        named = [WHOM[name] for name in columns] + ([SubjectKind.PERSON] if "full_name" in values else [])
        kind = values.get("subject") or (named[0] if named else "")
        if len(named) > 1:
            self.fault_at(result, columns[0], _("A row names one recipient."))
        elif named and kind != named[0]:
            self.fault_at(result, "subject", _("This is not the kind of subject that the row names."))
        elif not result.faults and id(result) not in self.recipients:
            self._find_recipient(result, kind, (columns or ["subject"])[0])

    def _find_recipient(self, result: RowResult, kind: str, column: str) -> None:
        find = {
            SubjectKind.COLLECTIVE: self._team,
            SubjectKind.WORK: self._initiative,
            SubjectKind.GRASSROOTS: lambda result: self.place,
            SubjectKind.ENTERPRISE: lambda result: self.place.enterprise,
        }.get(SubjectKind(kind))
        recipient = find(result) if find else None
        if recipient:
            self.recipients[id(result)] = kind, recipient
        else:
            self.fault_at(result, column, str(NOT_FOUND[kind]))

    def _named(self, result: RowResult) -> str:
        return next((result.values[name] for name in ("collective", "initiative") if name in result.values), "")

    def _team(self, result: RowResult) -> Team | None:
        return self.teams.get(comparison_key(result.values.get("collective", "")))

    def _initiative(self, result: RowResult) -> Initiative | None:
        """Of several of one name that of the year."""
        named = self.initiatives.get(search_key(result.values.get("initiative", "")), [])
        of_year = [row for row in named if row.year == result.values.get("year")] or named
        return of_year[0] if len(of_year) == 1 else None

    @cached_property
    def initiatives(self) -> dict[str, list[Initiative]]:
        names: dict[str, list[Initiative]] = defaultdict(list)
        for row in initiatives_of(self.place).order_by("pk"):
            names[row.search_key].append(row)
        return names

    def _match_all(self, found: Sequence[tuple[RowResult, tuple[str, Any]]]) -> None:
        keys = {(kind, recipient.pk) for _result, (kind, recipient) in found}
        awards = ReceivedAward.objects.not_struck().filter(of_any_subject(keys)).order_by("-pk")
        stored = {(*subject_of(award), award.title_id, award.year): award for award in awards}
        here = self.decisions_here(result for result, _recipient in found)
        for result, (kind, recipient) in found:
            title = self._title(result, kind)
            if title and "year" in result.values:
                self._check_own_title(result, title, here)
                self._match(result, (kind, recipient.pk, title.pk, result.values["year"]), title, stored)
            elif "year" not in result.values and not result.faults:
                self.fault_at(result, "year", _("Please write the year."))

    def decisions_here(self, results: Iterable[RowResult]) -> set[tuple[str, int]]:
        """Number and year of those decisions that the portal itself has."""
        symbols = {result.values.get("decision_symbol", "") for result in results} - {""}
        decisions = Decision.objects.filter(union=self.union, symbol__in=symbols)
        return set(decisions.order_by().values_list("symbol", "year"))

    def _title(self, result: RowResult, kind: str) -> Title | None:
        name = result.values.get("title", "")
        found = self.titles.get(search_key(name), [])
        fitting = [title for title in found if subject_matches(title, kind)]
        if not found:
            self.fault_at(result, "title", _("The catalogue has no title of this name."))
        elif not fitting:
            self.fault_at(result, "title", _("This title is not given to this kind of subject."))
        elif len(fitting) > 1:
            words = _("Several titles bear this name; write the code: %(codes)s.")
            self.fault_at(result, "title", words % {"codes": ", ".join(title.code for title in fitting)})
        return fitting[0] if len(fitting) == 1 else None

    def _check_own_title(self, result: RowResult, title: Title, here: Container[tuple[str, int]]) -> None:
        if title.authority != TitleAuthority.OWN:
            return
        symbol, day = result.values.get("decision_symbol"), result.values.get("decided_on")
        if not (symbol and day):
            words = _("The federation gives this title itself: name number and date of its earlier decision.")
            self.fault_at(result, "title", words)
        elif (symbol, day.year) in here:
            words = _("This decision is in the portal already, with its awards.")
            self.fault_at(result, "decision_symbol", words)

    def _match(self, result: RowResult, key: AwardKey, title: Title, stored: Awards) -> None:
        known = stored.get(key)
        if first_row := self.seen.earlier_row(key, result.row):
            self.fault_at(result, "title", repeated_row_message(first_row))
        self.chosen[id(result)] = title
        changes: list[Change] = []
        if known:
            self.stored[id(result)] = known
            changes = differences(known, self.facts_of(result.values))
        self.settle(result, is_new=known is None, changes=changes)

    def create(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        rows = [self._award(result) for result in results]
        registrations = unanswered_registrations(rows)
        for award in rows:
            award.registration = registrations.pop((*subject_of(award), award.title_id, award.year), None)
        awards = ReceivedAward.objects.bulk_create(rows, batch_size=500)
        return [WrittenRow(result, award) for result, award in zip(results, awards, strict=True)]

    def _award(self, result: RowResult) -> ReceivedAward:
        kind, recipient = self.recipients[id(result)]
        named = {SUBJECT_FIELDS[kind]: recipient} if kind in SUBJECT_FIELDS else {}
        return ReceivedAward(
            union=self.union,
            grassroots=self.place,
            title=self.chosen[id(result)],
            year=result.values["year"],
            created_by_id=self.actor.pk,  # type: ignore[union-attr]
            state=self.state,
            **named,
            **self.facts_of(result.values),
        )

"""The list of what a unit's people had recognised before the portal, or outside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import search_key, tidy
from emulation.initiatives.choices import InitiativeKind, InitiativeState, RecognitionLevel
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.rules import (
    WHOLE,
    InitiativeDays,
    author_objections,
    day_objection,
    days_objections,
    equal_shares,
    usual_kind,
)
from emulation.initiatives.services.entering import cleaned_texts
from unions.imports import cell_readers
from unions.imports.columns import PEOPLE_IGNORED, column, split_headings
from unions.imports.importers.base import Change, RowResult, WrittenRow, repeated_row_message
from unions.imports.importers.history import HistoryImporter
from unions.imports.importers.person_rows import WHO_COLUMNS, WHO_READERS, differences
from unions.imports.importers.spellings import choice_reader
from unions.imports.matching import KnownPeople
from unions.people.models import Person
from unions.units.models import GrassrootsUnion

Authors = list[tuple[Person, int]]
KINDS = {
    **dict.fromkeys(("sang kien", "skkn", "kinh nghiem"), InitiativeKind.EXPERIENCE),
    **dict.fromkeys(("giai phap", "giai phap ky thuat", "cai tien"), InitiativeKind.TECHNICAL),
    **dict.fromkeys(("de tai", "nckh", "de tai nckh"), InitiativeKind.RESEARCH),
}
LEVELS = {
    "co so": RecognitionLevel.GRASSROOTS,
    **dict.fromkeys(("cap tren", "cap tren truc tiep", "quan", "huyen", "phuong"), RecognitionLevel.SUPERIOR),
    **dict.fromkeys(("cap quan", "cap huyen", "cap phuong", "cap nganh"), RecognitionLevel.SUPERIOR),
    **dict.fromkeys(("thanh pho", "tinh", "cap thanh pho", "cap tinh"), RecognitionLevel.PROVINCE),
    **dict.fromkeys(("quoc gia", "toan quoc", "cap toan quoc", "cap nha nuoc"), RecognitionLevel.NATIONAL),
}
AUTHOR = replace(
    WHO_COLUMNS[0],
    label=gettext_lazy("Lead author"),
    spellings=(
        *WHO_COLUMNS[0].spellings,
        *split_headings("tac gia, ten tac gia, ho ten tac gia, ho va ten tac gia, tac gia chinh, chu nhiem"),
    ),
)
OWN_COLUMNS = (
    column("share", gettext_lazy("Share (%)"), "ty le dong gop, ty le, dong gop, share"),
    column("co_authors", gettext_lazy("Co-authors"), "dong tac gia, cac dong tac gia, thanh vien, co authors"),
    column(
        "initiative",
        gettext_lazy("Name of the initiative"),
        "ten sang kien, sang kien, ten sang kien kinh nghiem, ten skkn, ten de tai, ten giai phap, "
        "ten sang kien de tai, initiative",
    ),
    column("kind", gettext_lazy("Kind"), "loai, loai sang kien, kind"),
    column("field", gettext_lazy("Field"), "linh vuc, linh vuc ap dung, field"),
    column("year", gettext_lazy("Year"), "nam, nam cong nhan, nam hoc, year"),
    column("recognition_level", gettext_lazy("Recognised at"), "cap cong nhan, cap, level"),
    column(
        "recognition_decision", gettext_lazy("Recognising decision"), "so quyet dinh, so qd, quyet dinh so, decision"
    ),
    column("recognised_on", gettext_lazy("Date of the decision"), "ngay quyet dinh, ngay qd, ngay cong nhan, date"),
    column(
        "recognised_by",
        gettext_lazy("Decided by"),
        "co quan cong nhan, co quan quyet dinh, noi cong nhan, don vi cong nhan, nguoi ky, decided by",
    ),
    column("applied_on", gettext_lazy("First applied on"), "ngay ap dung, ap dung tu ngay, ap dung tu, applied on"),
    column("applied_where", gettext_lazy("Where it is applied"), "noi ap dung, pham vi ap dung, applied where"),
    column(
        "benefit_amount",
        gettext_lazy("Benefit in đồng"),
        "gia tri lam loi, so tien lam loi, gia tri lam loi dong, hieu qua kinh te, benefit",
    ),
)
NEEDED = ("initiative", "year", "recognition_level", "recognition_decision", "recognised_on")
NAMED = re.compile(r"(?P<name>.*?)[\s(:–-]*(?:(?P<share>\d{1,3})\s*%?\s*\)?)?")
DIVIDED = re.compile(r"[;,\n]")


def _share(text: str) -> int:
    return cell_readers.whole_number(text.replace("%", ""))


class InitiativesImporter(HistoryImporter):
    facts = (
        *("kind", "field", "recognition_level", "recognition_decision", "recognised_on", "recognised_by"),
        *("applied_on", "applied_where", "benefit_amount"),
    )
    enter_act = "initiative.enter_history"
    confirmed_state, waiting_state = InitiativeState.RECOGNISED, InitiativeState.SUBMITTED
    audit_action = "grassroots.import_initiatives"
    columns = (AUTHOR, *WHO_COLUMNS[1:], *OWN_COLUMNS)
    ignored_headings = tuple(heading for heading in PEOPLE_IGNORED if heading != "nam")
    subject: ClassVar[type[Person]] = Person
    heading = gettext_lazy("Import initiatives recognised earlier")
    blank_headings: ClassVar = {
        "full_name": "Tác giả chính",
        "birth_date": "Ngày sinh",
        "member_number": "Mã đoàn viên",
        "share": "Tỷ lệ đóng góp",
        "co_authors": "Đồng tác giả",
        "initiative": "Tên sáng kiến",
        "kind": "Loại",
        "field": "Lĩnh vực",
        "year": "Năm",
        "recognition_level": "Cấp công nhận",
        "recognition_decision": "Số quyết định",
        "recognised_on": "Ngày quyết định",
        "recognised_by": "Cơ quan công nhận",
        "applied_on": "Ngày áp dụng",
        "applied_where": "Nơi áp dụng",
        "benefit_amount": "Giá trị làm lợi",
    }
    readers: ClassVar = {
        **WHO_READERS,
        "share": _share,
        "co_authors": cell_readers.text_up_to(500),
        "initiative": cell_readers.text_up_to(300),
        "kind": choice_reader(KINDS, InitiativeKind),
        "field": cell_readers.text_up_to(150),
        "year": cell_readers.past_year,
        "recognition_level": choice_reader(LEVELS, RecognitionLevel),
        "recognition_decision": cell_readers.text_up_to(100),
        "recognised_on": cell_readers.past_date,
        "recognised_by": cell_readers.text_up_to(200),
        "applied_on": cell_readers.past_date,
        "applied_where": cell_readers.text_up_to(300),
        "benefit_amount": cell_readers.dong,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.authors: dict[int, Authors] = {}

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = {*fields}
        own = [str(each.label) for each in OWN_COLUMNS if each.field in {*NEEDED} - present]
        return [*super().missing_columns(present), *own]

    @classmethod
    def blank_choices(cls, place: GrassrootsUnion) -> dict[str, list[str]]:
        words = {"kind": InitiativeKind.labels, "recognition_level": RecognitionLevel.labels}
        return {name: [str(label) for label in labels] for name, labels in words.items()}

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        labels = {"kind": InitiativeKind, "recognition_level": RecognitionLevel}.get(field)
        return str(labels(value).label) if labels and value else super().displayed(field, value)

    def match_people(self, rows: Sequence[tuple[RowResult, Person]]) -> None:
        self.authors = {}
        known = KnownPeople(self.place, list(_co_author_rows(rows)), written=set(), births={})
        stored = self._stored(result for result, _person in rows)
        for result, person in rows:
            self._check_facts(result)
            self.authors[id(result)] = self._authors(result, person, known)
            if result.faults:
                continue
            key = _key(result)
            if first_row := self.seen.earlier_row(key, result.row):
                self.fault_at(result, "initiative", repeated_row_message(first_row))
            self._match(result, stored.get(key))

    def _stored(self, results: Iterable[RowResult]) -> dict[tuple[str, int], Initiative]:
        """What is recorded, else what the portal itself has under the name."""
        keys = {_key(result) for result in results if {"initiative", "year"} <= result.values.keys()}
        names, years = {name for name, _year in keys}, {year for _name, year in keys}
        rows = Initiative.objects.not_struck().filter(grassroots=self.place, search_key__in=names, year__in=years)
        live = rows.exclude(state=InitiativeState.WITHDRAWN).prefetch_related("authors")
        return {(row.search_key, row.year): row for row in live.order_by("is_history", "pk")}

    def _check_facts(self, result: RowResult) -> None:
        values = result.values
        for name in NEEDED:
            if name not in values and not self.has_fault(result, name):
                self.fault_at(result, name, _("Needed for an initiative that was recognised."))
        if ("applied_on" in values) != ("applied_where" in values):
            missing = "applied_where" if "applied_on" in values else "applied_on"
            self.fault_at(result, missing, _("An applied initiative says since when and where."))
        if "year" in values:
            self._check_days(result)

    def _check_days(self, result: RowResult) -> None:
        values, today = result.values, timezone.localdate()
        days = InitiativeDays(recognised_on=values.get("recognised_on"))
        objections = days_objections(days, year=values["year"], today=today)
        if "applied_on" in values:
            objections["applied_on"] = day_objection(values["applied_on"], year=values["year"], today=today)
        for name, reason in objections.items():
            if reason:
                self.fault_at(result, name, reason)

    def _authors(self, result: RowResult, lead: Person, known: KnownPeople) -> Authors:
        """R34; without any share all have the same."""
        others = self._co_authors(result, known)
        shares = [result.values.get("share"), *(share for _person, share in others)]
        if all(share is None for share in shares):
            shares = [*equal_shares(len(shares))]
        elif shares[0] is None:
            shares[0] = WHOLE - sum(share or 0 for share in shares[1:])
        people = [lead, *(person for person, _share in others)]
        pairs = [(person, share or 0) for person, share in zip(people, shares, strict=True)]
        for row, reason in author_objections([(person.pk, share) for person, share in pairs], lead.pk, {lead.pk}):
            self.fault_at(result, "co_authors" if row else "share", reason)
        return pairs

    def _co_authors(self, result: RowResult, known: KnownPeople) -> list[tuple[Person, int | None]]:
        found: list[tuple[Person, int | None]] = []
        for name, share in _named(result.values.get("co_authors", "")):
            try:
                post = known.find_post({"full_name": name})
            except cell_readers.InvalidCell as doubt:
                self.fault_at(result, "co_authors", f"{name}: {doubt}")
                continue
            if post is None:
                self.fault_at(result, "co_authors", _("%(name)s does not work in the unit today.") % {"name": name})
            else:
                found.append((post.person, share))
        return found

    def _match(self, result: RowResult, known: Initiative | None) -> None:
        changes: list[Change] = []
        if known and not known.is_history:
            words = _("This initiative stands in the portal itself (%(state)s). Please go on with it there.")
            self.fault_at(result, "initiative", words % {"state": known.get_state_display()})
        elif known:
            self.stored[id(result)] = known
            changes = differences(known, self.facts_of(result.values))
            if _pairs(known) != {(person.pk, share) for person, share in self.authors[id(result)]}:
                words = _("It has other authors or shares in the portal. Please correct them on its page.")
                self.fault_at(result, "co_authors", words)
        self.settle(result, is_new=known is None, changes=changes)

    def create(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        initiatives = Initiative.objects.bulk_create([self._initiative(result) for result in results], batch_size=500)
        pairs = list(zip(results, initiatives, strict=True))
        authors = [(result, author) for result, row in pairs for author in self._author_rows(result, row)]
        InitiativeAuthor.objects.bulk_create([author for _result, author in authors], batch_size=500)
        return [WrittenRow(result, record) for result, record in [*pairs, *authors]]

    def _initiative(self, result: RowResult) -> Initiative:
        facts = self.facts_of(result.values)
        return Initiative(
            union=self.union,
            grassroots=self.place,
            year=result.values["year"],
            state=self.state,
            is_history=True,
            created_by_id=self.actor.pk,  # type: ignore[union-attr]
            **cleaned_texts(name=result.values["initiative"]),
            **{"kind": usual_kind(self.place.sector.kind), **facts},
        )

    def _author_rows(self, result: RowResult, initiative: Initiative) -> Iterator[InitiativeAuthor]:
        for place, (person, share) in enumerate(self.authors[id(result)]):
            yield InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=place == 0)


def _key(result: RowResult) -> tuple[str, int]:
    return search_key(tidy(result.values["initiative"]))[:300], result.values["year"]


def _pairs(initiative: Initiative) -> set[tuple[int, int]]:
    return {(author.person_id, author.share_percent) for author in initiative.authors.all()}


def _named(text: str) -> Iterator[tuple[str, int | None]]:
    """“Nguyễn Văn A (30%); Trần Thị B” → names with shares."""
    for part in filter(None, map(tidy, DIVIDED.split(text))):
        if match := NAMED.fullmatch(part):
            yield match["name"], int(match["share"]) if match["share"] else None


def _co_author_rows(rows: Iterable[tuple[RowResult, Person]]) -> Iterator[RowResult]:
    for result, _person in rows:
        for name, _share in _named(result.values.get("co_authors", "")):
            yield RowResult(result.row, values={"full_name": name})

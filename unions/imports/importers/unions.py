from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import comparison_key, short_date
from unions.access import PortalUser, may_edit_unions_below
from unions.imports import cell_readers
from unions.imports.columns import UNIONS, UNIONS_IGNORED
from unions.imports.importers.base import RowImporter, RowResult, SeenKeys, WrittenRow, repeated_row_message
from unions.imports.importers.spellings import choice_reader
from unions.tree.choices import Level
from unions.tree.models import Union, UnionLink
from unions.tree.selectors import unions_above
from unions.tree.services.entering import check_lives, enter_union

REQUIRED = ("code", "union_name", "level", "founded_on", "symbol", "place")
PROFILE_FIELDS = ("symbol", "place", "level_word", "upper_line")
LEVELS = {
    "thanh pho": Level.CITY,
    "tinh": Level.CITY,
    "quan": Level.DISTRICT,
    "huyen": Level.DISTRICT,
    "thi xa": Level.DISTRICT,
    "phuong": Level.WARD,
    "xa": Level.WARD,
    "xa phuong": Level.WARD,
    "phuong xa": Level.WARD,
    "khu cong nghiep": Level.ZONE,
    "kcn": Level.ZONE,
    "nganh": Level.SECTOR,
}


class UnionsImporter(RowImporter):
    """Known unions are changed only on their own pages."""

    audit_action = "union.import_unions"
    subject = Union
    heading = gettext_lazy("Import a list of unions")
    name_fields = ("union_name", "code")
    columns = UNIONS
    ignored_headings = UNIONS_IGNORED
    readers: ClassVar = {
        "code": cell_readers.code,
        "union_name": cell_readers.text_up_to(200),
        "level": choice_reader(LEVELS, Level),
        "founded_on": cell_readers.past_date,
        "symbol": cell_readers.text_up_to(20),
        "place": cell_readers.text_up_to(60),
        "level_word": cell_readers.text_up_to(30),
        "upper_line": cell_readers.text_up_to(200),
    }
    place: Union

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = {union.code.casefold(): union for union in Union.objects.prefetch_related("profiles")}
        links = UnionLink.objects.filter(parent=self.place).open_ended().select_related("union")
        self.ids_below = {link.union_id for link in links}
        self.names_below = {comparison_key(link.union.name) for link in links}
        self.new_codes, self.new_union_names = SeenKeys(), SeenKeys()

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        missing = set(REQUIRED) - set(fields)
        return [str(column.label) for column in cls.columns if column.field in missing]

    @classmethod
    def may_import(cls, user: PortalUser, place: Union) -> bool:
        return may_edit_unions_below(user, {place.pk, *unions_above(place)})

    def check_permission(self) -> None:
        super().check_permission()
        check_lives(self.place)

    def match_rows(self, results: Sequence[RowResult]) -> None:
        for result in results:
            self._check_row(result)

    def _check_row(self, result: RowResult) -> None:
        code = result.values.get("code", "").casefold()
        if first := code and self.new_codes.earlier_row(code, result.row):
            result.add_fault(self.column_of["code"], repeated_row_message(first))
        elif code in self.known:
            self._check_known(result, self.known[code])
        else:
            self._check_new(result)

    def _check_known(self, result: RowResult, union: Union) -> None:
        if union.pk not in self.ids_below:
            result.add_fault(self.column_of["code"], self._taken_code_message(union))
            return
        profile = max(union.profiles.all(), key=lambda profile: profile.valid_from, default=None)
        known = {"union_name": union.name, "level": union.level, "founded_on": union.founded_on}
        known |= {name: getattr(profile, name) for name in PROFILE_FIELDS if profile}
        for name, value in result.values.items():
            if name in known and known[name] != value:
                message = _("The portal has “%(known)s”; it is changed on the page of the union.")
                result.add_fault(self.column_of[name], message % {"known": displayed(name, known[name])})
        if not result.faults:
            result.set_target(union, [])

    def _taken_code_message(self, union: Union) -> str:
        # The message must not name a union that the actor may not see.
        if self.actor is None or Union.objects.visible_to(self.actor).filter(pk=union.pk).exists():
            return _("This code is that of %(union)s, which does not stand under it.") % {"union": union}
        return _("There is a union with this code already.")

    def _check_new(self, result: RowResult) -> None:
        values = result.values
        for name in REQUIRED:
            if name not in values and not self.has_fault(result, name):
                message = _("A new union needs this: %(column)s.") % {"column": self.labels[name]}
                result.add_fault(self.column_of[name], message)
        founded_on = self.place.founded_on
        if founded_on and "founded_on" in values and values["founded_on"] < founded_on:
            message = _("%(union)s was founded on %(day)s only.")
            message_values = {"union": self.place, "day": short_date(founded_on)}
            result.add_fault(self.column_of["founded_on"], message % message_values)
        self._check_new_name(result, comparison_key(values.get("union_name", "")))

    def _check_new_name(self, result: RowResult, name: str) -> None:
        column = self.column_of["union_name"]
        if name in self.names_below:
            result.add_fault(column, _("A union of this name stands under it already."))
        elif name and (first := self.new_union_names.earlier_row(name, result.row)):
            result.add_fault(column, repeated_row_message(first))

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        return [written for result in results for written in self._create(result)]

    def _create(self, result: RowResult) -> list[WrittenRow]:
        values = result.values
        union = enter_union(
            actor=self.actor,
            parent=self.place,
            code=values["code"],
            name=values["union_name"],
            level=values["level"],
            since=values["founded_on"],
            words={name: values.get(name, "") for name in PROFILE_FIELDS},
        )
        return [WrittenRow(result, row) for row in (union, union.links_up.get(), union.profiles.get())]


def displayed(name: str, value: object) -> str:
    if name == "level":
        return str(Level(str(value)).label)
    return short_date(value) if isinstance(value, date) else str(value)

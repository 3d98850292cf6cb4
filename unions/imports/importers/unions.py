"""The unions below a union: in 2025 a city entered eighty-four in one night."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.permissions import require
from core.spreadsheets.reading import Row
from core.text import comparison_key, short_date
from unions.access import may_edit_unions_below
from unions.imports import values
from unions.imports.columns import NOT_OF_UNIONS, UNIONS
from unions.imports.importers.base import RowImporter, RowResult, SeenKeys, same_in_file
from unions.imports.importers.units import chosen
from unions.tree.choices import Level
from unions.tree.models import Union, UnionLink
from unions.tree.selectors import unions_above
from unions.tree.services import check_lives, enter_union

NEEDED = ("code", "union_name", "level", "founded_on", "symbol", "place")
WORDS = ("symbol", "place", "level_word", "upper_line")
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
    """A row is a union by its code. A known one stays as it is: its words change on its page, from a day on."""

    act = "union.import_unions"
    columns = UNIONS
    ignored = NOT_OF_UNIONS
    readers: ClassVar = {
        "code": values.slug,
        "union_name": values.words(200),
        "level": chosen(LEVELS, Level),
        "founded_on": values.past_day,
        "symbol": values.words(20),
        "place": values.words(60),
        "level_word": values.words(30),
        "upper_line": values.words(200),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = {union.code.casefold(): union for union in Union.objects.prefetch_related("profiles")}
        links = UnionLink.objects.filter(parent=self.place).open_ended().select_related("union")
        self.below = {link.union_id for link in links}
        self.names = {comparison_key(link.union.name) for link in links}
        self.new_codes, self.new_names = SeenKeys(), SeenKeys()

    @classmethod
    def missing(cls, fields: Iterable[str]) -> list[str]:
        taken = set(fields)
        return [str(each.label) for each in cls.columns if each.field in NEEDED and each.field not in taken]

    def check_permission(self) -> None:
        require(self.actor, may_edit_unions_below, {self.place.pk, *unions_above(self.place)})
        check_lives(self.place)

    def judge(self, rows: Sequence[Row]) -> list[RowResult]:
        verdicts = [self.read(row) for row in rows]
        for verdict in verdicts:
            self._judge_one(verdict)
        return verdicts

    def _judge_one(self, verdict: RowResult) -> None:
        code = verdict.values.get("code", "").casefold()
        if first := code and self.new_codes.seen(code, verdict.row):
            verdict.refuse(self.at["code"], same_in_file(first))
        elif code in self.known:
            self._check_known(verdict, self.known[code])
        else:
            self._check_new(verdict)

    def _check_known(self, verdict: RowResult, union: Union) -> None:
        said = verdict.values
        if union.pk not in self.below:
            verdict.refuse(self.at["code"], self._taken_by(union))
            return
        profile = max(union.profiles.all(), key=lambda each: each.valid_from, default=None)
        held = {"union_name": union.name, "level": union.level, "founded_on": union.founded_on}
        held |= {name: getattr(profile, name) for name in WORDS if profile}
        for name, value in said.items():
            if name in held and held[name] != value:
                verdict.refuse(
                    self.at[name],
                    _("The portal has “%(known)s”; it is changed on the page of the union.")
                    % {"known": self._shown(name, held[name])},
                )
        if not verdict.faults:
            self.settle(verdict, union, [])

    def _taken_by(self, union: Union) -> str:
        """A union out of the reader's sight is not named."""
        if self.actor is None or Union.objects.visible_to(self.actor).filter(pk=union.pk).exists():
            return _("This code is that of %(union)s, which does not stand under it.") % {"union": union}
        return _("There is a union with this code already.")

    def _shown(self, name: str, value: Any) -> str:
        if name == "level":
            return str(Level(value).label)
        return short_date(value) if hasattr(value, "year") else str(value)

    def _check_new(self, verdict: RowResult) -> None:
        said = verdict.values
        for name in NEEDED:
            if name not in said and not self.is_refused(verdict, name):
                verdict.refuse(
                    self.at[name], _("A new union needs this: %(column)s.") % {"column": self.labels[name]}
                )
        founded = self.place.founded_on
        if founded and "founded_on" in said and said["founded_on"] < founded:
            facts = {"union": self.place, "day": short_date(founded)}
            verdict.refuse(self.at["founded_on"], _("%(union)s was founded on %(day)s only.") % facts)
        key = comparison_key(said.get("union_name", ""))
        if key in self.names:
            verdict.refuse(self.at["union_name"], _("A union of this name stands under it already."))
        elif key and (first := self.new_names.seen(key, verdict.row)):
            verdict.refuse(self.at["union_name"], same_in_file(first))

    def write(self, verdicts: Sequence[RowResult]) -> None:
        for verdict in verdicts:
            said = verdict.values
            enter_union(
                actor=self.actor,
                parent=self.place,
                code=said["code"],
                name=said["union_name"],
                level=said["level"],
                since=said["founded_on"],
                words={name: said.get(name, "") for name in WORDS},
            )

"""Lists of what was decided earlier; what a unit brings waits for the officer."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from core.audit import record_many
from core.closed_years import check_year_open
from core.snapshots import plain
from unions.access import is_officer_at
from unions.imports.importers.base import RowResult, SeenKeys, Values, WrittenRow
from unions.imports.importers.person_rows import PersonRowsImporter, differences
from unions.units.selectors import union_above


class HistoryImporter(PersonRowsImporter):
    """A record has a state, a year and a revision."""

    facts: ClassVar[tuple[str, ...]]
    """Columns that are fields of the record and may be filled in by a later list."""
    enter_act: ClassVar[str]
    confirmed_state: ClassVar[str]
    waiting_state: ClassVar[str]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.union = union_above(self.place)
        self.stored: dict[int, Any] = {}
        """Records that rows are about, by the identity of the row."""
        self.seen = SeenKeys()

    @property
    def is_confirmed(self) -> bool:
        return self.actor is None or is_officer_at(self.actor, self.union.pk)

    @property
    def state(self) -> str:
        return self.confirmed_state if self.is_confirmed else self.waiting_state

    def match_rows(self, results: Sequence[RowResult]) -> None:
        self.stored = {}  # of the batch before
        super().match_rows(results)

    def facts_of(self, values: Values) -> Values:
        return {name: values[name] for name in self.facts if name in values}

    @abstractmethod
    def create(self, results: Sequence[RowResult]) -> list[WrittenRow]: ...

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        created = self.create([result for result in results if id(result) not in self.stored])
        changed = self._change([result for result in results if id(result) in self.stored])
        self._check_years([*created, *changed])
        main = type(created[0].record) if created else None
        self._note(self.enter_act, [row.record for row in created if type(row.record) is main])
        self._note("row.correct", [row.record for row in changed])
        return [*created, *changed]

    def _change(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        written = []
        for result in results:
            record, facts = self.stored[id(result)], self.facts_of(result.values)
            names = [change.field for change in differences(record, facts)]
            before = {name: plain(getattr(record, name)) for name in (*names, "state")}
            for name in names:
                setattr(record, name, facts[name])
            if not self.is_confirmed:
                record.state = self.waiting_state
            record.revision += 1
            written.append(WrittenRow(result, record, before))
        if written:
            changed: list[Any] = [row.record for row in written]
            type(changed[0])._default_manager.bulk_update(changed, [*self.facts, "state", "revision"], batch_size=250)
        return written

    def _check_years(self, rows: Iterable[WrittenRow]) -> None:
        """A reason for a closed year is noted once for the list."""
        records: list[Any] = [row.record for row in rows if hasattr(row.record, "year")]
        states = {row.before["state"] for row in rows if row.before} | {self.state}
        for record in {record.year: record for record in records}.values():
            check_year_open(record, actor=self.actor, states=states)

    def _note(self, act: str, records: Iterable[Any]) -> None:
        record_many(act, ((record, {"import": self.import_key}) for record in records), actor=self.actor)

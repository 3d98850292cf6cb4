from collections.abc import Mapping
from datetime import date
from typing import Any

from core.snapshots import plain
from unions.imports.columns import DATE_FIELDS
from unions.imports.importers.base import NEW, RowImporter, RowResult, Values
from unions.imports.models import SheetRow
from unions.people.models import Employment


def stored_values(values: Mapping[str, Any]) -> Values:
    return {name: plain(value) for name, value in values.items()}


def row_name(importer: RowImporter, values: Mapping[str, Any]) -> str:
    names = (values.get(field) for field in importer.name_fields)
    return str(next((name for name in names if name), ""))[:200]


def result_fields(result: RowResult) -> Values:
    return {
        "outcome": result.outcome,
        "target_id": _target_id(result.target),
        "faults": [list(fault) for fault in result.faults],
        "changes": [list(change) for change in result.changes],
    }


def _target_id(target: Any) -> int | None:
    return target.person_id if isinstance(target, Employment) else target and target.pk


def restored_result(row: SheetRow) -> RowResult:
    """Return the result before matching."""
    values = {name: _restored_value(name, value) for name, value in row.values.items()}
    return RowResult(row.as_row(), outcome=NEW, values=values)


def _restored_value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATE_FIELDS and isinstance(value, str) else value


def is_as_agreed(row: SheetRow, result: RowResult) -> bool:
    return all(getattr(row, name) == value for name, value in result_fields(result).items())

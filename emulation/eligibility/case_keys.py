"""The keys that a case file may have, as tables of docs/rules.md."""

import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from emulation.eligibility.case_files import CHOICES, NONE_IS_KNOWN, NOTES, hints_of
from emulation.eligibility.rules.fact_names import fact_name
from emulation.eligibility.rules.facts import Case, Never


def table_row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def case_keys() -> Iterator[str]:
    yield f"## {_('Keys of the case file')}\n"
    yield _(
        "`manage.py eligibility FILE.json` reads a list of cases and prints a list of lists of answers. "
        "What is left out is not known; null says that there is none, where it stands below."
    )
    yield ""
    for path, kind in _objects("", Case):
        yield f"**{_('Case') if kind is Case else f'`{path}`'}**\n"
        yield table_row(_("key"), _("meaning"), _("value"))
        yield table_row("---", "---", "---")
        if kind is Case:
            yield from (table_row(f"`{name}`", _("free text, read by no rule"), _("text")) for name in NOTES)
        yield from (_key(path, kind, field) for field in fields(kind))
        yield ""


def _objects(path: str, kind: type) -> Iterator[tuple[str, type]]:
    yield path, kind
    for field in fields(kind):
        inner = _inner(hints_of(kind)[field.name])
        if inner and field.name != "title":
            yield from _objects(_joined(path, field.name), inner)


def _inner(hint: Any) -> type | None:
    main = _main(hint)
    return next((arg for arg in (main, *typing.get_args(main)) if is_dataclass(arg)), None)  # type: ignore[return-value]


def _main(hint: Any) -> Any:
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return next(part for part in parts if part not in (types.NoneType, Never))


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _key(path: str, kind: type, field: "Field[Any]") -> str:
    hint = hints_of(kind)[field.name]
    wanted = _("code of the catalogue") if field.name in ("title", "code") else _wanted(path, kind, field.name, hint)
    is_needed = field.default is MISSING and field.default_factory is MISSING
    needed = f" ({_('needed')})" if is_needed else ""
    return table_row(f"`{field.name}`", key_name(kind, field.name), wanted + needed)


def key_name(kind: type, name: str) -> str:
    return fact_name(_SAID_OTHERWISE.get(f"{kind.__name__}.{name}", name))


_SAID_OTHERWISE = {
    "LeaveFact.kind": "kind_of_row",
    "UnionService.kind": "kind_of_row",
    "InitiativeFact.kind": "kind_of_row",
    "LeaveFact.months": "months_of_row",
    "JudgedUnit.grade": "unit_grade",
    "JudgedUnion.nominated": "union_nominated",
}


def _wanted(path: str, kind: type, name: str, hint: Any) -> str:
    has_none = Never in typing.get_args(hint) or (kind.__name__, name) in NONE_IS_KNOWN
    or_none = _(" or null") if has_none else ""
    if words := [f"`{word}`" for word in CHOICES.get((kind.__name__, name), ()) if word]:
        keyed = {"grades": _("by year: %(words)s"), "nominated": _("number by key: %(words)s")}
        keyed["evidence"] = _("list of: %(words)s")
        return keyed.get(name, "%(words)s") % {"words": ", ".join(words)} + or_none
    if _inner(hint):
        text = _("see %(path)s") if is_dataclass(_main(hint)) else _("list, see %(path)s")
        return text % {"path": f"`{_joined(path, name)}`"}
    return _TYPES[_main(hint)]() + or_none


_TYPES: dict[Any, Any] = {
    date: lambda: _("day"),
    int: lambda: _("whole number"),
    float: lambda: _("number"),
    bool: lambda: "true, false",
    str: lambda: _("text"),
}

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.documents.description import (
    Align,
    Annex,
    Block,
    Document,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
    TableColumn,
)

Payload = dict[str, Any]


def to_payload(document: Document) -> Payload:
    plain: Payload = json.loads(json.dumps(asdict(document), cls=DjangoJSONEncoder))
    return plain


def from_payload(payload: Payload) -> Document:
    """Values that an older payload lacks take their defaults."""
    values = dict(payload)
    letterhead, annexes = dict(values.pop("letterhead")), values.pop("annexes", ())
    letterhead["date"] = date.fromisoformat(letterhead["date"]) if letterhead["date"] else None
    return Document(
        letterhead=Letterhead(**letterhead),
        blocks=_blocks(values.pop("blocks", ())),
        signatures=tuple(tuple(_signature(one) for one in row) for row in values.pop("signatures", ())),
        annexes=tuple(Annex(**{**annex, "blocks": _blocks(annex["blocks"])}) for annex in annexes),
        addressees=tuple(values.pop("addressees", ())),
        recipients=tuple(values.pop("recipients", ())),
        **values,
    )


def _signature(values: Mapping[str, Any]) -> Signature:
    return Signature(**{**values, "capacity_lines": tuple(values["capacity_lines"])})


def _blocks(payloads: Any) -> tuple[Block, ...]:
    return tuple(_block(payload) for payload in payloads)


def _block(payload: Mapping[str, Any]) -> Block:
    values = dict(payload)
    match values.pop("type"):
        case "heading":
            return Heading(**values)
        case "paragraph":
            return Paragraph(**{**values, "kind": ParagraphKind(values["kind"])})
        case "items":
            return Items(**{**values, "lines": tuple(values["lines"])})
        case "table":
            columns = (TableColumn(**{**column, "align": Align(column["align"])}) for column in values["columns"])
            return Table(tuple(columns), tuple(tuple(row) for row in values["rows"]))
        case unknown:
            raise ValueError(unknown)

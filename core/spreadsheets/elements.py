"""XML is read in pieces to save memory."""

from collections.abc import Callable, Mapping
from typing import IO, Any
from xml.parsers import expat

from core.spreadsheets.packages import brings_document_type

Attributes = Mapping[str, str]
# No sheet has a longer cell; what goes beyond is not kept.
MOST_LETTERS = 32_767


class ElementReader:
    """Calls `start_row(attributes)` and `end_row()` of a subclass for each element `row`.

    Prefixes are dropped: `table:table-row` is `table_row`. Text is collected on request.
    """

    def __init__(self) -> None:
        self._starts, self._ends = _Handlers(self, "start_"), _Handlers(self, "end_")
        self._pieces: list[str] | None = None
        self._room = 0

    def read(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.add_text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.ParseFile(stream)

    def collect_text(self) -> None:
        self._pieces, self._room = [], MOST_LETTERS

    def add_text(self, text: str) -> None:
        if self._pieces is not None and self._room > 0:
            self._pieces.append(text[: self._room])
            self._room -= len(text)

    def collected_text(self) -> str:
        pieces, self._pieces = self._pieces, None
        return "".join(pieces or ())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if handler := self._starts[name]:
            handler(attributes)

    def _end(self, name: str) -> None:
        if handler := self._ends[name]:
            handler()


class _Handlers(dict[str, Callable[..., None] | None]):
    def __init__(self, reader: ElementReader, event: str) -> None:
        super().__init__()
        self.reader, self.event = reader, event

    def __missing__(self, name: str) -> Callable[..., None] | None:
        tag = name.rpartition(":")[2].lower().replace("-", "_")
        self[name] = getattr(self.reader, self.event + tag, None)
        return self[name]


def _refuse_document_type(*_declared: Any) -> None:
    raise brings_document_type()

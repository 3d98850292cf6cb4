"""What a browser would send from a page: the fields of its forms, filled in where nothing is."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils import timezone

Asked = Callable[[str], bytes]


@dataclass
class PageForm:
    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    pickers: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._select = self._textarea = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(about.get("method", "get").lower(), about.get("action", "")))
        elif self.forms and "data-picker" in about:
            self.forms[-1].pickers.add(about["data-picker"])
        elif self.forms and tag in ("input", "select", "textarea", "option"):
            getattr(self, f"_{tag}_begins")(about)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self.forms[-1].values[self._textarea] = ["".join(self._text).strip() or "Nội dung"]
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text.append(data)

    def _input_begins(self, about: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], about.get("name", ""), about.get("type", "text")
        if not name:
            return
        if kind == "file":
            form.files.add(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in about or name not in form.values:
                form.values[name] = [about.get("value", "on")]
        elif kind not in ("submit", "button"):
            form.values[name] = [about.get("value", "") or _filled(about, kind)]

    def _select_begins(self, about: dict[str, str]) -> None:
        self._select = about.get("name", "")
        self.forms[-1].values.setdefault(self._select, [""])

    def _option_begins(self, about: dict[str, str]) -> None:
        if self._select and ("selected" in about or self.forms[-1].values[self._select] == [""]):
            self.forms[-1].values[self._select] = [about.get("value", "")]

    def _textarea_begins(self, about: dict[str, str]) -> None:
        self._textarea, self._text = about.get("name", ""), []


def _filled(about: dict[str, str], kind: str) -> str:
    if about.get("name", "").endswith(("-q", "-for")) or kind == "hidden":
        return ""
    if about.get("placeholder") == "dd/mm/yyyy":
        return f"{timezone.localdate():%d/%m/%Y}"
    return "1" if kind == "number" or about.get("inputmode") in ("numeric", "decimal") else "Nội dung"


def form_on(page: bytes, path: str, ask: Asked) -> PageForm:
    """Return the form of a page that is sent to its own address; `ask` reads an address, for a row in each picker."""
    reader = _Reader()
    reader.feed(page.decode("utf-8", "replace"))
    ours = [form for form in reader.forms if form.method == "post" and urlsplit(form.action).path in ("", path)]
    form = ours[0] if ours else PageForm("post", "")
    for name in form.pickers:
        form.values.setdefault(name, [])
        if not form.values[name]:
            form.values[name] = _first_found(ask(f"?pick={name}&typed="))
    form.values.pop("csrfmiddlewaretoken", None)
    return form


def _first_found(answer: bytes) -> list[str]:
    try:
        return [str(option["key"]) for option in json.loads(answer)["options"][:1]]
    except (ValueError, KeyError, TypeError):
        return []

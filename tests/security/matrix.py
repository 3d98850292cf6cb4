"""The table of rights as data: its lines, and everybody it has a column for."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from core.working_year import this_year
from tests.security.routes import pattern_of

COLUMNS = (
    "anonymous",
    "stranger_officer",
    "stranger_chair",
    "chair",
    "board",
    "cluster_lead",
    "officer",
    "leader",
    "vice",
    "clerk",
    "council",
    "viewer",
    "admin",
)
OF_NOBODY = {
    "verify",
    "honours",
    "join",
    "password-new",
    "contact-email",
    "calendar-feed",
    "short-link",
    "unions:dismissals",
    "emulation:rule",
    "emulation:rule-change",
}
"""Public by their purpose: for whoever holds a certificate, was invited, has a link, reads the board of honour.
What can be dismissed is the reader's own; the address names its kind only. The law belongs to nobody."""


def view_of(route: str) -> Any:
    return getattr(pattern_of(route).callback, "view_class", None)


@dataclass(frozen=True)
class Line:
    method: str
    route: str
    about: tuple[tuple[str, str], ...]
    cells: tuple[int, ...]

    def __str__(self) -> str:
        return " ".join([self.method, self.route, *(f"{name}={value}" for name, value in self.about)])

    def path(self, sample: dict[str, Any]) -> str:
        path = reverse(self.route, kwargs=self.known(sample))
        return f"{path}?year={this_year()}" if getattr(view_of(self.route), "is_by_year", False) else path

    def known(self, sample: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of the address."""
        return {name: getattr(sample.get(value, value), "pk", sample.get(value, value)) for name, value in self.about}

    def statuses(self) -> dict[str, int]:
        return dict(zip(COLUMNS, self.cells, strict=True))

    @property
    def is_about_ours(self) -> bool:
        return bool(self.about) and self.route not in OF_NOBODY


def _lines() -> Iterator[Line]:
    for text in (Path(__file__).parent / "matrix.txt").read_text("utf-8").splitlines():
        words = text.split("#")[0].split()
        if words:
            method, route, *rest = words
            pairs = [word.partition("=") for word in rest if "=" in word]
            cells = tuple(int(word) for word in rest if "=" not in word)
            yield Line(method, route, tuple((name, value) for name, _sign, value in pairs), cells)


MATRIX = list(_lines())


class Roles(dict[str, Client]):
    """Everybody signed in once; each request begins with the cookies of that moment, whatever the last one did."""

    def __getitem__(self, role: str) -> Client:
        fresh = Client()
        fresh.cookies = SimpleCookie(
            {name: cookie.value for name, cookie in super().__getitem__(role).cookies.items()}
        )
        return fresh

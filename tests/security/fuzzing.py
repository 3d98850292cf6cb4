"""Every route with every parameter that it asks for, and junk in each: nothing may end in a 500 or a traceback.

What a route asks for is not listed by hand: its own code is watched while it reads a query, a form and files.
"""

import gzip
import logging
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils.datastructures import MultiValueDict

from tests.confirming import YES
from tests.security.admin_lines import ASKED_OF_LISTS
from tests.security.browser_forms import form_on
from tests.security.junk import BODIES, FILES, FORM, HEADERS, IN_PATHS, METHODS, SEVERAL, VALUES
from tests.security.matrix import MATRIX, Line, Roles
from tests.security.routes import arguments, pattern_of

ROLES = ("officer", "chair", "leader", "clerk", "admin", "anonymous")
CSRF = "a" * 32
OWN_PAGES = (400, 403, 404, 409, 410, 413, 422, 429)
"""Statuses whose page is ours, in Vietnamese."""
ALL = {what: [value] for what, value in VALUES.items()} | SEVERAL
JUNK = list(ALL.items())
FIRST_ASKED = {"pick", "typed", "csrfmiddlewaretoken", *YES}
"""With junk in one of these a page reads nothing else."""
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Shot:
    """One request: `what` names the junk in it, `where` the parameter that holds it."""

    line: Line
    role: str
    path: str
    where: str = ""
    what: str = ""
    query: Values = field(default_factory=dict)
    form: Values = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: tuple[str, bytes] | None = None
    method: str = ""

    def __str__(self) -> str:
        return f"{self.line} as {self.role}: {self.where} is {self.what}"


class Watched(logging.Handler):
    """Keeps what a server log would show as a fault."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if record.levelno < logging.ERROR or isinstance(error, SuspiciousOperation):
            return  # the last is what Django itself answers with 400
        self.faults.append(_told(error) if error else f"logged: {record.getMessage()[:200]}")


def _told(error: BaseException) -> str:
    """Return what went wrong, and the last line of ours on the way there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "site-packages" not in each.filename and "tests" not in each.filename]
    last = (ours or frames)[-1]
    place = "/".join(last.filename.split("/")[-3:])
    return f"{type(error).__name__}: {str(error)[:120]!r} in {place}:{last.name}"


@contextmanager
def watched_log() -> Iterator[Watched]:
    handler, root = Watched(), logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)


@contextmanager
def names_asked() -> Iterator[dict[str, set[str]]]:
    """Yield the names that are read of the query, the form and the files meanwhile."""
    asked: dict[str, set[str]] = {"query": set(), "form": set(), "files": set()}

    def note(values: Any, name: Any) -> None:
        if isinstance(name, str) and isinstance(values, QueryDict):
            asked["query"].add(name)
            asked["form"].add(name)
        elif isinstance(name, str) and not dict.__len__(values):  # the resolver keeps its names in such a dict too
            asked["files"].add(name)

    def watching(method: str) -> Any:
        plain = getattr(MultiValueDict, method)

        def watch(values: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
            note(values, key)
            return plain(values, key, *args, **kwargs)

        return patch.object(MultiValueDict, method, watch)

    def contains(values: Any, key: Any) -> bool:
        note(values, key)
        return dict.__contains__(values, key)

    contained = patch.object(MultiValueDict, "__contains__", contains, create=True)
    with watching("get"), watching("_getlist"), watching("__getitem__"), contained:
        yield asked


class Fuzzer:
    """Sends junk in all parameters of a request at once, and in one at a time with the others right.

    `rounds` is how often all at once, `alone` how many pieces each parameter gets alone; all where it is None.
    With `first` a parameter gets all pieces alone at the first route that asks for its name.
    """

    def __init__(
        self,
        sample: dict[str, Any],
        clients: Roles,
        rounds: int | None = 1,
        alone: int | None = 0,
        *,
        first: bool = False,
        seed: int = 0,
    ) -> None:
        self.sample, self.clients, self.rounds, self.alone = sample, clients, rounds, alone
        self.first = first
        self.met: set[str] = set()
        self.turn = count(seed)
        self.handler = ClientHandler(enforce_csrf_checks=True)
        self.cookies = {role: clients[role].cookies.output(attrs=[], header="", sep=";").strip() for role in ROLES}
        self.sent: Counter[str] = Counter()
        self.pairs: set[tuple[Line, str, str]] = set()
        self.statuses: Counter[int] = Counter()
        self.found: dict[str, list[str]] = {}

    def run(self, lines: Iterable[Line] = MATRIX, told: Callable[[Line], None] = lambda line: None) -> None:
        for line in lines:
            for shot in self._shots(line):
                self.send(shot)
            told(line)

    @property
    def so_far(self) -> str:
        parameters = {(line.method, line.route, where) for line, where, _what in self.pairs}
        return (
            f"{sum(self.sent.values())} requests to {len(self.sent)} routes, {len(parameters)} parameters with"
            f" {len(self.pairs)} pieces of junk, {len(self.found)} kinds of finds"
        )

    # ── What is sent ─────────────────────────────────────────────────────────

    def _shots(self, line: Line) -> Iterator[Shot]:
        plain = Shot(line, roles_of(line)[0], line.path(self.sample).split("?")[0])
        yield from self._around(plain)
        base = plain if line.method == "GET" or self.alone == 0 else self._filled(plain)
        asked = self._asked(base)
        yield from self._together(base, asked)
        for kind in ("query", "form") if self.alone != 0 else ():
            for name in sorted(asked[kind]):
                for what, values in self._some(f"{kind} {name}", ALL, self.alone):
                    yield self._next(base, name, what, **{kind: getattr(base, kind) | {name: values}})
        for name in sorted(asked["files"]):
            for what, file in self._some(f"file {name}", FILES, self.rounds):
                yield self._next(base, name, what, files={name: file})

    def _around(self, plain: Shot) -> Iterator[Shot]:
        kinds = [self._in_the_path, self._in_headers, self._by_method, self._in_the_body]
        chosen = next(self.turn) % (3 * len(kinds))  # for the third part of the lines where there is one round only
        for send in kinds if self.rounds != 1 else kinds[chosen : chosen + 1]:
            yield from send(plain)

    def _in_the_path(self, plain: Shot) -> Iterator[Shot]:
        known = plain.line.known(self.sample)
        for name in arguments(pattern_of(plain.line.route)):
            for what, value in self._some(f"path {name}", IN_PATHS, self.rounds):
                path = _replaced(plain.path, str(known[name]), value)
                yield self._next(plain, name, what, path=path)

    def _in_headers(self, plain: Shot) -> Iterator[Shot]:
        for what, (name, value) in self._some("header", HEADERS, self.rounds):
            yield self._next(plain, name, what, headers={name: value})

    def _by_method(self, plain: Shot) -> Iterator[Shot]:
        for method, _method in self._some("method", dict.fromkeys(METHODS), self.rounds):
            yield self._next(plain, "method", method, method=method)

    def _in_the_body(self, plain: Shot) -> Iterator[Shot]:
        for what, body in self._some("body", BODIES, self.rounds) if plain.line.method == "POST" else ():
            yield self._next(plain, "body", what, body=body)

    def _together(self, base: Shot, asked: dict[str, set[str]]) -> Iterator[Shot]:
        """Each parameter gets another piece of junk; after all rounds each has had every piece."""
        pickers = sorted(name.removesuffix("-q") for name in asked["query"] if name.endswith("-q"))
        for number in range(len(ALL) if self.rounds is None else self.rounds):
            begin = number if self.rounds is None else next(self.turn)
            names = [(kind, name) for kind in ("query", "form") for name in sorted(asked[kind] - FIRST_ASKED)]
            junk = {each: JUNK[(begin + 7 * place) % len(JUNK)] for place, each in enumerate(names)}
            parts = {
                kind: {name: values for (of, name), (_what, values) in junk.items() if of == kind}
                for kind in ("query", "form")
            }
            self.pairs |= {(base.line, name, what) for (_kind, name), (what, _values) in junk.items()}
            what = ", ".join(f"{name}={what}" for (_kind, name), (what, _values) in junk.items())
            yield self._next(base, "all", what, query=parts["query"], form=base.form | parts["form"])
            for name in pickers[begin % len(pickers) :][:1] if pickers and begin % 3 == 0 else ():
                what, values = JUNK[begin % len(JUNK)]
                yield self._next(base, f"what is typed for {name}", what, query={"pick": [name], "typed": values})

    def _some(self, name: str, junk: Mapping[str, Any], most: int | None) -> Iterator[tuple[str, Any]]:
        """All junk, or the next pieces of it."""
        items = list(junk.items())
        if most is None or (self.first and name not in self.met):
            self.met.add(name)
            yield from items
            return
        for _each in range(most):
            yield items[next(self.turn) % len(items)]

    def _next(self, plain: Shot, where: str, what: str, **parts: Any) -> Shot:
        self.pairs.add((plain.line, where, what))
        roles = roles_of(plain.line)
        return replace(plain, role=roles[next(self.turn) % len(roles)], where=where, what=what, **parts)

    def _filled(self, plain: Shot) -> Shot:
        """Fill the form in as its page offers it."""
        read = replace(plain, line=replace(plain.line, method="GET"))
        form = form_on(self.send(read), plain.path, lambda query: self.send(replace(read, path=plain.path + query)))
        given = {name: [value] for name, value in YES.items()} | form.values
        return replace(plain, form=given)

    def _asked(self, plain: Shot) -> dict[str, set[str]]:
        with names_asked() as asked:
            self.send(plain)
        asked["form"] |= plain.form.keys()
        asked["query"] |= ASKED_OF_LISTS if plain.line.route.endswith("_changelist") else set()
        return asked if plain.line.method == "POST" else asked | {"form": set(), "files": set()}

    # ── How it is sent ───────────────────────────────────────────────────────

    def send(self, shot: Shot) -> bytes:
        self.sent[shot.line.route] += 1
        with watched_log() as log, transaction.atomic():
            try:
                answer = self.handler(_request(shot, self.cookies[shot.role]))
                content = answer.getvalue()
            except Exception as error:  # noqa: BLE001 - whatever comes out here is a find
                log.faults.append(f"raised {_told(error)}")
                answer, content = None, b""
            transaction.set_rollback(True)
        if answer is not None:
            self._judge(answer, content, log)
        for fault in log.faults:
            self.found.setdefault(fault, []).append(str(shot))
        return content

    def _judge(self, answer: Any, content: bytes, log: Watched) -> None:
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 and not log.faults and answer.status_code != 503:
            log.faults.append(f"status {answer.status_code}")
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if content and is_page and answer.status_code in OWN_PAGES and not _is_ours(answer, content):
            log.faults.append(f"a foreign page: {answer.status_code} {content[:60]!r}")


def roles_of(line: Line) -> list[str]:
    """Those who come further than the door; an officer where nobody does."""
    cells = line.statuses()
    closed = {403, 404} if line.method == "POST" else {302, 403, 404}
    inside = [role for role in ROLES if cells[role] not in closed and (role, cells[role]) != ("anonymous", 302)]
    return inside or list(ROLES[:1])


def _is_ours(answer: Any, content: bytes) -> bool:
    page = gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content
    return b'<html lang="vi"' in page


def _replaced(path: str, known: str, value: str) -> str:
    head, found, tail = path.rpartition(f"/{known}/")
    return f"{head}/{value if '%' in value else quote(value)}/{tail}" if found else path


class Environs(RequestFactory):
    """Makes what a web server hands to Django; a request made of it already would not be read once more."""

    def request(self, **request: Any) -> dict[str, Any]:  # type: ignore[override]
        return self._base_environ(**request)


def _request(shot: Shot, cookies: str) -> Any:
    method = shot.method or shot.line.method
    query = urlencode(shot.query, doseq=True, errors="surrogatepass")
    path, _sign, own_query = shot.path.partition("?")
    extra = {
        "QUERY_STRING": "&".join(filter(None, [own_query, query])),
        "HTTP_COOKIE": f"{cookies}; csrftoken={CSRF}".lstrip("; "),
        **shot.headers,
    }
    form = {"csrfmiddlewaretoken": [CSRF], **shot.form}
    factory = Environs()
    if method != "POST":
        return factory.generic(method, path, **extra)
    if shot.body:
        kind, body = shot.body
        return factory.generic(method, path, body, kind, HTTP_X_CSRFTOKEN=CSRF, **extra)
    if shot.files:
        files = {name: _Upload(file, content) for name, (file, content) in shot.files.items()}
        return factory.post(path, {**_sendable(form), **files}, **extra)
    return factory.generic(method, path, urlencode(form, doseq=True, errors="surrogatepass"), FORM, **extra)


class _Upload(SimpleUploadedFile):
    """Keeps the name as it is; Django would tidy it here already."""

    def _get_name(self) -> str:
        return self._raw

    def _set_name(self, name: Any) -> None:
        self._raw = str(name)

    name = property(_get_name, _set_name)  # type: ignore[assignment]


def _sendable(form: Values) -> Values:
    return {name: [value.encode("utf-8", "replace").decode() for value in values] for name, values in form.items()}


def report(fuzzer: Fuzzer, most: int = 3) -> str:
    lines = [f"{fuzzer.so_far}; {dict(fuzzer.statuses)}"]
    for fault, shots in sorted(fuzzer.found.items(), key=lambda each: -len(each[1])):
        lines += [f"{len(shots)} x {fault}", *(f"    {shot}" for shot in islice(shots, most))]
    return "\n".join(lines)

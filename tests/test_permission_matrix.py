"""Every address for every role: who reads, who acts, and for whom nothing is there.

The table is `security/matrix.txt`. An address that has no line in it fails here.
"""

import io
import re
from collections import defaultdict
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from tests.confirming import YES
from tests.security.matrix import COLUMNS, MATRIX, Roles
from tests.security.routes import PUBLIC, admin_routes, arguments, example_path, named_routes, page_behind
from tests.security.sample_world import SECRETS, build
from unions.access import RoleKind

pytestmark = pytest.mark.django_db

PAGES = ("text/html", "text/plain", "text/javascript", "application/json", "image/png")
STRANGERS = COLUMNS[1:3]


@pytest.fixture(scope="module")
def sample(lasting_world):
    return build(lasting_world)


@pytest.fixture(scope="module")
def clients(sample):
    return Roles({role: sample["world"].client(role) for role in COLUMNS})


@pytest.fixture
def bare_refusals(monkeypatch):
    """Where the status alone is asked, the page of a refusal is not printed ten thousand times."""
    monkeypatch.setattr("core.views.lost.page_not_found", lambda *args: HttpResponseNotFound())
    monkeypatch.setattr("config.urls.handler403", lambda *args, **facts: HttpResponseForbidden(), raising=False)


def _status(client, line, sample):
    """Ask for a page, or post a form and roll it back.

    Past the test client's own `get`: it copies the context of every piece of a page, at more cost than the page.
    """
    answer = _answer(client, line.method, line.path(sample))
    assert line.route in PUBLIC or answer.headers["Cache-Control"] == "no-store"
    # The security log notes a download by the name of its file.
    assert answer.headers["Content-Type"].startswith(PAGES) or "Content-Disposition" in answer.headers
    return answer.status_code


def _answer(client, method, path, posted=YES):
    browser = RequestFactory(headers={"Cookie": client.cookies.output(attrs=[], header="", sep=";").strip()})
    sent = urlencode(posted) if method == "POST" else ""
    with transaction.atomic():
        answer = client.handler(browser.generic(method, path, sent, "application/x-www-form-urlencoded").environ)
        answer.getvalue()  # read to its end, a file is closed
        transaction.set_rollback(True)
    return answer


def _answers(line, sample, clients, roles):
    """Return what `roles` get, and what the table says they get."""
    expected = line.statuses()
    return {role: _status(clients[role], line, sample) for role in roles}, {role: expected[role] for role in roles}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("line", MATRIX, ids=str)
def test_everybody_gets_what_the_table_says(line, sample, clients, bare_refusals):
    got, expected = _answers(line, sample, clients, COLUMNS)
    assert got == expected


def one_for_each_answer(line, turn):
    """By turns, so that everybody is asked in some lines."""
    given = defaultdict(list)
    for role, status in line.statuses().items():
        given[status].append(role)
    return [roles[turn % len(roles)] for roles in given.values()]


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@pytest.mark.parametrize(("turn", "line"), list(enumerate(MATRIX)), ids=[str(line) for line in MATRIX])
def test_each_answer_of_the_table_is_given_on_the_other_database_too(turn, line, sample, clients, bare_refusals):
    got, expected = _answers(line, sample, clients, one_for_each_answer(line, turn))
    assert got == expected


@pytest.mark.one_database(on="sqlite")
def test_on_the_other_database_each_line_gives_all_its_answers_and_everybody_is_asked():
    asked = {str(line): one_for_each_answer(line, turn) for turn, line in enumerate(MATRIX)}
    given = {str(line): {line.statuses()[role] for role in asked[str(line)]} for line in MATRIX}
    assert given == {str(line): set(line.cells) for line in MATRIX}
    assert {role for roles in asked.values() for role in roles} == set(COLUMNS)


UNCONFIRMED = [line for line in MATRIX if line.method == "POST" and 302 in line.cells[1:]]


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_nobody_is_asked_to_confirm_what_is_refused(sample, clients, bare_refusals):
    """For whom the confirmed act is refused, the unconfirmed one is refused alike, without the page that asks."""
    asking, asked_in_vain = set(), {}
    for line in UNCONFIRMED:
        path, expected = line.path(sample), dict(zip(COLUMNS, line.cells, strict=True))
        able = next(role for role in reversed(COLUMNS) if expected[role] == 302)
        if _answer(clients[able], "POST", path, {}).status_code == 200:
            asking.add(line.route)
            refused = {role: status for role, status in expected.items() if status >= 400}
            got = {role: _answer(clients[role], "POST", path, {}).status_code for role in refused}
            asked_in_vain |= {str(line): got for _each in [0] if got != refused}
    assert asked_in_vain == {}
    assert {"awards:decision-discard", "emulation:cluster-unit-remove", "awards:nomination-move"} <= asking


@pytest.mark.one_database(on="sqlite")
def test_every_role_there_is_has_a_column(sample):
    held = {role.kind for name in COLUMNS[1:] for role in sample["world"].people[name].roles.all()}
    assert held == set(RoleKind)


@pytest.mark.one_database(on="sqlite")
def test_every_named_route_has_a_line():
    assert set(named_routes()) == {line.route for line in MATRIX}


@pytest.mark.one_database(on="sqlite")
def test_every_page_with_a_form_has_a_line_for_looking_and_one_for_sending():
    missing = set()
    for route, pattern in named_routes().items():
        view = getattr(pattern.callback, "view_class", None)
        wanted = (
            {name.upper() for name in ("get", "post") if name in view.http_method_names and hasattr(view, name)}
            if view
            else set()
        )
        missing |= {(method, route) for method in wanted} - {(line.method, line.route) for line in MATRIX}
    assert missing == set()


@pytest.mark.one_database(on="sqlite")
def test_every_argument_of_a_route_is_named_in_its_line():
    routes = named_routes()
    assert [
        str(line) for line in MATRIX if {name for name, _value in line.about} != set(arguments(routes[line.route]))
    ] == []


@pytest.mark.one_database(on="sqlite")
def test_no_line_stands_twice():
    assert len({str(line) for line in MATRIX}) == len(MATRIX)


@pytest.mark.one_database(on="sqlite")
def test_for_strangers_nothing_of_ours_is_there():
    cells = {
        str(line): {line.cells[COLUMNS.index(role)] for role in STRANGERS} for line in MATRIX if line.is_about_ours
    }
    assert {line: codes for line, codes in cells.items() if codes != {404}} == {}


POSTED_ONLY = [line for line in MATRIX if line.route not in {line.route for line in MATRIX if line.method == "GET"}]


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["officer", "chair"])
def test_language_theme_and_year_lead_back_from_every_page_that_was_posted(role, sample, clients):
    """A question, or a refusal, stands at an address that cannot be opened again."""
    ways_back = defaultdict(set)
    for line in POSTED_ONLY:
        for posted in ({}, YES):
            page = _answer(clients[role], "POST", line.path(sample), posted).content.decode("utf-8", "ignore")
            for target in re.findall(r'name="next" value="([^"]*)"', page):
                ways_back[unescape(target)].add(str(line))
    assert len(set().union(*ways_back.values())) > 10
    lost = {target for target in ways_back if _answer(clients[role], "GET", target).status_code == 405}
    assert {target: ways_back[target] for target in lost} == {}


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("route", [line.route for line in MATRIX if line.method == "GET" and not line.about])
@pytest.mark.parametrize("role", STRANGERS)
def test_no_page_of_a_stranger_holds_a_word_of_ours(role, route, sample, clients):
    answer = clients[role].get(reverse(route), follow=True)
    text = answer.getvalue().decode("utf-8", "ignore")
    assert [word for word in SECRETS if word in text] == []


def _exported(client, route):
    answer = client.get(reverse(route), {"export": "xlsx"}, follow=True)
    if "spreadsheet" not in answer.headers.get("Content-Type", ""):
        return ""
    cells = load_workbook(io.BytesIO(answer.getvalue())).active.values
    return " ".join(str(value) for row in cells for value in row)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("route", [line.route for line in MATRIX if line.method == "GET" and not line.about])
def test_no_sheet_of_a_stranger_holds_a_word_of_ours(route, sample, clients):
    sheets = " ".join(_exported(clients[role], route) for role in STRANGERS)
    assert [word for word in SECRETS if word in sheets] == []


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_words_that_must_not_leak_stand_on_our_own_pages(sample, clients):
    """Otherwise the test above would prove nothing."""
    pages = [line.route for line in MATRIX if line.method == "GET" and not line.about]
    text = " ".join(
        clients["officer"].get(reverse(route), follow=True).content.decode("utf-8", "ignore")
        for route in pages
        if "admin" not in route and route != "sign-in"
    )
    assert [word for word in SECRETS if word not in text] == []


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["chair", "board"])
def test_a_unit_sees_nothing_of_its_neighbour(role, sample, clients):
    words = ("May Hồ Tây", "Tô Bạch Cúc", "Sắp kho theo màu vải")
    found = {}
    for line in MATRIX:
        if line.method == "GET" and not line.about and line.route not in ("sign-in", "admin:index", "admin:login"):
            answer = clients[role].get(reverse(line.route), follow=True)
            if answer.status_code == 200 and not answer.streaming:
                found[line.route] = [word for word in words if word in answer.content.decode()]
    assert {route: words for route, words in found.items() if words} == {}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in COLUMNS if role != "admin"])
def test_djangos_admin_is_not_there_for_anybody_but_the_administrator(role, sample, clients, bare_refusals):
    """One check guards all routes (core/admin_site.py): two walk them all, the others one route a model."""
    client, walks_all = clients[role], role in ("anonymous", "leader")
    for route in (name for name in admin_routes() if walks_all or name.endswith("_changelist")):
        answer = _answer(client, "GET", example_path(route))
        shown = page_behind(answer) if answer.status_code == 302 else answer.status_code
        assert (route, shown) == (route, "sign-in" if role == "anonymous" else 404)

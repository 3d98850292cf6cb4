"""Birth dates, phones and member numbers are read by the officer, the chair of the own unit and the sitting council.

Every page, sheet and document is opened, with marked people in both units: a mark shows wherever it leaks.
"""

import io
import re
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from awards.nominations.models import Nomination
from awards.sessions.models import Session
from tests.printed import pdf_words
from tests.security.matrix import COLUMNS, MATRIX, Roles
from tests.security.routes import named_routes
from tests.security.sample_world import build
from tests.test_permission_matrix import _answer
from tests.triggers import drop_triggers
from unions.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]
MARKS = {"school": (date(1961, 11, 13), "0961611961"), "company": (date(1962, 11, 13), "0962622962")}
"""The birth date and the phone of everybody in a unit."""
READ_BY = {"chair": {"school"}, "council": {"school"}, "leader": {"school"}}
"""The leader of the sample presides over the council, whose session is open."""


@pytest.fixture(scope="module")
def sample(lasting_world):
    sample = build(lasting_world)
    for unit, (born, phone) in MARKS.items():
        people = Person._base_manager.filter(employments__grassroots=sample[unit])
        people.update(birth_date=born, birth_year=None, phone=phone)
    return sample


def text_of(answer):
    content = answer.getvalue()
    if content.startswith(b"%PDF"):
        return pdf_words(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    return content.decode("utf-8", "ignore")


def addresses(sample):
    """All that can be opened, the sheets of the lists, and what is found by typing."""
    for line in MATRIX:
        if line.method == "GET":
            path = line.path(sample)
            yield path
            if hasattr(getattr(named_routes()[line.route].callback, "view_class", None), "table_class"):
                yield f"{path}{'&' if '?' in path else '?'}export=xlsx"
    people = [("q", "Mai Kim Quế"), ("q", "Tô Bạch Cúc"), *(("q", phone) for _born, phone in MARKS.values())]
    for name, typed in people:
        for route in ("search", "search-suggestions", "unions:people"):
            yield f"{reverse(route)}?{name}={typed}"
        yield f"{reverse('unions:person-twice', args=[sample['teacher'].pk])}?{name}={typed}"
    yield f"{reverse('emulation:initiative-create')}?authors-0-person-q=Mai"


def mark(born, phone):
    """The phone, the birth date or its year as words of their own, or the number by which a sheet keeps a day."""
    serial = (born - date(1899, 12, 30)).days
    words = f"{born:%d/%m/%Y}|{born.isoformat()}|{born.year}"
    return re.compile(rf"(?<![\w.-])(?:{words})(?![\w.-])|>{serial}<|{phone}")


PATTERNS = {unit: mark(*facts) for unit, facts in MARKS.items()}


def marks_in(text):
    return {unit for unit, pattern in PATTERNS.items() if pattern.search(text)}


def walked(client, paths):
    """Return {address: units whose marks stand there}."""
    found = {}
    for path in paths:
        answer = _answer(client, "GET", path)
        text = text_of(answer) if answer.status_code == 200 else ""
        for _born, phone in MARKS.values() if "?q=" in path else ():
            text = text.replace(phone, "")  # what was asked for stands in the search field
        if marks := marks_in(text):
            found[path] = marks
    return found


@pytest.fixture(scope="module")
def clients(sample):
    return Roles({role: sample["world"].client(role) for role in COLUMNS})


@pytest.fixture(scope="module")
def read_by_officer(sample, clients):
    return walked(clients["officer"], list(addresses(sample)))


def test_the_officer_reads_them_where_people_are_kept_and_in_one_document(
    read_by_officer,
):
    assert {path.split("/")[1] for path in read_by_officer} == {"people", "registrations", "search"}
    papers = {path.rsplit("/", 1)[1] for path in read_by_officer if path.split("?")[0].endswith((".pdf", ".docx"))}
    assert papers == {"achievement-report.pdf", "achievement-report.docx"}
    assert {unit for units in read_by_officer.values() for unit in units} == {"school", "company"}


@pytest.mark.parametrize("role", [role for role in COLUMNS if role not in ("anonymous", "officer")])
def test_they_are_found_only_where_they_may_be_read(role, sample, clients, read_by_officer):
    """On all pages where the officer reads them, and on those that the officer cannot open."""
    column, officer = COLUMNS.index(role), COLUMNS.index("officer")
    lines = [line for line in MATRIX if line.method == "GET"]
    others = [line.path(sample) for line in lines if line.cells[column] == 200 != line.cells[officer]]
    found = walked(clients[role], [*read_by_officer, *others])
    assert {path: units for path, units in found.items() if units - READ_BY.get(role, set())} == {}
    assert bool(found) == (role in READ_BY)


def test_the_council_reads_them_of_those_before_its_open_session_alone(sample, clients):
    nominated = Nomination.objects.filter(person__isnull=False).select_related("person")

    def read():
        return {row.pk for row in nominated if walked(clients["council"], [row.person.get_absolute_url()])}

    assert read() == {sample["item"].nomination_id}
    drop_triggers("awards_session")
    Session.objects.filter(pk=sample["session_open"].pk).update(state="planned", member_total=None)
    assert read() == set()


def test_the_administration_shows_none(sample, clients):
    page = reverse("admin:unions_person_change", args=[sample["teacher"].pk])
    assert (_answer(clients["admin"], "GET", page).status_code, walked(clients["admin"], [page])) == (200, {})

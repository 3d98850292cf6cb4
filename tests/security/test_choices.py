"""No page ships choices that grow with the union: with many rows of everything, each field offers a few of them."""

import re
from collections import Counter

import pytest
from django.utils import timezone

from core.pickers.searching import MOST
from core.views import DetailPage
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from emulation.works.models import Work
from tests.factories import make_grassroots, make_person, make_users
from tests.security.matrix import MATRIX, view_of
from tests.security.sample_world import YEAR, build
from unions.units.models import Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]

MANY = MOST + 6
SHORT = MOST + 4
"""No select of our own catalogue, such as the titles, is longer."""
READERS = ("officer", "chair", "leader", "clerk", "admin")
PAGED = {"chosen": "the boxes of a list, a page at a time", "rows": "at most two hundred to note as not carried out"}
SELECT = re.compile(r'<select name="([^"]+)".*?</select>', re.DOTALL)
BOX = re.compile(r'<input\s+type="(?:checkbox|radio)"\s+name="([^"]+)"')


@pytest.fixture(scope="module")
def grown(lasting_world):
    """Everything of which a union or a unit may have hundreds."""
    sample = build(lasting_world)
    union, school, officer = lasting_world.union, lasting_world.school, lasting_world.people["officer"]
    facts = {"union": union, "grassroots": school, "year": YEAR, "created_by": officer}
    registered = {"campaign": sample["campaign"], "title": sample["title"], "subject_kind": "person"}
    registered |= {"state": "accepted", "submitted_at": timezone.now()}
    registered |= {"decided_by": officer, "decided_at": timezone.now()}
    chairs = []
    for number in range(MANY):
        name = f"Lê Văn {number}"
        person = make_person(school, name)
        unit = make_grassroots(union)
        Enterprise.objects.create(union=union, name=f"Công ty {number}")
        Initiative.objects.create(name=name, search_key=name.lower(), **facts)
        Work.objects.create(name=name, **facts)
        for at, who in ((school, person), (unit, make_person(unit, name))):
            Registration.objects.create(**facts | registered | {"grassroots": at, "person": who})
        chairs.append((name, f"chair.{number}", "grassroots_chair", {"grassroots": unit}, {}))
    make_users(*chairs)
    return sample


def _choices(page):
    """Return how many choices each field of the page offers."""
    selects = Counter({found[1]: found[0].count("<option") for found in SELECT.finditer(page)})
    return selects + Counter(name for name in BOX.findall(page) if name not in PAGED)


def _readers(line):
    """Return who may open a page with fields, the widest view first."""
    view, statuses = view_of(line.route), line.statuses()
    if line.method != "GET" or view is None or issubclass(view, DetailPage):
        return []
    return [role for role in READERS if statuses[role] == 200]


def test_no_page_offers_more_choices_than_a_picker_shows(grown):
    too_many, clients = {}, {role: grown["world"].client(role) for role in READERS}
    for line, (role, *_others) in ((line, readers) for line in MATRIX if (readers := _readers(line))):
        answer = clients[role].get(line.path(grown))
        page = "" if answer.streaming else answer.content.decode()
        if long := {name: count for name, count in _choices(page).items() if count > SHORT}:
            too_many[str(line)] = long
    assert too_many == {}

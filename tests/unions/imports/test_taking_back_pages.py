"""The page and the command that take an import back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from emulation.registrations.models import Registration
from tests.factories import make_campaign, make_title
from tests.unions.imports.sheets import people, person
from tests.unions.imports.test_taking_back import ONE, THREE, TWO, brought, register, who
from unions.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def run_command(capsys, *args, **options):
    try:
        call_command("take_back_import", *args, language="en", **options)
        failed = ""
    except CommandError as error:
        failed = str(error)
    return capsys.readouterr().out.splitlines(), failed


def test_the_command_names_what_stands_and_takes_the_others_back(world, capsys):
    sheet = brought(world, ONE, TWO)
    register(world, who(TWO))
    stands = f"6 {TWO[1]}: Registrations: {Registration.objects.get()}"
    refused = "Something stands on 1 rows. Please look at them, or take back only the others."
    assert run_command(capsys, sheet.pk, reason="Nhầm") == ([stands], refused)
    assert run_command(capsys, sheet.pk, reason="Nhầm", only_free=True) == ([stands, "Rows taken back: 1"], "")
    assert run_command(capsys, sheet.pk + 1, reason="Nhầm") == ([], f"There is no import no. {sheet.pk + 1}.")


@pytest.fixture
def chair(world):
    client = world.client("chair")
    client.cookies["django_language"] = "en"
    return client


def test_the_page_lists_what_stands_and_offers_the_others(world, chair):
    sheet = brought(world, ONE, TWO, THREE)
    register(world, who(TWO))
    page = chair.get(sheet.get_absolute_url())
    url = f"{sheet.get_absolute_url()}take-back/"
    assert url in page.content.decode()
    asked = chair.get(url).context
    registration = Registration.objects.get()
    assert [(row.place, row.name, row.url, row.obstacles) for row in asked["rows"]] == [
        ("6", TWO[1], who(TWO).get_absolute_url(),
         [(f"Registrations: {registration}", registration.get_absolute_url())])
    ]  # fmt: skip
    assert asked["form"].fields["only_free"].label == "Take back only the 2 rows on which nothing stands"
    refused = chair.post(url, {"reason": "Nhầm"})
    assert (refused.status_code, Person.objects.count()) == (422, 3)
    assert "Something stands on 1 rows." in refused.content.decode()
    names = [row[1] for row in (ONE, TWO, THREE)]
    done = chair.post(url, {"reason": "Nhầm", "only_free": "on"}, follow=True)
    assert "2 rows have been taken back." in done.content.decode()
    assert [(row.label, bool(row.url)) for row in done.context["rows"] if row.name in names] == [
        ("New, taken back", False),
        ("New", True),
        ("New, taken back", False),
    ]
    line = done.context["history"][0]
    assert (line.sentence, line.reason) == ("took the import back", "Nhầm")


def test_the_page_that_lists_what_stands_costs_the_same_at_one_row_and_at_twenty(world, chair):
    costs, officer, title = [], world.people["officer"], make_title("LDTT", name="Lao động tiên tiến")
    campaign = make_campaign(world.union, officer)
    for rows in (people(1), people(20, first=1)):
        sheet = brought(world, *rows)
        shared = {"campaign": campaign, "union": world.union, "year": 2024, "created_by": officer, "title": title}
        for row in rows:
            subject = {"subject_kind": "person", "grassroots": world.school, "person": who(row)}
            Registration.objects.create(**shared, **subject)
        url = f"{sheet.get_absolute_url()}take-back/"
        chair.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert len(chair.get(url).context["rows"]) == len(rows)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_page_of_a_list_on_which_everything_stands_has_no_button(world, chair):
    sheet = brought(world, ONE)
    register(world, who(ONE))
    page = chair.get(f"{sheet.get_absolute_url()}take-back/").content.decode()
    assert ("Back to the import" in page, "<textarea" in page) == (True, False)


def test_what_is_not_imported_or_taken_back_already_answers_409(world, chair):
    sheet = brought(world, ONE)
    url = f"{sheet.get_absolute_url()}take-back/"
    assert chair.post(url, {"reason": "Nhầm"}).status_code == 302
    assert [chair.get(url).status_code, chair.post(url, {"reason": "Nhầm"}).status_code] == [409, 409]
    assert "Taken back" in chair.get(sheet.get_absolute_url()).content.decode()


def test_an_import_is_seen_by_those_who_answer_for_the_unit(world):
    sheet = brought(world, person(0))
    seen = {role for role in world.people if world.client(role).get(sheet.get_absolute_url()).status_code == 200}
    assert seen == {"chair", "board", "officer"}

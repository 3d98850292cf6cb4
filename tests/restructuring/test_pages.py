"""The way of a reorganisation through the pages, and what each page says to bad input."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.todo import todos_for
from restructuring.contributions import reorganisations_to_confirm
from restructuring.models import Reorganisation
from restructuring.services.drafting import LineInput, cancel_reorganisation
from tests.confirming import YES
from tests.factories import SINCE, make_grassroots, make_person
from tests.restructuring.city import JULY, make_city
from tests.shared_rows import shared
from unions.units.models import GrassrootsUnion

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]

DECISION = {"decision_number": "1906/QĐ-LĐLĐ", "decision_date": "01/07/2025", "effective_on": "01/07/2025"}
HEAD = "STT\tMã CĐCS\tTên CĐCS\tCông đoàn cấp trên mới\tTên mới\tGhi chú\n"


@shared
def city(world):
    return make_city(world)


@pytest.fixture
def office(city):
    client = Client()
    client.force_login(city.officer)
    return client


def page(name, *args):
    return reverse(f"restructuring:reorganisation-{name}", args=args)


def unit_of(unit):
    return GrassrootsUnion.objects.get(pk=unit.pk)


def errors(answer):
    assert answer.status_code == 422
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}


def test_a_decision_without_its_facts_is_refused_at_each_field(office, world):
    answer = office.post(page("new", world.city.pk), {})
    assert set(errors(answer)) == {"kind", "decision_number", "decision_date", "effective_on"}
    far = DECISION | {"kind": "transfer", "effective_on": "01/07/2035"}
    assert set(errors(office.post(page("new", world.city.pk), far))) == {"effective_on"}
    assert not Reorganisation.objects.exists()


def test_units_are_chosen_previewed_taken_off_and_confirmed(office, city, world):
    make_person(world.school)
    office.post(page("new", world.city.pk), DECISION | {"kind": "transfer"})
    thing = Reorganisation.objects.get()
    chosen = {"units": [world.school.pk, world.company.pk], "to_union": city.wards[0].pk}
    assert office.post(page("choose", thing.pk), chosen).status_code == 302
    response = office.get(thing.get_absolute_url())
    assert (response.context["people_count"], response.context["objections"]) == (1, [])
    assert [move.name for move in response.context["moves"]] == ["cancel"]
    line = thing.lines.get(grassroots=world.company)
    assert office.post(page("remove", line.pk)).status_code == 302
    leader = Client()
    leader.force_login(city.leader)
    assert leader.post(page("move", thing.pk, "confirm"), YES).status_code == 302
    assert (unit_of(world.school).union, unit_of(world.company).union) == (city.wards[0], world.union)
    for late in (page("choose", thing.pk), page("paste", thing.pk)):
        assert office.get(late).status_code == office.post(late).status_code == 409
    assert leader.post(page("move", thing.pk, "confirm"), YES).status_code == 409


def test_the_number_of_a_draft_is_corrected_and_a_stale_page_is_refused(office, city, world):
    thing = city.prepare("dissolve", LineInput(world.school))
    changed = DECISION | {"decision_number": "7/QĐ", "revision": 1}
    assert office.post(page("edit", thing.pk), changed).status_code == 302
    assert office.post(page("edit", thing.pk), changed).status_code == 409
    thing.refresh_from_db()
    assert (thing.decision_number, thing.revision) == ("7/QĐ", 2)


def test_each_kind_has_its_form(office, city, world):
    here, there = make_person(world.school, "Lê Thị Hoa"), make_person(world.school, "Lê Thị Lan")
    forms = {
        "rename": {"grassroots": world.school.pk, "new_name": "Trường mới"},
        "merge": {"units": [world.school.pk], "into": world.company.pk},
        "dissolve": {"units": [world.school.pk]},
        "split": {
            "grassroots": world.school.pk,
            "new_name": "Trường B",
            "new_code": "truong-b",
            "people": f"{there}\n",
        },
    }
    for kind, typed in forms.items():
        thing = city.draft(kind)
        assert office.get(page("choose", thing.pk)).status_code == 200
        assert office.post(page("choose", thing.pk), typed).status_code == 302, kind
        assert office.get(thing.get_absolute_url()).status_code == 200
        if kind == "split":
            assert list(thing.lines.get().people.all()) == [there]
        thing.lines.all().delete()
    typed = forms["split"] | {"people": "Lê Thị Hoa\nKhông Có Ai"}
    assert set(errors(office.post(page("choose", city.draft("split").pk), typed))) == {"people"}
    assert here.employments.count() == 1


def test_a_pasted_list_names_each_wrong_row_and_takes_none(office, city, world):
    other = make_grassroots(world.union)
    thing = city.draft("transfer")
    rows = [
        f"1\t{world.school.code}\tTrường khác\tP1\t\t",
        "2\tKHONG-CO\t\tP1\t\t",
        f"3\t{world.company.code}\t{world.company.name}\tKhông có\t\t",
        f"4\t{other.code}\t\tTAYHO\t\t",
        f"5\t{other.code}\t\tP1\t\t",
    ]
    answer = office.post(page("paste", thing.pk), {"pasted": HEAD + "\n".join(rows)})
    messages = errors(answer)["__all__"]
    assert [row for row in "23456" if not any(f" {row}:" in message for message in messages)] == []
    assert not thing.lines.exists()


def test_a_list_pasted_when_the_draft_is_no_more_is_refused_before_its_rows_are_checked(office, city):
    thing = city.draft("transfer")
    cancel_reorganisation(thing, actor=city.officer)
    answer = office.post(page("paste", thing.pk), {"pasted": HEAD + "1\tKHONG-CO\t\tP1\t\t"})
    assert answer.status_code == 409
    assert [message for message in answer.context["form"].errors["__all__"] if "KHONG-CO" in message] == []


def test_a_pasted_list_without_headings_is_read_in_the_plain_order(office, city, world):
    thing = city.draft("transfer")
    typed = f"{world.school.code}\t\tP2\n\t{world.company.name}\tCông đoàn phường Tây Hồ\tMay mới"
    assert office.post(page("paste", thing.pk), {"pasted": typed}).status_code == 302
    lines = set(thing.lines.values_list("grassroots", "to_union__code", "new_name"))
    assert lines == {(world.school.pk, "P2", ""), (world.company.pk, "P1", "May mới")}


def test_what_is_no_list_is_refused_at_its_field(office, city):
    thing = city.draft("transfer")
    assert set(errors(office.post(page("paste", thing.pk), {}))) == {"__all__"}
    broken = io.BytesIO(b"not a workbook")
    broken.name = "list.xlsx"
    assert set(errors(office.post(page("paste", thing.pk), {"sheet": broken}))) == {"sheet"}
    assert office.post(page("paste", city.draft("split").pk), {"pasted": "a\tb"}).status_code == 422


def run(path, city, **options):
    out = io.StringIO()
    facts = {"union": "HANOI", "kind": "transfer", "decision": "5/QĐ", "date": JULY, "officer": "officer.hanoi"}
    call_command("reorganise", path, stdout=out, **{**facts, **options})
    return out.getvalue().strip().split("\t")


def test_the_command_does_the_same_and_a_dry_run_does_nothing(tmp_path, city, world):
    path = tmp_path / "list.txt"
    path.write_text(HEAD + f"1\t{world.school.code}\t\tP1\t\t")
    assert run(path, city, dry_run=True, confirm="leader.hanoi")[2:] == ["1", "confirmed"]
    assert (Reorganisation.objects.count(), unit_of(world.school).union) == (0, world.union)
    assert run(path, city, confirm="leader.hanoi")[2:] == ["1", "confirmed"]
    assert unit_of(world.school).union == city.wards[0]
    for wrong in ({"officer": "nobody"}, {"officer": "leader.hanoi"}, {"union": "X"}, {"kind": "dissolve"}):
        with pytest.raises(CommandError):
            run(path, city, **{"confirm": "officer.hanoi", **wrong})


def test_a_typing_error_in_a_name_is_corrected_in_the_administration_in_the_name_of_today_too(world):
    client = world.client("admin")
    address = reverse("admin:unions_grassrootsunion_change", args=[world.school.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: form.initial.get(name) or "" for name in form.fields} | {"name": "Trường Tiểu học Chu Văn Ân"}
    assert client.post(address, typed).status_code == 302
    assert list(unit_of(world.school).names.values_list("name", "valid_from")) == [
        ("Trường Tiểu học Chu Văn Ân", SINCE)
    ]


def test_who_confirms_is_asked_to_and_who_prepared_it_is_not(world, city):
    empty = city.draft("dissolve", decision_number="01/QĐ-LĐLĐ")
    thing = city.prepare("transfer", LineInput(world.school, to_union=city.wards[0]))
    path = thing.get_absolute_url()
    asked = {
        user.username
        for user in (city.officer, city.leader, *world.people.values())
        if any(todo.url == path for todo in todos_for(user, 2025))
    }
    assert asked == {"leader.hanoi"}
    (todo,) = [todo for todo in todos_for(city.leader, 2025) if "reorganisations" in todo.url]
    assert (todo.count, todo.due, todo.url != empty.get_absolute_url()) == (1, JULY, True)


def test_being_asked_costs_the_same_for_one_draft_and_for_six(world, city, django_assert_num_queries):
    def drafted(numbers):
        for number in numbers:
            line_input = LineInput(make_grassroots(world.union, f"Trường số {number}"), to_union=city.wards[0])
            city.prepare("transfer", line_input, decision_number=f"{number:02d}/QĐ-LĐLĐ")

    drafted([1])
    assert city.leader.access.branch
    with CaptureQueriesContext(connection) as one:
        assert len(reorganisations_to_confirm(city.leader, 2025)) == 1
    drafted(range(2, 7))
    with django_assert_num_queries(len(one)):
        assert len(reorganisations_to_confirm(city.leader, 2025)) == 6

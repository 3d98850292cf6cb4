from datetime import date

import pytest
from django.urls import reverse

from core.todo import todos_for
from emulation.contests.models import ContestEntry
from emulation.initiatives.models import InitiativeAuthor
from tests.factories import make_contest, make_initiative, make_person
from tests.unions.duplicates.merging import BORN, make_twice, merge, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.people.models import Person, PersonMerge

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]
LIST = reverse("unions:duplicates")


def listed(client, **query):
    return [row.record for row in client.get(LIST, query).context["table"].rows]


def merge_address(pair):
    return reverse("unions:duplicate-merge", args=[pair.pk])


def hidden(answer):
    """Return what the button of the preview sends."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields} | {"once": answer.context["once"]}


def test_the_list_is_narrowed_by_answer_and_reason_and_counts_what_is_open(world):
    first = pair_of(*make_twice(world))
    second = pair_of(*make_twice(world, "Lê Hoa", phone="0912345678"))
    client = world.client("officer")
    client.post(reverse("unions:duplicate-move", args=[first.pk, "different"]))
    assert listed(client) == [second, first] or listed(client) == [first, second]
    assert listed(client, state="open") == listed(client, reason="phone") == [second]
    assert listed(client, state="different") == [first]
    page = client.get(reverse("unions:people"))
    assert str(page.context["links"][1].label) == "Hồ sơ nghi trùng"
    assert LIST in page.content.decode()
    (todo,) = [todo for todo in todos_for(world.people["officer"], 2024) if todo.url.startswith(LIST)]
    assert (todo.count, listed(client, state="open")) == (1, [second])
    assert [todo for todo in todos_for(world.people["leader"], 2024) if todo.url.startswith(LIST)] == []


def test_a_pair_half_out_of_sight_is_not_there(world):
    here = make_person(world.school, birth_date=BORN)
    there = make_person(world.foreign_school, birth_date=BORN)
    pair = pair_of(here, there)
    for role in ("officer", "chair", "stranger_officer", "stranger_chair"):
        client = world.client(role)
        assert listed(client) == []
        for address in (pair.get_absolute_url(), merge_address(pair)):
            assert client.get(address).status_code == 404
        assert client.post(reverse("unions:duplicate-move", args=[pair.pk, "different"])).status_code == 404
    assert listed(world.client("viewer")) == listed(world.client("admin")) == [pair]


def test_a_chair_sees_a_pair_of_her_unit_and_cannot_answer(world):
    pair = pair_of(make_person(world.school, birth_date=BORN), make_person(world.school, birth_date=BORN))
    client = world.client("chair")
    page = client.get(pair.get_absolute_url())
    assert (page.context["form"], page.context["moves"]) == (None, [])
    assert client.get(merge_address(pair)).status_code == 403
    assert client.post(reverse("unions:duplicate-move", args=[pair.pk, "different"])).status_code == 403
    assert pair.get_absolute_url() in client.get(pair.first.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("role", "knows"), [("officer", True), ("leader", False), ("admin", False), ("clerk", False), ("viewer", False)]
)
def test_personal_data_are_compared_before_who_may_know_them(world, role, knows):
    one, two = make_twice(world, phone="0912345678", member_number=None)
    Person.objects.filter(pk=two.pk).update(phone="0987654321")
    page = world.client(role).get(pair_of(one, two).get_absolute_url())
    text = page.content.decode()
    assert ["0912345678" in text, "03/02/1990" in text, "0987654321" in text] == [knows] * 3
    assert [row["differs"] for row in page.context["facts"]] == (
        [False, False, False, False, True] if knows else [False] * 2
    )


def test_the_record_with_more_on_it_is_proposed_and_of_equals_the_older(world):
    one, two = make_twice(world)
    client = world.client("officer")
    assert client.get(pair_of(one, two).get_absolute_url()).context["form"].initial == {"keep": one.pk}
    ContestEntry.objects.create(
        contest=make_contest(world.people["officer"], world.union), grassroots=world.company, person=two
    )
    assert client.get(pair_of(one, two).get_absolute_url()).context["form"].initial == {"keep": two.pk}


def test_the_preview_says_what_moves_and_what_stays_and_the_button_does_it(world):
    kept = make_person(world.school, "Do Thi Huong", birth_date=BORN, member_number="N1")
    gone = make_person(world.school, "Đỗ Thị Hương", birth_date=BORN, member_number="N2", phone="0912345678")
    gone.employments.update(valid_from=date(2016, 9, 1))
    both, one = [make_contest(world.people["officer"], world.union, name=f"Hội thi {n}") for n in (1, 2)]
    for contest, person in ((both, kept), (both, gone), (one, gone)):
        ContestEntry.objects.create(contest=contest, grassroots=world.school, person=person)
    initiative = make_initiative(world.people["chair"], author=kept, name="Dạy toán bằng trò chơi")
    InitiativeAuthor.objects.filter(initiative=initiative).update(share_percent=60)
    InitiativeAuthor.objects.create(initiative=initiative, person=gone, share_percent=40)
    pair, client = pair_of(kept, gone), world.client("officer")
    page = client.get(merge_address(pair), {"keep": kept.pk, "full_name": gone.pk, "member_number": kept.pk})
    name, _gender, *others = [value for _label, value in page.context["facts"]]
    assert (name, others) == ("Đỗ Thị Hương", ["03/02/1990", "N1", "0912345678"])
    assert [count for _kind, count in page.context["moving"]] == [1, 1]
    notes = [note["text"] for note in page.context["notes"]]
    assert ["01/09/2016" in notes[0], "Hội thi 1" in notes[1], "Dạy toán" in notes[2], "N2" in notes[3]] == [True] * 4
    answer = client.post(merge_address(pair), hidden(page))
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    kept.refresh_from_db()
    assert (kept.full_name, kept.member_number, kept.phone) == ("Đỗ Thị Hương", "N1", "0912345678")
    assert set(ContestEntry.objects.values_list("contest__name", "person")) == {
        ("Hội thi 1", kept.pk),
        ("Hội thi 1", gone.pk),
        ("Hội thi 2", kept.pk),
    }
    assert client.get(gone.get_absolute_url()).url == kept.get_absolute_url()
    assert world.client("stranger_officer").get(gone.get_absolute_url()).status_code == 404
    assert client.get(reverse("unions:person-edit", args=[gone.pk])).status_code == 404


def test_bad_input_changes_nothing(world):
    one, two = make_twice(world)
    third = make_person(world.school)
    pair, client = pair_of(one, two), world.client("officer")
    good = hidden(client.get(merge_address(pair)))
    for wrong in ({}, good | {"keep": third.pk}, good | {"keep": "x"}, good | {f"revision_{one.pk}": ""}):
        assert client.post(merge_address(pair), wrong | {"once": ""}).status_code == 422
    assert client.post(merge_address(pair), good | {f"revision_{two.pk}": 7}).status_code == 409
    assert client.get(merge_address(pair), {"keep": third.pk}).status_code == 200
    assert client.post(reverse("unions:duplicate-move", args=[pair.pk, "elsewhere"])).status_code == 404
    assert not PersonMerge.objects.exists()
    assert client.post(merge_address(pair), good).status_code == 302
    late = merge_address(pair)
    for again in (client.post(late, good), client.post(late), client.get(late)):
        assert again.status_code == 409
    assert client.post(reverse("unions:duplicate-move", args=[pair.pk, "different"])).status_code == 409
    assert PersonMerge.objects.count() == 1


def test_a_merge_is_looked_back_at_on_the_page_of_the_person_and_undone_after_a_question(world):
    kept, gone = make_twice(world)
    made = merge(world, kept, gone)
    client, leader = world.client("officer"), world.client("leader")
    undo = reverse("unions:person-merge-undo", args=[made.pk])
    assert undo in client.get(kept.get_absolute_url()).content.decode()
    page = leader.get(kept.get_absolute_url()).content.decode()
    assert (undo in page, made.get_absolute_url() in page) == (False, True)
    assert [count for _kind, count in leader.get(made.get_absolute_url()).context["moved"]] == [1]
    assert leader.get(undo).status_code == leader.post(undo).status_code == 403
    assert client.get(undo).status_code == 200
    assert client.post(undo).url == kept.get_absolute_url()
    assert client.get(undo).status_code == client.post(undo).status_code == 409
    assert client.get(gone.get_absolute_url()).status_code == 200
    assert client.get(made.get_absolute_url()).context["may_undo"] is False


def test_merges_undone_in_the_wrong_order_are_refused_in_words(world):
    one, two = make_twice(world)
    three = make_person(world.company, "Đỗ Thị Hương", birth_date=BORN)
    first, second = merge(world, one, two), merge(world, one, three)
    client = world.client("officer")
    assert client.post(reverse("unions:person-merge-undo", args=[first.pk])).status_code == 422
    assert client.post(reverse("unions:person-merge-undo", args=[second.pk])).status_code == 302
    assert PersonMerge.objects.not_undone().get() == first


def test_the_officer_has_everybody_compared_again(world, django_capture_on_commit_callbacks):
    one, two = make_twice(world)
    DuplicateCandidate.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        answer = world.client("officer").post(reverse("unions:duplicates-search"))
    assert (answer.status_code, pair_of(one, two).state) == (302, "open")
    assert world.client("leader").post(reverse("unions:duplicates-search")).status_code == 403


def test_a_year_of_birth_is_shown_to_those_who_may_see_birth_dates(world):
    one, two = make_twice(world, birth_date=None, birth_year=1990)
    row = world.client("officer").get(LIST).context["table"].rows[0]
    assert row.get_cell_value("second") == f"{two} · 1990 · {world.company}"
    row = world.client("viewer").get(LIST).context["table"].rows[0]
    assert row.get_cell_value("second") == f"{two} · {world.company}"
    page = world.client("officer").get(reverse("unions:duplicate", args=[pair_of(one, two).pk]))
    assert {"label": "Ngày sinh", "values": ["1990", "1990"], "differs": False} in page.context["facts"]


def test_namesakes_in_the_list_are_marked_distinct_by_unit_and_birth_date(world):
    one, two = make_twice(world)
    row = world.client("officer").get(LIST).context["table"].rows[0]
    assert row.get_cell_value("first") == f"{one} · 03/02/1990 · {world.school}"
    assert row.get_cell_value("second") == f"{two} · 03/02/1990 · {world.company}"
    row = world.client("viewer").get(LIST).context["table"].rows[0]
    assert row.get_cell_value("first") == f"{one} · {world.school}"

"""Choosing one or several among many: what is found, what is accepted, and that nothing typed is lost."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import get_resolver
from django.utils import timezone

from core.forms import ScopedForm
from core.models import RecentChoice
from core.pickers.fields import PickField, PickManyField
from core.pickers.recent import KEPT, remember
from core.pickers.searching import MOST, SEARCHES, find_matches
from emulation.initiatives.models import Initiative
from tests.emulation.initiatives.entering import typed
from tests.factories import make_grassroots, make_person
from tests.our_apps import our_classes
from unions.people.models import Person

NEW = "/initiatives/new/"


class PersonForm(ScopedForm):
    one = PickField(Person.objects.all(), required=False)
    many = PickManyField(Person.objects.all(), required=False, offers_all=True)


class FirstRowsForm(ScopedForm):
    many = PickManyField(Person.objects.all(), shows_first=True)


def test_every_picker_knows_how_its_rows_are_searched():
    """A page with a picker of other rows fails as soon as one is chosen."""
    assert get_resolver().url_patterns  # names every view, and with it every form
    fields = {field for form in our_classes(BaseForm) for field in form.base_fields.values()}
    picked = {field.queryset.model._meta.label for field in fields if isinstance(field, PickField | PickManyField)}
    assert picked - {*SEARCHES.names()} == set()


def sent(world, query, role="officer"):
    return PersonForm(QueryDict(query), user=world.people[role])


def squeezed(page):
    return " ".join(str(page).split())


def chosen(form):
    assert form.is_valid()
    return form.cleaned_data["one"]


@pytest.fixture
def names(world):
    """Return a function that gives the names `role` finds for a text."""

    def found(text, role="officer"):
        user = world.people[role]
        rows = Person.objects.visible_to(user)
        return [option.label for option in find_matches(user, rows, text).options]

    return found


@pytest.mark.parametrize("text", ["đỗ thị hương", "do thi huong", "huong do", "hương", "do h", "HUONG"])
def test_any_part_of_a_name_finds_it_with_or_without_marks(world, names, text):
    make_person(world.school, "Đỗ Thị Hương")
    make_person(world.school, "Lê Văn Tám")
    assert names(text) == ["Đỗ Thị Hương"]


def test_one_or_two_letters_begin_a_word(world, names):
    make_person(world.school, "Trần Lan")
    make_person(world.school, "Trần An")
    assert (names("an"), names("lan")) == (["Trần An"], ["Trần Lan"])


def test_typed_marks_put_their_name_first(world, names):
    for name in ("Nguyễn Hoà", "Nguyễn Hoa", "Nguyễn Hoá"):
        make_person(world.school, name)
    assert names("Nguyễn Hóa")[0] == "Nguyễn Hoá"


def test_a_member_number_is_found_by_whoever_may_read_it(world, names):
    make_person(world.school, "Đỗ Thị Hương", member_number="0107123456")
    assert [names("0107123456", role) for role in ("officer", "viewer")] == [["Đỗ Thị Hương"], []]


def test_a_foreign_person_is_neither_found_nor_accepted(world, names):
    foreign = make_person(world.foreign_school, "Đỗ Thị Hương")
    assert names("huong") == []
    form = sent(world, f"one={foreign.pk}&many={foreign.pk}")
    assert (set(form.errors), foreign.full_name in str(form)) == ({"one", "many"}, False)
    assert find_matches(AnonymousUser(), Person.objects.visible_to(AnonymousUser()), "huong").options == []


def test_namesakes_are_told_apart_by_what_the_reader_may_see(world):
    for year in (1980, 1990):
        make_person(world.school, "Đỗ Thị Hương", birth_date=None, birth_year=year, position="Giáo viên")

    def details(role):
        user = world.people[role]
        return [option.detail for option in find_matches(user, Person.objects.visible_to(user), "huong").options]

    work = f"Giáo viên – {world.school}"
    assert (details("officer"), details("viewer")) == ([f"1980 – {work}", f"1990 – {work}"], [work, work])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_search_shows_twenty_and_says_that_there_are_more(world):
    people = [make_person(world.school, f"Đỗ Thị Hương {letter}") for letter in "ABCDEFGHIKLMNOPQRSTU"]
    address = f"{NEW}?pick=person_1&typed=huong"
    answer = world.client("chair").get(address).json()
    assert (len(people), len(answer["options"]), answer["status"]) == (MOST, MOST, "20 kết quả.")
    make_person(world.school, "Đỗ Thị Hương V")
    answer = world.client("chair").get(address).json()
    assert (len(answer["options"]), answer["status"]) == (MOST, "20 kết quả đầu. Còn nữa, gõ thêm để thu hẹp.")


def test_what_was_chosen_lately_comes_first_and_is_the_users_own(world, names):
    people = [make_person(world.school, f"Trần Văn {name}") for name in ("Anh", "Bình", "Cường")]
    remember(actor=world.people["officer"], rows=people[1:])
    remember(actor=world.people["officer"], rows=[people[1]])
    assert names("tran") == ["Trần Văn Bình", "Trần Văn Cường", "Trần Văn Anh"]
    assert names("", "leader")[0] == "Trần Văn Anh"
    foreign = make_person(world.foreign_school, "Trần Văn Dũng")
    remember(actor=world.people["officer"], rows=[foreign])
    assert "Trần Văn Dũng" not in names("")


@pytest.mark.slow
def test_only_the_latest_choices_are_kept(world):
    people = [make_person(world.school, f"Trần Văn {number}") for number in range(KEPT + 2)]
    for person in people:
        remember(actor=world.people["officer"], rows=[person])
    kept = RecentChoice.objects.values_list("object_id", flat=True)
    assert list(kept) == [person.pk for person in reversed(people[2:])]


class TestWithoutScript:
    def test_typed_text_comes_back_with_what_was_found_and_is_then_chosen(self, world):
        author = make_person(world.school, "Đỗ Thị Hương")
        client, data = (
            world.client("chair"),
            typed(author, **{"person_1": "", "person_1-q": "huong", "field": "Toán lớp 4"}),
        )
        answer = client.post(NEW, data)
        form = answer.context["form"]
        assert (answer.status_code, dict(form.errors)) == (
            422,
            {"person_1": ["Đề nghị chọn đúng “huong” trong danh sách tìm được bên dưới."]},
        )
        page = squeezed(answer.content.decode())
        assert f'<input type="radio" name="person_1" value="{author.pk}">' in page
        assert ('name="person_1-q" value="huong"' in page, 'value="Toán lớp 4"' in page) == (True, True)
        shown = {**data, "person_1": author.pk, "person_1-for": "huong"}
        assert client.post(NEW, shown).status_code == 302
        assert Initiative.objects.get().authors.get().person == author

    def test_the_chosen_one_counts_only_for_the_text_it_was_found_for(self, world):
        one, other = make_person(world.school, "Đỗ Thị Hương"), make_person(world.school, "Lê Văn Tám")
        form = sent(world, f"one={one.pk}&one-q=tam&one-for=huong")
        assert list(form.errors) == ["one"]
        assert f'value="{other.pk}"' in str(form["one"])
        assert chosen(sent(world, f"one={one.pk}&one-q=huong&one-for=huong")) == one

    def test_an_emptied_box_chooses_nobody(self, world):
        person = make_person(world.school, "Đỗ Thị Hương")
        form = sent(world, f"one={person.pk}&one-q=&one-for=Đỗ Thị Hương")
        assert (form.is_valid(), form.cleaned_data["one"]) == (True, None)

    def test_nobody_found_is_said_at_the_field(self, world):
        form = sent(world, "one-q=xyz")
        assert form.errors["one"] == ["Không tìm thấy “xyz”. Đề nghị gõ một phần khác của tên."]
        assert 'value="xyz"' in str(form["one"])

    def test_several_are_chosen_one_search_after_another(self, world):
        one, other = make_person(world.school, "Đỗ Thị Hương"), make_person(world.school, "Lê Văn Tám")
        form = sent(world, f"many={one.pk}&many-q=tam")
        boxes = squeezed(form["many"])
        assert (list(form.errors), f'value="{one.pk}" checked' in boxes, f'value="{other.pk}"' in boxes) == (
            ["many"],
            True,
            True,
        )
        form = sent(world, f"many={one.pk}&many={other.pk}&many-q=tam&many-for=tam")
        assert (form.is_valid(), set(form.cleaned_data["many"])) == (True, {one, other})


def test_all_are_taken_only_as_many_as_the_page_said(world):
    people = {make_person(world.school, name) for name in ("Đỗ Thị Hương", "Lê Văn Tám")}
    assert 'name="many-all" value="2"' in squeezed(PersonForm(user=world.people["officer"]))
    taken = sent(world, "many-all=2")
    assert (taken.is_valid(), set(taken.cleaned_data["many"])) == (True, people)
    make_person(world.school, "Trần Văn Dũng")
    assert sent(world, "many-all=2").errors["many"] == [
        "Hiện nay có 3, không như lúc mở trang; đề nghị đồng chí xem lại."
    ]


def test_a_chosen_row_is_shown_by_its_name(world):
    person = make_person(world.school, "Đỗ Thị Hương", position="Giáo viên")
    shown = squeezed(PersonForm(user=world.people["officer"], initial={"one": person, "many": [person.pk]}))
    assert ('name="one-q" value="Đỗ Thị Hương"' in shown, shown.count(f'value="{person.pk}"')) == (True, 2)


@pytest.mark.slow
def test_only_the_pickers_of_the_form_are_searched(world):
    client = world.client("chair")
    assert [client.get(f"{NEW}?pick={name}&typed=a").status_code for name in ("name", "x", "person_9")] == [404] * 3
    assert world.client("officer").get(f"{NEW}?pick=person_1&typed=a").status_code == 403


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_form_is_as_long_and_costs_as_many_queries_for_fifty_people_as_for_one(
    world, django_assert_max_num_queries
):
    client = world.client("chair")
    make_person(world.school, "Đỗ Thị Hương")
    short = len(client.get(NEW).content)
    for number in range(50):
        make_person(world.school, f"Trần Văn {number}")
    with django_assert_max_num_queries(9):
        assert abs(len(client.get(NEW).content) - short) < 200
    with django_assert_max_num_queries(13):
        client.get(f"{NEW}?pick=person_1&typed=tran")


def test_what_a_saved_form_chose_is_remembered(world):
    author = make_person(world.school, "Đỗ Thị Hương")
    world.client("chair").post(NEW, typed(author))
    assert RecentChoice.objects.values_list("user", "model", "object_id").get() == (
        world.people["chair"].pk,
        "unions.Person",
        author.pk,
    )


class TestFilters:
    LIST = "/initiatives/"

    def test_the_filter_of_a_list_searches_on_its_page_what_the_reader_sees(self, world):
        client = world.client("officer")
        found = client.get(
            self.LIST, {"pick": "grassroots", "typed": "truong", "q": "không dính dáng"}, follow=True
        ).json()
        assert [option["label"] for option in found["options"]] == [str(world.school)]

    def test_a_chosen_unit_is_named_and_its_filter_taken_away_whole(self, world):
        query = {
            "grassroots": world.school.pk,
            "grassroots-q": str(world.school),
            "grassroots-for": str(world.school),
        }
        page = world.client("officer").get(self.LIST, query, follow=True)
        assert page.context["filter"].form.cleaned_data["grassroots"] == world.school
        chip = squeezed(page.content.decode()).split('class="chip" href="')[1].split('"')[0]
        assert "grassroots" not in chip

    def test_without_script_the_list_shows_what_was_found(self, world):
        page = squeezed(
            world.client("officer").get(self.LIST, {"grassroots-q": "truong"}, follow=True).content.decode()
        )
        assert f'<input type="radio" name="grassroots" value="{world.school.pk}">' in page

    def test_no_list_of_units_is_sent_with_a_list(self, world):
        page = world.client("officer").get("/registrations/", {"q": "x"}, follow=True).content.decode()
        assert ('data-picker="grassroots"' in page, str(world.company) in page) == (True, False)


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
def test_a_character_that_no_text_holds_is_left_out_of_what_is_searched(world):
    units = make_grassroots(world.union, "Trường Mầm non Hoạ Mi"), world.school
    answer = world.client("officer").get("/nominations/new/unregistered/", {"grassroots-q": "hoa\0 mi"}, follow=True)
    assert (answer.status_code, f'value="{units[0].pk}"' in answer.content.decode()) == (422, True)


def test_the_unit_of_a_form_is_chosen_by_typing(world):
    units = make_grassroots(world.union, "Trường Mầm non Hoạ Mi"), world.school
    client = world.client("officer")
    address = "/nominations/new/unregistered/"
    found = client.get(address, {"pick": "grassroots", "typed": "hoa mi"}).json()["options"]
    assert [option["label"] for option in found] == [str(units[0])]
    answer = client.get(address, {"grassroots-q": "hoa mi"})
    assert (answer.status_code, f'value="{units[0].pk}"' in answer.content.decode()) == (422, True)
    chosen = {"grassroots": units[0].pk, "grassroots-q": "hoa mi", "grassroots-for": "hoa mi"}
    assert client.get(address, chosen).url == f"{address}?grassroots={units[0].pk}&year={timezone.localdate().year}"


def test_a_whole_list_pasted_into_a_picker_is_refused_in_words(world):
    pasted = {"grassroots-q": "Trường Mầm non " * 2000}
    answer = world.client("officer").get("/nominations/new/unregistered/", pasted, follow=True)
    assert answer.status_code == 422


@pytest.mark.slow
def test_the_first_rows_are_offered_as_boxes_besides_what_is_chosen(world):
    people = [make_person(world.school, f"Lê Văn {number:02}") for number in range(MOST + 2)]
    form = FirstRowsForm(QueryDict(f"many={people[1].pk}"), user=world.people["officer"])
    page = squeezed(form["many"])
    assert page.count("checked") == 1
    offered = [int(key) for key in re.findall(r'name="many" value="(\d+)">', page)]
    assert offered == [row.pk for row in people if row != people[1]][:MOST]
    assert "Còn nữa" in page

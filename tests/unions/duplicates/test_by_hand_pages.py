import pytest
from django.core.paginator import Paginator
from django.urls import reverse

from tests.factories import make_person
from tests.journeys.test_bad_input import everything, sentences_at
from tests.unions.duplicates.merging import BORN, make_twice, merge, pair_of
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.services.candidates import find_duplicates, mark_distinct
from unions.people.models import Person, PersonMerge

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]


def address(person):
    return reverse("unions:person-twice", args=[person.pk])


def found(client, person, q="", unit=""):
    return [row["person"] for row in client.get(address(person), {"q": q, "unit": unit}).context["found"]]


@pytest.fixture
def officer(world):
    return world.client("officer")


@pytest.fixture
def hoa(world):
    return make_person(world.school, "Nguyễn Thị Hoa", birth_date=BORN)


def test_the_other_record_is_found_by_name_number_and_phone_in_any_spelling(world, officer, hoa):
    facts = {"member_number": "DV001234", "phone": "+84 912.345-678"}
    hao = make_person(world.company, "Nguyễn Thị Hào", **facts)
    make_person(world.company, "Lê Văn An", member_number="DV001235", phone="0912345679")
    for typed in ("Nguyễn Thị Hào", "nguyen thi hao", "hao", "DV001234", "dv 001234", "0912345678", "0912 345 678"):
        assert found(officer, hoa, typed) == [hao], typed
    for typed in ("Nguyen Van", "DV00123", "0912345670", "345678", "?", "%", "_"):
        assert found(officer, hoa, typed) == [], typed
    assert found(officer, hoa) == found(officer, hao, "nguyen thi hao") == []


def test_the_unit_narrows_namesakes_and_each_is_marked_distinct(world, officer, hoa):
    here = make_person(world.school, "Nguyễn Thị Hoa", birth_date=None)
    there = make_person(world.company, "Nguyễn Thị Hoà")
    assert found(officer, hoa, "nguyen thi hoa") == [here, there]
    assert found(officer, hoa, "nguyen thi hoa", "may ho tay") == found(officer, hoa, unit="May Hồ Tây") == [there]
    page = officer.get(address(hoa), {"q": "nguyen thi hoa", "unit": "may ho tay"}).content.decode()
    assert ["17/05/1988" in page, str(world.company) in page, "03/02/1990" in page] == [True] * 3


def test_of_many_namesakes_a_page_is_shown_and_the_list_says_how_to_narrow_it(world, officer, hoa, monkeypatch):
    for _each in range(21):
        make_person(world.school, "Nguyễn Thị Hoa", birth_date=None, member_number=None)
    first = officer.get(address(hoa), {"q": "hoa"})
    second = officer.get(address(hoa), {"q": "hoa", "page": "2"})
    assert [len(page.context["found"]) for page in (first, second)] == [20, 1]
    assert first.context["page"].paginator.count == 21
    monkeypatch.setattr(Paginator, "count", 1554)
    assert "Có 1.554 hồ sơ" in officer.get(address(hoa), {"q": "hoa"}).content.decode()
    monkeypatch.undo()
    assert officer.get(address(hoa), {"q": "hoa", "page": "x"}).status_code == 200


def test_a_merged_record_is_not_offered_and_its_number_means_the_one_that_stands_for_it(world, officer, hoa):
    kept, gone = make_twice(world, member_number=None)
    Person.objects.filter(pk=kept.pk).update(member_number="N1")
    Person.objects.filter(pk=gone.pk).update(member_number="N2")
    merge(world, kept, gone)
    assert found(officer, hoa, "Đỗ Thị Hương") == found(officer, hoa, "N1") == found(officer, hoa, "N2") == [kept]
    assert officer.get(address(gone)).status_code == 404


def test_who_is_kept_elsewhere_may_be_seen_and_not_chosen_and_nothing_private_is_told_of_them(world, officer, hoa):
    moved = make_person(world.company, "Nguyễn Thị Hao", phone="0912345678", member_number="N7")
    moved.employments.update(valid_to="2020-01-01")
    moved.employments.create(grassroots=world.foreign_school, valid_from="2020-01-02")
    (row,) = officer.get(address(hoa), {"q": "hao"}).context["found"]
    assert (row["person"], row["is_kept"], row["born"]) == (moved, False, "")
    assert found(officer, hoa, "0912345678") == found(officer, hoa, "N7") == []
    before = everything()
    assert officer.post(address(hoa), {"other": moved.pk}).status_code == 403
    assert everything() == before
    assert found(world.client("admin"), hoa, "0912345678") == []
    assert found(world.client("admin"), hoa, "hao") == [moved]


def test_out_of_sight_is_not_there(world, officer, hoa):
    there = make_person(world.foreign_school, "Nguyễn Thị Hao")
    assert found(officer, hoa, "hao") == []
    before = everything()
    answers = {key: officer.post(address(hoa), {"other": key}).status_code for key in (there.pk, 987654, 10**30)}
    assert list(answers.values()) == [404, 404, 422]
    assert (
        officer.get(address(there)).status_code == officer.post(address(there), {"other": hoa.pk}).status_code == 404
    )
    assert everything() == before


def test_choosing_leads_to_the_pair_which_is_merged_and_undone_as_any_other(world, officer, hoa):
    hao = make_person(world.company, "Nguyễn Thị Hao")
    page = officer.get(hoa.get_absolute_url()).content.decode()
    assert address(hoa) in page
    answer = officer.post(address(hoa), {"other": hao.pk})
    pair = pair_of(hoa, hao)
    assert (answer.status_code, answer.url) == (302, pair.get_absolute_url())
    assert officer.post(address(hao), {"other": hoa.pk}).url == answer.url
    reason = pair.reason_sentences[0]
    listing = officer.get(reverse("unions:duplicates"), {"reason": "by_hand", "state": "open"}).content.decode()
    assert [reason in text for text in (officer.get(answer.url).content.decode(), listing)] == [True, True]
    assert answer.url in officer.get(hao.get_absolute_url()).content.decode()
    confirm = reverse("unions:duplicate-merge", args=[pair.pk])
    form = officer.get(confirm).context["form"]
    assert officer.post(confirm, {name: form[name].value() for name in form.fields}).status_code == 302
    made = PersonMerge.objects.get()
    assert officer.post(reverse("unions:person-merge-undo", args=[made.pk])).status_code == 302
    find_duplicates(Person.objects.all())
    assert officer.get(answer.url).context["object"].state == "open"


def test_a_pair_answered_before_is_found_and_may_be_asked_again(world, officer):
    one, two = make_twice(world)
    mark_distinct(pair_of(one, two), actor=world.people["officer"])
    page = officer.get(officer.post(address(one), {"other": two.pk}).url)
    assert (page.context["object"].state, [move.name for move in page.context["moves"]]) == ("different", ["reopen"])


@pytest.mark.parametrize("typed", [None, "", "x", "-1", "0", "1.5", "\0", "<script>", "٣x"])
def test_a_choice_that_is_none_gets_a_sentence_and_changes_nothing(world, officer, hoa, typed):
    before = everything()
    answer = officer.post(f"{address(hoa)}?q=hoa", {} if typed is None else {"other": typed})
    assert (answer.status_code, len(sentences_at(answer.content.decode(), ""))) == (422, 1)
    assert answer.context["find"]["q"].value() == "hoa"
    assert everything() == before


def test_the_record_itself_and_one_merged_meanwhile_are_refused_in_words(world, officer, hoa):
    kept, gone = make_twice(world)
    merge(world, kept, gone)
    before = everything()
    answers = [officer.post(address(hoa), {"other": key}) for key in (hoa.pk, gone.pk)]
    assert [answer.status_code for answer in answers] == [422, 409]
    assert [len(sentences_at(answer.content.decode(), "")) for answer in answers] == [1, 1]
    assert everything() == before
    assert not DuplicateCandidate.objects.of([hoa.pk]).exists()


@pytest.mark.parametrize("typed", ["a" * 101, "Hoa\0"])
def test_a_search_nobody_could_mean_gets_a_sentence_at_its_field(officer, hoa, typed):
    answer = officer.get(address(hoa), {"q": typed})
    assert (answer.status_code, len(sentences_at(answer.content.decode(), "q"))) == (422, 1)


@pytest.mark.parametrize("typed", ["ễ" * 100, "-1", "1" * 100, "٣", "%_\\", "'", "\u202e\ufeff", "DV" * 50])
def test_whatever_is_typed_is_looked_for(officer, hoa, typed):
    assert officer.get(address(hoa), {"q": typed, "unit": typed}).status_code == 200

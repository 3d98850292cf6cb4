"""Units change name, union or existence by decision; people, history and rights follow as they must."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import Role
from core.audit import history_of
from core.history import history_lines
from core.workflow import MoveNotAllowed
from restructuring.models import Reorganisation
from restructuring.selectors.reorganisations import history_entries_of
from restructuring.services.dissolving import dissolve_union
from restructuring.services.drafting import (
    LineInput,
    add_lines,
    cancel_reorganisation,
    confirm_reorganisation,
    edit_reorganisation,
    remove_line,
)
from tests.factories import SINCE, make_grassroots, make_person, make_union, make_user
from tests.restructuring.city import JULY, SEPTEMBER, make_city
from tests.shared_rows import shared
from unions.people.models import Person
from unions.people.services import enter_person
from unions.tree.models import Union
from unions.tree.services.entering import put_under, write_profile
from unions.units.models import Affiliation, GrassrootsUnion, Sector
from unions.units.services.correcting import correct_affiliation, correct_name
from unions.units.services.entering import enter_enterprise, enter_team, save_headcount

JUNE = JULY - timedelta(days=1)


@shared
def city(world):
    return make_city(world)


def links(unit):
    return list(unit.affiliations.order_by("valid_from").values_list("union__code", "valid_from", "valid_to"))


def fresh(unit):
    return GrassrootsUnion.objects.get(pk=unit.pk)


def test_nothing_changes_before_the_confirmation_and_nothing_after_a_cancellation(world, city):
    thing = city.prepare("transfer", LineInput(world.school, to_union=city.wards[0]))
    assert links(world.school) == [("TAYHO", SINCE, None)]
    assert cancel_reorganisation(thing, actor=city.officer).state == "cancelled"
    assert links(world.school) == [("TAYHO", SINCE, None)]
    with pytest.raises(ValidationError):
        confirm_reorganisation(thing, actor=city.leader)


def test_a_transfer_ends_the_day_before_and_takes_sector_and_employer_along(world, city):
    enterprise = enter_enterprise(actor=world.people["officer"], union=world.union, name="Công ty May Hồ Tây")
    GrassrootsUnion.objects.filter(pk=world.company.pk).update(enterprise=enterprise)
    Sector.objects.filter(union=city.wards[0], kind="production").delete()
    person = make_person(world.company)
    city.do("transfer", LineInput(fresh(world.company), to_union=city.wards[0], new_name="CĐCS May Tây Hồ"))
    unit = fresh(world.company)
    enterprise.refresh_from_db()
    assert links(unit) == [("TAYHO", SINCE, JUNE), ("P1", JULY, None)]
    assert (unit.sector.union, unit.sector.kind, unit.cluster) == (city.wards[0], "production", None)
    assert (unit.name, unit.name_on(JUNE), unit.name_on(JULY)) == (
        "CĐCS May Tây Hồ",
        "Công ty TNHH May Hồ Tây",
        "CĐCS May Tây Hồ",
    )
    assert enterprise.union == city.wards[0]
    assert person.employments.on(JULY).get().grassroots == unit
    assert history_of(unit)[0].act == "grassroots.transfer"


def test_an_employer_with_a_unit_left_in_the_old_union_stays_there(world, city):
    enterprise = enter_enterprise(actor=None, union=world.union, name="Công ty Hai Nơi")
    GrassrootsUnion.objects.filter(pk__in=[world.company.pk, world.school.pk]).update(enterprise=enterprise)
    city.do("transfer", LineInput(fresh(world.company), to_union=city.wards[0]))
    enterprise.refresh_from_db()
    assert enterprise.union == world.union


def test_a_rename_keeps_both_names_by_date(world, city):
    old = world.school.name
    city.do("rename", LineInput(world.school, new_name="Trường Tiểu học Tây Hồ"))
    unit = fresh(world.school)
    assert [unit.name_on(day) for day in (date(2000, 1, 1), JUNE, JULY)] == [old, old, "Trường Tiểu học Tây Hồ"]
    assert (unit.name, unit.search_key) == ("Trường Tiểu học Tây Hồ", "truong tieu hoc tay ho")


def test_a_unit_whose_names_nobody_dated_is_renamed_all_the_same(world, city):
    world.school.names.all().delete()
    assert world.school.name_on(JULY) == world.school.name
    city.do("rename", LineInput(world.school, new_name="Tên mới"))
    assert list(fresh(world.school).names.values_list("name", "valid_from", "valid_to")) == [
        ("Tên mới", JULY, None),
        (world.school.name, SINCE, JUNE),
    ]


def test_a_merge_moves_the_people_and_ends_unit_and_board(world, city):
    stays, comes, both = (make_person(world.company), make_person(world.school), make_person(world.school))
    enter_late = enter_person(actor=None, grassroots=world.school, full_name="Lê Thị Muộn", since=SEPTEMBER)
    both.employments.create(grassroots=world.company, valid_from=SINCE)
    city.do("merge", LineInput(world.school, into=world.company))
    unit = fresh(world.school)
    assert (unit.status, unit.dissolved_on, links(unit)) == ("dissolved", JULY, [("TAYHO", SINCE, JUNE)])
    assert set(Person.objects.working_in(world.company)) == {stays, comes, both, enter_late}
    assert not Person.objects.working_in(unit).exists()
    assert list(comes.employments.order_by("valid_from").values_list("grassroots", "valid_from", "valid_to")) == [
        (unit.pk, SINCE, JUNE),
        (world.company.pk, JULY, None),
    ]
    assert set(Role.objects.filter(grassroots=unit).values_list("valid_to", flat=True)) == {JUNE}
    assert [row.successor for row in unit.successions.all()] == [world.company]
    assert [entry.text for entry in history_entries_of(world.company)]


@pytest.mark.slow
def test_a_split_forms_units_with_the_people_chosen_and_may_end_the_old_one(world, city):
    here, there = make_person(world.school, "Lê Thị Hoa"), make_person(world.school, "Lê Thị Lan")
    line_input = LineInput(world.school, new_name="Trường B", new_code="TAYHO-B", people=[there])
    city.do("split", line_input)
    new = GrassrootsUnion.objects.get(code="TAYHO-B")
    assert (new.name_on(JULY), new.founded_on, links(new)) == ("Trường B", JULY, [("TAYHO", JULY, None)])
    assert list(Person.objects.working_in(new)) == [there]
    assert list(Person.objects.working_in(world.school)) == [here]
    assert fresh(world.school).status == "active"
    end = city.prepare(
        "split", LineInput(world.school, new_name="Trường C", new_code="TAYHO-C"), on=SEPTEMBER, source_ends=True
    )
    with pytest.raises(ValidationError):
        confirm_reorganisation(end, actor=city.leader)
    end.lines.get().people.add(here)
    confirm_reorganisation(end, actor=city.leader)
    assert (fresh(world.school).status, Person.objects.working_in(world.school).count()) == ("dissolved", 0)


@pytest.mark.slow
def test_what_was_dissolved_comes_back_with_those_who_went_nowhere_else(world, city):
    back, gone = make_person(world.school), make_person(world.school)
    city.do("dissolve", LineInput(world.school))
    assert (fresh(world.school).dissolved_on, world.school.responsible_union_id) == (JULY, world.union.pk)
    enter_person(actor=None, grassroots=world.company, full_name="Ai đó", since=JULY)
    gone.employments.create(grassroots=world.company, valid_from=JULY)
    city.do("reactivate", LineInput(fresh(world.school), to_union=city.wards[1]), on=SEPTEMBER)
    unit = fresh(world.school)
    assert (unit.status, unit.dissolved_on, unit.sector.union) == ("active", None, city.wards[1])
    assert links(unit) == [("TAYHO", SINCE, JUNE), ("P2", SEPTEMBER, None)]
    assert list(Person.objects.working_in(unit)) == [back]


def test_a_suspended_unit_is_reactivated_where_it_is(world, city):
    GrassrootsUnion.objects.filter(pk=world.school.pk).update(status="suspended")
    city.do("reactivate", LineInput(fresh(world.school)))
    assert (fresh(world.school).status, links(world.school)) == ("active", [("TAYHO", SINCE, None)])


def test_whoever_entered_it_does_not_confirm_it_and_a_stranger_does_neither(world, city):
    thing = city.prepare("dissolve", LineInput(world.school))
    both = make_user("both.hanoi", "federation_chair", union=world.city)
    Reorganisation.objects.filter(pk=thing.pk).update(created_by=both)
    for user in (both, city.officer, world.people["leader"], world.people["admin"]):
        with pytest.raises(PermissionDenied):
            confirm_reorganisation(Reorganisation.objects.get(pk=thing.pk), actor=user)
    for user in (world.people["officer"], world.people["leader"], world.people["admin"], city.leader):
        with pytest.raises(PermissionDenied):
            add_lines(actor=user, reorganisation=thing, inputs=[LineInput(world.company)])


def test_the_leader_of_the_union_above_confirms_what_a_union_hands_up(world, city):
    thing = draft_of_the_union(world)
    add_lines(
        actor=world.people["officer"], reorganisation=thing, inputs=[LineInput(world.school, to_union=world.city)]
    )
    confirm_reorganisation(thing, actor=city.leader)
    assert links(world.school)[-1] == ("HANOI", JULY, None)


def draft_of_the_union(world, kind="transfer"):
    from restructuring.services.drafting import draft_reorganisation

    facts = {"decision_number": "1/QĐ", "decision_date": JULY, "effective_on": JULY}
    return draft_reorganisation(actor=world.people["officer"], union=world.union, kind=kind, **facts)


def test_a_union_reaches_its_own_units_only(world, city):
    with pytest.raises(ValidationError):
        add_lines(
            actor=world.people["officer"],
            reorganisation=draft_of_the_union(world),
            inputs=[LineInput(world.foreign_school, to_union=world.city)],
        )
    with pytest.raises(ValidationError):
        add_lines(
            actor=world.people["officer"],
            reorganisation=draft_of_the_union(world),
            inputs=[LineInput(world.school, to_union=world.foreign_union)],
        )


@pytest.mark.parametrize(
    ("kind", "make_input"),
    [
        ("transfer", lambda w, c: LineInput(w.school)),
        ("transfer", lambda w, c: LineInput(w.school, to_union=w.union)),
        ("merge", lambda w, c: LineInput(w.school)),
        ("merge", lambda w, c: LineInput(w.school, into=w.school)),
        ("rename", lambda w, c: LineInput(w.school)),
        ("rename", lambda w, c: LineInput(w.school, new_name=w.school.name)),
        ("split", lambda w, c: LineInput(w.school, new_name="Trường B")),
        ("split", lambda w, c: LineInput(w.school, new_name="Trường B", new_code=w.company.code)),
        ("reactivate", lambda w, c: LineInput(w.school, to_union=c.wards[0])),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(world, city, kind, make_input):
    with pytest.raises(ValidationError):
        city.prepare(kind, make_input(world, city))


def test_the_day_lies_after_the_present_state_began_and_a_day_ahead_waits(world, city):
    with pytest.raises(ValidationError):
        city.prepare("transfer", LineInput(world.school, to_union=city.wards[0]), on=SINCE)
    tomorrow = timezone.localdate() + timedelta(days=1)
    thing = city.prepare("transfer", LineInput(world.school, to_union=city.wards[0]), on=tomorrow)
    with pytest.raises(ValidationError):
        confirm_reorganisation(thing, actor=city.leader)
    with pytest.raises(ValidationError):
        edit_reorganisation(
            actor=city.officer, reorganisation=thing, expected_revision=None, effective_on=JULY - timedelta(days=999)
        )
    early = SINCE + timedelta(days=1)
    days = {"decision_date": early, "effective_on": early}
    edit_reorganisation(actor=city.officer, reorganisation=thing, expected_revision=None, **days)
    confirm_reorganisation(thing, actor=city.leader)
    assert links(world.school)[0] == ("TAYHO", SINCE, SINCE)


def test_a_unit_is_on_one_open_list_only(world, city):
    first = city.prepare("dissolve", LineInput(world.school))
    with pytest.raises(ValidationError):
        add_lines(actor=city.officer, reorganisation=first, inputs=[LineInput(world.school)])
    with pytest.raises(ValidationError):
        city.prepare("rename", LineInput(world.school, new_name="Tên mới"))
    remove_line(actor=city.officer, line=first.lines.get())
    city.prepare("rename", LineInput(world.school, new_name="Tên mới"))


def test_a_unit_that_goes_cannot_receive_another_and_an_empty_list_is_not_confirmed(world, city):
    third = make_grassroots(world.union)
    thing = city.prepare("merge", LineInput(world.school, into=world.company), LineInput(world.company, into=third))
    for refused in (thing, city.draft("dissolve")):
        with pytest.raises(ValidationError):
            confirm_reorganisation(refused, actor=city.leader)


def test_the_database_itself_admits_no_two_unions_on_one_day_and_no_change_of_what_was_confirmed(world, city):
    thing = city.do("transfer", LineInput(world.school, to_union=city.wards[0]))
    inside = {"valid_from": date(2024, 1, 1), "valid_to": date(2024, 2, 1)}
    for attempt in (
        lambda: Affiliation.objects.create(grassroots=world.school, union=city.wards[1], **inside),
        lambda: world.school.affiliations.filter(union=world.union).update(valid_to=JULY),
        lambda: Reorganisation.objects.filter(pk=thing.pk).update(effective_on=JULY + timedelta(days=1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_the_old_federation_reads_its_years_and_writes_nothing_more(world, city):
    officer = world.people["officer"]
    known = make_person(world.school, "Lê Thị Cũ")
    new_officer = make_user("officer.p1", "officer", union=city.wards[0])
    city.do("transfer", LineInput(world.school, to_union=city.wards[0]))
    newcomer = enter_person(actor=new_officer, grassroots=fresh(world.school), full_name="Lê Thị Mới", since=JULY)
    unit = fresh(world.school)
    seen = GrassrootsUnion.objects.visible_to(officer)
    assert unit in seen
    assert unit not in GrassrootsUnion.objects.under_responsibility_of(officer)
    assert set(Person.objects.visible_to(officer)) == {known}
    assert set(Person.objects.visible_to(new_officer)) == {known, newcomer}
    numbers = {"workers": 1, "women": 0, "members": 1, "women_members": 0}
    for write in (
        lambda: save_headcount(actor=officer, grassroots=unit, year=2025, **numbers),
        lambda: enter_team(actor=officer, grassroots=unit, name="Tổ 1"),
        lambda: enter_person(actor=officer, grassroots=unit, full_name="Ai đó", since=JULY),
    ):
        with pytest.raises(PermissionDenied):
            write()
    save_headcount(actor=new_officer, grassroots=unit, year=2025, **numbers)


def test_the_tree_changes_by_date_and_a_union_ends_only_when_empty(world, city):
    admin, ward = world.people["admin"], city.wards[0]
    with pytest.raises(ValidationError):
        dissolve_union(actor=admin, union=world.union, on=JULY)
    with pytest.raises(PermissionDenied):
        dissolve_union(actor=city.leader, union=world.union, on=JULY)
    city.do("transfer", LineInput(world.school, to_union=ward), LineInput(world.company, to_union=ward))
    dissolved = dissolve_union(actor=admin, union=world.union, on=JULY)
    assert (dissolved.dissolved_on, world.union.links_up.get().valid_to) == (JULY, JUNE)
    with pytest.raises(ValidationError):
        city.prepare("transfer", LineInput(fresh(world.school), to_union=dissolved), on=SEPTEMBER)


def test_documents_of_each_day_use_the_profile_of_that_day(world):
    admin = world.people["admin"]
    write_profile(actor=admin, union=world.union, since=JULY, name="Công đoàn phường Tây Hồ", symbol="CĐP")
    union = Union.objects.get(pk=world.union.pk)
    profiles = [(union.profile_on(day).name, union.profile_on(day).symbol) for day in (JUNE, JULY)]
    assert profiles == [("Liên đoàn Lao động quận Tây Hồ", "LĐLĐ"), ("Công đoàn phường Tây Hồ", "CĐP")]
    assert (union.name, union.profile_on(JULY).place) == ("Công đoàn phường Tây Hồ", "Tây Hồ")
    with pytest.raises(ValidationError):
        write_profile(actor=admin, union=union, since=JULY, name="Sớm quá")


def test_a_union_is_put_under_another_from_a_day_on_and_never_under_its_own_child(world):
    admin, other = world.people["admin"], make_union("CN", level="zone")
    put_under(actor=admin, union=world.union, parent=other, since=JULY)
    links = list(world.union.links_up.order_by("valid_from").values_list("parent__code", "valid_from", "valid_to"))
    assert links == [("HANOI", SINCE, JUNE), ("CN", JULY, None)]
    with pytest.raises(ValidationError):
        put_under(actor=admin, union=other, parent=world.union, since=SEPTEMBER)


def test_number_and_date_of_a_confirmed_decision_are_corrected_and_its_effect_is_not(world, city):
    thing = city.do("transfer", LineInput(world.school, to_union=city.wards[0]))
    facts = {"actor": city.officer, "reorganisation": thing, "expected_revision": thing.revision}
    with pytest.raises(MoveNotAllowed) as error:
        edit_reorganisation(**facts, effective_on=JULY + timedelta(days=1))
    assert error.value.messages == [
        "Các đơn vị đã thay đổi khi đợt sắp xếp được xác nhận. "
        "Muốn điều chỉnh, đề nghị lập đợt sắp xếp mới: Chuyển giao."
    ]
    number = {"decision_number": "1960/QĐ-LĐLĐ", "decision_date": JULY - timedelta(days=3)}
    edit_reorganisation(**facts, **number)
    assert world.school.affiliations.get(valid_from=JULY).basis == "1960/QĐ-LĐLĐ"
    changes = {(change.old, change.new) for change in history_lines(thing)[0].changes}
    assert changes == {("1906/QĐ-LĐLĐ", "1960/QĐ-LĐLĐ"), ("01/07/2025", "28/06/2025")}
    cancelled = cancel_reorganisation(city.draft("dissolve"), actor=city.officer)
    with pytest.raises(MoveNotAllowed):
        edit_reorganisation(actor=city.officer, reorganisation=cancelled, expected_revision=None, decision_number="1")


@pytest.mark.slow
def test_the_day_a_reorganisation_decided_stays_and_a_misspelt_name_is_corrected(world, city):
    city.do("rename", LineInput(world.school, new_name="Trường Tiểu học Sen Hồng"))
    city.do("transfer", LineInput(world.school, to_union=city.wards[0]), decision_number="7/QĐ")
    officer = make_user("officer.p1", "officer", union=city.wards[0])
    unit = fresh(world.school)
    name, link = unit.names.get(valid_to=None), unit.affiliations.get(valid_to=None)
    facts = {"actor": officer, "expected_revision": 1}
    with pytest.raises(MoveNotAllowed) as error:
        correct_affiliation(link, valid_from=JULY - timedelta(days=1), basis="", **facts)
    assert "7/QĐ" in error.value.messages[0]
    with pytest.raises(MoveNotAllowed):
        correct_name(name, name=name.name, valid_from=JULY - timedelta(days=1), **facts)
    correct_name(name, name="Trường Tiểu học Sen Hồ", valid_from=JULY, **facts)
    assert fresh(world.school).name == "Trường Tiểu học Sen Hồ"
    first = unit.names.get(valid_to__isnull=False)
    correct_name(first, name="Trường Chu Văn An", valid_from=date(2017, 1, 1), **facts)
    assert (fresh(world.school).name, unit.name_on(SINCE)) == ("Trường Tiểu học Sen Hồ", "Trường Chu Văn An")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_a_confirmed_decision_names_the_way_back_and_corrects_the_paper(world, city):
    thing = city.do("dissolve", LineInput(world.school))
    client = Client()
    client.force_login(city.officer)
    page = client.get(thing.get_absolute_url()).content.decode()
    edit = reverse("restructuring:reorganisation-edit", args=[thing.pk])
    again = f"{reverse('restructuring:reorganisation-new', args=[world.city.pk])}?kind=reactivate"
    assert (edit in page, again in page) == (True, True)
    assert client.get(again).context["form"].initial["kind"] == "reactivate"
    assert set(client.get(edit).context["form"].fields) == {"decision_number", "decision_date", "note", "revision"}
    sent = {"decision_number": "1/QĐ", "decision_date": "30/06/2025", "revision": thing.revision}
    assert client.post(edit, sent).url == thing.get_absolute_url()

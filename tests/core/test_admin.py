"""What the administration may not write is a sentence, whatever was sent."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext

from accounts.users.models import User
from awards.council.models import Council, CouncilSeat
from awards.sessions.models import Attendance, Session
from core.admin import FILTER_LOOKUPS, MOST_VALUES, AuditedAdmin
from core.admin_forms import FROZEN, REFERRED_TO, WholeForm
from core.forms import FIRST_YEAR, LAST_YEAR, DateField

ADMINS = list(admin.site._registry.values())
WRITABLE = [each for each in ADMINS if not each.view_only]
NO_KEYS = ["a\0b", "9999-12-31", str(2**63)]
pytestmark = pytest.mark.slow


@pytest.fixture
def asked_by_admin(rf, world):
    request = rf.get("/")
    request.user = world.people["admin"]
    return request


def test_every_list_and_form_can_say_what_the_database_refused(asked_by_admin):
    forms = {each.get_form(asked_by_admin, None, change=change) for each in ADMINS for change in (False, True)}
    assert {type(each) for each in ADMINS if not isinstance(each, AuditedAdmin)} == set()
    assert {form for form in forms if not issubclass(form, WholeForm)} == set()


def test_what_is_no_key_is_an_error_at_each_field_of_choices(asked_by_admin):
    """The page is drawn once more with what was sent."""
    silent = set()
    for each in WRITABLE:
        empty = each.get_form(asked_by_admin)()
        choices = [name for name, field in empty.fields.items() if hasattr(field, "queryset")]
        for key in NO_KEYS if choices else ():
            form = each.get_form(asked_by_admin)(data={name: [key] for name in choices})
            silent |= {(each.model, name) for name in choices if name not in form.errors}
            assert str(form)
    assert silent == set()


def test_every_number_and_day_of_a_form_is_read_within_bounds(asked_by_admin):
    fields = {
        (each.model._meta.label, name): field
        for each in WRITABLE
        for name, field in each.get_form(asked_by_admin).base_fields.items()
    }
    numbers = {place: field for place, field in fields.items() if type(field) is forms.IntegerField}
    years = {(field.min_value, field.max_value) for (_model, name), field in numbers.items() if name == "year"}
    days = {type(field) for field in fields.values() if isinstance(field, forms.DateField)}
    assert {place for place, field in numbers.items() if None in (field.min_value, field.max_value)} == set()
    assert (years, days) == ({(FIRST_YEAR, LAST_YEAR)}, {DateField})


@pytest.fixture
def seat_of_a_sitting(world):
    council = Council.objects.create(union=world.union, name="Hội đồng", valid_from=date(2020, 1, 1))
    seat = CouncilSeat.objects.create(council=council, user=world.people["leader"], full_name="A", post="chair")
    facts = {"name": "Phiên", "year": 2024, "held_on": date(2024, 12, 1), "created_by": world.people["officer"]}
    session = Session.objects.create(council=council, **facts)
    Attendance.objects.create(session=session, seat=seat, presence="present")
    Session.objects.filter(pk=session.pk).update(state="open", member_total=1)
    return seat


def test_what_is_frozen_stays_and_what_was_typed_stays_on_the_form(world, seat_of_a_sitting):
    seat, typed = seat_of_a_sitting, "Tô Bạch Cúc"
    sent = {"council": seat.council_id, "user": seat.user_id, "full_name": typed, "post": "member", "position": 1}
    answer = world.client("admin").post(reverse("admin:awards_councilseat_change", args=[seat.pk]), sent)
    form = answer.context["adminform"].form
    assert (form.non_field_errors(), form["full_name"].value()) == ([gettext(FROZEN)], typed)
    assert CouncilSeat.objects.get(pk=seat.pk).full_name == "A"


@pytest.mark.parametrize("page", ["changelist", "delete"])
def test_whoever_deletes_the_own_account_reads_why_it_stays(world, page):
    """The entry about the deletion names it."""
    own = world.people["admin"]
    address = reverse(f"admin:accounts_user_{page}", args=[own.pk] if page == "delete" else [])
    sent = {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"}
    answer = world.client("admin").post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert [str(each) for each in get_messages(answer.wsgi_request)] == [gettext(REFERRED_TO)]
    assert User.objects.filter(pk=own.pk).exists()


def asked_for(rf, name, values):
    return rf.get("/", {name: [str(value) for value in range(values)]})


def test_a_list_is_asked_by_its_own_filters_alone_and_by_few_values_each(rf):
    """What a list does not show, such as the birth date of a person, is not guessed by its answers."""
    for each in ADMINS:
        own = [*each.list_filter, *filter(None, [each.date_hierarchy])]
        others = {field.name for field in each.model._meta.fields} - {*own}
        asked = [f"{name}{how}" for name in [*own, *others] for how in (*FILTER_LOOKUPS, "__startswith", "__gt")]
        few, many = (
            {lookup for lookup in asked if each.lookup_allowed(lookup, "1", asked_for(rf, lookup, values))}
            for values in (MOST_VALUES, MOST_VALUES + 1)
        )
        assert (few, many) == ({f"{name}{how}" for name in own for how in FILTER_LOOKUPS}, set())


@pytest.mark.parametrize("method", ["get", "post"])
def test_thousands_of_values_of_a_filter_are_refused(world, method):
    address = reverse("admin:unions_headcount_changelist", query={"year": range(1_200)})
    assert getattr(world.client("admin"), method)(address).status_code == 400

"""A form about one thing: who may open it, when it is too late, with what it begins."""

import inspect

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import include, path

from core.editing import update_fields
from core.form_token import new_token
from core.forms import ScopedForm
from core.views import FormPage, ObjectFormPage, RestrictedFormPage
from core.workflow import MoveNotAllowed
from tests.factories import make_person
from tests.shared_rows import shared
from unions.access import is_officer_at
from unions.people.models import Person

pytestmark = [pytest.mark.urls(__name__), pytest.mark.one_database(on="sqlite")]
TOO_LATE = "Thao tác này không còn thực hiện được. Đồng chí hãy xem lại trang."
SAVED = "Biểu này đã được lưu từ trước, không bị nhập trùng."


class NameForm(ScopedForm):
    full_name = forms.CharField()
    revision = forms.IntegerField()


class Rename(ObjectFormPage):
    """The name of a person, until the person has a phone."""

    model = Person
    form_class = NameForm
    heading = "Rename"
    fields = ("full_name",)

    def may(self, user):
        return is_officer_at(user, self.object.employments.get().grassroots.responsible_union_id)

    def check(self):
        if self.object.phone:
            raise MoveNotAllowed

    def act(self, form):
        person = Person.objects.get(pk=self.object.pk)
        if form.cleaned_data["full_name"] == "?":
            raise ValidationError({"full_name": "?"})
        if person.phone:
            raise MoveNotAllowed
        update_fields(
            person, {"full_name": form.cleaned_data["full_name"]}, expected_revision=form.cleaned_data["revision"]
        )
        return person


urlpatterns = [path("rename/<int:pk>/", Rename.as_view()), path("", include("config.urls"))]


@shared
def person(world):
    return make_person(world.school, "Lê An")


def sent(**change):
    return {"full_name": "Lê Ân", "revision": 1} | change


def said_by(answer):
    form = answer.context["form"]
    return answer.status_code, dict(form.errors), form["full_name"].value()


@pytest.mark.slow
def test_the_unseen_is_not_there_and_an_action_of_others_is_refused(world, person):
    address = f"/rename/{person.pk}/"
    roles = ("stranger_officer", "viewer", "chair", "officer")
    assert {role: world.client(role).get(address).status_code for role in roles} == {
        "stranger_officer": 404,
        "viewer": 403,
        "chair": 403,
        "officer": 200,
    }
    answers = {role: world.client(role).post(address, sent()).status_code for role in roles}
    assert answers == {"stranger_officer": 404, "viewer": 403, "chair": 403, "officer": 302}
    assert world.client("officer").get(f"/rename/{10**30}/").status_code == 404


def test_it_says_what_it_is_about_begins_with_what_is_known_and_leads_back(world, person):
    context = world.client("officer").get(f"/rename/{person.pk}/").context
    form = context["form"]
    assert (form["full_name"].value(), form["revision"].value()) == ("Lê An", 1)
    assert (context["object"], context["help"], context["cancel_url"]) == (person, "Lê An", person.get_absolute_url())


def test_who_opens_it_too_late_is_told_and_led_back(world, person):
    Person.objects.filter(pk=person.pk).update(phone="0900000000")
    answer = world.client("officer").get(f"/rename/{person.pk}/")
    assert (answer.status_code, answer.templates[0].name) == (409, "generic/refused.html")
    assert (answer.context["reasons"], answer.context["back"]) == ([TOO_LATE], person.get_absolute_url())


@pytest.mark.parametrize("change", [{}, {"full_name": "Ân" * 3, "revision": "x"}, {"full_name": "?"}])
def test_what_is_sent_too_late_is_not_lost_and_no_field_is_blamed(world, person, change):
    Person.objects.filter(pk=person.pk).update(phone="0900000000")
    typed = sent(**change)
    answer = world.client("officer").post(f"/rename/{person.pk}/", typed)
    assert said_by(answer) == (409, {"__all__": [TOO_LATE]}, typed["full_name"])
    assert Person.objects.get(pk=person.pk).full_name == "Lê An"


def test_a_second_click_hears_that_all_is_saved_though_it_is_too_late_by_then(world, person):
    client, once = world.client("officer"), new_token()
    assert client.post(f"/rename/{person.pk}/", sent(once=once)).status_code == 302
    Person.objects.filter(pk=person.pk).update(phone="0900000000")
    for change in ({}, {"full_name": ""}):
        answer = client.post(f"/rename/{person.pk}/", sent(once=once, **change))
        assert said_by(answer)[:2] == (409, {"__all__": [SAVED]})


def test_a_mistake_in_time_is_told_at_its_field(world, person):
    for change, name in (({"revision": "x"}, "revision"), ({"full_name": "?"}, "full_name")):
        answer = world.client("officer").post(f"/rename/{person.pk}/", sent(**change))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])


def test_a_base_that_leaves_open_who_may_cannot_be_made():
    assert [inspect.isabstract(base) for base in (FormPage, RestrictedFormPage, ObjectFormPage)] == [True] * 3
    assert ObjectFormPage.__abstractmethods__ == {"act", "may"}

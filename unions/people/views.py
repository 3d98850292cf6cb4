from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.dated import held_now
from core.panels import panels_around
from core.scoping import get_visible_or_404
from core.timeline import years_of
from core.views import CorrectionPage, DetailPage, ObjectFormPage
from core.working_year import working_year
from unions.access import (
    DRAFTING,
    PortalUser,
    may_edit_person,
    may_merge_person,
    may_see_personal_data_of_some,
)
from unions.people.filters import PersonFilter
from unions.people.forms import CorrectEmploymentForm, NewEmploymentForm, NewPersonForm, PersonForm
from unions.people.models import Employment, Person
from unions.people.posts import readable_people
from unions.people.rules import short_birth
from unions.people.selectors import editable_post, merges_of, posts_of, surviving_record
from unions.people.services import change_person, correct_employment, employ, enter_person
from unions.people.tables import PersonTable
from unions.units.rules import may_correct_for_unit
from unions.units.selectors import units_responsible_for
from unions.units.views.actions import LivingUnitFormPage
from unions.units.views.lists import OrganisationList


class PersonPage(DetailPage):
    model = Person
    template_name = "unions/person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            # The page of a merged record redirects to the surviving one.
            survivor = surviving_record(kwargs["pk"])
            if survivor is None:
                raise
            return redirect(get_visible_or_404(Person.objects.all(), self.request.user, pk=survivor.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.object, self.request.user
        posts = posts_of(user, person)
        shows_personal_data = person.pk in readable_people(user, [person])
        return super().get_context_data(
            facts=person_facts(person, shows_personal_data),
            is_private=not shows_personal_data,
            posts=[(post, may_correct_for_unit(user, post)) for post in posts],
            now=held_now(posts),
            may_edit=may_edit_person(user, person),
            merges=merges_of(person),
            keeps=may_merge_person(user, person),
            years=years_of(user, person),
            **panels_around(user, person, working_year(self.request)),
            **kwargs,
        )


def person_facts(person: Person, shows_personal_data: bool) -> list[tuple[str, str | None]]:
    public_facts: list[tuple[str, str | None]] = [(_("Gender"), person.get_gender_display())]
    if not shows_personal_data:
        return public_facts
    return [
        *public_facts,
        (_("Year of birth") if person.birth_year else _("Birth date"), short_birth(person.born)),
        (_("Member number"), person.member_number),
        (_("Phone"), person.phone),
    ]


class NewPerson(LivingUnitFormPage):
    form_class = NewPersonForm
    heading = gettext_lazy("Enter a person")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.unit}

    def act(self, form: NewPersonForm) -> Model:
        person = enter_person(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        messages.success(self.request, _("%(person)s has been entered.") % {"person": person})
        return person


class CorrectPerson(CorrectionPage):
    model = Person
    form_class = PersonForm
    heading = gettext_lazy("Correct what is known of a person")

    @cached_property
    def post_held(self) -> Employment | None:
        return editable_post(self.request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = self.post_held.grassroots if self.post_held else None
        return super().get_form_kwargs() | {"person": self.object, "grassroots": unit}

    def get_initial(self) -> dict[str, Any]:
        post = self.post_held
        initial = super().get_initial() | {"birth_date": self.object.born}
        held = {name: getattr(post, name) for name in PersonForm.POST} if post else {}
        return initial | held | {"post_revision": post.revision if post else None}

    def act(self, form: PersonForm) -> Model:
        return change_person(
            actor=self.request.user,
            person=self.object,
            expected_revision=form.cleaned_data["revision"],
            facts=form.cleaned(PersonForm.FACTS),
            employment=self.post_held,
            expected_post_revision=form.cleaned_data["post_revision"],
            **form.cleaned(PersonForm.POST),
        )


class NewEmployment(ObjectFormPage):
    model = Person
    form_class = NewEmploymentForm
    heading = gettext_lazy("Enter where the person worked")

    def may(self, user: PortalUser) -> bool:
        return may_edit_person(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": units_responsible_for(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        units = self.request.user.access.units_where(DRAFTING)
        return super().get_initial() | ({"grassroots": min(units)} if len(units) == 1 else {})

    def act(self, form: NewEmploymentForm) -> Model:
        values = {**form.cleaned_data}
        since, until = values.pop("valid_from"), values.pop("valid_to")
        employ(actor=self.request.user, person=self.object, since=since, until=until, **values)
        return self.object


class CorrectEmployment(CorrectionPage):
    model = Employment
    form_class = CorrectEmploymentForm
    heading = gettext_lazy("Correct where the person worked")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.object.grassroots}

    def act(self, form: CorrectEmploymentForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_employment(self.object, actor=self.request.user, expected_revision=revision, **values).person


class PersonList(OrganisationList):
    tab = "people"
    model = Person
    table_class = PersonTable
    filterset_class = PersonFilter
    heading = gettext_lazy("People of the units")
    counted = ngettext_lazy("%(shown)s person in the list", "%(shown)s people in the list", "count")
    empty_title = gettext_lazy("The people of your unit")
    empty_text = gettext_lazy(
        "Enter them on the page of the unit; what they register and receive then hangs on them."
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Person.objects.visible_to(self.request.user).only(*PersonTable.READ)

    def get_table_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return {"user": user, "exclude": () if may_see_personal_data_of_some(user) else ("born",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["filter"].form
        unit = form.cleaned_data.get("unit") if form.is_valid() else None
        heading = gettext_lazy("People of %(unit)s") % {"unit": unit} if unit else self.heading
        return context | {"heading": heading}

    def primary_action(self) -> dict[str, Any] | None:
        units = self.request.user.access.grassroots
        if len(units) != 1:
            return None
        return {"label": gettext_lazy("Enter a person"), "url": reverse("unions:person-new", args=[min(units)])}

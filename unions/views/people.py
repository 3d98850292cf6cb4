"""People: the page of each, entered and corrected."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.panels import panels_for
from core.period import working_year
from core.scoping import get_visible_or_404
from core.timeline import years_of
from core.views import DetailPage, ObjectFormPage
from unions.forms import NewPersonForm, PersonForm
from unions.models import Employment, Person
from unions.models.dated import held_now
from unions.rules import may_edit_person, may_see_personal_data
from unions.rules.likeness import keeps_person
from unions.selectors.likeness import likenesses_of
from unions.selectors.merging import merges_of, standing_for
from unions.selectors.people import editable_post, posts_of
from unions.services import change_person, enter_person
from unions.views.pages import day
from unions.views.units import OfUnit


class PersonPage(DetailPage):
    model = Person
    template_name = "unions/person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead from a record that was merged to the one that stands for it."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = standing_for(kwargs["pk"])
            if kept is None:
                raise
            return redirect(get_visible_or_404(Person.objects.all(), request.user, pk=kept.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.object, self.request.user
        posts = posts_of(user, person)
        private = may_see_personal_data(user, person)
        edits = may_edit_person(user, person)
        return super().get_context_data(
            facts=person_facts(person, private),
            is_private=not private,
            posts=posts,
            now=held_now(posts),
            may_edit=edits,
            twins=[(pair, pair.other(person)) for pair in likenesses_of(user, person)] if edits else [],
            merges=merges_of(person),
            keeps=keeps_person(user, person),
            panels=panels_for(user, person, working_year(self.request)),
            years=years_of(user, person),
            **kwargs,
        )


def person_facts(person: Person, private: bool) -> list[tuple[str, Any]]:
    """Personal data only where `private` says that the reader answers for the person."""
    open_facts = [(_("Gender"), person.get_gender_display())]
    if not private:
        return open_facts
    return [
        *open_facts,
        (_("Birth date"), day(person.birth_date)),
        (_("Member number"), person.member_number),
        (_("Phone"), person.phone),
    ]


class NewPerson(OfUnit):
    form_class = NewPersonForm
    heading = gettext_lazy("Enter a person")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.unit}

    def act(self, form: NewPersonForm) -> Model:
        person = enter_person(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        messages.success(self.request, _("%(person)s has been entered.") % {"person": person})
        return person


class ChangePerson(ObjectFormPage):
    model = Person
    form_class = PersonForm
    heading = gettext_lazy("Correct what is known of a person")
    fields = PersonForm.FACTS

    def may(self, user: Any) -> bool:
        return may_edit_person(user, self.object)

    @cached_property
    def post_held(self) -> Employment | None:
        return editable_post(self.request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = self.post_held.grassroots if self.post_held else None
        return super().get_form_kwargs() | {"person": self.object, "grassroots": unit}

    def get_initial(self) -> dict[str, Any]:
        post = self.post_held
        return super().get_initial() | ({name: getattr(post, name) for name in PersonForm.POST} if post else {})

    def act(self, form: PersonForm) -> Model:
        return change_person(
            actor=self.request.user,
            person=self.object,
            seen=form.cleaned_data["revision"],
            facts=form.cleaned(PersonForm.FACTS),
            employment=self.post_held,
            **form.cleaned(PersonForm.POST),
        )

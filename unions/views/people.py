"""People entered and corrected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.scoping import get_visible_or_404
from core.views import FormPage
from unions.forms import NewPersonForm, PersonForm
from unions.models import Person
from unions.rules import may_edit_person
from unions.selectors.people import editable_post
from unions.services import change_person, enter_person
from unions.views.units import OfUnit


class NewPerson(OfUnit):
    form_class = NewPersonForm
    heading = gettext_lazy("Enter a person")

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.unit)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.unit}

    def act(self, form: NewPersonForm) -> Model:
        person = enter_person(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        messages.success(self.request, _("%(person)s has been entered.") % {"person": person})
        return person


class ChangePerson(FormPage):
    form_class = PersonForm
    heading = gettext_lazy("Correct what is known of a person")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = get_visible_or_404(Person.objects.all(), request.user, pk=kwargs["pk"])
        if not may_edit_person(request.user, self.person):
            raise PermissionDenied
        self.post_held = editable_post(request.user, self.person)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = self.post_held.grassroots if self.post_held else None
        return super().get_form_kwargs() | {"person": self.person, "grassroots": unit}

    def get_initial(self) -> dict[str, Any]:
        facts = {name: getattr(self.person, name) for name in (*PersonForm.FACTS, "revision")}
        post = self.post_held
        return facts | ({name: getattr(post, name) for name in PersonForm.POST} if post else {})

    def act(self, form: PersonForm) -> Model:
        return change_person(
            actor=self.request.user,
            person=self.person,
            seen=form.cleaned_data["revision"],
            facts=form.cleaned(PersonForm.FACTS),
            employment=self.post_held,
            **form.cleaned(PersonForm.POST),
        )

    def cancel_url(self) -> str:
        return self.person.get_absolute_url()

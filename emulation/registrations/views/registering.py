"""Registering: one subject, many people at once, and the deeds over many rows with their outcome."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.text import format_number, short_date
from core.views import ObjectFormPage, RestrictedFormPage, refused
from core.working_year import working_year
from emulation.campaigns.models import Campaign
from emulation.registrations import services
from emulation.registrations.choices import RegistrationState
from emulation.registrations.forms import BulkRegistrationForm, RegistrationForm, subject_of
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELD, is_drafter
from emulation.registrations.selectors import campaigns_to_register_in, open_registrations, units_drafted_for
from emulation.registrations.services import BulkOutcome
from unions.access import CHAIRING, PortalUser, RoleKind
from unions.units.models import GrassrootsUnion


@contextmanager
def sentences_at_whom() -> Iterator[None]:
    """The service speaks of person, team or initiative; the page asks for all of them in one field."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        subject = {*SUBJECT_FIELD.values(), "subject_kind"}
        named = {"whom" if name in subject else name: words for name, words in error.message_dict.items()}
        raise ValidationError(named) from error


class RegistrationFormPage(RestrictedFormPage):
    """For whoever writes drafts for a unit; everything is about that unit."""

    nav_key = "registrations"
    submit_label = gettext_lazy("Save the draft")

    def may(self, user: PortalUser) -> bool:
        return bool(self.units)

    @cached_property
    def units(self) -> list[GrassrootsUnion]:
        return list(units_drafted_for(self.request.user))

    @cached_property
    def campaigns(self) -> QuerySet[Campaign]:
        return campaigns_to_register_in(self.request.user, self.units)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units, "campaigns": self.campaigns}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("campaign", "title") if name in self.request.GET}

    @cached_property
    def running(self) -> list[Campaign]:
        return list(self.campaigns)

    @property
    def help(self) -> str | Promise:  # type: ignore[override]
        """The one campaign there is to register in, which the form then does not ask for."""
        if len(self.running) != 1:
            return ""
        campaign = self.running[0]
        if not campaign.registration_closes:
            return str(campaign)
        said = {"campaign": campaign, "day": short_date(campaign.registration_closes)}
        return _("%(campaign)s, registration until %(day)s") % said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open=bool(self.running), **kwargs)

    def cancel_url(self) -> str:
        return reverse("emulation:registrations")


class RegistrationCreate(RegistrationFormPage):
    form_class = RegistrationForm
    template_name = "emulation/registration_form.html"
    heading = gettext_lazy("Register for a title")

    def act(self, form: RegistrationForm) -> str:
        subject, typed = form.subject, form.cleaned_data
        with sentences_at_whom():
            registration = services.draft_registration(
                actor=self.request.user,
                campaign=typed["campaign"],
                grassroots=subject.grassroots,
                title=typed["title"],
                note=typed["note"],
                **subject.facts,
            )
        said = {"registration": registration}
        messages.success(self.request, _("Draft saved: %(registration)s. You can register the next one.") % said)
        if "another" in self.request.POST:
            here = reverse("emulation:registration-create")
            return f"{here}?campaign={typed['campaign'].pk}&title={typed['title'].pk}"
        return registration.get_absolute_url()


class RegistrationEdit(ObjectFormPage, RegistrationFormPage):
    model = Registration
    form_class = RegistrationForm
    heading = gettext_lazy("Change the registration")
    submit_label = gettext_lazy("Save")
    fields = ("campaign", "title", "note")
    help = RegistrationFormPage.help

    def rows(self) -> Any:
        return Registration.objects.select_related("grassroots__enterprise", "campaign", "title")

    def may(self, user: PortalUser) -> bool:
        return is_drafter(user, self.object)

    @cached_property
    def units(self) -> list[GrassrootsUnion]:
        return [self.object.grassroots]

    @cached_property
    def campaigns(self) -> QuerySet[Campaign]:
        return Campaign.objects.filter(pk=self.object.campaign_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"registration": self.object}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"whom": subject_of(self.object).key}

    def act(self, form: RegistrationForm) -> Model:
        typed = form.cleaned_data
        with sentences_at_whom():
            return services.edit_registration(
                actor=self.request.user,
                registration=self.object,
                expected_revision=typed["revision"],
                title=typed["title"],
                note=typed["note"],
                **form.subject.facts,
            )


class RegisterMany(RegistrationFormPage):
    form_class = BulkRegistrationForm
    template_name = "emulation/registration_many.html"
    heading = gettext_lazy("Register many people for one title")
    submit_label = gettext_lazy("Save the drafts")

    def act(self, form: BulkRegistrationForm) -> HttpResponse:
        campaign, title = form.cleaned_data["campaign"], form.cleaned_data["title"]
        outcome = BulkOutcome()
        for unit, people in form.chosen().items():
            outcome += services.draft_many(
                actor=self.request.user, campaign=campaign, grassroots=unit, title=title, people=people
            )
        return outcome_page(self.request, outcome, drafts_url())


def drafts_url() -> str:
    return f"{reverse('emulation:registrations')}?state={RegistrationState.DRAFT}"


@require_POST
def submit_all(request: SignedInRequest) -> HttpResponse:
    """Hand in all drafts of the working year, of the units the person chairs."""
    if not request.user.access.holds_any(CHAIRING):
        raise PermissionDenied
    mine: Any = open_registrations(request.user, working_year(request)).filter(state=RegistrationState.DRAFT)
    outcome = services.submit_all_drafts(actor=request.user, registrations=mine.for_table().order_by("pk"))
    return outcome_page(request, outcome, reverse("emulation:registrations"))


@require_POST
def accept_chosen(request: SignedInRequest) -> HttpResponse:
    """Accept the rows ticked in the list; a row outside one's sight makes the whole deed a 404."""
    if not request.user.access.holds_any({RoleKind.OFFICER}):
        raise PermissionDenied
    back = f"{reverse('emulation:registrations')}?state={RegistrationState.SUBMITTED}"
    chosen = set(request.POST.getlist("chosen"))
    if not chosen:
        return refused(request, ValidationError(_("Tick at least one registration in the list.")), back)
    return outcome_page(
        request, services.accept_many(actor=request.user, registrations=rows_of(request, chosen)), back
    )


def rows_of(request: SignedInRequest, chosen: set[str]) -> list[Registration]:
    keys = {int(key) for key in chosen if key.isdecimal() and len(key) < 19}
    rows = list(Registration.objects.visible_to(request.user).for_table().filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(chosen):
        raise Http404
    return rows


def outcome_page(request: HttpRequest, outcome: BulkOutcome, back: str) -> HttpResponse:
    """Lead on where all went well; else show each refused row with its reason: 422 if nothing went through."""
    count = len(outcome.done)
    said = ngettext("%(count)s registration done.", "%(count)s registrations done.", count) % {
        "count": format_number(count)
    }
    if not outcome.refused:
        messages.success(request, said)
        return redirect(back)
    context = {"outcome": outcome, "said": said, "back": back}
    return render(request, "emulation/registration_outcome.html", context, status=200 if count else 422)

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.bulk import BulkOutcome
from core.links import list_url
from core.text import format_number, short_date
from core.views import CorrectionPage, RestrictedFormPage
from core.views.bulk import outcome_page
from core.views.confirming import Question, ask_first
from core.working_year import working_year
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.deadlines import Deadlines, deadlines_by_campaign
from emulation.initiatives.selectors import units_to_draft_for
from emulation.registrations import services
from emulation.registrations.choices import RegistrationState
from emulation.registrations.forms import BulkRegistrationForm, RegistrationForm, subject_of
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS, has_say, is_late, late_words
from emulation.registrations.selectors import campaigns_to_register_in, open_registrations, registrations_to_send
from emulation.registrations.wording import DRAFTING, SUBMITTING
from unions.access import CHAIRING, PortalUser
from unions.units.models import GrassrootsUnion


@contextmanager
def subject_errors_at_whom() -> Iterator[None]:
    """The page has one field "whom" for all subject fields."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        subject_fields = {*SUBJECT_FIELDS.values(), "subject_kind"}
        errors = {"whom" if name in subject_fields else name: texts for name, texts in error.message_dict.items()}
        raise ValidationError(errors) from error


class RegistrationFormPage(RestrictedFormPage):
    list_name = "emulation:registrations"
    nav_key = "registrations"
    submit_label = gettext_lazy("Save the draft")

    def may(self, user: PortalUser) -> bool:
        return bool(self.units)

    @cached_property
    def units(self) -> list[GrassrootsUnion]:
        return list(units_to_draft_for(self.request.user))

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
        # With one campaign the form does not ask for it; then the page names it.
        if len(self.running) != 1:
            return ""
        campaign = self.running[0]
        closes = self.last_day(campaign)
        if not closes or is_late(closes, timezone.localdate()):
            return str(campaign)
        return _("%(campaign)s, registration until %(day)s") % {"campaign": campaign, "day": short_date(closes)}

    @cached_property
    def deadlines(self) -> dict[int, Deadlines]:
        return deadlines_by_campaign(self.running)

    def last_day(self, campaign: Campaign) -> date | None:
        """Of several units, the last of all."""
        days = [self.deadlines[campaign.pk].of(unit) for unit in self.units]
        return max(filter(None, days)) if all(days) else None

    def late_words(self) -> list[str]:
        """Say of which campaigns a draft is saved only for the officer to take in."""
        today = timezone.localdate()
        closed = {
            campaign: day for campaign in self.running if (day := self.last_day(campaign)) and is_late(day, today)
        }
        return [f"{campaign}: {late_words(day)}" for campaign, day in closed.items()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open=bool(self.running), late_words=self.late_words(), **kwargs)


class RegistrationCreate(RegistrationFormPage):
    form_class = RegistrationForm
    template_name = "emulation/registration_form.html"
    heading = gettext_lazy("Register for a title")

    def act(self, form: RegistrationForm) -> str:
        subject, values = form.subject, form.cleaned_data
        with subject_errors_at_whom():
            registration = services.draft_registration(
                actor=self.request.user,
                campaign=values["campaign"],
                grassroots=subject.grassroots,
                title=values["title"],
                note=values["note"],
                **subject.facts,
            )
        text = _("Draft saved: %(registration)s. You can register the next one.")
        messages.success(self.request, text % {"registration": registration})
        if "another" in self.request.POST:
            form_url = reverse("emulation:registration-create")
            return f"{form_url}?campaign={values['campaign'].pk}&title={values['title'].pk}"
        return registration.get_absolute_url()


class RegistrationEdit(CorrectionPage, RegistrationFormPage):
    model = Registration
    form_class = RegistrationForm
    heading = gettext_lazy("Change the registration")
    submit_label = gettext_lazy("Save")
    fields = ("campaign",)
    help = RegistrationFormPage.help

    def rows(self) -> QuerySet[Registration]:
        return Registration.objects.select_related("grassroots__enterprise", "campaign", "title")

    def may(self, user: PortalUser) -> bool:
        return has_say(user, self.object)

    def check(self) -> None:
        services.check_editable(self.request.user, self.object)
        super().check()

    @cached_property
    def units(self) -> list[GrassrootsUnion]:
        return [self.object.grassroots]

    @cached_property
    def campaigns(self) -> QuerySet[Campaign]:
        return Campaign.objects.filter(pk=self.object.campaign_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"registration": self.object}

    def get_initial(self) -> dict[str, Any]:
        received = self.object.submitted_at and timezone.localdate(self.object.submitted_at)
        return super().get_initial() | {"whom": subject_of(self.object).key, "received_on": received}

    def act(self, form: RegistrationForm) -> Model:
        values = {name: value for name, value in form.cleaned_data.items() if name not in {"campaign", "whom"}}
        with subject_errors_at_whom():
            return services.edit_registration(
                actor=self.request.user,
                registration=self.object,
                expected_revision=values.pop("revision"),
                **values,
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
        for unit, people in form.people_by_unit().items():
            outcome += services.draft_many(
                actor=self.request.user, campaign=campaign, grassroots=unit, title=title, people=people
            )
        return outcome_page(self.request, outcome, DRAFTING, list_in_state(self.request, RegistrationState.DRAFT))


def list_in_state(request: HttpRequest, state: RegistrationState) -> str:
    return list_url("emulation:registrations", state=state, year=working_year(request))


def submit_all_question(count: int) -> Question:
    words = ngettext(
        "Submit the draft? The emulation officer then checks it.",
        "Submit all %(count)s drafts? The emulation officer then checks them.",
        count,
    )
    return Question(words % {"count": format_number(count)}, _("Submit all drafts"))


@require_POST
def submit_all(request: SignedInRequest) -> HttpResponse:
    if not request.user.access.holds_any(CHAIRING):
        raise PermissionDenied
    year = working_year(request)
    in_time = registrations_to_send(request.user, year).filter(state=RegistrationState.DRAFT)
    back = list_url("emulation:registrations", year=year)
    count = in_time.count()
    if count and (page := ask_first(request, submit_all_question(count), back)):
        return page
    # Where none is in time, each row says why.
    drafts: Any = in_time if count else open_registrations(request.user, year).filter(state=RegistrationState.DRAFT)
    outcome = services.submit_all_drafts(actor=request.user, registrations=drafts.for_table().order_by("pk"))
    return outcome_page(request, outcome, SUBMITTING, back)

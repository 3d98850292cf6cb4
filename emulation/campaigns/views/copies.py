from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.forms import RowsField, ScopedForm
from core.links import list_url
from core.text import format_number
from core.views import ObjectFormPage, RestrictedFormPage
from core.workflow import MoveNotAllowed
from core.working_year import working_year
from emulation.campaigns.copying import copy_of, years_to_move
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import is_planner
from emulation.campaigns.selectors.copies import campaigns_to_copy
from emulation.campaigns.services.copies import check_copyable, copy_campaign
from unions.access import PortalUser, RoleKind


class CampaignCopy(ObjectFormPage):
    """Says what the copy moves and leaves out before it is made."""

    nav_key = "campaigns"
    model = Campaign
    form_class = ScopedForm
    template_name = "emulation/campaign_copy.html"
    heading = gettext_lazy("Copy the plan for a new year")
    submit_label = gettext_lazy("Make the draft")

    def may(self, user: PortalUser) -> bool:
        return is_planner(user, self.object)

    def check(self) -> None:
        check_copyable(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(copy=copy_of(self.object, years_to_move(self.object)), **kwargs)

    def act(self, form: ScopedForm) -> Model:
        copy = copy_campaign(self.object, actor=self.request.user, years=years_to_move(self.object))
        messages.success(self.request, _("The draft is made. Check it, then send it for approval."))
        return copy


class CopyForm(ScopedForm):
    campaigns = RowsField(Campaign.objects.all(), label=_("Plans"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaigns"].queryset = campaigns_to_copy(self.user, year)


class CampaignsCopy(RestrictedFormPage):
    nav_key = "campaigns"
    list_name = "emulation:campaigns"
    form_class = CopyForm
    heading = gettext_lazy("Copy plans of the year before")
    help = gettext_lazy(
        "Each becomes a draft with its contents, titles, targets and audience. All days move by a year; number and "
        "date of the plan stay empty."
    )
    submit_label = gettext_lazy("Make the drafts")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any({RoleKind.OFFICER}))

    def check(self) -> None:
        year = working_year(self.request) - 1
        if not campaigns_to_copy(self.request.user, year).exists():
            raise MoveNotAllowed(_("No campaign of %(year)s was launched.") % {"year": year})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": working_year(self.request) - 1}

    def act(self, form: CopyForm) -> str:
        chosen: QuerySet[Campaign] = form.cleaned_data["campaigns"]
        copies = [copy_campaign(campaign, actor=self.request.user) for campaign in chosen]
        words = ngettext("%(count)s draft is made.", "%(count)s drafts are made.", len(copies))
        messages.success(self.request, words % {"count": format_number(len(copies))})
        return list_url(self.list_name, year=copies[0].year)

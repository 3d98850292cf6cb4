from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.links import list_url
from core.panels import panels_for
from core.text import format_number, format_share
from core.views import CorrectionPage, DetailPage, ListPage, MoveView, RestrictedFormPage
from core.working_year import working_year
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.copying import COPYABLE
from emulation.campaigns.filters import CampaignFilter, sees_one_union
from emulation.campaigns.forms.plans import CampaignForm
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import is_planner, is_runner, sees_all_units
from emulation.campaigns.selectors.changes import changes_seen, withdrawable
from emulation.campaigns.selectors.progress import RolloutProgress, rollout_progress
from emulation.campaigns.selectors.sending import sending_job
from emulation.campaigns.selectors.waiting import own_rollouts
from emulation.campaigns.services import campaigns as services
from emulation.campaigns.services import reviews
from emulation.campaigns.tables import CampaignTable, ProgressTable, rollouts_url
from emulation.campaigns.views.facts import key_facts, parts_of_plan, plan_facts
from emulation.campaigns.views.papers import paper_acts
from emulation.campaigns.views.rows import RowsFormPage
from emulation.campaigns.workflow import CAMPAIGN
from unions.access import PortalUser, RoleKind


class CampaignList(ListPage):
    nav_key = "campaigns"
    model = Campaign
    template_name = "emulation/campaign_list.html"
    table_class = CampaignTable
    filterset_class = CampaignFilter
    year_field = "year"
    heading = gettext_lazy("Campaigns")
    empty_title = gettext_lazy("No campaign in %(year)s yet")
    empty_text = gettext_lazy(
        "The emulation officer writes the plan, the federation's chair approves it, and every unit receives it."
    )

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": ["union"]} if sees_one_union(self.request.user) else {}

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any({RoleKind.OFFICER}):
            return None
        return {"label": _("Write a plan"), "url": reverse("emulation:campaign-create")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = list_url("emulation:campaigns-copy", year=working_year(self.request)) if self.primary_action() else ""
        return super().get_context_data(copy_url=url, **kwargs)


class CampaignPage(DetailPage):
    nav_key = "campaigns"
    model = Campaign
    template_name = "emulation/campaign.html"
    workflow = CAMPAIGN
    move_url_name = "emulation:campaign-move"

    def get_queryset(self) -> QuerySet[Campaign]:
        return super().get_queryset().select_related("union", "letter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        campaign = self.object
        own = list(own_rollouts(campaign, user))
        sees_units = sees_all_units(user, campaign)
        changes = list(changes_seen(campaign, user))
        may_change = campaign.state == CampaignState.LAUNCHED and is_planner(user, campaign)
        return super().get_context_data(
            facts=key_facts(campaign, own[0].grassroots if len(own) == 1 else None),
            plan_facts=plan_facts(campaign),
            parts=parts_of_plan(campaign, {rollout.grassroots.sector_id for rollout in own}),
            copy_url=self.copy_url(),
            audience=self.audience() if sees_units and not campaign.launched_on else None,
            own_rollouts=own,
            changes=changes,
            withdrawable=withdrawable(changes) if may_change else set(),
            reviews=campaign.reviews.select_related("made_by").order_by("held_on", "pk"),
            may_review=campaign.state == CampaignState.LAUNCHED and is_runner(user, campaign),
            may_change=may_change,
            may_attach=may_change or (campaign.state == CampaignState.DRAFT and is_planner(user, campaign)),
            paper_acts=paper_acts(user, campaign),
            panels=panels_for(user, campaign, campaign.year),
            **(self.progress() if sees_units and campaign.launched_on else {}),
            **kwargs,
        )

    def copy_url(self) -> str:
        may_copy = self.object.state in COPYABLE and is_planner(self.request.user, self.object)
        return reverse("emulation:campaign-copy", args=[self.object.pk]) if may_copy else ""

    def audience(self) -> dict[str, Any]:
        url = list_url("emulation:campaign-audience", campaign=self.object.pk, year=self.object.year)
        return {"units": self.object.audience(timezone.localdate()).count(), "url": url}

    def progress(self) -> dict[str, Any]:
        total, sectors = rollout_progress(self.object)
        may_send = self.object.state == "launched" and is_runner(self.request.user, self.object)
        lacking = total.units - total.received if may_send else 0
        sending = sending_job(self.object) if lacking else None
        return {
            "sending": sending,
            "figures": progress_figures(self.object, total),
            "sectors": ProgressTable(sectors, campaign=self.object),
            "newcomers": 0 if sending else lacking,
        }


def progress_figures(campaign: Campaign, total: RolloutProgress) -> list[dict[str, Any]]:
    def share(count: int) -> str:
        values = {"units": format_number(total.units), "share": format_share(count, total.units)}
        return _("of %(units)s units, %(share)s") % values

    return [
        {
            "label": _("Answered"),
            "value": total.answered,
            "url": rollouts_url(campaign, answered="yes"),
            "remark": share(total.answered),
        },
        {
            "label": _("Launched locally"),
            "value": total.launched,
            "url": rollouts_url(campaign, launched="yes"),
            "remark": share(total.launched),
        },
        {
            "label": _("Not answered"),
            "value": total.unanswered,
            "url": rollouts_url(campaign, answered="no"),
            "remark": _("please remind them") if total.unanswered else _("nobody is missing"),
        },
    ]


class PlanForm(RowsFormPage):
    nav_key = "campaigns"
    form_class = CampaignForm
    template_name = "emulation/campaign_form.html"
    submit_label = gettext_lazy("Save the draft")


class CampaignCreate(PlanForm, RestrictedFormPage):
    list_name = "emulation:campaigns"
    heading = gettext_lazy("Write the plan of a campaign")
    help = gettext_lazy(
        "You save a draft and send it for approval. The federation's chair approves it before it is launched."
    )

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any({RoleKind.OFFICER}))

    def act(self, form: CampaignForm) -> Model:
        union = form.cleaned_data.get("union") or form.only_union
        campaign = services.create_campaign(actor=self.request.user, union=union, **form.facts())
        messages.success(self.request, _("The draft is saved. Send it for approval when it is complete."))
        return campaign


class CampaignEdit(PlanForm, CorrectionPage):
    model = Campaign
    heading = gettext_lazy("Change the plan")

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return str(PlanForm.submit_label) if self.object.state == CampaignState.DRAFT else _("Save")

    @property
    def help(self) -> str:  # type: ignore[override]
        return WHAT_STAYS[self.object.state]() if self.object.state in WHAT_STAYS else str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: CampaignForm) -> Model:
        values = form.cleaned_data
        return services.edit_campaign(
            actor=self.request.user,
            campaign=self.object,
            expected_revision=values["revision"],
            reason=values.get("reason", ""),
            **form.facts(),
        )


WHAT_STAYS = {
    CampaignState.LAUNCHED.value: lambda: _(
        "The plan is with the units: its period, its titles and its audience stay. What else changes is announced to "
        "each unit."
    ),
    CampaignState.CLOSED.value: lambda: _("The campaign is closed: its words and days can still be corrected."),
    CampaignState.SUMMED_UP.value: lambda: _("The campaign is summed up: its words and days can still be corrected."),
}


class CampaignMove(MoveView):
    model = Campaign
    workflow = CAMPAIGN
    moves = {
        "submit": services.submit_campaign,
        "recall": services.recall_campaign,
        "return": services.return_campaign,
        "approve": services.approve_campaign,
        "launch": services.launch_campaign,
        "reopen": services.reopen_campaign,
        "send": services.send_to_newcomers,
        "close": services.close_campaign,
        "open_again": services.open_campaign_again,
        "take_back_summing_up": reviews.take_back_summing_up,
        "cancel": services.cancel_campaign,
    }
    ticks = {"launch": "hold"}
    days = {"launch": "launched_on", "close": "closed_on"}

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.body_limits import BodyLimit
from core.forms import DateField
from core.text import plain_number, quoted
from core.views import CorrectionPage, DetailPage, ListPage, ObjectFormPage
from core.views.facts import Fact, day
from core.workflow import check_not_struck, is_struck
from emulation.campaigns.views.rows import RowsFormPage
from emulation.entry_pages import UnitEntryPage
from emulation.unit_campaigns import services
from emulation.unit_campaigns.filters import UnitCampaignFilter
from emulation.unit_campaigns.forms import (
    CorrectUnitCampaignForm,
    OwnLaunchForm,
    OwnResultForm,
    UnitCampaignForm,
)
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_campaigns.rules import may_finish_unit_campaign
from emulation.unit_campaigns.tables import UnitCampaignTable, step_badge
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion
from unions.units.selectors import units_to_enter_for


class UnitCampaignList(ListPage):
    model = UnitCampaign
    table_class = UnitCampaignTable
    filterset_class = UnitCampaignFilter
    template_name = "emulation/unit_campaign_list.html"
    nav_key = "campaigns"
    year_field = "year"
    heading = gettext_lazy("Campaigns of the units")
    counted = ngettext_lazy("%(shown)s campaign of a unit", "%(shown)s campaigns of units", "count")
    empty_title = gettext_lazy("No unit has entered a campaign of its own in %(year)s yet")
    empty_text = gettext_lazy(
        "Here stand the movements and drives that a unit launches by itself, often to carry on one of the federation."
    )

    def primary_action(self) -> dict[str, Any] | None:
        if not units_to_enter_for(self.request.user).exists():
            return None
        return {"label": UnitCampaignCreate.heading, "url": reverse("emulation:unit-campaign-create")}


class UnitCampaignPage(DetailPage):
    model = UnitCampaign
    template_name = "emulation/unit_campaign.html"
    nav_key = "campaigns"

    def get_queryset(self) -> QuerySet[UnitCampaign]:
        return super().get_queryset().select_related("grassroots", "parent", "union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        may_finish = may_finish_unit_campaign(self.request.user, row) and not is_struck(row)
        return super().get_context_data(
            facts=facts_of(row),
            step_badge=step_badge(row),
            targets=row.targets.all(),
            may_launch=may_finish and not row.launched_on,
            may_report=may_finish and row.launched_on and not row.reported_on,
            **kwargs,
        )


def facts_of(row: UnitCampaign) -> list[Fact]:
    return [
        (_("Grassroots union"), row.grassroots),
        (_("Carries on"), row.parent),
        (_("Theme"), quoted(row.theme) if row.theme else ""),
        (_("Period"), f"{day(row.period_start)} – {day(row.period_end)}"),
        (_("Launched on"), day(row.launched_on)),
    ]


def year_of_period(request: HttpRequest, known: int) -> int:
    """The campaigns to choose are those of the year in which the typed period ends."""
    try:
        ends = DateField(required=False).clean(request.POST.get("period_end", ""))
    except ValidationError:
        return known
    return ends.year if ends else known


class UnitCampaignCreate(UnitEntryPage, RowsFormPage):
    body_limit = BodyLimit.TEXT
    nav_key = "campaigns"
    list_name = "emulation:unit-campaigns"
    form_class = UnitCampaignForm
    template_name = "emulation/unit_campaign_form.html"
    heading = gettext_lazy("Enter a campaign of the unit")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_enter_for(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"parent": plain_number(self.request.GET.get("parent", ""))}

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = {"grassroots": self.grassroots, "union": self.union}
        return super().get_form_kwargs() | unit | {"year": year_of_period(self.request, self.year)}

    def act(self, form: UnitCampaignForm) -> Model:
        return services.enter_unit_campaign(actor=self.request.user, grassroots=self.grassroots, **form.facts())


class UnitCampaignEdit(RowsFormPage, CorrectionPage):
    body_limit = BodyLimit.TEXT
    model = UnitCampaign
    form_class = CorrectUnitCampaignForm
    template_name = "emulation/unit_campaign_form.html"
    nav_key = "campaigns"

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.object
        context = {"grassroots": row.grassroots, "union": row.union, "row": row}
        return super().get_form_kwargs() | context | {"year": year_of_period(self.request, row.year)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grassroots=self.object.grassroots, **kwargs)

    def act(self, form: CorrectUnitCampaignForm) -> Model:
        return services.correct_unit_campaign(
            self.object,
            actor=self.request.user,
            expected_revision=form.cleaned_data["revision"],
            **form.facts(),
        )


class UnitCampaignFinishPage(ObjectFormPage):
    model = UnitCampaign
    nav_key = "campaigns"

    def may(self, user: PortalUser) -> bool:
        return may_finish_unit_campaign(user, self.object)


class UnitCampaignLaunch(UnitCampaignFinishPage):
    form_class = OwnLaunchForm
    heading = gettext_lazy("Note the launch")
    fields = ("launched_on",)

    def check(self) -> None:
        check_not_struck(self.object)
        services.check_not_launched(self.object)

    def act(self, form: OwnLaunchForm) -> Model:
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return services.launch_unit_campaign(
            self.object, actor=self.request.user, expected_revision=revision, **values
        )


class UnitCampaignReport(UnitCampaignFinishPage):
    body_limit = BodyLimit.TEXT
    form_class = OwnResultForm
    heading = gettext_lazy("Write the result")
    fields = ("result", "reported_on")

    def check(self) -> None:
        check_not_struck(self.object)
        services.check_launched(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"row": self.object}

    def act(self, form: OwnResultForm) -> Model:
        values = form.cleaned_data
        return services.report_unit_campaign(
            self.object,
            actor=self.request.user,
            result=values["result"],
            reported_on=values["reported_on"],
            reached=form.reached,
            expected_revision=values["revision"],
        )

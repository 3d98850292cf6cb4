from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.body_limits import BodyLimit
from core.text import short_date
from core.views import ObjectFormPage
from core.workflow import MoveNotAllowed
from emulation.campaigns.choices import ChangeKind
from emulation.campaigns.forms.changes import AdditionForm, ChangeForm, ExtensionForm, WithdrawForm
from emulation.campaigns.models import Campaign, CampaignChange
from emulation.campaigns.rules import is_planner, running_objection
from emulation.campaigns.services import changes
from unions.access import PortalUser


class ChangePage(ObjectFormPage):
    nav_key = "campaigns"
    model = Campaign
    submit_label = _("Announce to the units")

    def may(self, user: PortalUser) -> bool:
        return is_planner(user, self.object)

    def check(self) -> None:
        if objection := running_objection(self.object.state):
            raise MoveNotAllowed(objection)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.object}


class CampaignExtend(ChangePage):
    form_class = ExtensionForm
    heading = _("Give more time to register")

    def act(self, form: ChangeForm) -> Model:
        changes.extend_registration(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


class ExtensionWithdraw(ChangePage):
    form_class = WithdrawForm
    heading = _("Withdraw the longer time to register")

    @cached_property
    def extension(self) -> CampaignChange:
        extensions = self.object.plan_changes.filter(kind=ChangeKind.EXTENSION).select_related("sector", "grassroots")
        extension: CampaignChange = get_object_or_404(extensions, number=self.kwargs["number"])
        return extension

    @property
    def help(self) -> str:  # type: ignore[override]
        change = self.extension
        words = gettext("Change %(number)s: until %(day)s, for %(units)s. What is submitted already stays so.")
        day = short_date(change.registration_closes) if change.registration_closes else ""
        return words % {"number": change.number, "day": day, "units": change.for_whom}

    def check(self) -> None:
        super().check()
        changes.check_withdrawable(self.extension)

    def act(self, form: WithdrawForm) -> Model:
        changes.withdraw_extension(self.extension, actor=self.request.user, **form.cleaned_data)
        return self.object


class CampaignAdd(ChangePage):
    body_limit = BodyLimit.TEXT
    form_class = AdditionForm
    heading = _("Add to the plan")

    def act(self, form: ChangeForm) -> Model:
        changes.add_to_plan(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object

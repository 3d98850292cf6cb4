from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.body_limits import BodyLimit
from core.views import ObjectFormPage
from core.workflow import MoveNotAllowed
from emulation.campaigns.forms.changes import AdditionForm, ChangeForm, ExtensionForm
from emulation.campaigns.models import Campaign
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


class CampaignAdd(ChangePage):
    body_limit = BodyLimit.TEXT
    form_class = AdditionForm
    heading = _("Add to the plan")

    def act(self, form: ChangeForm) -> Model:
        changes.add_to_plan(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import CorrectionPage
from unions.units.forms import (
    CorrectAffiliationForm,
    CorrectEnterpriseForm,
    CorrectHeadcountForm,
    CorrectNameForm,
    CorrectTeamForm,
    CorrectUnitForm,
)
from unions.units.models import Affiliation, Enterprise, GrassrootsName, GrassrootsUnion, Headcount, Team
from unions.units.services.correcting import (
    correct_affiliation,
    correct_enterprise,
    correct_headcount,
    correct_name,
    correct_team,
    correct_unit,
)


class CorrectHeadcount(CorrectionPage):
    model = Headcount
    form_class = CorrectHeadcountForm
    heading = gettext_lazy("Correct workers and members of a year")

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("%(row)s. Reports that are issued keep the figures they were issued with.") % {"row": self.object}

    def act(self, form: CorrectHeadcountForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        headcount = correct_headcount(self.object, actor=self.request.user, expected_revision=revision, **values)
        messages.success(self.request, _("The numbers of %(year)s have been saved.") % {"year": headcount.year})
        return headcount.grassroots


class CorrectTeam(CorrectionPage):
    model = Team
    form_class = CorrectTeamForm
    heading = gettext_lazy("Rename the team")

    def act(self, form: CorrectTeamForm) -> Model:
        values = form.cleaned_data
        team = correct_team(
            self.object, actor=self.request.user, expected_revision=values["revision"], name=values["name"]
        )
        return team.grassroots


class CorrectEnterprise(CorrectionPage):
    model = Enterprise
    form_class = CorrectEnterpriseForm

    def act(self, form: CorrectEnterpriseForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_enterprise(self.object, actor=self.request.user, expected_revision=revision, **values)


class CorrectUnit(CorrectionPage):
    model = GrassrootsUnion
    form_class = CorrectUnitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        link = self.object.responsible_affiliation
        return super().get_form_kwargs() | {"union": link and link.union, "unit": self.object}

    def act(self, form: CorrectUnitForm) -> Model:
        values = {**form.cleaned_data}
        return correct_unit(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)


class CorrectName(CorrectionPage):
    model = GrassrootsName
    form_class = CorrectNameForm
    heading = gettext_lazy("Correct the name of the unit")
    help = gettext_lazy(
        "For a name that was typed wrongly. Where a unit bears a new name from a day on, prepare a reorganisation."
    )

    def act(self, form: CorrectNameForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_name(self.object, actor=self.request.user, expected_revision=revision, **values).grassroots


class CorrectAffiliation(CorrectionPage):
    model = Affiliation
    form_class = CorrectAffiliationForm
    heading = gettext_lazy("Correct since when the unit belongs to the union")

    @property
    def help(self) -> str:  # type: ignore[override]
        message = _("%(unit)s under %(union)s. A unit comes under another union by a reorganisation.")
        return message % {"unit": self.object.grassroots, "union": self.object.union}

    def act(self, form: CorrectAffiliationForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        link = correct_affiliation(self.object, actor=self.request.user, expected_revision=revision, **values)
        return link.grassroots

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import CorrectionPage
from unions.tree.forms import CorrectLinkForm, CorrectProfileForm, CorrectUnionForm
from unions.tree.models import Union, UnionLink, UnionProfile
from unions.tree.services.correcting import correct_link, correct_profile, correct_union
from unions.tree.views.actions import ProfileFormPage, ProfilePage


class CorrectUnion(CorrectionPage):
    model = Union
    form_class = CorrectUnionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.object}

    def act(self, form: CorrectUnionForm) -> Model:
        values = {**form.cleaned_data}
        return correct_union(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)


class CorrectLink(CorrectionPage):
    model = UnionLink
    form_class = CorrectLinkForm
    heading = gettext_lazy("Correct under which union it stands")

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.object.union)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.object.union}

    def act(self, form: CorrectLinkForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_link(self.object, actor=self.request.user, expected_revision=revision, **values).union


class CorrectProfile(CorrectionPage, ProfileFormPage, ProfilePage):
    form_class = CorrectProfileForm
    heading = gettext_lazy("Correct how it is written on paper")

    @property
    def before(self) -> UnionProfile:
        return self.object

    def act(self, form: CorrectProfileForm) -> Model:
        values = {"valid_from": form.cleaned_data["valid_from"], **form.words()}
        revision = form.cleaned_data["revision"]
        correct_profile(actor=self.request.user, profile=self.object, expected_revision=revision, **values)
        messages.success(self.request, _("The words are corrected; papers that are signed keep what they say."))
        return self.union

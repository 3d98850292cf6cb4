from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.body_limits import BodyLimit
from core.views import CorrectionPage
from emulation.entry_pages import UnitEntryPage, typed_year
from emulation.initiatives import rules
from emulation.initiatives.forms import NOTED, CorrectInitiativeForm, InitiativeForm
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import units_to_draft_for
from emulation.initiatives.services import entering
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion


def entered_values(form: InitiativeForm) -> dict[str, Any]:
    names = ("name", "kind", "campaign", "field", "summary", "document", "authors", "lead")
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


class InitiativeCreate(UnitEntryPage):
    body_limit = BodyLimit.FILE
    list_name = "emulation:initiatives"
    form_class = InitiativeForm
    template_name = "emulation/initiative_form.html"
    heading = _("Enter an initiative")
    submit_label = _("Save as a draft")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_draft_for(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        kind = rules.usual_kind(self.grassroots.sector.kind)
        asked = {"kind": "kind", "campaign": "campaign", "author": "person_1"}
        known = {field: self.request.GET[name] for name, field in asked.items() if name in self.request.GET}
        return {"share_1": 100, "kind": kind, **known}

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = {"grassroots": self.grassroots, "union": self.union}
        return super().get_form_kwargs() | unit | {"year": self.year}

    def act(self, form: InitiativeForm) -> Model:
        return entering.draft_initiative(
            actor=self.request.user,
            grassroots=self.grassroots,
            year=self.year,
            **entered_values(form),
        )


class InitiativeEdit(CorrectionPage):
    body_limit = BodyLimit.FILE

    model = Initiative
    template_name = "emulation/initiative_form.html"
    nav_key = "initiatives"

    @property
    def is_correction(self) -> bool:
        return rules.is_counted(self.object)

    @property
    def heading(self) -> str | Promise:  # type: ignore[override]
        return CorrectionPage.heading if self.is_correction else _("Change the initiative")

    def get_form_class(self) -> type[InitiativeForm]:
        return CorrectInitiativeForm if self.is_correction or self.object.is_history else InitiativeForm

    def may(self, user: PortalUser) -> bool:
        return super().may(user) or rules.is_drafter(user, self.object)

    def check(self) -> None:
        super().check()
        if not rules.may_correct_initiative(self.request.user, self.object):
            entering.check_open(self.object)

    def get_initial(self) -> dict[str, Any]:
        authors: dict[str, Any] = {}
        for row, author in enumerate(self.object.authors.all(), start=1):
            authors |= {f"person_{row}": author.person_id, f"share_{row}": author.share_percent}
        return super().get_initial() | authors

    def get_form_kwargs(self) -> dict[str, Any]:
        initiative = self.object
        types_year = self.is_correction or initiative.is_history
        year = typed_year(self.request, initiative.year) if types_year else initiative.year
        context = {"grassroots": initiative.grassroots, "union": initiative.union, "initiative": initiative}
        return super().get_form_kwargs() | context | {"year": year}

    def act(self, form: InitiativeForm) -> Model:
        values = entered_values(form)
        if isinstance(form, CorrectInitiativeForm):
            values |= {name: form.cleaned_data[name] for name in ("year", "reason", *NOTED) if name in form.fields}
        revision = form.cleaned_data["revision"]
        return entering.correct_initiative(self.object, actor=self.request.user, expected_revision=revision, **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grassroots=self.object.grassroots, **kwargs)

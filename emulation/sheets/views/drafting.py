from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from core.forms import ScopedForm
from core.text import plain_number
from core.views import ObjectFormPage
from core.views.bulk import outcome_page
from emulation.campaigns.models import Campaign
from emulation.entry_pages import UnitEntryPage
from emulation.initiatives.selectors import units_to_draft_for
from emulation.law.models import Title
from emulation.registrations.selectors import campaigns_to_register_in
from emulation.registrations.wording import DRAFTING
from emulation.sheets.forms import AimForm, CollectivesForm, HoldersForm, NewSheetForm, PeopleForm, TitleForm
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_draft
from emulation.sheets.selectors.last_year import holders_last_year, rows_to_copy
from emulation.sheets.selectors.titles import ANY_SUBJECT, titles_for
from emulation.sheets.services.drafting import DraftRow, draft_rows
from emulation.sheets.services.sheets import check_running, edit_sheet, open_sheet
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion


class SheetCreate(UnitEntryPage):
    nav_key = "registrations"
    list_name = "emulation:sheets"
    form_class = NewSheetForm
    template_name = "emulation/work_form.html"
    heading = gettext_lazy("Draw up the registration sheet")
    submit_label = gettext_lazy("Continue")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_draft_for(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A sheet that is there already is opened at once."""
        own = RegistrationSheet.objects.filter(grassroots=self.grassroots, campaign__in=self.campaigns())
        asked = request.GET.get("campaign", "")
        campaign = plain_number(asked)
        own = own.filter(campaign=campaign) if campaign is not None else own
        if self.campaigns().count() == len(own) == 1 or (asked and len(own) == 1):
            return HttpResponseRedirect(own[0].get_absolute_url())
        return super().get(request, *args, **kwargs)

    def campaigns(self) -> QuerySet[Campaign]:
        return campaigns_to_register_in(self.request.user, [self.grassroots]).filter(year=self.year)

    def get_initial(self) -> dict[str, Any]:
        return {"campaign": self.request.GET.get("campaign")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaigns": self.campaigns()}

    def act(self, form: NewSheetForm) -> Model:
        campaign, grade = form.cleaned_data["campaign"], form.cleaned_data["grade_aimed"]
        return open_sheet(actor=self.request.user, campaign=campaign, grassroots=self.grassroots, grade_aimed=grade)


class SheetFormPage(ObjectFormPage):
    nav_key = "registrations"
    model = RegistrationSheet
    object: RegistrationSheet

    def rows(self) -> QuerySet[Any]:
        return RegistrationSheet.objects.select_related("grassroots__sector", "grassroots__enterprise", "campaign")

    def may(self, user: PortalUser) -> bool:
        return may_draft(user, self.object)

    def check(self) -> None:
        check_running(self.object)


class SheetEdit(SheetFormPage):
    form_class = AimForm
    heading = gettext_lazy("Grade the unit aims at")
    fields = ("grade_aimed",)

    def act(self, form: AimForm) -> Model:
        revision, grade = form.cleaned_data["revision"], form.cleaned_data["grade_aimed"]
        return edit_sheet(self.object, actor=self.request.user, expected_revision=revision, grade_aimed=grade)


class RowsPage(SheetFormPage):
    """Drafts the rows that its form names."""

    submit_label = gettext_lazy("Add to the sheet")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.object}

    def drafts(self, form: Any) -> list[DraftRow]:
        rows: list[DraftRow] = form.rows()
        return rows

    def act(self, form: Any) -> HttpResponse:
        outcome = draft_rows(actor=self.request.user, sheet=self.object, rows=self.drafts(form))
        return outcome_page(self.request, outcome, DRAFTING, self.object.get_absolute_url())


class SheetPeople(RowsPage):
    form_class = PeopleForm
    heading = gettext_lazy("Choose people")


class SheetCollectives(RowsPage):
    form_class = CollectivesForm
    heading = gettext_lazy("Teams and the unit itself")


class SheetHolders(RowsPage):
    form_class = HoldersForm
    heading = gettext_lazy("Take over who held a title last year")

    def drafts(self, form: TitleForm) -> list[DraftRow]:
        held, title = form.cleaned_data["held"], form.cleaned_data["title"]
        return [DraftRow(title, person=person) for person in holders_last_year(self.object, held)]


class SheetCopy(RowsPage):
    form_class = ScopedForm
    template_name = "emulation/sheet_copy.html"
    heading = gettext_lazy("Copy the registrations of last year")

    def get_form_kwargs(self) -> dict[str, Any]:
        values = super().get_form_kwargs()
        del values["sheet"]
        return values

    def found(self) -> list[DraftRow]:
        titles: QuerySet[Title] = titles_for(self.object, ANY_SUBJECT)
        return [
            DraftRow(row.title, row.person, row.team, row.enterprise, note=row.note)
            for row in rows_to_copy(self.object, titles)
        ]

    def drafts(self, form: ScopedForm) -> list[DraftRow]:
        return self.found()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(found=self.found(), last_year=self.object.year - 1, **kwargs)

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.links import list_url
from core.panels import panels_for
from core.text import format_number, short_date
from core.views import DetailPage, ListPage
from core.views.facts import Fact, linked
from emulation.campaigns.rules import running_objection
from emulation.campaigns.selectors.deadlines import deadline_of
from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.rules import is_late, late_words
from emulation.sheets.filters import SheetFilter
from emulation.sheets.forms import LawDayForm
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_check, may_draft, may_file, may_lock, may_submit, may_submit_late
from emulation.sheets.selectors.meters import meters_of
from emulation.sheets.selectors.remarks import with_remarks
from emulation.sheets.selectors.rows import SheetRows, sheet_rows
from emulation.sheets.selectors.titles import ANY_SUBJECT, terms_for, titles_for
from emulation.sheets.tables import SheetTable
from emulation.sheets.wording import submit_question
from unions.access import DRAFTING, sees_one_unit
from unions.units.selectors import headcount_in


class SheetList(ListPage):
    nav_key = "registrations"
    model = RegistrationSheet
    template_name = "emulation/sheets.html"
    table_class = SheetTable
    filterset_class = SheetFilter
    year_field = "year"
    heading = gettext_lazy("Registration sheets")
    counted = ngettext_lazy("%(shown)s registration sheet", "%(shown)s registration sheets", "count")
    empty_title = gettext_lazy("No unit has begun its registration sheet of %(year)s")
    empty_text = gettext_lazy("A sheet holds all that a unit registers in a campaign, on one page.")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": ["grassroots"] if sees_one_unit(self.request.user) else []}

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any(DRAFTING):
            return None
        return {"label": _("Draw up the registration sheet"), "url": reverse("emulation:sheet-create")}


class SheetPage(DetailPage):
    nav_key = "registrations"
    model = RegistrationSheet
    template_name = "emulation/sheet.html"

    def get_queryset(self) -> QuerySet[Any]:
        related = ("grassroots__sector", "grassroots__enterprise", "campaign__union", "union", "assigned_to")
        return super().get_queryset().select_related(*related)

    @cached_property
    def rows(self) -> SheetRows:
        return sheet_rows(self.object)

    @cached_property
    def may_change(self) -> bool:
        return may_draft(self.request.user, self.object) and not running_objection(self.object.campaign.state)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = self.object
        closes = deadline_of(sheet.campaign, sheet.grassroots)
        headcount = headcount_in(sheet.grassroots_id, sheet.year)
        return super().get_context_data(
            rows=self.rows,
            returned=[row for row in self.rows.registrations if row.state == RegistrationState.RETURNED],
            sections=with_remarks(self.rows, self.request.user, self.law_day),
            law_form=self.law_form,
            law_day=self.law_day,
            meters=meters_of(sheet, self.rows, headcount, self.law_day or sheet.campaign.period_end),
            terms=terms_for(sheet, titles_for(sheet, ANY_SUBJECT)),
            facts=self.key_facts(closes),
            headcount=headcount,
            may_change=self.may_change,
            late=late_words(closes) if closes and self.may_change and is_late(closes, timezone.localdate()) else "",
            ask_submit=self.ask_submit(),
            may_check=may_check(self.request.user, sheet) and self.rows.states[RegistrationState.SUBMITTED],
            may_lock=self.may_lock(RegistrationState.ACCEPTED),
            may_unlock=self.may_lock(RegistrationState.LOCKED),
            is_late_here=self.is_late(closes),
            versions=sheet.versions.select_related("submitted_by"),
            may_file=may_file(self.request.user, sheet),
            panels=panels_for(self.request.user, sheet, sheet.year),
            entry_query=f"?grassroots={sheet.grassroots_id}&campaign={sheet.campaign_id}&year={sheet.year}",
            **kwargs,
        )

    @cached_property
    def law_form(self) -> LawDayForm:
        return LawDayForm(self.request.GET if "law_day" in self.request.GET else None)

    @property
    def law_day(self) -> date | None:
        """The day whose law the reader asks about."""
        return self.law_form.cleaned_data["law_day"] if self.law_form.is_valid() else None

    @property
    def unsent(self) -> int:
        return sum(self.rows.states[state] for state in OPEN_REGISTRATION)

    def ask_submit(self) -> str:
        """The question before the sheet is submitted; "" where there is nothing to submit or no right to."""
        is_open = self.unsent and not running_objection(self.object.campaign.state)
        return (
            str(submit_question(self.unsent).words) if is_open and may_submit(self.request.user, self.object) else ""
        )

    def may_lock(self, state: str) -> bool:
        return bool(self.rows.states[state]) and may_lock(self.request.user, self.object)

    def is_late(self, closes: date | None) -> bool:
        """Whether the reader takes the sheet in late."""
        is_over = is_late(closes, timezone.localdate())
        return bool(self.unsent) and is_over and may_submit_late(self.request.user, self.object)

    def key_facts(self, closes: date | None) -> list[Fact]:
        sheet = self.object
        return [
            (_("Campaign"), linked(sheet.campaign)),
            (_("Registration until"), short_date(closes) if closes else ""),
            (_("Rows"), self.states_in_words()),
            (_("Checked by"), sheet.assigned_to),
        ]

    def states_in_words(self) -> str:
        states = self.rows.states
        counts = [(state.label, states[state]) for state in RegistrationState if states[state]]
        return ", ".join(f"{label}: {format_number(count)}" for label, count in counts)

    def back_url(self) -> str:
        return list_url("emulation:sheets", year=self.object.year)

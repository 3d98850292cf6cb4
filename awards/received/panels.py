"""Sections on the pages of campaigns, registration sheets, awards and initiatives."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.nominations.selectors import OFFICE
from awards.received.decision_copies import Decided, copy_of, decision_named_by
from awards.received.rules import may_file_copy
from awards.received.selectors import registrations_decided_elsewhere
from core.panels import Panel, PanelRow
from core.text import format_number
from emulation.campaigns.models import Campaign
from emulation.initiatives.models import Initiative
from emulation.sheets.models import RegistrationSheet
from unions.access import DRAFTING, PortalUser


def results_panel(user: PortalUser, campaign: Campaign, year: int) -> Panel | None:
    """The way to the results of all registrations of a campaign at once."""
    if not user.access.holds_any(DRAFTING | OFFICE):
        return None
    count = registrations_decided_elsewhere(user, campaign).count()
    if not count:
        return None
    words = ngettext(
        "%(count)s accepted registration of a title that others decide",
        "%(count)s accepted registrations of titles that others decide",
        count,
    )
    row = PanelRow(_("Results of others"), words % {"count": format_number(count)})
    url = reverse("awards:registration-results", args=[campaign.pk])
    return Panel(_("Results"), [row], url, gettext_lazy("Record the results of registrations"), position=40)


def decision_panel(user: PortalUser, row: Decided, year: int) -> Panel | None:
    """The copy of the decision that an award, or an initiative recognised outside the portal, names."""
    decision = decision_named_by(row)
    if decision is None or (isinstance(row, Initiative) and not row.is_history):
        return None
    copy, may_file = copy_of(decision, user), may_file_copy(user, decision)
    if not (copy or may_file):
        return None
    rows = [PanelRow(str(copy), _("Open"), reverse("awards:decision-copy", args=[copy.pk]))] if copy else []
    name = "awards:initiative-decision-copy" if isinstance(row, Initiative) else "awards:award-decision-copy"
    return Panel(
        _("Copy of the decision"),
        rows,
        reverse(name, args=[row.pk]) if may_file else "",
        _("Attach another copy") if copy else _("Attach the copy of the decision"),
        empty=_("No copy is attached yet; one serves all entries of the decision."),
    )


def results_of_sheet(user: PortalUser, sheet: RegistrationSheet, year: int) -> Panel | None:
    rows = registrations_decided_elsewhere(user, sheet.campaign).filter(grassroots=sheet.grassroots_id)
    if not (count := rows.count()):
        return None
    url = f"{reverse('awards:registration-results', args=[sheet.campaign_id])}?grassroots={sheet.grassroots_id}"
    words = PanelRow(_("Titles that others decide"), format_number(count))
    return Panel(_("Results"), [words], url, gettext_lazy("Record the results of this sheet"), position=90)

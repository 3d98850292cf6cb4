from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState
from core.tables import CHOICE, NUMBER, DayColumn, ListTable, ShortColumn, choice_box
from core.workflow import is_struck
from emulation.confirmation_words import unconfirmed
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.contests.rules import may_award_prize, may_correct_entry, may_see_holder
from unions.access import PortalUser


def holder_label(result: ExternalResult, user: PortalUser) -> str:
    if result.person:
        return str(result.person.full_name)
    if not may_see_holder(user, result):
        return str(_("A pupil (name not shown)"))
    return result.holder_name or str(result.union)


class ContestTable(ListTable):
    name = tables.Column(verbose_name=_("Contest"))
    kind = ShortColumn(verbose_name=_("Kind"))
    held_on = DayColumn(verbose_name=_("Held on"))
    entries_in_all = tables.Column(verbose_name=_("Entries"), attrs=NUMBER)
    prizes_in_all = tables.Column(verbose_name=_("Prizes"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Contest
        fields = ["name", "kind", "held_on", "entries_in_all", "prizes_in_all"]


class EntryTable(ListTable):
    """An officer's row opens the prize, a chair's own the correction."""

    entrant = tables.Column(
        verbose_name=_("Contestant"), empty_values=(), order_by=("person__sort_key", "grassroots__sort_key")
    )
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)
    rank = ShortColumn(verbose_name=_("Prize"))

    class Meta(ListTable.Meta):
        model = ContestEntry
        fields = ["entrant", "grassroots", "rank"]

    def __init__(self, *args: Any, user: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def render_entrant(self, record: ContestEntry) -> str:
        return str(record.person or record.grassroots)

    def detail_entrant(self, record: ContestEntry) -> str:
        return " · ".join(
            [str(record.grassroots if record.person else _("The unit as a whole")), *unconfirmed(record)]
        )

    def row_url(self, record: ContestEntry) -> str:
        if is_struck(record.contest):
            return ""
        if may_award_prize(self.user, record):
            return reverse("emulation:contest-entry-prize", args=[record.pk])
        return (
            reverse("emulation:contest-entry-edit", args=[record.pk]) if may_correct_entry(self.user, record) else ""
        )


class ExternalResultTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    holder = tables.Column(verbose_name=_("Whose result"), empty_values=(), orderable=False)
    contest_name = tables.Column(verbose_name=_("Contest"))
    level = ShortColumn(verbose_name=_("Level"))
    rank = ShortColumn(verbose_name=_("Prize"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)

    class Meta(ListTable.Meta):
        model = ExternalResult
        fields = ["chosen", "holder", "contest_name", "level", "rank", "grassroots"]

    def __init__(self, *args: Any, user: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def render_chosen(self, record: ExternalResult) -> str:
        is_waiting = record.state == ConfirmationState.SUBMITTED
        return choice_box(record.pk, f"{self.render_holder(record)} – {record}") if is_waiting else ""

    def render_level(self, record: ExternalResult) -> str:
        return record.level_name

    def detail_holder(self, record: ExternalResult) -> str:
        return " · ".join([str(record.grassroots or ""), *unconfirmed(record)])

    def render_holder(self, record: ExternalResult) -> str:
        return holder_label(record, self.user)

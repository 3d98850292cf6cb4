from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.received.models import ReceivedAward
from awards.received.selectors import Narrowing, campaigns_to_answer
from core.choices import ConfirmationState
from core.links import list_url
from core.tables import CHOICE, NONE, NUMBER, DayColumn, ListTable, ShortColumn, choice_box
from core.text import format_number, format_share
from emulation.confirmation_words import unconfirmed
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import title_name

NAMES = {"grassroots": _("Grassroots union"), "title": _("Title"), "sector": _("Sector")}


class ReceivedAwardTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    recipient = tables.Column(verbose_name=_("Received by"), empty_values=(), orderable=False)
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    decided_by = tables.Column(verbose_name=_("Decided by"), visible=False)
    decision_symbol = ShortColumn(verbose_name=_("Decision"))
    decided_on = DayColumn(verbose_name=_("Date"))

    READ = (
        *("union__name", "year", "to_federation", "decision_symbol", "decided_on", "decided_by"),
        *("person__full_name", "enterprise__name", "grassroots__name", "title__code", "title__name"),
        *("team__name", "initiative__name", "state", "revoked_on"),
    )

    class Meta(ListTable.Meta):
        model = ReceivedAward
        fields = ["chosen", "recipient", "title", "decided_by", "decision_symbol", "decided_on"]

    def render_recipient(self, record: ReceivedAward) -> str:
        return str(record.recipient)

    def detail_recipient(self, record: ReceivedAward) -> str:
        unit = [] if record.grassroots in (None, record.recipient) else [str(record.grassroots)]
        revoked = [str(_("Revoked"))] if record.revoked_on else []
        return " · ".join([*unit, *unconfirmed(record), *revoked])

    def render_chosen(self, record: ReceivedAward) -> str:
        return choice_box(record.pk, record) if record.state == ConfirmationState.SUBMITTED else ""

    def render_title(self, record: ReceivedAward) -> str:
        return record.short_title_name

    def value_title(self, record: ReceivedAward) -> str:
        return record.title_name

    def detail_title(self, record: ReceivedAward) -> str:
        return record.decided_by


class AchievedTable(ListTable):
    """Each number leads to its registrations."""

    name = tables.Column(empty_values=(), orderable=False)
    registered = tables.Column(verbose_name=_("Registered"), attrs=NUMBER)
    achieved = tables.Column(verbose_name=_("Achieved"), attrs=NUMBER)
    another = tables.Column(verbose_name=_("Another title"), attrs=NUMBER)
    without = tables.Column(verbose_name=_("Without a result"), attrs=NUMBER)
    share = tables.Column(verbose_name=_("Share"), attrs=NUMBER, empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        fields = ["name", "registered", "achieved", "another", "without", "share"]

    def __init__(
        self, *args: Any, by: str, narrowing: Narrowing, union_id: int | None, heading: str, **kwargs: Any
    ) -> None:
        self.by, self.narrowing, self.union_id = by, narrowing, union_id
        super().__init__(*args, **kwargs)
        self.columns["name"].column.verbose_name = NAMES[by]

    def row_url(self, record: Model) -> str:
        return self.address(record)

    def address(self, record: Model, **filters: str) -> str:
        asked = {"title": self.narrowing.title, "sector": self.narrowing.sector, self.by: record.pk}
        known = {name: value for name, value in asked.items() if value is not None}
        return list_url("emulation:registrations", year=self.narrowing.year, **known, **filters)

    def value_name(self, record: Any) -> str:
        if isinstance(record, Title) and self.union_id:
            return title_name(record, self.union_id, naming_day(self.narrowing.year, timezone.localdate()))
        return str(record)

    render_name = value_name

    def render_achieved(self, record: Any) -> str:
        return self.linked(record, record.achieved, "achieved")

    def render_another(self, record: Any) -> str:
        return self.linked(record, record.another, "another")

    def render_without(self, record: Any) -> str:
        return self.linked(record, record.without, "without")

    def linked(self, record: Model, count: int, result: str) -> str:
        return format_html('<a href="{}">{}</a>', self.address(record, result=result), format_number(count))

    def render_share(self, record: Any) -> str:
        return format_share(record.achieved, record.registered)

    def value_share(self, record: Any) -> float:
        """In percent."""
        return float(round(100 * record.achieved / record.registered, 1))

    def value_achieved(self, record: Any) -> int:
        return int(record.achieved)

    def value_another(self, record: Any) -> int:
        return int(record.another)

    def value_without(self, record: Any) -> int:
        return int(record.without)


class AchievedUnitTable(AchievedTable):
    """The last column leads to the page where the results of the unit are recorded."""

    results = tables.Column(verbose_name=_("Results"), empty_values=(), orderable=False, exclude_from_export=True)

    class Meta(AchievedTable.Meta):
        fields = [*AchievedTable.Meta.fields, "results"]

    def prepare(self, records: Sequence[Any]) -> None:
        self.campaigns = campaigns_to_answer(self.narrowing.user, self.narrowing.year, records)

    def render_results(self, record: Any) -> str:
        campaigns = self.campaigns.get(record.pk, {})
        labels = campaigns if len(campaigns) > 1 else dict.fromkeys(campaigns, gettext("Enter the results"))
        addresses = {key: reverse("awards:registration-results", args=[key]) for key in campaigns}
        links = [(f"{addresses[key]}?grassroots={record.pk}", label) for key, label in labels.items()]
        return format_html_join("", '<div><a href="{}">{}</a></div>', links) or NONE

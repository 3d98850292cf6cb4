from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from awards.decisions.models import Award
from core.documents.description import Align, Annex, Table, TableColumn
from core.text import format_number, short_date
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.standing import reasons_gone
from emulation.law.choices import TitleFamily
from emulation.law.models import Title
from reports.editions.documents.wording import DEMO_SIGN
from reports.indicators.rules import change_in_percent
from reports.indicators.scope import Scope
from reports.indicators.selectors import queries
from reports.indicators.selectors.figures import Figure, figures_of
from reports.indicators.selectors.indicators import Value
from unions.units.choices import SectorKind

SUMMARIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("03", ("works_registered", "works_completed", "works_plaqued", "works_value")),
    (
        "04",
        (
            "initiatives_registered",
            "initiatives_applied",
            "initiatives_recognised",
            "initiatives_commended",
            "initiatives_benefit",
            "topics_registered",
        ),
    ),
    (
        "05",
        (
            "contest_prizes_collective",
            "contest_prizes_individual",
            "teachers_prized_district",
            "pupils_prized_national",
            "pupils_prized_city",
            "pupils_prized_district",
            "federation_contest_prizes",
        ),
    ),
    (
        "07",
        (
            "unions_classified_excellent",
            "unions_classified_good",
            "unions_classified_completed",
            "unions_classified_not_completed",
        ),
    ),
)


PORTRAIT = {"01"}


def headings() -> dict[str, str]:
    return {
        "01": _("ROLL-OUT AND LOCAL LAUNCH BY GRASSROOTS UNION"),
        "02": _("TITLES REGISTERED AND AWARDED"),
        "03": _("WORKS AND PRODUCTS, PLAQUES"),
        "04": _("INITIATIVES AND RESEARCH TOPICS"),
        "05": _("CONTESTS"),
        "06": _("COMMENDATION BY FORM"),
        "07": _("GRADING OF THE GRASSROOTS UNIONS BY SECTOR"),
        "08": _("LIST OF THE COLLECTIVES AND INDIVIDUALS COMMENDED"),
    }


def annexes(scope: Scope, note: str, figures: Mapping[str, Figure]) -> list[Annex]:
    """`figures` of `scope` include sums by sector."""
    of_titles = {
        "02": _title_names("registrations", "awarded", families={TitleFamily.TITLE, TitleFamily.MOVEMENT}),
        "06": [
            *_title_names("registrations", "awarded", families={TitleFamily.FORM}),
            "received_from_above",
            "rewards_paid",
        ],
    }
    summaries = {**dict(SUMMARIES), **of_titles}
    before = figures_of(scope.previous_year, set(chain.from_iterable(summaries.values())))
    tables = {number: summary(names, figures, before) for number, names in summaries.items()}
    tables |= {"01": launches(scope), "08": recipients(scope)}
    heading = headings()
    return [
        Annex(
            heading[number],
            (tables[number],),
            label=_("TABLE %(number)s") % {"number": number},
            note=note,
            is_wide=number not in PORTRAIT,
        )
        for number in sorted(tables)
    ]


def _title_names(*prefixes: str, families: Iterable[str]) -> list[str]:
    codes = Title.objects.filter(family__in=families).order_by("position", "code").values_list("code", flat=True)
    return [f"{prefix}_{code}" for code in codes for prefix in prefixes]


def summary(names: Iterable[str], now: Mapping[str, Figure], before: Mapping[str, Figure]) -> Table:
    """Figures by sector and their change against the previous year; titles with zero in both years are left out."""
    printed = [
        name for name in names if now[name].value or before[name].value or not name.startswith(("reg", "awarded"))
    ]
    rows = (_summary_row(number, now[name], before[name]) for number, name in enumerate(printed, 1))
    return _table(_summary_columns(), rows)


def _summary_columns() -> list[TableColumn]:
    return [
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Content"), 57),
        TableColumn(_("Unit of count"), 22, Align.CENTRE),
        TableColumn(_("Production sector"), 29, Align.RIGHT),
        TableColumn(_("Education sector"), 29, Align.RIGHT),
        TableColumn(_("Administrative sector"), 29, Align.RIGHT),
        TableColumn(_("Total"), 29, Align.RIGHT),
        TableColumn(_("Against last year (%)"), 22, Align.RIGHT),
        TableColumn(_("Note"), 18, Align.CENTRE),
    ]


def _table(columns: list[TableColumn], rows: Iterable[Sequence[str]]) -> Table:
    return Table(tuple(columns), tuple(tuple(row) for row in rows))


def _summary_row(number: int, now: Figure, before: Figure) -> list[str]:
    change = change_in_percent(now.value, before.value) if now.value is not None and before.value else None
    return [
        str(number),
        now.label,
        str(now.indicator.unit),
        *(_cell(now.by_sector.get(kind)) for kind in (SectorKind.PRODUCTION, SectorKind.EDUCATION)),
        _cell(now.by_sector.get(SectorKind.ADMINISTRATIVE)),
        now.display,
        f"{'+' if change > 0 else ''}{format_number(change.normalize())}" if change is not None else "",
        DEMO_SIGN if now.is_demo else "",
    ]


def _cell(value: Value | None) -> str:
    return "" if value is None else format_number(value)


def launches(scope: Scope) -> Table:
    rows: dict[int, dict[str, Any]] = {}
    rollouts = Rollout.objects.filter(campaign__union=scope.union, campaign__year=scope.year)
    gone = reasons_gone(rollouts, scope.as_of)
    for rollout in rollouts.select_related("grassroots__sector").order_by("grassroots__sort_key", "pk"):
        row = rows.setdefault(
            rollout.grassroots_id,
            {"unit": rollout.grassroots, "plans": 0, "launched": [], "people": [], "gone": gone.get(rollout.pk, "")},
        )
        row["plans"] += rollout.acknowledged_on is not None
        if rollout.launch_accepted_at and not (scope.cut_off and rollout.launched_on > scope.cut_off):
            row["launched"] += [rollout.launched_on]
            row["people"] += [rollout.participants or 0]
    columns = [
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Grassroots union"), 46),
        TableColumn(_("Sector"), 30),
        TableColumn(_("Plans received"), 16, Align.RIGHT),
        TableColumn(_("First launch on"), 24, Align.CENTRE),
        TableColumn(_("People"), 16, Align.RIGHT),
        TableColumn(_("Turns"), 16, Align.RIGHT),
    ]
    return _table(columns, (_launch_row(number, row) for number, row in enumerate(rows.values(), 1)))


def _launch_row(number: int, row: Mapping[str, Any]) -> list[str]:
    launched = short_date(min(row["launched"])) if row["launched"] else "–"
    return [
        str(number),
        " – ".join(filter(None, [row["unit"].name, row["gone"]])),
        row["unit"].sector.name,
        str(row["plans"]),
        launched,
        format_number(max(row["people"])) if row["launched"] else "–",
        format_number(sum(row["people"])) if row["launched"] else "–",
    ]


def recipients(scope: Scope) -> Table:
    awards = queries.awards(scope).select_related("decision", "title")
    ordered = awards.order_by("decision__dated_on", "decision_id", "golden_book_number")
    columns = [
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Recipient"), 54),
        TableColumn(_("Post and unit"), 62),
        TableColumn(_("Form"), 49),
        TableColumn(_("Decision"), 34, Align.CENTRE),
        TableColumn(_("Reward (đồng)"), 36, Align.RIGHT),
    ]
    return _table(columns, (_award_row(number, award) for number, award in enumerate(ordered.iterator(), 1)))


def _award_row(number: int, award: Award) -> list[str]:
    return [
        str(number),
        f"{award.honorific} {award.recipient_name}".strip(),
        award.recipient_line,
        award.title_name,
        f"{award.decision.symbol}\n{short_date(award.decision.dated_on)}" if award.decision.dated_on else "",
        format_number(award.amount) if award.amount else "",
    ]

"""Missing figures, unwritten sections and silent units of a report."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import list_url
from core.text import format_number
from emulation.campaigns.choices import RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from reports.editions.choices import SECTION_LABELS
from reports.editions.models import ReportEdition
from reports.indicators.scope import Rows, Scope
from reports.indicators.selectors import queries
from reports.indicators.selectors.figures import Figure, figures_of
from reports.indicators.selectors.groups import GROUPS
from reports.indicators.selectors.sources import FigureSource

Counted = Callable[[int], str]  # count → sentence
NOT_REGISTERED = (RegistrationState.DRAFT, RegistrationState.WITHDRAWN)


class Acknowledgement(NamedTuple):
    name: str
    at: datetime


@dataclass(frozen=True)
class Gap:
    key: str
    sentence: str
    items: frozenset[str]  # what is lacking: names of figures, a section, or the keys of units
    links: tuple[tuple[str, str], ...] = ()  # (label, address)
    units: Rows | None = None  # the silent ones

    @property
    def choice(self) -> str:
        """The digest of the items makes sure that what was shown is ticked."""
        return f"{self.key}:{sha256(' '.join(sorted(self.items)).encode()).hexdigest()[:12]}"

    def seen_by(self, acknowledgements: dict[str, Any]) -> Acknowledgement | None:
        """An acknowledgement covers only what was lacking then."""
        stored = acknowledgements.get(self.key)
        if stored is None or not self.items <= set(stored["items"]):
            return None
        return Acknowledgement(stored["name"], datetime.fromisoformat(stored["at"]))


def gaps_of(edition: ReportEdition, figures: Mapping[str, Figure] | None = None) -> list[Gap]:
    """`figures` are those of the edition if counted already."""
    scope = edition.scope
    printed = [name for _heading, names in GROUPS for name in names]
    counted = figures_of(scope, printed) if figures is None else {name: figures[name] for name in printed}
    return [*_missing_figures(scope, counted), *_empty_sections(edition), *_silent_units(scope)]


def open_gaps(edition: ReportEdition, figures: Mapping[str, Figure] | None = None) -> list[Gap]:
    return [gap for gap in gaps_of(edition, figures) if gap.seen_by(edition.acknowledgements) is None]


def _missing_figures(scope: Scope, figures: Mapping[str, Figure]) -> Iterator[Gap]:
    """One gap a source without records."""
    missing: dict[FigureSource, list[Figure]] = {}
    for figure in figures.values():
        if figure.is_missing and figure.indicator.source:
            missing.setdefault(figure.indicator.source, []).append(figure)
    for source, lacking in missing.items():
        yield Gap(
            f"figures-{source.code}",
            _("No figures yet: %(reason)s.") % {"reason": source.absent},
            frozenset(figure.name for figure in lacking),
            tuple(_figure_link(scope, figure) for figure in lacking),
        )


def _figure_link(scope: Scope, figure: Figure) -> tuple[str, str]:
    return figure.label, list_url("reports:figure", scope.union.pk, figure.name, year=scope.year)


def _empty_sections(edition: ReportEdition) -> Iterator[Gap]:
    address = reverse("reports:edition-write", args=[edition.pk])
    for name, label in SECTION_LABELS.items():
        if not edition.sections.get(name):
            sentence = _("The section “%(section)s” is not written.") % {"section": label}
            yield Gap(f"section-{name}", sentence, frozenset({name}), ((str(label), address),))


def _silent_units(scope: Scope) -> Iterator[Gap]:
    units = queries.grassroots_unions(scope)
    for campaign in queries.campaigns(scope).order_by("plan_date", "pk"):
        unanswered = Rollout.objects.filter(campaign=campaign, state=RolloutState.SENT)
        yield from _units_gap(
            f"plan-{campaign.pk}", _no_answer(campaign), units.filter(pk__in=unanswered.values("grassroots"))
        )
    entered = queries.headcounts(scope)
    if entered.exists():
        yield from _units_gap("headcounts", _no_headcount(), units.exclude(pk__in=entered.values("grassroots")))
    asked = units.filter(pk__in=Rollout.objects.filter(campaign__in=queries.campaigns(scope)).values("grassroots"))
    registered = Registration.objects.filter(union=scope.union, year=scope.year).exclude(state__in=NOT_REGISTERED)
    yield from _units_gap("registrations", _no_registration(), asked.exclude(pk__in=registered.values("grassroots")))


def _no_answer(campaign: Campaign) -> Counted:
    return lambda count: (
        ngettext(
            "%(shown)s unit has not acknowledged the plan of “%(campaign)s”.",
            "%(shown)s units have not acknowledged the plan of “%(campaign)s”.",
            count,
        )
        % {"shown": format_number(count), "campaign": campaign.name}
    )


def _no_headcount() -> Counted:
    return lambda count: (
        ngettext(
            "%(shown)s unit has no headcount of the year.", "%(shown)s units have no headcount of the year.", count
        )
        % {"shown": format_number(count)}
    )


def _no_registration() -> Counted:
    return lambda count: (
        ngettext("%(shown)s unit registered nothing.", "%(shown)s units registered nothing.", count)
        % {"shown": format_number(count)}
    )


def _units_gap(key: str, sentence: Counted, units: Rows) -> Iterable[Gap]:
    keys = frozenset(str(key) for key in units.values_list("pk", flat=True))
    if keys:
        yield Gap(key, sentence(len(keys)), keys, units=units)

"""The year-end report as plain values: what the printed paper says (domain handbook 5.10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from awards.received.models import ReceivedAward
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.contests.choices import ResultKind
from emulation.contests.models import ExternalResult
from emulation.law.models import Title
from emulation.law.selectors import printed_name_on
from reports.editions.documents import wording
from reports.editions.documents.annexes import annexes
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import Figure, figures
from unions.tree.models import UnionProfile
from unions.units.choices import SectorKind

Payload = dict[str, Any]
SECTIONS = ("strengths", "weaknesses", "causes", "lessons", "tasks", "proposals")
HELD = (CampaignState.LAUNCHED, CampaignState.CLOSED, CampaignState.SUMMED_UP)


def report_payload(
    scope: Scope,
    *,
    sections: Mapping[str, str] | None = None,
    symbol: str = "",
    dated_on: date | None = None,
    signatory: str = "",
) -> Payload:
    """Count all figures now and say them as the paper does; the words of the union are those of `dated_on`."""
    profile = scope.union.profile_on(dated_on or scope.as_of)
    with override("vi"):
        counted = figures(scope, split=True)
        return {
            "title": str(_("Year-end report %(year)s") % {"year": scope.year}),
            "type_name": _("REPORT"),
            "subject": _subject(scope.year),
            "letterhead": {
                "upper_line": profile.upper_line,
                "issuer_line": profile.issuer_line,
                "number_symbol": symbol or f"/BC-{profile.symbol}",
                "place": profile.place,
                "date": dated_on,
            },
            "opening": wording.opening(scope, counted, profile.name),
            "parts": _parts(scope, counted, sections or {}),
            "signature": _signature(profile, signatory),
            "recipients": _recipients(),
            "annexes": annexes(scope),
            "kept_with": _kept_with(profile, symbol),
            "demo_note": _demo_note() if any(each.is_demo for each in counted.values()) else "",
        }


def _subject(year: int) -> str:
    return _(
        "Summing up the patriotic emulation movement and commendation among workers in %(year)s;\n"
        "directions and tasks for %(next)s"
    ) % {"year": year, "next": year + 1}


def _parts(scope: Scope, counted: Mapping[str, Figure], typed: Mapping[str, str]) -> list[Payload]:
    return [
        {
            "heading": _("Part one. RESULTS"),
            "sections": [
                _leading(scope, counted),
                _movements(scope, counted),
                _contests(scope, counted),
                _commendation(scope, counted),
                _assessment(typed),
            ],
        },
        {
            "heading": _("Part two. DIRECTIONS AND TASKS FOR %(year)s") % {"year": scope.year + 1},
            "sections": [
                _section(_("I. Tasks"), _typed(typed, "tasks")),
                _section(_("II. Proposals"), _typed(typed, "proposals")),
            ],
        },
    ]


def _section(heading: str, paragraphs: list[str], groups: list[Payload] | None = None) -> Payload:
    return {"heading": heading, "paragraphs": paragraphs, "groups": groups or []}


def _group(heading: str, paragraphs: list[str], items: list[str] | None = None) -> Payload:
    return {"heading": heading, "paragraphs": paragraphs, "items": items or []}


def _campaigns(scope: Scope) -> list[Campaign]:
    held = Campaign.objects.filter(union=scope.union, year=scope.year, state__in=HELD)
    return list(held.prefetch_related("sectors").order_by("plan_date", "pk"))


def _leading(scope: Scope, counted: Mapping[str, Figure]) -> Payload:
    lead = _("The federation launched these movements, drives and contests of the year:")
    return _section(
        _("I. Leadership, guidance and roll-out"),
        [],
        [
            _group(_("1. Plans"), [lead], wording.plans(_campaigns(scope))),
            _group(_("2. Roll-out to the grassroots"), [wording.rollout(counted)]),
        ],
    )


def _movements(scope: Scope, counted: Mapping[str, Figure]) -> Payload:
    general = [*wording.initiatives(counted), *wording.works(counted), *wording.honours(counted)]
    groups = [_group(_("1. In general"), general)]
    for place, kind in enumerate((SectorKind.PRODUCTION, SectorKind.EDUCATION, SectorKind.ADMINISTRATIVE), 2):
        groups.append(_of_sector(place, kind, scope, counted))
    return _section(_("II. Results of the emulation movements"), [], groups)


def _of_sector(place: int, kind: SectorKind, scope: Scope, counted: Mapping[str, Figure]) -> Payload:
    names = [c.name for c in _campaigns(scope) if kind in {sector.kind for sector in c.sectors.all()}]
    figures_said = _(
        "%(units)s grassroots unions; %(initiatives)s initiatives registered; %(works)s works registered."
    ) % {
        "units": counted["grassroots_unions"].by_sector[kind],
        "initiatives": counted["initiatives_registered"].by_sector[kind],
        "works": counted["works_registered"].by_sector[kind],
    }
    held = [_("Movements of the sector: %(names)s.") % {"names": "; ".join(f"“{n}”" for n in names)}] if names else []
    schools = wording.schools(counted, _level(scope)) if kind == SectorKind.EDUCATION else []
    return _group(f"{place}. {_sector_heading(kind)}", [figures_said, *held, *schools])


def _level(scope: Scope) -> str:
    return scope.union.profile_on(scope.as_of).level_word or _("superior level")


def _sector_heading(kind: SectorKind) -> str:
    return {
        SectorKind.PRODUCTION: _("In production and business"),
        SectorKind.EDUCATION: _("In education"),
        SectorKind.ADMINISTRATIVE: _("In administration and public service"),
    }[kind]


def _contests(scope: Scope, counted: Mapping[str, Figure]) -> Payload:
    own = ExternalResult.objects.filter(union=scope.union, year=scope.year, kind=ResultKind.FEDERATION)
    items = [_own_prize(result) for result in own]
    return _section(_("III. Contests"), [*wording.contests(counted), *items])


def _printed_titles(scope: Scope) -> list[tuple[str, str]]:
    """Return (indicator, name as printed on that day at this level) of every title."""
    level = scope.union.profile_on(scope.as_of).level_word
    titles = Title.objects.order_by("position", "code")
    return [(f"awarded_{title.code}", printed_name_on(title, scope.as_of, level_word=level)) for title in titles]


def _own_prize(result: ExternalResult) -> str:
    return _("The federation won the %(prize)s in “%(contest)s” (%(cluster)s).") % {
        "prize": result.get_rank_display(),
        "contest": result.contest_name,
        "cluster": result.cluster_name,
    }


def _commendation(scope: Scope, counted: Mapping[str, Figure]) -> Payload:
    awarded = [
        f"{name}: {wording.in_prose(counted[key])};" for key, name in _printed_titles(scope) if counted[key].value
    ]
    received = ReceivedAward.objects.filter(union=scope.union, year=scope.year, to_federation=True)
    above = [
        _("The federation received: %(title)s.") % {"title": r.title.name} for r in received.select_related("title")
    ]
    return _section(
        _("IV. Commendation"),
        [],
        [
            _group(_("1. Grading"), wording.classification(counted)),
            _group(_("2. Titles and forms"), [], awarded),
            _group(_("3. From the upper level"), above or [_("No award of the upper level was recorded.")]),
        ],
    )


def _assessment(typed: Mapping[str, str]) -> Payload:
    headings = {
        "strengths": _("1. Strengths"),
        "weaknesses": _("2. Weaknesses"),
        "causes": _("3. Causes"),
        "lessons": _("4. Lessons"),
    }
    return _section(
        _("V. Overall assessment"), [], [_group(words, _typed(typed, name)) for name, words in headings.items()]
    )


def _typed(typed: Mapping[str, str], name: str) -> list[str]:
    """The paragraphs somebody wrote; a dotted line where nothing is written yet."""
    return [line for line in typed.get(name, "").splitlines() if line.strip()] or ["…"]


def _signature(profile: UnionProfile, name: str) -> Payload:
    return {"capacity_lines": [profile.capacity_line], "post": profile.chair_post, "name": name}


def _recipients() -> list[str]:
    return [_("The upper federation (to report)"), _("The grassroots unions"), _("Archive: VT, CS")]


def _kept_with(profile: UnionProfile, symbol: str) -> str:
    return _("(Attached to report no. %(number)s of %(union)s)") % {
        "number": symbol or f"……/BC-{profile.symbol}",
        "union": profile.name,
    }


def _demo_note() -> str:
    return _("(*) Demo data: the published source gives no figure; the number is counted from records made up.")

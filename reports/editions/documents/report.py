"""The year-end report (domain handbook 5.10)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import Block, Document, Heading, Items, Paragraph, ParagraphKind, Signature
from core.documents.layout import ended, listed
from core.text import quoted
from emulation.campaigns.models import Campaign
from emulation.contests.choices import ResultKind
from emulation.contests.models import ExternalResult
from reports.editions.documents import wording
from reports.editions.documents.annexes import annexes
from reports.indicators.scope import Scope
from reports.indicators.selectors import queries
from reports.indicators.selectors.figures import Figure, figures_of
from reports.indicators.selectors.labels import printed_titles
from unions.tree.letterheads import chair_signature, letterhead_of
from unions.tree.models import Union, UnionProfile
from unions.units.choices import SectorKind

Figures = Mapping[str, Figure]
Narrative = Mapping[str, str]


def report_document(
    scope: Scope,
    *,
    sections: Mapping[str, str] | None = None,
    symbol: str = "",
    dated_on: date | None = None,
    signature: Signature | None = None,
    with_annexes: bool = True,
) -> Document:
    """Figures are counted now; letterhead and titles are those of `dated_on`, else of `scope.as_of`."""
    profile = scope.union.profile_on(dated_on or scope.as_of)
    with override("vi"):
        figures = figures_of(scope, split=True)
        written = sections or {}
        return Document(
            title=_("Year-end report %(year)s") % {"year": scope.year},
            author=profile.name,
            type_name=_("REPORT"),
            subject=_subject(scope.year),
            letterhead=letterhead_of(profile, date=dated_on, number_symbol=symbol or f"/BC-{profile.symbol}"),
            blocks=(
                Paragraph(wording.opening(scope, figures, profile.name)),
                *_results(scope, figures, written),
                *_ended(_directions(scope, written)),
                *_demo_notes(figures),
            ),
            signatures=((signature or chair_signature(profile),),),
            recipients=tuple(_recipients()),
            annexes=tuple(annexes(scope, _note(profile, symbol), figures)) if with_annexes else (),
        )


def with_number(report: Document, union: Union, *, symbol: str, dated_on: date) -> Document:
    """The letterhead is that of `dated_on`."""
    profile = union.profile_on(dated_on)
    with override("vi"):
        note = _note(profile, symbol)
    return replace(
        report,
        letterhead=letterhead_of(profile, date=dated_on, number_symbol=symbol),
        annexes=tuple(replace(annex, note=note) for annex in report.annexes),
    )


def _paragraphs(texts: Iterable[str]) -> Iterator[Block]:
    return (Paragraph(text) for text in texts)


def _group(heading: str, texts: Iterable[str], items: Sequence[str] = ()) -> Iterator[Block]:
    yield Heading(heading, 3)
    yield from _paragraphs(texts)
    if items:
        yield Items(listed(items))


def _ended(blocks: Iterable[Block]) -> list[Block]:
    *before, last = blocks
    return [*before, replace(last, text=ended(last.text)) if isinstance(last, Paragraph) else last]


def _subject(year: int) -> str:
    return _(
        "Summing up the patriotic emulation movement and commendation among workers in %(year)s;\n"
        "directions and tasks for %(next)s"
    ) % {"year": year, "next": year + 1}


def _results(scope: Scope, figures: Figures, written: Narrative) -> Iterator[Block]:
    yield Heading(_("Part one. RESULTS"), 1)
    yield from _leadership(scope, figures)
    yield from _movements(scope, figures)
    yield from _contests(scope, figures)
    yield from _commendation(scope, figures)
    yield from _assessment(written)


def _directions(scope: Scope, written: Narrative) -> Iterator[Block]:
    yield Heading(_("Part two. DIRECTIONS AND TASKS FOR %(year)s") % {"year": scope.year + 1}, 1)
    yield Heading(_("I. Tasks"), 2)
    yield from _paragraphs(_lines(written, "tasks"))
    yield Heading(_("II. Proposals"), 2)
    yield from _paragraphs(_lines(written, "proposals"))


def _campaigns(scope: Scope) -> list[Campaign]:
    return list(queries.campaigns(scope).prefetch_related("sectors").order_by("plan_date", "pk"))


def _leadership(scope: Scope, figures: Figures) -> Iterator[Block]:
    lead = _("The federation launched these movements, drives and contests of the year:")
    yield Heading(_("I. Leadership, guidance and roll-out"), 2)
    yield from _group(_("1. Plans"), [lead], wording.plans(_campaigns(scope)))
    yield from _group(_("2. Roll-out to the grassroots"), wording.rollout(figures))


def _movements(scope: Scope, figures: Figures) -> Iterator[Block]:
    general = [*wording.initiatives(figures), *wording.works(figures), *wording.honours(figures)]
    yield Heading(_("II. Results of the emulation movements"), 2)
    yield from _group(_("1. In general"), dict.fromkeys(general))  # a reason is told once
    for number, kind in enumerate((SectorKind.PRODUCTION, SectorKind.EDUCATION, SectorKind.ADMINISTRATIVE), 2):
        yield from _of_sector(number, kind, scope, figures)


def _of_sector(number: int, kind: SectorKind, scope: Scope, figures: Figures) -> Iterator[Block]:
    counts = wording.of_sector(figures, kind)
    schools = wording.schools(figures, _level(scope)) if kind == SectorKind.EDUCATION else []
    return _group(f"{number}. {_sector_heading(kind)}", [counts, *_campaigns_of_sector(kind, scope), *schools])


def _campaigns_of_sector(kind: SectorKind, scope: Scope) -> list[str]:
    names = [quoted(c.name) for c in _campaigns(scope) if kind in {sector.kind for sector in c.sectors.all()}]
    return [_("Movements of the sector: %(names)s.") % {"names": "; ".join(names)}] if names else []


def _level(scope: Scope) -> str:
    return scope.union.profile_on(scope.as_of).level_word or _("superior level")


def _sector_heading(kind: SectorKind) -> str:
    return {
        SectorKind.PRODUCTION: _("In production and business"),
        SectorKind.EDUCATION: _("In education"),
        SectorKind.ADMINISTRATIVE: _("In administration and public service"),
    }[kind]


def _contests(scope: Scope, figures: Figures) -> Iterator[Block]:
    results = ExternalResult.objects.not_struck().filter(
        union=scope.union, year=scope.year, kind=ResultKind.FEDERATION
    )
    union = scope.union.profile_on(scope.as_of).name
    prizes = [_own_prize(union, result) for result in results]
    yield Heading(_("III. Contests"), 2)
    yield from _paragraphs([*wording.contests(figures), *prizes])


def _own_prize(union: str, result: ExternalResult) -> str:
    contest = f"{result.contest_name} ({result.cluster_name})" if result.cluster_name else result.contest_name
    prize = result.get_rank_display() or _("a prize")
    return _("%(union)s won %(prize)s in %(contest)s.") % {"union": union, "prize": prize, "contest": contest}


def _commendation(scope: Scope, figures: Figures) -> Iterator[Block]:
    awards = [
        f"{name}: {wording.in_prose(figures[f'awarded_{code}'])}"
        for code, name in printed_titles(scope).items()
        if figures[f"awarded_{code}"].value
    ]
    from_above = _received_by_federation(scope) or [_("No award of the upper level was recorded.")]
    yield Heading(_("IV. Commendation"), 2)
    yield from _group(_("1. Grading"), wording.classification(figures))
    yield from _group(_("2. Titles and forms"), wording.without_figures(figures["awards_total"]), awards)
    yield from _group(_("3. From the upper level"), from_above)


def _received_by_federation(scope: Scope) -> list[str]:
    union, awards = scope.union.profile_on(scope.as_of).name, queries.received_by_federation(scope)
    return [
        _("%(union)s received: %(title)s.") % {"union": union, "title": award.title_name}
        for award in awards.select_related("title")
    ]


def _assessment(written: Narrative) -> Iterator[Block]:
    headings = {
        "strengths": _("1. Strengths"),
        "weaknesses": _("2. Weaknesses"),
        "causes": _("3. Causes"),
        "lessons": _("4. Lessons"),
    }
    yield Heading(_("V. Overall assessment"), 2)
    for name, heading in headings.items():
        yield from _group(heading, _lines(written, name))


def _lines(written: Narrative, name: str) -> list[str]:
    """An unwritten section prints a dotted line."""
    return [line for line in written.get(name, "").splitlines() if line.strip()] or ["…"]


def _recipients() -> list[str]:
    return [_("The upper federation (to report)"), _("The grassroots unions"), _("Archive: VT, CS")]


def _note(profile: UnionProfile, symbol: str) -> str:
    return _("(Attached to report no. %(number)s of %(union)s)") % {
        "number": symbol or f"……/BC-{profile.symbol}",
        "union": profile.name,
    }


def _demo_notes(figures: Figures) -> list[Block]:
    if not any(figure.is_demo for figure in figures.values()):
        return []
    note = _("(*) Demo data: the published source gives no figure; the number is counted from records made up.")
    return [Paragraph(note, ParagraphKind.NOTE)]

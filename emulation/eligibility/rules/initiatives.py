"""R31 to R39: initiatives and topics (handbook 3.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import format_money
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_holds, any_of, by, count, holds, rule
from emulation.eligibility.rules.chains import suffices_without_contribution
from emulation.eligibility.rules.facts import AuthorFact, Case, InitiativeFact
from emulation.eligibility.rules.periods import last_years, review_day
from emulation.eligibility.rules.recognition import (
    LEVELS,
    at_least,
    has_initiative,
    has_topic,
    is_accepted,
    is_recognised,
)
from emulation.eligibility.rules.rulings import Parameters
from emulation.initiatives.rules import is_similar_name
from emulation.law.choices import SubjectKind

WHOLE = 100


@dataclass(frozen=True)
class Contribution:
    """An initiative, or a topic, which need not be applied."""

    recognised: bool | None
    applied: bool | None
    unused: bool | None


def contributions_of(case: Case, level: str) -> list[Contribution] | None:
    """None: it is not known what there is."""
    subject, day = case.subject, review_day(case)
    counts_topics = case.title.code in scopes.EMULATION_FIGHTERS
    if subject.initiatives is None or (counts_topics and subject.topics is None):
        return None
    rows = [
        Contribution(
            is_recognised(row, level, day), by(row.applied_on, day), holds(row.used_for, lambda code: code == "")
        )
        for row in subject.initiatives
    ]
    topics = subject.topics or () if counts_topics else ()
    return rows + [Contribution(is_accepted(row, level, day), True, row.used_for == "") for row in topics]


def rests_on_contribution(case: Case, r20: Parameters | None) -> bool:
    """False where the grade or a brave act already suffices for the title."""
    return not (case.title.code == scopes.CSTDCS and r20 and suffices_without_contribution(case, r20))


Pool = list[Contribution]


def _narrowed(pool: Pool, test: Callable[[Contribution], bool | None]) -> Pool:
    return [row for row in pool if test(row) is not False] or pool


@rule(
    "R31",
    gettext_lazy("Initiative recognised"),
    gettext_lazy("The initiative has not been recognised."),
    concerns=scopes.titles(*scopes.RESTING_ON_INITIATIVES),
    also=("R20",),
    of_result=True,
)
def recognised(case: Case, p: Parameters, r20: Parameters | None) -> Answer | None:
    level = p.values["levels"][case.title.code]
    pool = contributions_of(case, level)
    if not rests_on_contribution(case, r20) or (pool == [] and case.title.code == scopes.CSTDCS):
        return None

    def cure() -> str:
        text = _("Recognised on this level or a higher one by the day of the council: %(level)s.")
        return text % {"level": LEVEL_WORDS[level]}

    facts = {**_contribution_facts(case), "level_needed": level, "day": review_day(case)}
    return Answer(any_holds(pool, lambda row: row.recognised), facts, cure=cure)


LEVEL_WORDS = {
    "grassroots": gettext_lazy("Grassroots level"),
    "province": gettext_lazy("City or province level"),
    "national": gettext_lazy("National level"),
}


def _contribution_facts(case: Case) -> dict[str, object]:
    def told(row: InitiativeFact) -> dict[str, object]:
        names = ("name", "level", "recognised_on", "applied_on", "used_for", "share")
        return {name: getattr(row, name) for name in names}

    subject = case.subject
    facts: dict[str, object] = {"initiatives": holds(subject.initiatives, lambda rows: [told(row) for row in rows])}
    if case.title.code in scopes.EMULATION_FIGHTERS:
        facts["topics"] = count(subject.topics)
    return facts


@rule(
    "R32",
    gettext_lazy("Initiative applied"),
    gettext_lazy("The initiative has not been applied."),
    concerns=scopes.titles(*scopes.RESTING_ON_INITIATIVES),
    also=("R20", "R31"),
    of_result=True,
)
def applied(case: Case, p: Parameters, r20: Parameters | None, r31: Parameters | None) -> Answer | None:
    pool = _pool(case, r31)
    if pool == [] or not rests_on_contribution(case, r20):
        return None
    met = any_holds(None if pool is None else _narrowed(pool, _is_recognised), lambda row: row.applied)
    return Answer(met, _contribution_facts(case))


@rule(
    "R33",
    gettext_lazy("Initiative used once"),
    gettext_lazy("The initiative already supported another award."),
    concerns=scopes.titles(*scopes.EMULATION_FIGHTERS, scopes.BK_TLD, scopes.BLDST),
    also=("R20", "R31"),
)
def used_once(case: Case, p: Parameters, r20: Parameters | None, r31: Parameters | None) -> Answer | None:
    pool, needed = _pool(case, r31), p.values["needed"].get(case.title.code, 1)
    if pool == [] or not rests_on_contribution(case, r20):
        return None
    if pool is not None:
        pool = _narrowed(_narrowed(pool, _is_recognised), lambda row: row.applied)
        needed = min(needed, len(pool))
    met = None if pool is None else at_least(needed, [row.unused for row in pool])

    def cure() -> str:
        return _("An initiative that has supported no title and no form of commendation.")

    return Answer(met, _contribution_facts(case), cure=cure)


def _pool(case: Case, r31: Parameters | None) -> Pool | None:
    return contributions_of(case, r31.values["levels"][case.title.code] if r31 else LEVELS[0])


def _is_recognised(row: Contribution) -> bool | None:
    return row.recognised


@rule(
    "R34",
    gettext_lazy("Shares of the authors"),
    gettext_lazy("The shares of the authors must add up to 100%%."),
    concerns=scopes.titles(*scopes.RESTING_ON_INITIATIVES),
    of_record=True,
)
def whole_shares(case: Case, p: Parameters) -> Answer | None:
    rows = case.subject.initiatives
    if not rows:
        return None
    facts = {"shares": [_shares(row) for row in rows]}
    known = all_of(*map(_is_whole, rows))
    return Answer(known, facts if known is not None else {**facts, "authors": None})


def _shares(row: InitiativeFact) -> list[int | None]:
    return [row.share] if row.authors is None else [author.share for author in row.authors]


def _is_whole(row: InitiativeFact) -> bool | None:
    """The share of one author alone proves only what it excludes."""
    if row.authors is None:
        return holds(row.share, lambda share: True if share == WHOLE else None if 0 < share < WHOLE else False)
    return _are_whole(list(row.authors))


def _are_whole(authors: list[AuthorFact]) -> bool:
    shares = [author.share for author in authors]
    return sum(shares) == WHOLE and min(shares) > 0 and sum(author.is_lead for author in authors) == 1


@rule(
    "R35",
    gettext_lazy("Share of the co-author"),
    gettext_lazy("The share of the author is low."),
    concerns=scopes.persons_for(*scopes.RESTING_ON_INITIATIVES),
)
def weighty_share(case: Case, p: Parameters) -> Answer | None:
    rows, least = case.subject.initiatives, p.values["min_share"]
    if rows == [] or rows == ():
        return None
    met = any_holds(rows, lambda row: holds(row.share, lambda share: share >= least))
    return Answer(met, {"shares": None if met is None else [row.share for row in rows or ()]})


@rule(
    "R36",
    gettext_lazy("Topic accepted"),
    gettext_lazy("The topic has not been accepted."),
    concerns=scopes.persons_for(*scopes.EMULATION_FIGHTERS),
    also=("R20", "R31"),
    of_result=True,
)
def topic_accepted(case: Case, p: Parameters, r20: Parameters | None, r31: Parameters | None) -> Answer | None:
    """A recognised initiative carries the title without the topic."""
    subject, day = case.subject, review_day(case)
    level = r31.values["levels"][case.title.code] if r31 else LEVELS[0]
    if (subject.topics is not None and not subject.topics) or not rests_on_contribution(case, r20):
        return None
    met = True if has_initiative(subject, level, day) else has_topic(subject, level, day)
    topics = [{"name": row.name, "level": row.level, "accepted_on": row.accepted_on} for row in subject.topics or ()]
    return Answer(met, {"topics": None if met is None else topics})


@rule(
    "R37",
    gettext_lazy("Benefit of the initiative"),
    gettext_lazy("The benefit prescribed is not reached."),
    concerns=scopes.persons_for(scopes.BLDST),
    of_result=True,
)
def enough_benefit(case: Case, p: Parameters) -> Answer:
    """Only the measure of workers is known; whoever leads has a higher one."""
    rows, values, years = case.subject.initiatives, p.values, last_years(case, p.values["years"])
    once = any_holds(rows, lambda row: holds(row.benefit, lambda benefit: benefit >= values["once"]))
    recent = [row.benefit for row in rows or () if _year_of(row) in years]
    together = None if rows is None else _reaches(recent, values["together"])
    met = any_of(once, together)
    facts: dict[str, object] = {"benefits": None if met is None else [row.benefit for row in rows or ()]}
    if met and case.subject.leader:
        met, facts = None, {**facts, "threshold_of_leaders": None}

    def cure() -> str:
        words = {"once": format_money(values["once"]), "together": format_money(values["together"])}
        return _("%(once)s at once, or %(together)s in %(years)s years.") % {**words, "years": values["years"]}

    return Answer(met, facts, cure=cure)


def _reaches(benefits: list[int | None], needed: int) -> bool | None:
    known = sum(benefit for benefit in benefits if benefit is not None)
    return True if known >= needed else None if None in benefits else False


def _year_of(row: InitiativeFact) -> int | None:
    day = row.recognised_on if isinstance(row.recognised_on, date) else row.applied_on
    return day.year if isinstance(day, date) else None


@rule(
    "R38",
    gettext_lazy("New initiative"),
    gettext_lazy("The name of the initiative is that of an earlier year."),
    concerns=scopes.titles(*scopes.RESTING_ON_INITIATIVES),
)
def new_initiative(case: Case, p: Parameters) -> Answer | None:
    rows = case.subject.initiatives
    if rows is not None and len(rows) < 2:
        return None
    names = [row.name for row in rows or ()]
    same = {name for name, other in combinations(sorted(names), 2) if name and is_similar_name(name, other)}
    met = False if same else None if rows is None or "" in names else True
    return Answer(met, {"names": None if met is None else sorted(same)})


@rule(
    "R39",
    gettext_lazy("Vote of the council of initiatives"),
    gettext_lazy("The council of initiatives did not reach the share of votes."),
    concerns=scopes.titles(*scopes.RESTING_ON_INITIATIVES),
    of_result=True,
)
def council_of_initiatives(case: Case, p: Parameters) -> Answer | None:
    """Only votes told are judged; the recognition of a work stands for its vote, and R31 for the lack of it."""
    percent, subject = p.values["percent"], case.subject
    voted = [row for row in subject.initiatives or () if row.votes is not None]
    is_work = subject.kind == SubjectKind.WORK
    if not voted and (not is_work or has_initiative(subject, LEVELS[0], review_day(case)) is not None):
        return None
    met = any_of(*(_has_votes(row, percent) for row in voted)) if voted else None
    told = [{"votes": row.votes, "council": row.council} for row in voted]
    return Answer(met, {"votes": None if met is None else told})


def _has_votes(row: InitiativeFact, percent: int) -> bool | None:
    if row.votes is None or row.council is None:
        return None
    return row.votes * 100 >= percent * row.council

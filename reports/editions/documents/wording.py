"""Each translation unit is a whole sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.text import count_in_prose, format_number, long_date, quoted, short_date
from emulation.campaigns.models import Campaign
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import Figure
from reports.indicators.selectors.indicators import PERCENT, Value

DEMO_SIGN = "(*)"


def in_prose(figure: Figure) -> str:
    """The stated value ("trên 90%") comes before the count; demo data get a sign."""
    if figure.value is None and not figure.stated_value:
        words = figure.display
    elif figure.indicator.unit == PERCENT:
        words = f"{figure.stated_value or format_number(figure.value or 0)}%"
    else:
        words = figure.stated_value or _counted(figure.value or 0)
    return f"{words}{DEMO_SIGN}" if figure.is_demo else words


def _counted(value: Value) -> str:
    return count_in_prose(value) if isinstance(value, int) else format_number(value)


def without_figures(*figures: Figure) -> list[str]:
    """Say once for each source why figures are missing."""
    reasons = dict.fromkeys(figure.reason for figure in figures if figure.is_missing)
    return [_("No figures yet: %(reason)s.") % {"reason": reason} for reason in reasons]


def of_sector(figures: Mapping[str, Figure], kind: str) -> str:
    """Missing figures are left out."""
    clauses = {
        "grassroots_unions": (
            _("the sector has %(count)s grassroots unions"),
            _("the sector has no grassroots union"),
        ),
        "initiatives_registered": (_("%(count)s initiatives registered"), _("no initiative registered")),
        "works_registered": (_("%(count)s works and products registered"), _("no work or product registered")),
    }
    counted = {name: int(figures[name].by_sector[kind]) for name in clauses if not figures[name].is_missing}
    return _joined([clauses[name][count == 0] % {"count": count_in_prose(count)} for name, count in counted.items()])


def _joined(clauses: list[str]) -> str:
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


def _told(figures: Mapping[str, Figure], clauses: Mapping[str, tuple[str, str]]) -> list[str]:
    """A clause is (words for a count, words for zero); all zero tells the first clause only."""
    named = {name: figures[name] for name in clauses}
    if all(figure.is_missing and not figure.stated_value for figure in named.values()):
        return without_figures(*named.values())
    if not any(figure.value for figure in named.values()):
        named = dict(list(named.items())[:1])
    return [_joined([_clause(clauses[name], figure) for name, figure in named.items()])]


def _clause(words: tuple[str, str], figure: Figure) -> str:
    some, none = words
    return none if figure.value == 0 and not figure.stated_value else some % {"count": in_prose(figure)}


def _listed(figures: Mapping[str, Figure], parts: Mapping[str, str]) -> list[str]:
    """Zeros are left out."""
    return [words % {"count": in_prose(figures[name])} for name, words in parts.items() if figures[name].value]


def opening(scope: Scope, figures: Mapping[str, Figure], level_name: str) -> str:
    members, sectors = figures["members"], figures["grassroots_unions"].by_sector
    values = {
        "year": scope.year,
        "union": level_name,
        "units": in_prose(figures["grassroots_unions"]),
        "members": in_prose(members),
        "women": in_prose(figures["women_members"]),
        **{kind: count_in_prose(int(value)) for kind, value in sectors.items()},
    }
    if members.is_missing and not members.stated_value:
        lead = [_without_members() % values, *without_figures(members)]
    else:
        lead = [_with_members() % values, *_partly_entered(members)]
    return " ".join([*lead, *_cut_off(scope)])


def _cut_off(scope: Scope) -> list[str]:
    return [_("Figures as of %(day)s.") % {"day": short_date(scope.cut_off)}] if scope.cut_off else []


def _with_members() -> str:
    return _(
        "In %(year)s %(union)s led %(units)s grassroots unions (production and business %(production)s, education "
        "%(education)s, administration and public service %(administrative)s) with %(members)s members, of whom "
        "%(women)s women."
    )


def _without_members() -> str:
    return _(
        "In %(year)s %(union)s led %(units)s grassroots unions (production and business %(production)s, education "
        "%(education)s, administration and public service %(administrative)s)."
    )


def _partly_entered(members: Figure) -> list[str]:
    coverage = members.coverage
    if coverage is None or coverage.expected is None or not coverage.is_partial:
        return []
    sentence = _("The numbers of members are those of %(entered)s of %(expected)s grassroots unions.")
    return [sentence % {"entered": count_in_prose(coverage.entered), "expected": count_in_prose(coverage.expected)}]


def plans(campaigns: list[Campaign]) -> list[str]:
    return [_plan(campaign) for campaign in campaigns]


def _plan(campaign: Campaign) -> str:
    name = quoted(campaign.name)
    if campaign.plan_number and campaign.plan_date:
        values = {"name": name, "number": campaign.plan_number, "date": long_date(campaign.plan_date)}
        return _("%(name)s (plan no. %(number)s, %(date)s)") % values
    return name


def rollout(figures: Mapping[str, Figure]) -> list[str]:
    reached, launched = figures["rollout_percent"], figures["local_launch_percent"]
    if reached.is_missing and not reached.stated_value:
        return without_figures(reached, launched)
    people = figures["launch_participants"]
    sentence = (
        _(
            "The plans reached %(reached)s of the grassroots unions; %(launched)s of them held a launch of their "
            "own, in which %(people)s people took part (each unit once), %(turns)s turns over all campaigns."
        )
        if launched.value or launched.stated_value
        else _("The plans reached %(reached)s of the grassroots unions; none of them held a launch of its own yet.")
    )
    shares = {"reached": in_prose(reached), "launched": in_prose(launched)}
    return [sentence % {**shares, "people": in_prose(people), "turns": in_prose(figures["launch_turns"])}]


def _sentence(sentence: str, figures: Mapping[str, Figure], **names: str) -> list[str]:
    """All zero: an empty list; all missing: a line that says so."""
    named = [figures[name] for name in names.values()]
    if not any(figure.value for figure in named):
        return without_figures(*named)
    return [sentence % {key: in_prose(figures[name]) for key, name in names.items()}]


def initiatives(figures: Mapping[str, Figure]) -> list[str]:
    clauses = {
        "initiatives_registered": (_("%(count)s initiatives were registered"), _("no initiative was registered")),
        "initiatives_applied": (
            _("%(count)s initiatives were applied in practice"),
            _("no initiative was applied in practice"),
        ),
        "initiatives_recognised": (
            _("%(count)s initiatives were recognised by decision"),
            _("no initiative was recognised by decision"),
        ),
    }
    return [
        *_told(figures, clauses),
        *_sentence(_("%(count)s initiatives were commended."), figures, count="initiatives_commended"),
    ]


def works(figures: Mapping[str, Figure]) -> list[str]:
    clauses = {
        "works_registered": (
            _("%(count)s works and products were registered"),
            _("no work or product was registered"),
        ),
        "works_completed": (_("%(count)s works and products were completed"), _("no work or product was completed")),
    }
    return [
        *_told(figures, clauses),
        *_sentence(_("%(count)s works were given a plaque."), figures, count="works_plaqued"),
        *_sentence(_("%(count)s research topics were registered."), figures, count="topics_registered"),
    ]


def honours(figures: Mapping[str, Figure]) -> list[str]:
    return [
        *_sentence(_("%(count)s outstanding workers were honoured."), figures, count="outstanding_workers_honoured"),
        *_sentence(
            _("%(count)s enterprises were honoured for what they do for their workers."),
            figures,
            count="enterprises_for_workers",
        ),
    ]


def contests(figures: Mapping[str, Figure]) -> list[str]:
    collective, individual = "contest_prizes_collective", "contest_prizes_individual"
    if figures[collective].value and figures[individual].value:
        sentence = _(
            "In the contests of the federation %(collective)s collective prizes and %(individual)s individual prizes "
            "were given."
        )
        return _sentence(sentence, figures, collective=collective, individual=individual)
    if figures[collective].is_missing:
        return without_figures(figures[collective], figures[individual])
    return [
        *_sentence(
            _("In the contests of the federation %(count)s collective prizes were given."), figures, count=collective
        ),
        *_sentence(
            _("In the contests of the federation %(count)s individual prizes were given."), figures, count=individual
        ),
    ]


def schools(figures: Mapping[str, Figure], level: str) -> list[str]:
    """`level` is the union's word for its level."""
    teachers = _sentence(
        _("%(count)s teachers won prizes in the good-teacher contest."), figures, count="teachers_prized_district"
    )
    prizes = {
        "pupils_prized_national": _("%(count)s national prizes"),
        "pupils_prized_city": _("%(count)s prizes of the city"),
        "pupils_prized_district": _("%(count)s prizes of the level of the %(level)s").replace("%(level)s", level),
    }
    if won := _listed(figures, prizes):
        return [*teachers, _("Pupils won %(prizes)s.") % {"prizes": _enumerated(won)}]
    return [*teachers, *without_figures(*(figures[name] for name in prizes))]


def _enumerated(parts: list[str]) -> str:
    """`a, b and c`."""
    if len(parts) == 1:
        return parts[0]
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def classification(figures: Mapping[str, Figure]) -> list[str]:
    grades = {
        "unions_classified_excellent": _("%(count)s completed their tasks excellently"),
        "unions_classified_good": _("%(count)s completed their tasks well"),
        "unions_classified_completed": _("%(count)s completed their tasks"),
        "unions_classified_not_completed": _("%(count)s did not complete their tasks"),
    }
    if given := _listed(figures, grades):
        return [_("Grading of the grassroots unions: %(grades)s.") % {"grades": "; ".join(given)}]
    return without_figures(*(figures[name] for name in grades))

"""Sentences of the report, composed from figures. A translation unit is a whole sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.text import count_in_prose, format_number, long_date, quoted, short_date
from emulation.campaigns.models import Campaign
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import Figure
from reports.indicators.selectors.indicators import PERCENT, Value

DEMO_SIGN = "(*)"


def in_prose(figure: Figure) -> str:
    """Return the stated value ("trên 90%"), else the count, else that there is none; demo data get a sign."""
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
    """Say once for each source why these figures are missing; empty for figures that are not."""
    reasons = dict.fromkeys(figure.reason for figure in figures if figure.is_missing)
    return [_("No figures yet: %(reason)s.") % {"reason": reason} for reason in reasons]


def of_sector(figure: Figure, kind: str) -> str:
    return figure.display if figure.is_missing else count_in_prose(int(figure.by_sector[kind]))


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
    sentence = _(
        "The plans reached %(reached)s of the grassroots unions; %(launched)s of them held a launch of their own, in "
        "which %(people)s people took part."
    )
    people = figures["launch_participants"]
    return [sentence % {"reached": in_prose(reached), "launched": in_prose(launched), "people": in_prose(people)}]


def _sentence(sentence: str, figures: Mapping[str, Figure], **names: str) -> list[str]:
    """Fill the sentence with the figures named; all zero: an empty list; all without figures: a line that says so."""
    named = [figures[name] for name in names.values()]
    if not any(figure.value for figure in named):
        return without_figures(*named)
    return [sentence % {key: in_prose(figures[name]) for key, name in names.items()}]


def initiatives(figures: Mapping[str, Figure]) -> list[str]:
    return [
        *_sentence(
            _(
                "%(registered)s initiatives were registered; %(applied)s were applied in practice; "
                "%(recognised)s were recognised by decision."
            ),
            figures,
            registered="initiatives_registered",
            applied="initiatives_applied",
            recognised="initiatives_recognised",
        ),
        *_sentence(_("%(count)s initiatives were commended."), figures, count="initiatives_commended"),
    ]


def works(figures: Mapping[str, Figure]) -> list[str]:
    return [
        *_sentence(
            _("%(registered)s works and products were registered; %(completed)s were completed."),
            figures,
            registered="works_registered",
            completed="works_completed",
        ),
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
    """`level` is the word that the documents of the union use for its level."""
    teachers = _sentence(
        _("%(count)s teachers won prizes in the good-teacher contest."), figures, count="teachers_prized_district"
    )
    prized = {name: figures[f"pupils_prized_{name}"] for name in ("national", "city", "district")}
    if not any(figure.value for figure in prized.values()):
        return [*teachers, *without_figures(*prized.values())]
    pupils = _(
        "Pupils won %(national)s national prizes, %(city)s prizes of the city and %(district)s prizes of the level "
        "of the %(level)s."
    ) % {"level": level, **{name: in_prose(figure) for name, figure in prized.items()}}
    return [*teachers, pupils]


def classification(figures: Mapping[str, Figure]) -> list[str]:
    grades = ("excellent", "good", "completed", "not_completed")
    return _sentence(
        _(
            "Grading of the grassroots unions: %(excellent)s completed their tasks excellently, %(good)s well, "
            "%(completed)s completed them, %(not_completed)s did not."
        ),
        figures,
        **{grade: f"unions_classified_{grade}" for grade in grades},
    )

"""Sentences of the report, composed from figures. Whole sentences, so that each language can say them its own way."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.text import count_in_prose, format_number, long_date
from emulation.campaigns.models import Campaign
from reports.indicators.choices import Qualifier
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import Figure

DEMO_SIGN = "(*)"


def in_prose(figure: Figure) -> str:
    """The figure in prose: what the paper says ("trên 90"), else the count; demo data carry their sign."""
    remark = figure.remark
    if remark and remark.qualifier != Qualifier.EXACT and remark.typed_value is not None:
        words = f"{remark.get_qualifier_display()} {format_number(remark.typed_value.normalize())}"
    else:
        words = count_in_prose(figure.value) if isinstance(figure.value, int) else format_number(figure.value)
    return f"{words}{DEMO_SIGN}" if figure.is_demo else words


def opening(scope: Scope, figures: Mapping[str, Figure], level_name: str) -> str:
    sectors = figures["grassroots_unions"].by_sector
    return _(
        "In %(year)s %(union)s led %(units)s grassroots unions (production and business %(production)s, education "
        "%(education)s, administration and public service %(administrative)s) with %(members)s members, of whom "
        "%(women)s women."
    ) % {
        "year": scope.year,
        "union": level_name,
        "units": in_prose(figures["grassroots_unions"]),
        "members": in_prose(figures["members"]),
        "women": in_prose(figures["women_members"]),
        **{kind: format_number(value) for kind, value in sectors.items()},
    }


def plans(campaigns: list[Campaign]) -> list[str]:
    """One line a campaign with its plan; campaigns without a numbered plan are named alone."""
    return [_plan(campaign) for campaign in campaigns]


def _plan(campaign: Campaign) -> str:
    if campaign.plan_number and campaign.plan_date:
        return _("“%(name)s” (plan no. %(number)s, %(date)s);") % {
            "name": campaign.name,
            "number": campaign.plan_number,
            "date": long_date(campaign.plan_date),
        }
    return _("“%(name)s”;") % {"name": campaign.name}


def rollout(figures: Mapping[str, Figure]) -> str:
    return _(
        "The plans reached %(reached)s%% of the grassroots unions; %(launched)s%% of them held a launch of their "
        "own, in which %(people)s people took part."
    ) % {
        "reached": in_prose(figures["rollout_percent"]),
        "launched": in_prose(figures["local_launch_percent"]),
        "people": in_prose(figures["launch_participants"]),
    }


def _campaign_words(sentence: str, counted: Mapping[str, Figure], **names: str) -> list[str]:
    """Return the sentence with the figures named, or nothing where all of them are nought."""
    if not any(counted[name].value for name in names.values()):
        return []
    return [sentence % {key: in_prose(counted[name]) for key, name in names.items()}]


def initiatives(counted: Mapping[str, Figure]) -> list[str]:
    return [
        *_campaign_words(
            _(
                "%(registered)s initiatives were registered; %(applied)s were applied in practice; "
                "%(recognised)s were recognised by decision."
            ),
            counted,
            registered="initiatives_registered",
            applied="initiatives_applied",
            recognised="initiatives_recognised",
        ),
        *_campaign_words(_("%(count)s initiatives were commended."), counted, count="initiatives_commended"),
    ]


def works(counted: Mapping[str, Figure]) -> list[str]:
    return [
        *_campaign_words(
            _("%(registered)s works and products were registered; %(completed)s were completed."),
            counted,
            registered="works_registered",
            completed="works_completed",
        ),
        *_campaign_words(_("%(count)s works were given a plaque."), counted, count="works_plaqued"),
        *_campaign_words(_("%(count)s research topics were registered."), counted, count="topics_registered"),
    ]


def honours(counted: Mapping[str, Figure]) -> list[str]:
    return [
        *_campaign_words(
            _("%(count)s outstanding workers were honoured."), counted, count="outstanding_workers_honoured"
        ),
        *_campaign_words(
            _("%(count)s enterprises were honoured for what they do for their workers."),
            counted,
            count="enterprises_for_workers",
        ),
    ]


def contests(counted: Mapping[str, Figure]) -> list[str]:
    collective, individual = "contest_prizes_collective", "contest_prizes_individual"
    if counted[collective].value and counted[individual].value:
        sentence = _(
            "In the contests of the federation %(collective)s collective prizes and %(individual)s individual prizes "
            "were given."
        )
        return _campaign_words(sentence, counted, collective=collective, individual=individual)
    return [
        *_campaign_words(
            _("In the contests of the federation %(count)s collective prizes were given."), counted, count=collective
        ),
        *_campaign_words(
            _("In the contests of the federation %(count)s individual prizes were given."), counted, count=individual
        ),
    ]


def schools(counted: Mapping[str, Figure], level: str) -> list[str]:
    """`level` is the union's own word for its level, as its papers print it."""
    teachers = _campaign_words(
        _("%(count)s teachers won prizes in the good-teacher contest."), counted, count="teachers_prized_district"
    )
    prized = {name: counted[f"pupils_prized_{name}"] for name in ("national", "city", "district")}
    if not any(each.value for each in prized.values()):
        return teachers
    pupils = _(
        "Pupils won %(national)s national prizes, %(city)s prizes of the city and %(district)s prizes of the level "
        "of the %(level)s."
    ) % {"level": level, **{name: in_prose(each) for name, each in prized.items()}}
    return [*teachers, pupils]


def classification(counted: Mapping[str, Figure]) -> list[str]:
    grades = ("excellent", "good", "completed", "not_completed")
    return _campaign_words(
        _(
            "Grading of the grassroots unions: %(excellent)s completed their tasks excellently, %(good)s well, "
            "%(completed)s completed them, %(not_completed)s did not."
        ),
        counted,
        **{grade: f"unions_classified_{grade}" for grade in grades},
    )

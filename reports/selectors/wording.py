"""Sentences of the report, composed from figures. Whole sentences, so that each language can say them its own way."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.text import count_in_prose, format_number, long_date
from emulation.models import Campaign
from reports.choices import Qualifier
from reports.scope import Scope
from reports.selectors.figures import Figure

DEMO_SIGN = "(*)"


def said(figure: Figure) -> str:
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
        "units": said(figures["grassroots_unions"]),
        "members": said(figures["members"]),
        "women": said(figures["women_members"]),
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
        "reached": said(figures["rollout_percent"]),
        "launched": said(figures["local_launch_percent"]),
        "people": said(figures["launch_participants"]),
    }


def initiatives(figures: Mapping[str, Figure]) -> str:
    return _(
        "%(registered)s initiatives were registered; %(applied)s were applied in practice; %(recognised)s were "
        "recognised by decision; %(commended)s were commended by the federation."
    ) % {
        "registered": said(figures["initiatives_registered"]),
        "applied": said(figures["initiatives_applied"]),
        "recognised": said(figures["initiatives_recognised"]),
        "commended": said(figures["initiatives_commended"]),
    }


def works(figures: Mapping[str, Figure]) -> str:
    return _(
        "%(registered)s works and products were registered, %(completed)s completed, %(plaqued)s given a plaque; "
        "%(topics)s research topics were registered."
    ) % {
        "registered": said(figures["works_registered"]),
        "completed": said(figures["works_completed"]),
        "plaqued": said(figures["works_plaqued"]),
        "topics": said(figures["topics_registered"]),
    }


def honours(figures: Mapping[str, Figure]) -> str:
    return _("%(workers)s outstanding workers and %(enterprises)s enterprises “for their workers” were honoured.") % {
        "workers": said(figures["outstanding_workers_honoured"]),
        "enterprises": said(figures["enterprises_for_workers"]),
    }


def contests(figures: Mapping[str, Figure]) -> str:
    return _(
        "In the contests of the federation %(collective)s collective prizes and %(individual)s individual prizes "
        "were given."
    ) % {
        "collective": said(figures["contest_prizes_collective"]),
        "individual": said(figures["contest_prizes_individual"]),
    }


def schools(figures: Mapping[str, Figure]) -> str:
    return _(
        "%(teachers)s teachers won prizes in the good-teacher contest; pupils won %(national)s national prizes, "
        "%(city)s prizes of the city and %(near)s prizes of the level directly above the schools."
    ) % {
        "teachers": said(figures["teachers_prized_district"]),
        "national": said(figures["pupils_prized_national"]),
        "city": said(figures["pupils_prized_city"]),
        "near": said(figures["pupils_prized_district"]),
    }


def classification(figures: Mapping[str, Figure]) -> str:
    return _(
        "Grading of the grassroots unions: %(excellent)s completed their tasks excellently, %(good)s well, "
        "%(completed)s completed them, %(not_completed)s did not."
    ) % {
        name: said(figures[f"unions_classified_{name}"])
        for name in ("excellent", "good", "completed", "not_completed")
    }

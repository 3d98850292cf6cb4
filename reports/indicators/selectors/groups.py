from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reports.indicators.selectors.figures import Figure
from reports.indicators.selectors.sources import Words

GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Units and members"), ("grassroots_unions", "workers", "members", "women_members")),
    (
        _("Roll-out and local launches"),
        ("rollout_percent", "local_launch_percent", "launch_participants", "launch_turns", "units_registering"),
    ),
    (
        _("Initiatives, topics and works"),
        (
            "initiatives_registered",
            "initiatives_applied",
            "initiatives_recognised",
            "initiatives_commended",
            "initiatives_benefit",
            "topics_registered",
            "works_registered",
            "works_completed",
            "works_plaqued",
            "works_value",
        ),
    ),
    (
        _("Contests"),
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
        _("Grading"),
        tuple(f"unions_classified_{grade}" for grade in ("excellent", "good", "completed", "not_completed")),
    ),
    (
        _("Commendation"),
        (
            "outstanding_workers_honoured",
            "enterprises_for_workers",
            "awards_total",
            "received_from_above",
            "rewards_paid",
        ),
    ),
)


def figure_groups(figures: Mapping[str, Figure]) -> list[tuple[str, list[Figure]]]:
    """In reading order; titles of zero are left out."""
    groups = [(str(heading), [figures[name] for name in names]) for heading, names in GROUPS]
    for heading, prefix in ((_("Registered titles"), "registrations_"), (_("Awards by title"), "awarded_")):
        titled = [figure for name, figure in figures.items() if name.startswith(prefix) and figure.value]
        groups += [(str(heading), titled)] if titled else []
    return groups

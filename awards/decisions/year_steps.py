"""Units see their own dossiers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.decisions.choices import DecisionState
from awards.decisions.year_counts import (
    DecisionCounts,
    NominationCounts,
    RegistrationCounts,
    decision_counts,
    nomination_counts,
    registration_counts,
)
from core.request_cache import read_once
from core.todo import StepState, YearStep, count_words, lines, of_number
from unions.access import PortalUser, works_in_a_unit


def year_steps(user: PortalUser, year: int) -> list[YearStep]:
    registrations, nominations = registration_counts(user, year), read_once(nomination_counts, user, year)
    if works_in_a_unit(user):
        return [own_nomination_step(registrations, nominations), own_result_step(nominations)]
    nomination = nomination_step(registrations, nominations)
    council = council_step(nominations, more_to_come=nomination.state == "now")
    decision = decision_step(decision_counts(user, year), nominations, more_to_come=council.state == "now")
    return [nomination, council, decision]


def nomination_step(registrations: RegistrationCounts, nominations: NominationCounts) -> YearStep:
    units = max(registrations.units, nominations.units)
    waiting = nominations.unsent + nominations.to_check
    detail = lines(
        of_number(nominations.units, units, _("%(done)s of %(total)s units")),
        count_words(nominations.to_check, _("%(count)s to check")),
    )
    state = state_of_nominating(registrations, units, waiting)
    return YearStep(_("Nomination"), state, reverse("awards:nominations"), detail, position=50)


def state_of_nominating(registrations: RegistrationCounts, total: int, waiting: int) -> StepState:
    """Unnominated registrations are missed once the campaign is summed up."""
    if not total:
        return "next"
    if waiting or registrations.left > registrations.left_over:
        return "now"
    return "missed" if registrations.left else "done"


def council_step(nominations: NominationCounts, *, more_to_come: bool) -> YearStep:
    total = nominations.voted + nominations.before_council
    detail = of_number(nominations.voted, total, _("%(done)s of %(total)s dossiers"))
    state: StepState = "next" if not total else "now" if nominations.before_council or more_to_come else "done"
    return YearStep(_("Council"), state, reverse("awards:sessions"), detail, position=60)


def decision_step(decisions: DecisionCounts, nominations: NominationCounts, *, more_to_come: bool) -> YearStep:
    issued = decisions.by_state.get(DecisionState.ISSUED, 0)
    total = sum(decisions.by_state.values())
    detail = lines(
        of_number(issued, total, _("%(done)s of %(total)s issued")),
        count_words(decisions.to_sign, _("%(count)s for you to sign")),
        count_words(decisions.to_number, _("%(count)s for you to number")),
        count_words(nominations.undecided, _("%(count)s dossiers without a decision")),
    )
    is_waiting = total > issued or nominations.undecided or more_to_come
    state: StepState = "next" if not (total or nominations.undecided) else "now" if is_waiting else "done"
    return YearStep(_("Decision"), state, reverse("awards:decisions"), detail, position=70)


def own_nomination_step(registrations: RegistrationCounts, nominations: NominationCounts) -> YearStep:
    total = registrations.left + nominations.unsent + nominations.sent
    detail = of_number(nominations.sent, total, _("%(done)s of %(total)s sent"))
    state = state_of_nominating(registrations, total, nominations.unsent)
    return YearStep(_("Nomination"), state, reverse("awards:nominations"), detail, position=50)


def own_result_step(nominations: NominationCounts) -> YearStep:
    detail = lines(
        of_number(nominations.awarded, nominations.sent, _("%(done)s of %(total)s awarded")),
        count_words(nominations.without_result, _("%(count)s without a result yet")),
    )
    state: StepState = "next" if not nominations.sent else "now" if nominations.without_result else "done"
    return YearStep(_("Commendation"), state, reverse("awards:nominations"), detail, position=70)

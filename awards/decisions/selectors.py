import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.decisions.choices import COUNTED_DECISION, SIGNED_IN_FORCE, DecisionState
from awards.decisions.models import Award, Certificate, Decision
from awards.decisions.rules import may_prepare
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.nominations.selectors import titles_in_use
from awards.sessions.models import Session
from awards.sessions.selectors import nominations_to_decide
from core.scoping import ScopedQuerySet
from core.signed_papers import HOW_TO_GO_ON, SignedPaper
from core.text import short_date
from core.workflow import MoveNotAllowed
from emulation.law.choices import TitleAuthority
from emulation.law.models import Title
from unions.access import PortalUser
from unions.tree.models import Union, UnionProfile
from unions.units.models import GrassrootsUnion

LATEST = 5  # papers that a form names


def series_of(decision: Decision) -> str:
    """Numbers begin anew each year (R59; core.sequence)."""
    year = decision.dated_on.year if decision.dated_on else decision.year
    return f"decision/{decision.union_id}/{year}"


def nominations_for(decision: Decision) -> QuerySet[Nomination]:
    """Nominations approved by the session, else checked ones."""
    if decision.session:
        return nominations_to_decide(decision.session)
    return checked_nominations([decision.union], decision.year)


def titles_to_give() -> QuerySet[Title]:
    """Titles in use that the federation itself gives."""
    return titles_in_use().filter(authority=TitleAuthority.OWN)


def units_of(decision: Decision, user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """Units in which the officer chooses recipients."""
    units = GrassrootsUnion.objects.under(decision.union)
    rows: QuerySet[GrassrootsUnion] = units if may_prepare(user, decision) else units.none()
    return rows.select_related("sector", "enterprise").order_by("sort_key", "pk")


def checked_nominations(unions: Iterable[Union], year: int) -> QuerySet[Nomination]:
    """Return nominations for the federation's titles that no decision contains."""
    checked = Nomination.objects.filter(
        union__in=unions,
        year=year,
        state=NominationState.CHECKED,
        award__isnull=True,
        title__authority=TitleAuthority.OWN,
    )
    rows: QuerySet[Nomination] = checked.for_table().order_by("title__position", "grassroots__sort_key", "pk")
    return rows


def decisions_that_revoke(decision: Decision) -> QuerySet[Decision]:
    """Issued decisions that are not dated before this one."""
    if decision.dated_on is None:  # a draft
        return Decision.objects.none()
    later: QuerySet[Decision] = Decision.objects.filter(
        union=decision.union_id, state=DecisionState.ISSUED, dated_on__gte=decision.dated_on
    ).exclude(pk=decision.pk)
    return later


def certificates_of(decision: Decision, awards: QuerySet[Award] | None = None) -> QuerySet[Certificate]:
    certificates: QuerySet[Certificate] = Certificate.objects.filter(award__decision=decision)
    if awards is not None:
        certificates = certificates.filter(award__in=awards)
    return certificates.select_related("award__decision").order_by("award__golden_book_number")


def honoured_in(union: Union, year: int) -> QuerySet[Award]:
    board: QuerySet[Award] = Award.objects.filter(union=union, year=year, decision__state__in=COUNTED_DECISION)
    return board.select_related("title", "decision").order_by("title__position", "title", "sort_key", "pk")


def honoured_years(union: Union) -> list[int]:
    board = Award.objects.filter(union=union, decision__state__in=COUNTED_DECISION)
    return list(board.order_by("-year").values_list("year", flat=True).distinct())


def check_draft(decision: Decision) -> None:
    """Raise MoveNotAllowed where a decision is sent or signed."""
    if decision.state == DecisionState.SUBMITTED:
        raise MoveNotAllowed(_("The draft is sent for signature. Take it back to change it, then send it again."))
    if decision.state != DecisionState.DRAFT:
        raise MoveNotAllowed(HOW_TO_GO_ON, {"paper": decision_name(decision)})


def check_award_in_draft(award: Award) -> None:
    check_draft(award.decision)


def decision_name(decision: Decision) -> str:
    """ "Decision 45/QĐ-LĐLĐ of 20/12/2024", or the subject before it has a number."""
    if decision.symbol and decision.dated_on:
        facts = {"number": decision.symbol, "day": short_date(decision.dated_on)}
        return _("Decision %(number)s of %(day)s") % facts
    return _("Decision “%(subject)s”") % {"subject": decision.subject_line}


def decisions_that_print(**row: Any) -> list[SignedPaper]:
    """`row` names the subject (person=…, team=…)."""
    awards = Award.objects.filter(decision__state__in=SIGNED_IN_FORCE, **row)
    decisions = Decision.objects.filter(pk__in=awards.values("decision")).order_by("dated_on", "pk")
    return [SignedPaper(decision_name(decision), decision.get_absolute_url()) for decision in decisions]


def decisions_worded_by(profile: UnionProfile) -> list[SignedPaper]:
    """The latest signed decisions written in these words."""
    decisions = Decision.objects.filter(
        union=profile.union_id, state__in=SIGNED_IN_FORCE, dated_on__gte=profile.valid_from
    )
    if profile.valid_to:
        decisions = decisions.filter(dated_on__lte=profile.valid_to)
    latest = decisions.order_by("-dated_on", "-pk")[:LATEST]
    return [SignedPaper(decision_name(decision), decision.get_absolute_url()) for decision in latest]


def decisions_after(session: Session) -> list[SignedPaper]:
    decisions = session.decisions.filter(state__in=SIGNED_IN_FORCE).order_by("dated_on", "pk")
    return [SignedPaper(decision_name(decision), decision.get_absolute_url()) for decision in decisions]


def decisions_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    """Leading digits are a number, with or without its symbol."""
    digits = re.match("[0-9]{1,6}", typed)
    return [rows.filter(number=digits[0]) if digits else rows.filter(subject_line__icontains=typed)]

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from awards.decisions.choices import SIGNED_IN_FORCE, DecisionBasis, DecisionState
from awards.decisions.models import Award, Decision
from emulation.campaigns.choices import CampaignMode
from emulation.eligibility.choices import AwardScope
from emulation.eligibility.history import AwardHeld, AwardHistory, InitiativeUse, Subject, TitleOfPerson
from emulation.registrations.eligibility import is_about, subject_field
from unions.tree.rules import body_in_words


def awards_of(subjects: Collection[Subject]) -> Iterator[AwardHeld]:
    decided = Award.objects.filter(decision__state__in=[*SIGNED_IN_FORCE, DecisionState.REVOKED])
    rows = decided.filter(is_about(subjects)).select_related(
        "title", "decision", "nomination__registration__campaign"
    )
    for award in rows.order_by("pk"):
        decision = award.decision
        yield AwardHeld(
            (award.subject_kind, getattr(award, f"{subject_field(award.subject_kind)}_id")),
            award.title.code,
            award.title.family,
            award.year,
            decision.dated_on,
            scope_of(award),
            decision.state == DecisionState.REVOKED,
            decision.symbol,
            award.title.level,
            award.title.authority,
            award.achievement,
            award.union_id,
            issuer_of(decision),
        )


def issuer_of(decision: Decision) -> str:
    text = decision.document_text
    return body_in_words(text["issued_by"], text["union_name"]) if text else ""


def scope_of(award: Award) -> str:
    """A plan, a contest or a campaign that is not the regular one stands for a theme."""
    if award.decision.basis_kind == DecisionBasis.UNEXPECTED:
        return AwardScope.UNEXPECTED
    registration = award.nomination.registration if award.nomination else None
    is_regular = registration is None or registration.campaign.mode == CampaignMode.REGULAR
    return AwardScope.COMPREHENSIVE if is_regular and not award.decision.basis_kind else AwardScope.THEMATIC


def awards_in_force() -> QuerySet[Award]:
    return Award.objects.filter(decision__state__in=SIGNED_IN_FORCE)


def people_with(codes: Collection[str], units: Collection[int], years: Collection[int]) -> Iterator[TitleOfPerson]:
    rows = awards_in_force().filter(title__code__in=codes, grassroots__in=units, year__in=years, person__isnull=False)
    for row in rows.order_by("pk").values_list("person", "grassroots", "year", "title__code"):
        yield TitleOfPerson(*row)


def uses_of(initiatives: Collection[int]) -> Iterator[InitiativeUse]:
    rows = awards_in_force().filter(nomination__initiatives__in=initiatives)
    for row in rows.order_by("pk").values_list("nomination__initiatives", "person", "title__code"):
        yield InitiativeUse(*row)


DECIDED_HERE = AwardHistory(awards_of, people_with, uses_of)

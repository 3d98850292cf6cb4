from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from awards.decisions.choices import SIGNED_IN_FORCE, DecisionBasis, DecisionState
from awards.decisions.models import Award
from core.links import object_url
from emulation.eligibility.choices import AwardScope
from emulation.eligibility.history import AwardHeld, AwardHistory, AwardPage, InitiativeUse, Subject, TitleOfPerson
from emulation.registrations.eligibility import is_about, scope_in
from emulation.registrations.rules import SUBJECT_COLUMNS, subject_in
from unions.access import PortalUser
from unions.tree.rules import body_in_words

COLUMNS = (
    "title__code", "title__family", "title__level", "title__authority", "year", "achievement", "union",
    "decision__dated_on", "decision__basis_kind", "decision__state", "decision__symbol",
    "nomination__registration__campaign__mode",
)  # fmt: skip
ISSUED_BY = {name: KeyTextTransform(name, "decision__document_text") for name in ("issued_by", "union_name")}


def awards_of(subjects: Collection[Subject]) -> Iterator[AwardHeld]:
    decided = Award.objects.filter(decision__state__in=[*SIGNED_IN_FORCE, DecisionState.REVOKED])
    rows = decided.filter(is_about(subjects)).annotate(**ISSUED_BY).order_by("pk")
    for row in rows.values_list(*SUBJECT_COLUMNS, *COLUMNS, *ISSUED_BY, named=True):
        yield AwardHeld(
            subject_in(*row[: len(SUBJECT_COLUMNS)]),
            row.title__code,
            row.title__family,
            row.year,
            row.decision__dated_on,
            scope_by(row.decision__basis_kind, row.nomination__registration__campaign__mode),
            row.decision__state == DecisionState.REVOKED,
            row.decision__symbol,
            row.title__level,
            row.title__authority,
            row.achievement,
            row.union,
            body_in_words(row.issued_by, row.union_name) if row.issued_by else "",
        )


def pages_of(reader: PortalUser, subjects: Collection[Subject]) -> Iterator[AwardPage]:
    rows = Award.objects.visible_to(reader).in_force().filter(is_about(subjects)).order_by("pk")
    for *subject, code, year, symbol, decision in rows.values_list(
        *SUBJECT_COLUMNS, "title__code", "year", "decision__symbol", "decision"
    ):
        yield AwardPage(subject_in(*subject), code, year, symbol, object_url("awards:decision", decision))


def scope_of(award: Award) -> str:
    registration = award.nomination.registration if award.nomination else None
    return scope_by(award.decision.basis_kind, registration.campaign.mode if registration else None)


def scope_by(basis: str, mode: str | None) -> str:
    """A plan, a contest or a campaign that is not the regular one stands for a theme."""
    if basis == DecisionBasis.UNEXPECTED:
        return AwardScope.UNEXPECTED
    if basis:
        return AwardScope.THEMATIC
    return scope_in(mode) if mode else AwardScope.COMPREHENSIVE


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

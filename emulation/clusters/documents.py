from datetime import date
from typing import TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.text import comparison_key
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import first_day, last_day
from emulation.clusters.selectors import signatories_on, units_to_sign
from unions.tree.letterheads import Letterhead, Signature, chair_signature, letterhead_of
from unions.units.choices import GrassrootsKind

ORGANISATIONS = (comparison_key("công đoàn"), comparison_key("nghiệp đoàn"), comparison_key("CĐCS"))
SIGNATURE_ORDER = ("signed_on", "grassroots__sort_key", "pk")


class PactParty(TypedDict):
    name: str
    signatory: str


class PactDocument(TypedDict):
    """The payload of `documents/emulation_pact.html`."""

    type_name: str
    subject: str
    title: str
    letterhead: Letterhead
    cluster: str
    year: int
    day: date | None
    basis: str
    contents: list[str]
    targets: list[str]
    parties: list[PactParty]
    pairs: list[list[PactParty]]
    lead: str
    union_name: str
    witness: Signature
    copies: int


def pact_document(pact: ClusterYear, *, names_unsigned: bool = True) -> PactDocument:
    """In Vietnamese. Pass `names_unsigned=False` for readers who may not see which units are in the cluster."""
    with override("vi"):
        return _payload(pact, names_unsigned)


def _payload(pact: ClusterYear, names_unsigned: bool) -> PactDocument:
    signed_on, today = pact.pact_signed_on, timezone.localdate()
    profile_day = signed_on or min(max(today, first_day(pact.year)), last_day(pact.year))
    profile = pact.cluster.union.profile_on(profile_day)
    cluster = pact.signed_as or pact.cluster.name
    subject = _("%(cluster)s in %(year)s") % {"cluster": cluster, "year": pact.year}
    parties = parties_to(pact, today, names_unsigned)
    return {
        "type_name": _("EMULATION PACT"),
        "subject": subject,
        "title": subject,
        "letterhead": letterhead_of(profile, date=signed_on, body=cluster),
        "cluster": cluster,
        "year": pact.year,
        "day": signed_on,
        "basis": pact.pact_basis,
        "contents": split_lines(pact.pact_contents),
        "targets": split_lines(pact.pact_targets),
        "parties": parties,
        "pairs": [parties[index : index + 2] for index in range(0, len(parties), 2)],
        "lead": printed_name(pact.lead.name_on(signed_on or today), pact.lead.kind) if pact.lead else "",
        "union_name": profile.name,
        "witness": chair_signature(profile),
        "copies": len(parties) + 1,
    }


def parties_to(pact: ClusterYear, today: date, names_unsigned: bool) -> list[PactParty]:
    signatures = pact.signatures.select_related("grassroots").order_by(*SIGNATURE_ORDER)
    parties = [_signed(signature) for signature in signatures]
    if names_unsigned and (pact.year >= today.year or not parties):
        parties += _unsigned(pact, min(today, last_day(pact.year)))
    return parties


def split_lines(text: str) -> list[str]:
    """Remove the dashes or bullets before lines; the document numbers them."""
    return [line.strip().lstrip("-–•+*").strip() for line in text.splitlines() if line.strip(" -–•+*\t")]


def printed_name(name: str, kind: str) -> str:
    """Many units are entered by the name of their school or company only."""
    if comparison_key(name).startswith(ORGANISATIONS):
        return name
    pattern = _("Grassroots guild of %(unit)s") if kind == GrassrootsKind.GUILD else _("Grassroots union of %(unit)s")
    return pattern % {"unit": name}


def _signed(signature: PactSignature) -> PactParty:
    return {
        "name": printed_name(signature.unit_name, signature.grassroots.kind),
        "signatory": signature.signatory,
    }


def _unsigned(pact: ClusterYear, day: date) -> list[PactParty]:
    units = list(units_to_sign(pact))
    signatories = signatories_on([unit.pk for unit in units], day)
    return [{"name": printed_name(unit.name, unit.kind), "signatory": signatories.get(unit.pk, "")} for unit in units]

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.text import comparison_key
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import first_day, last_day
from emulation.clusters.selectors import signatories_on, units_to_sign
from unions.tree.letterheads import chair_signature, letterhead_of
from unions.units.choices import GrassrootsKind

ORGANISATIONS = (comparison_key("công đoàn"), comparison_key("nghiệp đoàn"), comparison_key("CĐCS"))
SIGNED_ORDER = ("signed_on", "grassroots__sort_key", "pk")


def pact_document(pact: ClusterYear, *, names_unsigned: bool = True) -> dict[str, Any]:
    """Return the payload with the day and the signatories of a signed pact; before the signature both stay empty.

    Until the end of the year the units that may still sign are listed too. A reader whose unit has left the cluster
    does not see them (`names_unsigned` is False).
    """
    with override("vi"):
        return _payload(pact, names_unsigned)


def _payload(pact: ClusterYear, names_unsigned: bool) -> dict[str, Any]:
    day, today = pact.pact_signed_on, timezone.localdate()
    profile = pact.cluster.union.profile_on(day or min(max(today, first_day(pact.year)), last_day(pact.year)))
    cluster = pact.signed_as or pact.cluster.name
    subject = _("%(cluster)s in %(year)s") % {"cluster": cluster, "year": pact.year}
    parties = parties_to(pact, today, names_unsigned)
    return {
        "type_name": _("EMULATION PACT"),
        "subject": subject,
        "title": subject,
        "letterhead": letterhead_of(profile, date=day, body=cluster),
        "cluster": cluster,
        "year": pact.year,
        "day": day,
        "basis": pact.pact_basis,
        "contents": lines_of(pact.pact_contents),
        "targets": lines_of(pact.pact_targets),
        "parties": parties,
        "pairs": [parties[at : at + 2] for at in range(0, len(parties), 2)],
        "lead": printed_name(pact.lead.name_on(day or today), pact.lead.kind) if pact.lead else "",
        "union_name": profile.name,
        "witness": chair_signature(profile),
        "copies": len(parties) + 1,
    }


def parties_to(pact: ClusterYear, today: date, names_unsigned: bool) -> list[dict[str, str]]:
    parties = [_signed(row) for row in pact.signatures.select_related("grassroots").order_by(*SIGNED_ORDER)]
    if names_unsigned and (pact.year >= today.year or not parties):
        parties += _still_to_sign(pact, min(today, last_day(pact.year)))
    return parties


def lines_of(text: str) -> list[str]:
    """Return the lines without leading dashes and bullets."""
    return [line.strip().lstrip("-–•+*").strip() for line in text.splitlines() if line.strip(" -–•+*\t")]


def printed_name(name: str, kind: str) -> str:
    """Put "Grassroots union of" before a unit that is entered by the name of its school or company alone."""
    if comparison_key(name).startswith(ORGANISATIONS):
        return name
    pattern = _("Grassroots guild of %(unit)s") if kind == GrassrootsKind.GUILD else _("Grassroots union of %(unit)s")
    return pattern % {"unit": name}


def _signed(row: PactSignature) -> dict[str, str]:
    return {"name": printed_name(row.unit_name, row.grassroots.kind), "signatory": row.signatory}


def _still_to_sign(pact: ClusterYear, day: date) -> list[dict[str, str]]:
    units = list(units_to_sign(pact))
    names = signatories_on([unit.pk for unit in units], day)
    return [{"name": printed_name(unit.name, unit.kind), "signatory": names.get(unit.pk, "")} for unit in units]

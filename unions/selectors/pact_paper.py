"""What the paper of a pact says: plain values for its template, with the names of the day."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from unions.models import ClusterYear, PactSignature
from unions.rules.clusters import first_day, last_day
from unions.selectors.clusters import signatories_on, units_to_sign


def pact_paper(pact: ClusterYear) -> dict[str, Any]:
    """Return the payload: signed, it carries its day and who signed; before, room for both.

    Of a year that is over those who signed are the parties; before its end the others may still sign.
    """
    day, today = pact.pact_signed_on, timezone.localdate()
    profile = pact.cluster.union.profile_on(day or min(max(today, first_day(pact.year)), last_day(pact.year)))
    parties = [_signed(row) for row in pact.signatures.order_by("signed_on", "grassroots__sort_key", "pk")]
    if pact.year >= today.year or not parties:
        parties += _still_to_sign(pact, min(today, last_day(pact.year)))
    cluster = pact.signed_as or pact.cluster.name
    with override("vi"):
        words = {
            "type_name": _("EMULATION PACT"),
            "subject": _("%(cluster)s in %(year)s") % {"cluster": cluster, "year": pact.year},
        }
    return {
        **words,
        "title": f"{words['type_name']}: {words['subject']}",
        "letterhead": {
            "upper_line": profile.issuer_line,
            "issuer_line": cluster.upper(),
            "number_symbol": "",
            "place": profile.place,
            "date": day,
        },
        "cluster": cluster,
        "year": pact.year,
        "day": day,
        "basis": pact.pact_basis,
        "contents": lines_of(pact.pact_contents),
        "targets": lines_of(pact.pact_targets),
        "parties": parties,
        "pairs": [parties[at : at + 2] for at in range(0, len(parties), 2)],
        "lead": pact.lead.name_on(day or today) if pact.lead else "",
        "union_name": profile.name,
        "witness": {"capacity_lines": [profile.capacity_line], "post": profile.chair_post, "name": ""},
        "copies": len(parties) + 1,
    }


def lines_of(text: str) -> list[str]:
    """Return the lines as written, without the dashes somebody may have typed before them."""
    return [line.strip().lstrip("-–•+*").strip() for line in text.splitlines() if line.strip(" -–•+*\t")]


def _signed(row: PactSignature) -> dict[str, str]:
    return {"name": row.unit_name, "signatory": row.signatory}


def _still_to_sign(pact: ClusterYear, day: date) -> list[dict[str, str]]:
    units = list(units_to_sign(pact))
    names = signatories_on([unit.pk for unit in units], day)
    return [{"name": unit.name, "signatory": names.get(unit.pk, "")} for unit in units]

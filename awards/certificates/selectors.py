from typing import Any

from awards.decisions.choices import DecisionState
from awards.decisions.models import Certificate
from awards.decisions.selectors import printed_title


def certificate_by_code(typed: str) -> Certificate | None:
    """The certificate whose code was typed or scanned: spaces, dashes and small letters do not matter."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    issued = Certificate.objects.filter(code=code).select_related("award__decision__revoked_by", "award__title")
    found: Certificate | None = issued.first()
    return found


def public_facts(certificate: Certificate) -> dict[str, Any]:
    """What anybody may read of a certificate: name, unit, award, number and date of the decision; nothing else."""
    award = certificate.award
    decision = award.decision
    revoked = decision.state == DecisionState.REVOKED
    return {
        "recipient": award.recipient_name,
        "unit": award.unit_name,
        "award": printed_title(award),
        "number": decision.symbol,
        "date": decision.dated_on,
        "revoked": revoked,
        "revoked_by": decision.revoked_by.symbol if revoked and decision.revoked_by else "",
        "revoked_on": decision.revoked_by.dated_on if revoked and decision.revoked_by else None,
    }

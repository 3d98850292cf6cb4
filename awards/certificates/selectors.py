import datetime
from typing import TypedDict

from awards.decisions.choices import DecisionState
from awards.decisions.models import Certificate


class PublicFacts(TypedDict):
    form: str  # "Giấy khen", as the certificate is called
    issuer: str  # the name of the union in full, on the day of the decision
    recipient: str
    unit: str
    award: str
    number: str
    date: datetime.date | None
    revoked: bool
    revoked_by: str
    revoked_on: datetime.date | None


def certificate_by_code(typed: str) -> Certificate | None:
    """Spaces, dashes and case of the code do not matter."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    certificates = Certificate.objects.filter(code=code).select_related("award__decision__revoked_by", "award__title")
    certificate: Certificate | None = certificates.first()
    return certificate


def public_facts(certificate: Certificate) -> PublicFacts:
    """Nothing else of a certificate is public (privacy)."""
    award = certificate.award
    decision = award.decision
    revocation = decision.revoked_by if decision.state == DecisionState.REVOKED else None
    text = decision.document_text
    return {
        "form": str(text["titles"][str(award.title_id)]["form_name"]).capitalize(),
        "issuer": text["union_name"],
        "recipient": award.recipient_name,
        "unit": award.unit_name,
        "award": award.title_name,
        "number": decision.symbol,
        "date": decision.dated_on,
        "revoked": decision.state == DecisionState.REVOKED,
        "revoked_by": revocation.symbol if revocation else "",
        "revoked_on": revocation.dated_on if revocation else None,
    }

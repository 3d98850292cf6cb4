import datetime
from collections.abc import Iterable
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.decisions.models import Certificate, Decision
from core.files import FileLost
from core.links import absolute_url
from core.qr import qr_data_uri
from unions.tree.selectors import logo_data_uri


class CertificatePayload(TypedDict):
    """Printed by templates/documents/certificate.html."""

    issuer: str
    form_name: str
    recipient: str
    detail: str
    achievement: str
    decision_number: str
    decision_date: datetime.date | None
    golden_book_number: str
    place: str
    date: datetime.date | None
    capacity_lines: list[str]
    post: str
    signatory: str
    qr: str
    code: str
    verify_address: str


class CertificatesPayload(TypedDict):
    title: str
    emblem: str
    extract_of: int
    certificates: list[CertificatePayload]


def certificate_payload(certificate: Certificate) -> CertificatePayload:
    """Without `award__decision` selected it costs two queries."""
    award = certificate.award
    decision = award.decision
    frozen = decision.document_text
    address = verify_address(certificate.code)
    return {
        "issuer": frozen["certificate_body"],
        "form_name": frozen["titles"][str(award.title_id)]["form_name"],
        "recipient": f"{award.honorific} {award.recipient_name}".strip(),
        "detail": award.recipient_line,
        "achievement": award.achievement,
        "decision_number": decision.symbol,
        "decision_date": decision.dated_on,
        "golden_book_number": f"{award.golden_book_number:02d}",
        "place": frozen["place"],
        "date": decision.dated_on,
        "capacity_lines": [line for line in (frozen["certificate_capacity"], frozen["kt_line"]) if line],
        "post": frozen["post"],
        "signatory": decision.signatory_name,
        "qr": qr_data_uri(address),
        "code": grouped_code(certificate.code),
        "verify_address": address.partition("://")[2],
    }


def certificates_payload(
    certificates: Iterable[Certificate], title: str, *, extract_of: int = 0
) -> CertificatesPayload:
    """The logo is that of the day of the signature."""
    rows = list(certificates)
    return {
        "title": title,
        "extract_of": extract_of,
        "emblem": signed_emblem(rows[0].award.decision) if rows else "",
        "certificates": [certificate_payload(certificate) for certificate in rows],
    }


def signed_emblem(decision: Decision) -> str:
    try:
        return logo_data_uri(decision.document_text.get("logo"))
    except FileLost as lost:
        raise ValidationError(
            _(
                "The logo these certificates were signed with is no longer on the server. Nothing is printed, "
                "because they would look different. Please tell the administrator, who can bring it back from a copy."
            )
        ) from lost


def verify_address(code: str) -> str:
    return absolute_url(reverse("verify", args=[code]))


def grouped_code(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))

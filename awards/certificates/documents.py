from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.decisions.models import Certificate, Decision
from core.files import FileLost
from core.qr import qr_data_uri
from unions.tree.selectors import logo_data_uri


def certificate_payload(certificate: Certificate) -> dict[str, Any]:
    """One certificate as it prints. Its award comes with its decision, or this costs two queries."""
    award = certificate.award
    decision = award.decision
    paper = decision.paper
    address = verify_address(certificate.code)
    return {
        "issuer": paper["certificate_body"],
        "form_name": paper["titles"][str(award.title_id)]["form_name"],
        "recipient": f"{award.honorific} {award.recipient_name}".strip(),
        "detail": award.recipient_line,
        "achievement": award.achievement,
        "decision_number": decision.symbol,
        "decision_date": decision.dated_on,
        "golden_book_number": f"{award.golden_book_number:02d}",
        "place": paper["place"],
        "date": decision.dated_on,
        "capacity_lines": [line for line in (paper["certificate_capacity"], paper["kt_line"]) if line],
        "post": paper["post"],
        "signatory": decision.signatory_name,
        "qr": qr_data_uri(address),
        "code": spaced(certificate.code),
        "verify_address": address.partition("://")[2],
    }


def certificates_payload(certificates: Iterable[Certificate], title: str) -> dict[str, Any]:
    """The certificates of one decision, under the mark its union had on the day of the signature."""
    found = list(certificates)
    return {
        "title": title,
        "emblem": emblem_as_signed(found[0].award.decision) if found else "",
        "certificates": [certificate_payload(each) for each in found],
    }


def emblem_as_signed(decision: Decision) -> str:
    """The mark frozen at the signature. Raises ValidationError where its picture is lost."""
    try:
        return logo_data_uri(decision.paper.get("logo"))
    except FileLost as lost:
        raise ValidationError(
            _(
                "The logo these certificates were signed with is no longer on the server. Nothing is printed, "
                "because they would look different. Please tell the administrator, who can bring it back from a copy."
            )
        ) from lost


def verify_address(code: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('verify', args=[code])}"


def spaced(code: str) -> str:
    """The code in groups of four, to be read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import Document, Paragraph, ParagraphKind, Signature
from unions.tree.letterheads import printed_letterhead
from unions.tree.rules import certificate_capacity

LETTER, CERTIFICATE = "letter", "certificate"
DOTS = "……………………"


def sample_letter(profile: Mapping[str, Any]) -> Document:
    """Dots stand for what each paper says itself."""
    kt_line = f"KT. {profile['chair_post']}" if profile["prints_kt_line"] else ""
    vice_chair_lines = tuple(line for line in (profile["capacity_line"], kt_line) if line)
    symbol = f"/QĐ-{profile['symbol']}"
    with override("vi"):
        return Document(
            title=_("Sample of a paper"),
            author=profile["name"],
            letterhead=printed_letterhead(
                profile["upper_line"], profile["issuer_line"], profile["place"], number_symbol=symbol
            ),
            type_name="QUYẾT ĐỊNH",
            subject=DOTS,
            blocks=(
                Paragraph(profile["body"], ParagraphKind.CENTRED_BOLD),
                Paragraph(_("(a sample: dots stand for what each paper says itself)"), ParagraphKind.CENTRED),
            ),
            signatures=(
                (
                    Signature(vice_chair_lines, profile["vice_chair_post"], DOTS),
                    Signature((profile["capacity_line"],), profile["chair_post"], DOTS),
                ),
            ),
        )


def sample_certificate(profile: Mapping[str, Any], *, emblem: str = "") -> dict[str, object]:
    """`emblem` is the logo as a data URI."""
    with override("vi"):
        return {"title": _("Sample of a paper"), **_certificate(profile, emblem)}


def _certificate(profile: Mapping[str, Any], emblem: str) -> dict[str, object]:
    body = profile["certificate_body"]
    certificate = {
        "issuer": body,
        "form_name": "GIẤY KHEN",
        "recipient": f"Ông/Bà {DOTS}",
        "detail": DOTS,
        "achievement": f"Đã có thành tích {DOTS}",
        "decision_number": "",
        "place": profile["place"],
        "date": None,
        "capacity_lines": [certificate_capacity(body, profile["capacity_line"])],
        "post": profile["chair_post"],
        "signatory": DOTS,
    }
    return {"emblem": emblem, "certificates": [certificate]}

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from unions.tree.letterheads import Letterhead, Signature
from unions.tree.rules import certificate_capacity

LETTER, CERTIFICATE = "letter", "certificate"
TEMPLATES = {LETTER: "documents/letter_sample.html", CERTIFICATE: "documents/certificate.html"}
DOTS = "……………………"


def sample_payload(kind: str, profile: Mapping[str, Any], *, emblem: str = "") -> dict[str, object]:
    """`emblem` is the logo as a data URI."""
    with override("vi"):
        values = _certificate(profile, emblem) if kind == CERTIFICATE else _letter(profile)
        return {"title": str(_("Sample of a paper")), **values}


def _letter(profile: Mapping[str, Any]) -> dict[str, object]:
    kt_line = f"KT. {profile['chair_post']}" if profile["prints_kt_line"] else ""
    vice_chair_lines = [line for line in (profile["capacity_line"], kt_line) if line]
    return {
        "letterhead": Letterhead(
            upper_line=profile["upper_line"],
            issuer_line=profile["issuer_line"],
            place=profile["place"],
            number_symbol=f"/QĐ-{profile['symbol']}",
        ),
        "type_name": "QUYẾT ĐỊNH",
        "subject": DOTS,
        "issued_by": profile["body"],
        "by_chair": Signature([profile["capacity_line"]], profile["chair_post"], DOTS),
        "by_vice_chair": Signature(vice_chair_lines, profile["vice_chair_post"], DOTS),
    }


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

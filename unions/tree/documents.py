from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from unions.tree.rules import certificate_capacity

LETTER, CERTIFICATE = "letter", "certificate"
TEMPLATES = {LETTER: "documents/letter_sample.html", CERTIFICATE: "documents/certificate.html"}
DOTS = "……………………"


def sample_payload(kind: str, words: Mapping[str, Any], *, emblem: str = "") -> dict[str, object]:
    """`emblem` is the logo as a data URI."""
    with override("vi"):
        values = _certificate(words, emblem) if kind == CERTIFICATE else _letter(words)
        return {"title": str(_("Sample of a paper")), **values}


def _letter(words: Mapping[str, Any]) -> dict[str, object]:
    kt_line = f"KT. {words['chair_post']}" if words["prints_kt_line"] else ""
    by_vice = [line for line in (words["capacity_line"], kt_line) if line]
    return {
        "letterhead": {
            "upper_line": words["upper_line"],
            "issuer_line": words["issuer_line"],
            "number_symbol": f"/QĐ-{words['symbol']}",
            "place": words["place"],
            "date": None,
        },
        "type_name": "QUYẾT ĐỊNH",
        "subject": DOTS,
        "issued_by": words["body"],
        "by_chair": {"capacity_lines": [words["capacity_line"]], "post": words["chair_post"], "name": DOTS},
        "by_vice_chair": {"capacity_lines": by_vice, "post": words["vice_chair_post"], "name": DOTS},
    }


def _certificate(words: Mapping[str, Any], emblem: str) -> dict[str, object]:
    certificate = {
        "issuer": words["certificate_body"],
        "form_name": "GIẤY KHEN",
        "recipient": f"Ông/Bà {DOTS}",
        "detail": DOTS,
        "achievement": f"Đã có thành tích {DOTS}",
        "decision_number": "",
        "place": words["place"],
        "date": None,
        "capacity_lines": [certificate_capacity(words["certificate_body"], words["capacity_line"])],
        "post": words["chair_post"],
        "signatory": DOTS,
    }
    return {"emblem": emblem, "certificates": [certificate]}

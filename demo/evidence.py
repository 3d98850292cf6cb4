"""Pages as a unit would scan them, drawn for the demo."""

import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from core.text import long_date
from demo.context import DemoContext
from emulation.eligibility.choices import EvidenceKind
from emulation.evidence.services import attach_evidence, receive_paper
from emulation.law.choices import SubjectKind
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration

FONT = "static/fonts/documents/LiberationSerif-Bold.ttf"
A4 = (595, 842)
LINK = "https://example.org/phong-trao-thi-dua/hoi-giang"


def attach_to_registrations(context: DemoContext, year: int) -> None:
    """Of people: a certificate whose paper came with what was accepted, a photograph with the others."""
    rows = Registration.objects.filter(union=context.union, year=year, subject_kind=SubjectKind.PERSON)
    for row in rows.select_related("person", "campaign").order_by("pk"):
        if row.state == RegistrationState.ACCEPTED:
            _certificate(context, row)
        else:
            _photograph(context, row)


def _certificate(context: DemoContext, row: Registration) -> None:
    words = ("GIẤY CHỨNG NHẬN", "SÁNG KIẾN CẤP CƠ SỞ", str(row.person), long_date(context.today))
    pieces = attach_evidence(
        row,
        actor=context.unit(row.grassroots_id).chair,
        kind=EvidenceKind.INITIATIVE_CERTIFICATE,
        scans=[ContentFile(_page(*words, file_format="PDF"), "giay-chung-nhan.pdf")],
        note="Sáng kiến được công nhận cấp cơ sở",
    )
    receive_paper(pieces[0], actor=context.officer, received_on=context.today)


def _photograph(context: DemoContext, row: Registration) -> None:
    waits = row.state == RegistrationState.SUBMITTED
    actor = context.officer if waits else context.unit(row.grassroots_id).chair
    picture = ContentFile(_page("HỘI GIẢNG", str(row.person), file_format="PNG"), "hoi-giang.png")
    attach_evidence(row, actor=actor, kind=EvidenceKind.PHOTOGRAPH, scans=[picture], note="Ảnh tại hội giảng")
    attach_evidence(row, actor=actor, kind=EvidenceKind.OTHER, link=LINK, note="Tin trên trang của trường")


def _page(*lines: str, file_format: str) -> bytes:
    image = Image.new("L", A4, 250)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(Path(settings.BASE_DIR) / FONT), 30)
    draw.rectangle((30, 30, A4[0] - 30, A4[1] - 30), outline=120, width=3)
    for number, line in enumerate(lines):
        draw.text((A4[0] / 2, 220 + 70 * number), line, fill=40, font=font, anchor="mm")
    written = io.BytesIO()
    image.save(written, file_format)
    return written.getvalue()

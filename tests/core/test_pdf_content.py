"""A PDF from outside is paper: it brings no script, no program and no other file."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from pypdf import PdfWriter

from core.pdf_content import check_pdf
from tests.papers import PDF, catalogue, packed, pdf

pytestmark = pytest.mark.one_database(on="sqlite")
DAMAGED = "The PDF is damaged or too complicated. Please print or scan it anew."


def said_of(content):
    try:
        check_pdf(content)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "a script"),
        (b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>", "a script"),
        (b"/Names << /J#61vaScript << /Names [] >> >>", "a script"),
        (b"/AA << /WC << /Next [<< /S /JavaScript /JS (1) >>] >> >>", "a script"),
        (b"/OpenAction << /S /Launch /F (cmd.exe) >>", "a command that opens a program or another file"),
        (b"/OpenAction << /S /GoToR /F (//host/share) >>", "a command that opens a program or another file"),
        (b"/Names << /EmbeddedFiles << /Names [] >> >>", "another file inside it"),
        (b"/AcroForm << /XFA [] /Fields [] >>", "a form that sends itself"),
        (b"/AF [<< /Type /Filespec /EF << /F 3 0 R >> >>]", "another file inside it"),
    ],
)
def test_active_content_is_refused_by_its_name(entry, what):
    assert gettext(what) in said_of(catalogue(entry))


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"/OpenAction [3 0 R /Fit]",
        b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>",
        b"/PageMode /UseNone /Lang (vi-VN) /AcroForm << /Fields [] /SigFlags 3 >>",
        b"/Outlines << /Title (JavaScript) /A << /S /URI /URI (https://example.org) >> >>",
    ],
)
def test_what_offices_and_scanners_write_is_taken(entry):
    assert said_of(catalogue(entry)) == ""


def test_what_no_page_leads_to_is_found_too():
    pages = [b"<< /Type /Pages /Kids [] /Count 0 >>", b"<< /Subtype /FileAttachment /Rect [0 0 1 1] >>"]
    assert gettext("another file inside it") in said_of(pdf(b"<< /Type /Catalog /Pages 2 0 R >>", *pages))


def test_what_is_packed_in_a_stream_of_objects_is_found_too():
    assert said_of(packed({4: b"<< /A 1 >>"})) == ""
    assert gettext("a script") in said_of(packed({4: b"<< /A 1 >>", 5: b"<< /S /JavaScript >>"}))


def test_a_stream_of_objects_that_unpacks_to_too_much_is_refused():
    bomb = packed({4: b"<< /A 1 >>"}, size=17 * 1024 * 1024)
    assert (len(bomb) < 40_000, said_of(bomb)) == (True, gettext(DAMAGED))


def test_a_pdf_with_a_password_is_refused_with_a_sentence():
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("mat khau", algorithm="RC4-128")
    writer.write(written)
    assert gettext("a password") in said_of(written.getvalue())


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n%%EOF\n", PDF[:120], b"%PDF-" + b"[" * 100_000, catalogue(b"/A " + b"[" * 5000)],
)
def test_a_pdf_nobody_can_read_is_refused_and_never_breaks_the_page(content):
    assert said_of(content) == gettext(DAMAGED)

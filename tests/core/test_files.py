"""An uploaded file is what its name says, is not too large, and is judged by what is in it."""

import io
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.files import GenuineFile, private_response, read_kept
from core.storage import MEGABYTE
from emulation.campaigns.models import Rollout
from tests.factories import make_campaign, make_rollout
from tests.papers import PDF
from tests.shared_rows import shared

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


def picture(kind):
    kept = io.BytesIO()
    Image.new("RGB", (24, 16), "#b3261e").save(kept, kind)
    return kept.getvalue()


def archive():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("a.txt", "a")
    return kept.getvalue()


PNG, JPEG, ZIP = picture("PNG"), picture("JPEG"), archive()


def upload(name, content):
    return SimpleUploadedFile(name, content, "application/octet-stream")


def judged(name, content, **limits):
    """Return the sentence said of a file; empty where it is taken."""
    try:
        GenuineFile(**limits)(upload(name, content))
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [("scan.pdf", PDF), ("SCAN.PDF", PDF), ("ảnh.jpg", JPEG), ("ảnh.jpeg", JPEG), ("ảnh.png", PNG)],
)
def test_a_scan_that_is_what_it_says_is_taken(name, content):
    assert judged(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.pdf", EXE),
        ("archive.pdf", ZIP),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("text.pdf", "Kế hoạch".encode()),
        ("picture.pdf", PNG),
        ("picture.png", JPEG),
        ("picture.jpg", PNG),
        ("picture.png", PDF),
        ("cut.png", PNG[:40]),
        ("altered.png", PNG.replace(b"IDAT", b"IDAX")),
        ("cut.jpg", JPEG[:20]),
        ("late.pdf", b" " * 2048 + PDF),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert judged(name, content) == gettext(
        "The file is not what its name says. Please save it again and choose it anew."
    )


@pytest.mark.parametrize("name", ["plan.docx", "virus.exe", "scan.pdf.exe", "scan", ".pdf", "page.svg", "page.html"])
def test_another_kind_of_file_is_refused_with_the_kinds_that_are_taken(name):
    assert ".jpeg, .jpg, .pdf, .png" in judged(name, PDF)


def test_an_empty_file_is_refused():
    assert judged("scan.pdf", b"") == gettext("The file is empty. Please scan or save it again.")


def test_the_limit_itself_is_taken_and_a_byte_more_is_not():
    at_the_limit = PDF.ljust(MEGABYTE, b"\n")
    assert judged("scan.pdf", at_the_limit, most_megabytes=1) == ""
    assert "1 MB" in judged("scan.pdf", at_the_limit + b"\n", most_megabytes=1)


def test_the_file_can_be_read_from_its_beginning_after_it_was_judged():
    scan = upload("scan.pdf", PDF)
    GenuineFile()(scan)
    assert scan.read() == PDF


def taken_or_refused():
    return {
        "",
        gettext("The file is empty. Please scan or save it again."),
        gettext("The file is not what its name says. Please save it again and choose it anew."),
    }


@pytest.mark.slow
@given(st.integers(0, len(PNG) - 1), st.integers(0, 255), st.booleans())
def test_a_damaged_picture_is_taken_or_refused_and_never_breaks_the_page(place, value, cut):
    damaged = PNG[:place] if cut else PNG[:place] + bytes([value]) + PNG[place + 1 :]
    assert judged("picture.png", damaged) in taken_or_refused()


@given(st.binary(max_size=300), st.sampled_from([".pdf", ".png", ".jpg"]))
def test_any_bytes_are_taken_or_refused_and_never_break_the_page(content, suffix):
    beginning = {".pdf": b"%PDF-", ".png": PNG[:8], ".jpg": JPEG[:4]}[suffix]
    assert judged(f"any{suffix}", beginning + content) in taken_or_refused()


class Upload(forms.Form):
    scan = forms.FileField(validators=[GenuineFile()])


def test_a_plain_form_judges_the_file_as_well_as_a_model_does():
    assert Upload({}, {"scan": upload("scan.pdf", PDF)}).is_valid()
    assert list(Upload({}, {"scan": upload("scan.pdf", EXE)}).errors) == ["scan"]


def test_a_large_file_on_disk_is_judged_like_one_in_memory():
    with TemporaryUploadedFile("scan.pdf", "application/pdf", len(EXE), None) as large:
        large.write(EXE)
        large.seek(0)
        with pytest.raises(ValidationError):
            GenuineFile()(large)


@shared
def rollout(world):
    return make_rollout(make_campaign(world.union, world.people["officer"]), world.school)


def test_a_model_refuses_a_disguised_file_at_its_field(rollout):
    rollout.document = upload("launch.pdf", EXE)
    with pytest.raises(ValidationError) as refused:
        rollout.full_clean()
    assert list(refused.value.message_dict) == ["document"]


def test_a_stored_file_is_not_judged_again_not_even_when_it_is_gone_from_the_disk(rollout):
    rollout.document = upload("launch.pdf", PDF)
    rollout.full_clean()
    rollout.save()
    kept = Rollout.objects.get(pk=rollout.pk)
    kept.full_clean()
    kept.document.storage.delete(kept.document.name)
    gone = Rollout.objects.get(pk=rollout.pk)
    gone.full_clean()
    assert gone.document.name == kept.document.name


def test_two_rules_for_files_are_equal_when_they_say_the_same():
    assert GenuineFile() == GenuineFile()
    assert GenuineFile() != GenuineFile(most_megabytes=1)
    assert len({GenuineFile(), GenuineFile(), GenuineFile({".pdf": "application/pdf"})}) == 2


def test_a_private_file_is_a_download_under_the_name_it_is_given(rollout):
    rollout.document.save("launch.pdf", ContentFile(PDF))
    answer = private_response(rollout.document, "Lễ phát động.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''L%E1%BB%85")
    assert answer.getvalue() == PDF
    answer.file_to_stream.close()


def test_a_stored_file_is_closed_once_it_is_read(rollout):
    rollout.document.save("launch.pdf", ContentFile(PDF))
    assert (read_kept(rollout.document), rollout.document.closed) == (PDF, True)

"""Certificates print the union's logo of the day of the signature; no other document does."""

import hashlib
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext
from PIL import Image
from pypdf import PdfReader

from awards.certificates.services import certificates_pdf
from awards.decisions.documents import decision_document
from core.documents.pdf import document_pdf
from core.pdf import RefusedResource, read_resource
from unions.tree.models import UnionLogo
from unions.tree.services.correcting import correct_profile
from unions.tree.services.entering import choose_logo, write_profile

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]
RED, BLUE = (200, 16, 46), (11, 79, 158)


def picture(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(buffer, "PNG")
    return buffer.getvalue()


def colours_of(pdf):
    """Return the colours of the plain pictures; the proof code and the border are none."""
    found = set()
    for image in PdfReader(io.BytesIO(pdf)).pages[0].images:
        colours = image.image.convert("RGB").getcolors(4)
        if colours and len(colours) == 1:
            found.add(colours[0][1])
    return found


def give(office, colour, profile=None):
    profile = profile or office.world.union.profile
    return choose_logo(actor=None, profile=profile, expected_revision=None, content=picture(colour))


def test_a_certificate_carries_the_logo_of_the_day_it_was_signed(office, law):
    union = office.world.union
    without = office.issue(office.honour("Lê An"))
    give(office, RED)
    first = office.issue(office.honour("Lê An", "Lê Bình"))
    anew = write_profile(actor=None, union=union, since=date(2024, 12, 30), place="Hồ Tây")
    assert anew.logo == union.profile_on(date(2024, 12, 20)).logo
    give(office, BLUE, anew)
    second = office.issue(office.honour("Lê An", dated_on=date(2024, 12, 31)), dated_on=date(2024, 12, 31))
    printed = [colours_of(certificates_pdf(decision)) for decision in (without, first, second)]
    assert printed == [set(), {RED}, {BLUE}]
    assert (first.document_text["place"], second.document_text["place"]) == ("Tây Hồ", "Hồ Tây")


def test_neither_a_correction_nor_another_logo_reaches_what_was_signed(office, law):
    profile = office.world.union.profile
    give(office, RED, profile)
    issued = office.issue(office.honour("Lê An"))
    before = decision_document(issued), hashlib.sha256(certificates_pdf(issued)).hexdigest()
    correct_profile(
        actor=None, profile=profile, expected_revision=None, name="Tên khác", issuer_line="TÊN KHÁC",
        place="Nơi khác",
        certificate_body="BAN KHÁC", body="BAN KHÁC", capacity_line="TM. KHÁC", chair_post="KHÁC", symbol="K",
    )  # fmt: skip
    give(office, BLUE, profile)
    issued.refresh_from_db()
    assert (decision_document(issued), hashlib.sha256(certificates_pdf(issued)).hexdigest()) == before


def test_a_decision_carries_no_logo(office, law):
    give(office, RED)
    issued = office.issue(office.honour("Lê An"))
    assert [len(page.images) for page in PdfReader(io.BytesIO(document_pdf(decision_document(issued)))).pages] == [
        0,
        0,
    ]


def test_a_logo_once_drawn_neither_changes_nor_goes(office):
    give(office, RED)
    logo = UnionLogo.objects.get()
    for statement in ("UPDATE unions_unionlogo SET sha256 = 'x'", "DELETE FROM unions_unionlogo"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    logo.refresh_from_db()
    give(office, BLUE)
    give(office, RED)
    assert (UnionLogo.objects.count(), office.world.union.profile.logo) == (2, logo)


def test_a_paper_reads_no_file_of_a_logo_by_itself(office):
    """The payload holds the bytes of the logo; no address is fetched while printing."""
    give(office, RED)
    stored = UnionLogo.objects.get().file
    for address in (
        stored.path,
        f"file://{stored.path}",
        f"/media/{stored.name}",
        f"static:../{stored.name}",
        "logo:1",
    ):
        with pytest.raises(RefusedResource):
            read_resource(address)


def test_what_was_signed_with_a_logo_that_is_lost_is_not_printed_without_it(office, law):
    """No printing is recorded; uploading the same picture again repairs it."""
    give(office, RED)
    issued, world = office.issue(office.honour("Lê An")), office.world
    logo, address = UnionLogo.objects.get(), reverse("awards:decision-certificates", args=[issued.pk])
    logo.file.storage.delete(logo.file.name)
    message = (
        "The logo these certificates were signed with is no longer on the server. Nothing is printed, "
        "because they would look different. Please tell the administrator, who can bring it back from a copy."
    )
    clerk = world.client("officer")
    for answer in (clerk.get(address), clerk.post(address)):
        assert (answer.status_code, answer.context["reasons"]) == (422, [gettext(message)])
    with pytest.raises(ValidationError):
        certificates_pdf(issued)
    assert not issued.prints.exists()
    give(office, RED)
    assert (UnionLogo.objects.get(), colours_of(certificates_pdf(issued))) == (logo, {RED})
    assert clerk.post(address).headers["Content-Type"] == "application/pdf"
    assert issued.prints.count() == 1


def test_a_sample_shows_its_words_without_the_lost_logo(office):
    give(office, RED)
    logo, profile = UnionLogo.objects.get(), office.world.union.profile
    address = reverse("unions:union-profile-paper", args=[profile.pk, "certificate"])
    admin = office.world.client("admin")
    assert colours_of(admin.get(address).content) == {RED}
    logo.file.storage.delete(logo.file.name)
    without = admin.get(address)
    assert (without.status_code, colours_of(without.content)) == (200, set())

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from core.pictures import redrawn_png
from restructuring.services.dissolving import dissolve_union
from tests.factories import SINCE, make_union, make_user
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile
from unions.tree.selectors import PROFILE_FIELDS, words_of
from unions.tree.services.entering import put_under, write_profile
from unions.units.models import Sector

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]

D2022, D2023 = date(2022, 1, 1), date(2023, 1, 1)
TODAY = f"{timezone.localdate():%d/%m/%Y}"
WARD = {
    "name": "Công đoàn phường Sen Hồng",
    "code": "SENHONG",
    "level": "ward",
    "since": "27/09/2025",
    "symbol": "CĐP",
    "place": "Sen Hồng",
}


@pytest.fixture
def city(world):
    # the client of an officer of the city, who may edit the unions below it
    world.people["city_officer"] = make_user("officer.hanoi", "officer", union=world.city)
    return world.client("city_officer")


def address(name, thing, *more):
    namespace = "restructuring" if name == "union-dissolve" else "unions"
    return reverse(f"{namespace}:{name}", args=[thing.pk, *more])


def everything():
    return [
        list(model.objects.order_by("pk").values()) for model in (Union, UnionLink, UnionProfile, UnionLogo, Sector)
    ]


def words(profile, **changes):
    typed = {name: value for name, value in words_of(profile).items() if value not in (None, False)}
    return {name: "on" if value is True else value for name, value in typed.items()} | changes


def picture(kind="PNG", size=(400, 300), colour="#b3261e"):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content)


def test_a_union_entered_below_the_city_gets_a_profile_and_a_sample_document(world, city):
    response = city.post(address("union-below-new", world.city), WARD)
    ward = Union.objects.get(code="SENHONG")
    assert response["Location"] == ward.get_absolute_url()
    page = city.get(ward.get_absolute_url())
    assert [row.profile.issuer_line for row in page.context["profiles"]] == ["CÔNG ĐOÀN PHƯỜNG SEN HỒNG"]
    sample = city.get(address("union-profile-paper", ward.profiles.get(), "letter"))
    text = PdfReader(io.BytesIO(sample.content)).pages[0].extract_text()
    for line in (
        "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI",
        "CÔNG ĐOÀN PHƯỜNG SEN HỒNG",
        "/QĐ-CĐP",
        "Sen Hồng, ngày",
        "PHÓ CHỦ TỊCH",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"code": "TAYHO"}, "code"),
        ({"code": "có dấu"}, "code"),
        ({"level": "quarter"}, "level"),
        ({"since": "31/02/2025"}, "since"),
        ({"since": "01/01/1900"}, "since"),
        ({"symbol": ""}, "symbol"),
        ({"place": "x" * 61}, "place"),
        ({"name": "Liên đoàn Lao động quận Tây Hồ"}, "name"),
    ],
)
def test_an_invalid_value_shows_an_error_at_its_field(world, city, changes, wrong):
    before = everything()
    response = city.post(address("union-below-new", world.city), WARD | changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert everything() == before


def test_a_double_click_enters_one_union(world, city):
    page = city.get(address("union-below-new", world.city))
    sent = WARD | {"once": page.context["once"]}
    assert [city.post(address("union-below-new", world.city), sent).status_code for _click in range(2)] == [302, 409]
    assert Union.objects.filter(code="SENHONG").count() == 1


def test_a_new_profile_is_compared_and_printed_as_a_sample_before_it_is_saved(world, city):
    union, profile = world.union, world.union.profiles.get()
    page = city.get(address("union-profile-new", union))
    assert page.context["form"].initial == words_of(profile) | {"since": timezone.localdate(), "seen": profile.pk}
    sent = words(profile, since=TODAY, seen=profile.pk, place="Hồ Tây", symbol="LĐLĐQ")
    before = everything()
    compared = city.post(address("union-profile-new", union), sent | {"button": "compare"})
    assert [(change.old, change.new) for change in compared.context["changes"]] == [
        ("LĐLĐ", "LĐLĐQ"),
        ("Tây Hồ", "Hồ Tây"),
    ]
    sample = city.post(address("union-profile-new", union), sent | {"button": "sample"})
    assert sample.headers["Content-Type"] == "application/pdf"
    assert "Hồ Tây, ngày" in PdfReader(io.BytesIO(sample.content)).pages[0].extract_text()
    assert everything() == before
    assert city.post(address("union-profile-new", union), sent).status_code == 302
    profiles = city.get(union.get_absolute_url()).context["profiles"]
    assert [[(change.old, change.new) for change in past.changes] for past in profiles] == [
        [("LĐLĐ", "LĐLĐQ"), ("Tây Hồ", "Hồ Tây")],
        [],
    ]
    assert [past.profile.valid_to for past in profiles] == [None, timezone.localdate() - timezone.timedelta(days=1)]
    stale = city.post(address("union-profile-new", union), sent)
    assert stale.status_code == 409


def test_a_stale_page_corrects_no_profile(world, city):
    profile = world.union.profiles.get()
    sent = words(profile, revision=1, valid_from=profile.valid_from, chair_post="CHỦ TỊCH LIÊN ĐOÀN")
    assert city.post(address("union-profile-edit", profile), sent | {"name": ""}).status_code == 422
    assert city.post(address("union-profile-edit", profile), sent).status_code == 302
    assert city.post(address("union-profile-edit", profile), sent | {"chair_post": "X"}).status_code == 409
    assert UnionProfile.objects.get(pk=profile.pk).chair_post == "CHỦ TỊCH LIÊN ĐOÀN"


def test_the_form_has_every_field_of_a_profile(world, city):
    page = city.get(address("union-profile-edit", world.union.profiles.get()))
    grouped = [name for _title, names in page.context["form"].groups for name in names]
    assert sorted(grouped) == sorted([*PROFILE_FIELDS, "valid_from"])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (picture(), "logo.png"),
        (picture("JPEG"), "logo.jpg"),
        (picture(size=(120, 120)), "logo.png"),
        (picture("JPEG", size=(4000, 120)), "logo.jpeg"),
    ],
)
def test_a_logo_is_redrawn_as_a_png_and_visible_like_its_union(world, city, content, name):
    profile = world.union.profiles.get()
    sent = {"logo": upload(content + b"<script>", name), "revision": 1}
    assert city.post(address("union-profile-logo", profile), sent).status_code == 302
    logo = UnionLogo.objects.get()
    with logo.file.open() as file:
        stored = file.read()
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.format, max(image.size) <= 480, b"<script>" in stored) == ("PNG", True, False)
    response = world.client("chair").get(logo.get_absolute_url())
    assert (response.status_code, response.headers["Content-Type"], response.getvalue()) == (200, "image/png", stored)
    assert logo.get_absolute_url() in world.client("chair").get(world.union.get_absolute_url()).content.decode()
    assert world.client("stranger_officer").get(logo.get_absolute_url()).status_code == 404
    none = {"none": "on", "revision": 2}
    assert city.post(address("union-profile-logo", profile), none).status_code == 302
    assert UnionProfile.objects.get(pk=profile.pk).logo is None
    assert city.post(address("union-profile-logo", profile), none).status_code == 422
    assert UnionLogo.objects.count() == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"logo": upload(SVG, "logo.svg")},
        {"logo": upload(SVG, "logo.png")},
        {"logo": upload(picture("GIF"), "logo.png")},
        {"logo": upload(picture("JPEG"), "logo.png")},
        {"logo": upload(picture()[:200], "logo.png")},
        {"logo": upload(b"", "logo.png")},
        {"logo": upload(picture(size=(119, 300)), "logo.png")},
        {"logo": upload(picture("JPEG", size=(4001, 200)), "logo.jpg")},
        {"logo": upload(picture() + b"0" * 2 * 1024 * 1024, "logo.png")},
        {"logo": upload(picture(), "logo.png"), "none": "on"},
    ],
    ids=["nothing", "svg", "svg.png", "gif", "jpeg.png", "cut", "empty", "small", "large", "heavy", "both"],
)
def test_a_file_that_is_no_fitting_picture_is_rejected(world, city, sent):
    before = everything()
    for file in sent.values():
        if hasattr(file, "seek"):
            file.seek(0)
    response = city.post(address("union-profile-logo", world.union.profiles.get()), sent | {"revision": 1})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["logo"])
    assert everything() == before


def test_grey_of_sixteen_bits_keeps_its_shades():
    buffer = io.BytesIO()
    Image.new("I;16", (200, 200), 128 * 257).save(buffer, "PNG")
    with Image.open(io.BytesIO(redrawn_png(buffer.getvalue()))) as image:
        assert image.getpixel((5, 5)) == (128, 128, 128, 255)


def test_the_administrator_moves_and_dissolves_a_union(world):
    admin, zone = world.client("admin"), make_union("KCN", "Công đoàn các khu công nghiệp", level="zone")
    link = world.union.links_up.get()
    page = admin.get(address("union-move", world.union))
    offered = list(page.context["form"].fields["parent"].queryset)
    assert (world.union in offered, zone in offered) == (False, True)
    sent = {"parent": zone.pk, "since": "01/01/2022", "seen": link.pk}
    assert admin.post(address("union-move", world.union), sent | {"since": ""}).status_code == 422
    assert admin.post(address("union-move", world.union), sent | {"parent": 9**18}).status_code == 422
    assert admin.post(address("union-move", world.union), sent).status_code == 302
    assert admin.post(address("union-move", world.union), sent).status_code == 409
    page = admin.get(address("union-dissolve", world.union))
    assert page.context["left"] == (2, 0)
    assert reverse("restructuring:reorganisations") in page.content.decode()
    response = admin.post(address("union-dissolve", world.union), {"on": "01/01/2023"})
    assert (response.status_code, len(response.context["form"].non_field_errors())) == (422, 1)
    assert Union.objects.get(pk=world.union.pk).dissolved_on is None


def test_the_page_shows_past_and_present_neighbours_with_their_days(world, city):
    zone = make_union("KCN", "Công đoàn các khu công nghiệp", level="zone", parent=world.city)
    put_under(actor=None, union=world.union, parent=zone, since=D2022)
    seen = city.get(world.city.get_absolute_url()).context["below"]
    assert [link.union for link in seen.today] == [zone, world.foreign_union]
    assert [(link.union, link.valid_from, link.valid_to) for link in seen.others] == [
        (world.union, SINCE, date(2021, 12, 31))
    ]
    own = city.get(world.union.get_absolute_url()).context["parents"]
    assert ([link.parent for link in own.today], [link.parent for link in own.others]) == ([zone], [world.city])
    # The district's own officer sees no union above hers, and learns of none.
    below = world.client("officer").get(world.union.get_absolute_url())
    assert (list(below.context["parents"].today), "khu công nghiệp" in below.content.decode()) == ([], False)


def test_a_dissolved_union_is_marked_and_offers_no_action(world, city):
    zone = make_union("KCN", "Công đoàn các khu công nghiệp", level="zone", parent=world.city)
    own = make_user("officer.kcn", "officer", union=zone)
    dissolve_union(actor=None, union=zone, on=D2023)
    profile, sector = zone.profiles.get(), zone.sectors.first()
    world.people["own"] = own
    for role in ("admin", "city_officer", "own"):
        client = world.client(role)
        page = client.get(zone.get_absolute_url())
        text = page.content.decode()
        actions = ("grassroots-new", "union-below-new", "union-profile-new", "union-move", "sector-new")
        offered = [name for name in actions if address(name, zone) in text]
        assert (page.status_code, page.context["is_dissolved"], offered) == (200, True, [])
        assert zone.get_absolute_url() in client.get(reverse("unions:union-list")).content.decode()
    admin = world.client("admin")
    for name, thing in (("union-below-new", zone), ("union-profile-new", zone), ("union-move", zone),
                        ("union-dissolve", zone), ("sector-new", zone), ("sector-edit", sector),
                        ("union-profile-edit", profile), ("union-profile-logo", profile)):  # fmt: skip
        late = address(name, thing)
        assert admin.get(late).status_code == admin.post(late).status_code == 409, name
    assert world.client("own").get(address("grassroots-new", zone)).status_code == 403


def test_pages_of_an_invisible_union_answer_404(world):
    stranger, profile = world.client("stranger_officer"), world.union.profiles.get()
    for name, thing, more in (
        ("union-profile-edit", profile, ()),
        ("union-profile-logo", profile, ()),
        ("union-profile-paper", profile, ("letter",)),
        ("sector-edit", world.union.sectors.first(), ()),
        ("union-move", world.union, ()),
        ("union-below-new", world.city, ()),
    ):
        assert stranger.get(address(name, thing, *more)).status_code == 404, name
    assert world.client("officer").get(address("union-profile-paper", profile, "ballot")).status_code == 404
    assert world.client("officer").post(address("union-below-new", world.foreign_union), WARD).status_code == 404


def test_an_officer_enters_and_corrects_sectors(world):
    client, sector = world.client("officer"), world.union.sectors.get(kind="education")
    sent = {"code": "YT", "name": "Khối y tế", "kind": "administrative", "position": 3}
    assert client.post(address("sector-new", world.union), sent | {"position": -1}).status_code == 422
    assert client.post(address("sector-new", world.union), sent).status_code == 302
    twice = client.post(address("sector-new", world.union), sent)
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["code"])
    renamed = {"code": "GD", "kind": "education", "name": "Khối trường học", "position": 1, "revision": 1}
    assert client.post(address("sector-edit", sector), renamed).status_code == 302
    assert client.post(address("sector-edit", sector), renamed | {"name": "Khối X"}).status_code == 409
    sector.refresh_from_db()
    assert (sector.name, sector.code) == ("Khối trường học", "GD")


def test_the_number_of_queries_does_not_grow_with_the_unions_below(world, city):
    costs = []
    for number in range(20):
        ward = make_union(f"P{number}", f"Công đoàn phường số {number}", level="ward", parent=world.city)
        write_profile(actor=None, union=ward, since=D2022, symbol="X")
        if number in (0, 19):
            for page in (world.city.get_absolute_url(), reverse("unions:union-list")):
                city.get(page)
                with CaptureQueriesContext(connection) as queries:
                    city.get(page)
                costs.append(len(queries))
    assert costs[:2] == costs[2:]

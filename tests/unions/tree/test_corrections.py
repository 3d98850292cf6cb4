"""What was typed of a union above the grassroots is mended."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.corrections import declared, remove
from core.history import history_lines
from core.signed_papers import SIGNED_PAPERS, SignedPaper
from core.workflow import MoveNotAllowed
from restructuring.services.dissolving import dissolve_union
from tests.factories import SINCE, make_union, make_user
from unions.tree.models import Union, UnionProfile
from unions.tree.services.correcting import correct_link, correct_profile, correct_union
from unions.tree.services.entering import put_under, write_profile

DAY = timedelta(days=1)
D2020, D2021, D2022 = (date(year, 1, 1) for year in (2020, 2021, 2022))


@pytest.fixture
def admin(world):
    return world.people["admin"]


def refused_at(action):
    with pytest.raises(ValidationError) as error:
        action()
    return list(error.value.message_dict)


def links(union):
    return list(union.links_up.order_by("valid_from").values_list("parent__code", "valid_from", "valid_to"))


@pytest.mark.one_database(on="sqlite")
def test_officers_above_correct_a_union_and_its_words_and_the_administrator_its_place(world):
    people = {**world.people, "city_officer": make_user("officer.hanoi", "officer", union=world.city)}
    rows = (world.union, world.union.profiles.get(), world.union.links_up.get())
    may = [[role for role in people if declared(type(row)).may(people[role], row)] for row in rows]
    assert may == [["admin", "city_officer"], ["admin", "city_officer"], ["admin"]]


def test_level_and_days_of_a_union_are_corrected_in_order(world, admin):
    correct_union(world.union, actor=admin, expected_revision=1, level="zone", founded_on=date(1995, 5, 1))
    union = Union.objects.get(pk=world.union.pk)
    assert (union.level, union.founded_on) == ("zone", date(1995, 5, 1))
    for wrong in ({"founded_on": SINCE + DAY}, {"founded_on": date(2990, 1, 1)}):
        assert refused_at(lambda wrong=wrong: correct_union(union, actor=admin, expected_revision=2, **wrong)) == [
            "founded_on"
        ]
    with pytest.raises(PermissionDenied):
        correct_union(union, actor=world.people["officer"], expected_revision=2, level="city")


def test_a_wrong_day_of_dissolving_takes_the_last_day_under_the_union_above_along(world, admin):
    zone = make_union("KCN", level="zone", parent=world.city)
    dissolve_union(actor=admin, union=zone, on=D2021)
    correct_union(zone, actor=admin, expected_revision=1, dissolved_on=D2020)
    assert links(zone) == [("HANOI", SINCE, D2020 - DAY)]
    for wrong in (None, SINCE, timezone.localdate() + DAY):
        assert refused_at(
            lambda wrong=wrong: correct_union(zone, actor=admin, expected_revision=2, dissolved_on=wrong)
        ) == ["dissolved_on"]


def test_since_when_and_under_which_union_it_was_put_are_corrected(world, admin):
    zone = make_union("KCN", level="zone")
    link = put_under(actor=admin, union=world.union, parent=zone, since=D2022)
    correct_link(link, actor=admin, expected_revision=1, parent=world.foreign_union, valid_from=D2021)
    assert links(world.union) == [("HANOI", SINCE, D2021 - DAY), ("BACTULIEM", D2021, None)]
    assert "Liên đoàn KCN" in {change.old for line in history_lines(world.union) for change in line.changes}
    below = put_under(actor=admin, union=zone, parent=world.union, since=D2022)
    assert below
    link.refresh_from_db()
    circle = {"parent": zone, "valid_from": D2021}
    assert refused_at(lambda: correct_link(link, actor=admin, expected_revision=2, **circle)) == ["parent"]
    early = {"parent": world.foreign_union, "valid_from": SINCE}
    assert refused_at(lambda: correct_link(link, actor=admin, expected_revision=2, **early)) == ["valid_from"]


def test_the_first_day_of_words_is_corrected_until_a_signed_paper_carries_them(world, admin, monkeypatch):
    profile = write_profile(actor=admin, union=world.union, since=D2022, symbol="LĐLĐQ")
    correct_profile(actor=admin, profile=profile, expected_revision=1, valid_from=D2021, place="Hồ Tây")
    periods = world.union.profiles.order_by("valid_from").values_list("symbol", "valid_from", "valid_to")
    assert list(periods) == [("LĐLĐ", SINCE, D2021 - DAY), ("LĐLĐQ", D2021, None)]
    monkeypatch.setattr(
        SIGNED_PAPERS, "_items", {"unions.UnionProfile": [lambda row: [SignedPaper("Quyết định 45")]]}
    )
    profile = UnionProfile.objects.get(pk=profile.pk)
    with pytest.raises(MoveNotAllowed):
        correct_profile(actor=admin, profile=profile, expected_revision=2, valid_from=D2020)
    assert correct_profile(actor=admin, profile=profile, expected_revision=2, place="Tây Hồ").place == "Tây Hồ"


@pytest.mark.slow
def test_a_union_entered_by_mistake_is_removed_while_nothing_stands_on_it(world, admin):
    zone = make_union("KCN", level="zone", parent=world.city)
    ward = make_union("SEN", level="ward", parent=zone)
    zone.sectors.all().delete()
    ward.sectors.all().delete()
    with pytest.raises(MoveNotAllowed):
        remove(zone, actor=admin, reason="Nhập nhầm.")
    assert remove(ward, actor=admin, reason="Nhập nhầm.") == zone
    assert remove(zone, actor=admin, reason="Nhập nhầm.") == world.city
    assert not Union.objects.filter(code__in=["KCN", "SEN"]).exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_pages_show_only_what_can_be_corrected_and_save_it(world):
    client, link = world.client("admin"), world.union.links_up.get()
    edit, move = (
        reverse("unions:union-edit", args=[world.union.pk]),
        reverse("unions:union-link-edit", args=[link.pk]),
    )
    page = client.get(world.union.get_absolute_url()).content.decode()
    assert (edit in page, move in page) == (True, True)
    assert list(client.get(edit).context["form"].fields) == ["level", "founded_on", "revision"]
    sent = {"level": "district", "founded_on": "01/05/1995", "revision": 1}
    assert client.post(edit, sent).url == world.union.get_absolute_url()
    assert client.post(edit, sent).status_code == 409
    sent = {"parent": world.city.pk, "valid_from": "01/05/2018", "revision": 1}
    assert client.post(move, sent).url == world.union.get_absolute_url()
    assert links(world.union) == [("HANOI", date(2018, 5, 1), None)]

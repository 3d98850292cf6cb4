from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.invitations.services import invite
from accounts.users.models import access_of, held_roles
from core.audit import history_of
from core.editing import EditConflict
from restructuring.services.dissolving import dissolve_union
from tests.factories import SINCE, make_grassroots, make_union, make_user
from unions.tree.models import Union, UnionLink, UnionProfile
from unions.tree.selectors import branches_for, dissolved_unions, first_day_below, remaining_on, unions_above
from unions.tree.services.correcting import correct_profile
from unions.tree.services.entering import enter_union, put_under, write_profile
from unions.units.models import Sector
from unions.units.services.correcting import correct_sector
from unions.units.services.entering import enter_grassroots, enter_sector

D2020, D2021, D2022, D2023 = (date(year, 1, 1) for year in (2020, 2021, 2022, 2023))
WARD = {"code": "SENHONG", "level": "ward", "name": "Công đoàn phường Sen Hồng", "since": D2023}
WORDS = {"symbol": "CĐP", "place": "Sen Hồng", "level_word": "phường", "upper_line": ""}


@pytest.fixture
def city_officer(world):
    return make_user("officer.hanoi", "officer", union=world.city)


def fields_of(error):
    return list(error.value.message_dict) if hasattr(error.value, "error_dict") else ["__all__"]


def test_a_new_union_takes_the_header_line_of_its_neighbours(world, city_officer):
    ward = enter_union(actor=city_officer, parent=world.city, words=WORDS, **WARD)
    assert list(ward.links_up.values_list("parent__code", "valid_from", "valid_to")) == [("HANOI", D2023, None)]
    profiles = UnionProfile.objects.filter(union=ward).values(
        "name", "upper_line", "issuer_line", "symbol", "place", "level_word", "body", "certificate_body",
        "capacity_line", "chair_post", "vice_chair_post", "valid_from", "valid_to",
    )  # fmt: skip
    assert list(profiles) == [
        {
            "name": "Công đoàn phường Sen Hồng",
            "upper_line": "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI",
            "issuer_line": "CÔNG ĐOÀN PHƯỜNG SEN HỒNG",
            "symbol": "CĐP",
            "place": "Sen Hồng",
            "level_word": "phường",
            "body": "BAN THƯỜNG VỤ CÔNG ĐOÀN PHƯỜNG SEN HỒNG",
            "certificate_body": "BAN CHẤP HÀNH CÔNG ĐOÀN PHƯỜNG SEN HỒNG",
            "capacity_line": "TM. BAN THƯỜNG VỤ",
            "chair_post": "CHỦ TỊCH",
            "vice_chair_post": "PHÓ CHỦ TỊCH",
            "valid_from": D2023,
            "valid_to": None,
        }
    ]
    assert [(entry.act, entry.actor) for entry in history_of(ward)] == [("union.enter", city_officer)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"code": "tayho"}, ["code"]),
        ({"code": "có dấu"}, ["code"]),
        ({"level": "quarter"}, ["level"]),
        ({"name": "Liên đoàn  lao động quận TÂY HỒ"}, ["name"]),
        ({"since": SINCE - timedelta(days=1)}, ["since"]),
        ({"words": WORDS | {"symbol": ""}}, ["symbol"]),
        ({"words": WORDS | {"place": "x" * 61}}, ["place"]),
    ],
)
def test_an_invalid_value_of_a_new_union_names_its_field(world, changes, wrong):
    before = Union.objects.count()
    with pytest.raises(ValidationError) as error, transaction.atomic():
        enter_union(actor=None, parent=world.city, **{"words": WORDS, **WARD, **changes})
    assert (fields_of(error), Union.objects.count()) == (wrong, before)


def test_administrator_and_officers_above_enter_unions(world, city_officer):
    # The administrator may enter unions everywhere, an officer only below the own union, at any depth.
    tries = {
        "admin at the top": (world.people["admin"], None),
        "admin below": (world.people["admin"], world.city),
        "city officer below the city": (city_officer, world.city),
        "city officer below a district": (city_officer, world.union),
        "city officer at the top": (city_officer, None),
        "district officer below the city": (world.people["officer"], world.city),
        "district officer below her own": (world.people["officer"], world.union),
        "district officer below another": (world.people["officer"], world.foreign_union),
        "leader": (world.people["leader"], world.union),
    }
    may = {}
    for number, (who, (actor, parent)) in enumerate(tries.items()):
        try:
            enter_union(actor=actor, parent=parent, **WARD | {"code": f"W{number}", "name": f"Công đoàn {number}"})
            may[who] = True
        except PermissionDenied:
            may[who] = False
    assert [who for who, allowed in may.items() if allowed] == [
        "admin at the top",
        "admin below",
        "city officer below the city",
        "city officer below a district",
        "district officer below her own",
    ]


def test_only_officers_above_write_the_profile_of_a_union(world, city_officer):
    facts = {"union": world.union, "since": D2023, "symbol": "LĐLĐQ"}
    for nobody in ("officer", "leader", "stranger_officer", "chair"):
        with pytest.raises(PermissionDenied):
            write_profile(actor=world.people[nobody], **facts)
    profile = write_profile(actor=city_officer, **facts)
    with pytest.raises(PermissionDenied):
        correct_profile(actor=world.people["officer"], profile=profile, expected_revision=1, symbol="X")
    with pytest.raises(PermissionDenied):
        put_under(actor=city_officer, union=world.union, parent=world.city, since=D2023)
    with pytest.raises(PermissionDenied):
        dissolve_union(actor=city_officer, union=world.foreign_union, on=D2023)


def test_an_officer_of_a_former_parent_may_not_write(world, city_officer):
    zone = make_union("KCN", level="zone")
    put_under(actor=world.people["admin"], union=world.union, parent=zone, since=D2022)
    assert unions_above(world.union) == {zone.pk}
    with pytest.raises(PermissionDenied):
        write_profile(actor=city_officer, union=world.union, since=D2023, symbol="X")


def test_the_tree_has_no_circle_on_any_day(world):
    # Past and future links count on their days, so every day of the new link is checked.
    admin = world.people["admin"]
    zone, ward = (
        make_union("KCN", level="zone", parent=world.city),
        make_union("P1", level="ward", parent=world.union),
    )
    with pytest.raises(ValidationError) as error:
        put_under(actor=admin, union=world.union, parent=ward, since=D2022)
    assert fields_of(error) == ["parent"]
    put_under(actor=admin, union=zone, parent=world.union, since=date(2030, 1, 1))
    assert first_day_below(world.union, zone, D2022) == date(2030, 1, 1)
    with pytest.raises(ValidationError) as error:
        put_under(actor=admin, union=world.union, parent=zone, since=D2022)
    assert fields_of(error) == ["parent"]
    put_under(actor=admin, union=ward, parent=world.city, since=D2022)
    assert first_day_below(world.union, ward, D2021) == D2021
    put_under(actor=admin, union=world.union, parent=ward, since=D2022)
    links = list(world.union.links_up.order_by("valid_from").values_list("parent__code", "valid_from", "valid_to"))
    assert links == [("HANOI", SINCE, D2022 - timedelta(days=1)), ("P1", D2022, None)]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"since": SINCE}, ["since"]),
        ({"since": SINCE - timedelta(days=1)}, ["since"]),
        ({"parent": "city"}, ["parent"]),
        ({"parent": "union"}, ["parent"]),
        ({"parent": "ended"}, ["__all__"]),
    ],
)
def test_an_impossible_move_names_its_field(world, change, wrong):
    ended = make_union("CU", level="zone")
    Union.objects.filter(pk=ended.pk).update(dissolved_on=D2020)
    places = {"city": world.city, "union": world.union, "ended": Union.objects.get(pk=ended.pk)}
    asked = {"parent": make_union("KCN", level="zone"), "since": D2022, **change}
    asked["parent"] = places.get(asked["parent"], asked["parent"])
    with pytest.raises(ValidationError) as error:
        put_under(actor=world.people["admin"], union=world.union, **asked)
    assert (fields_of(error), world.union.links_up.get().valid_to) == (wrong, None)


def test_a_stale_page_raises_a_conflict(world):
    admin, zone = world.people["admin"], make_union("KCN", level="zone")
    seen_link, seen_profile = world.union.links_up.get().pk, world.union.profiles.get()
    put_under(actor=admin, union=world.union, parent=zone, since=D2021, expected_link=seen_link)
    with pytest.raises(EditConflict):
        put_under(actor=admin, union=world.union, parent=world.city, since=D2022, expected_link=seen_link)
    write_profile(actor=admin, union=world.union, since=D2021, expected_profile=seen_profile.pk, symbol="A")
    with pytest.raises(EditConflict):
        write_profile(actor=admin, union=world.union, since=D2022, expected_profile=seen_profile.pk, symbol="B")
    correct_profile(actor=admin, profile=seen_profile, expected_revision=1, symbol="C")
    with pytest.raises(EditConflict):
        correct_profile(actor=admin, profile=seen_profile, expected_revision=1, symbol="D")
    assert list(world.union.profiles.order_by("valid_from").values_list("symbol", flat=True)) == ["C", "A"]


def test_the_database_refuses_two_parents_or_two_profiles_on_a_day(world):
    zone = make_union("KCN", level="zone")
    ends = SINCE + timedelta(days=9)
    for make in (
        lambda: UnionLink.objects.create(union=world.union, parent=zone, valid_from=SINCE, valid_to=ends),
        lambda: UnionProfile.objects.create(
            **{
                field.name: getattr(world.union.profiles.get(), field.name)
                for field in UnionProfile._meta.fields
                if field.name != "id"
            }
            | {"valid_from": D2020, "valid_to": D2021}
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_a_header_line_may_be_entered_ahead_of_its_day_and_a_name_may_not(world):
    admin, union = world.people["admin"], world.union
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        write_profile(actor=admin, union=union, since=tomorrow, name="Công đoàn phường Tây Hồ")
    assert fields_of(error) == ["since"]
    write_profile(actor=admin, union=union, since=tomorrow, upper_line="MẶT TRẬN TỔ QUỐC")
    words = [union.profile_on(day).upper_line for day in (timezone.localdate(), tomorrow)]
    assert words == ["LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI", "MẶT TRẬN TỔ QUỐC"]
    correct_profile(actor=admin, profile=union.profile, expected_revision=1, name="Liên đoàn Lao động Tây Hồ")
    assert Union.objects.get(pk=union.pk).name == "Liên đoàn Lao động Tây Hồ"
    assert history_of(union).first().detail["changed"] == {
        "name": ["Liên đoàn Lao động quận Tây Hồ", "Liên đoàn Lao động Tây Hồ"]
    }


def test_a_future_profile_is_not_corrected_to_a_new_name(world):
    admin, union = world.people["admin"], world.union
    tomorrow = timezone.localdate() + timedelta(days=1)
    planned = write_profile(actor=admin, union=union, since=tomorrow, upper_line="MẶT TRẬN TỔ QUỐC")
    with pytest.raises(ValidationError) as error:
        correct_profile(actor=admin, profile=planned, expected_revision=1, name="Công đoàn phường Tây Hồ")
    assert fields_of(error) == ["valid_from"]
    correct_profile(actor=admin, profile=planned, expected_revision=1, place="Hồ Tây")
    assert union.profile_on(tomorrow).place == "Hồ Tây"


def test_correcting_an_earlier_period_leaves_todays_name(world):
    admin, union = world.people["admin"], world.union
    first = union.profiles.get()
    write_profile(actor=admin, union=union, since=D2022, name="Tên sau")
    correct_profile(actor=admin, profile=first, expected_revision=1, name="Tên đầu")
    assert (Union.objects.get(pk=union.pk).name, union.profile_on(D2021).name) == ("Tên sau", "Tên đầu")


def test_a_union_is_dissolved_when_nothing_belongs_to_it_and_not_in_the_future(world):
    admin = world.people["admin"]
    zone = make_union("KCN", level="zone", parent=world.city)
    unit = make_grassroots(zone)
    assert remaining_on(zone, D2023) == (1, 0)
    unit.affiliations.update(valid_to=D2022)
    for day, left in ((D2021, (1, 0)), (D2022, (1, 0)), (D2022 + timedelta(days=1), (0, 0))):
        assert remaining_on(zone, day) == left
    for day, wrong in ((D2022, ["__all__"]), (SINCE, ["on"]), (timezone.localdate() + timedelta(days=1), ["on"])):
        with pytest.raises(ValidationError) as error:
            dissolve_union(actor=admin, union=zone, on=day)
        assert fields_of(error) == wrong
    put_under(actor=admin, union=zone, parent=world.foreign_union, since=date(2030, 1, 1))
    dissolve_union(actor=admin, union=zone, on=D2023)
    assert list(zone.links_up.values_list("parent__code", "valid_to")) == [("HANOI", D2023 - timedelta(days=1))]
    with pytest.raises(ValidationError):
        dissolve_union(actor=admin, union=zone, on=D2023)


def test_a_union_without_founding_day_is_dissolved_after_its_first_link_began(world):
    old = Union.objects.create(code="CU", level="ward", name="Công đoàn cũ")
    link = UnionLink.objects.create(union=old, parent=world.city, valid_from=D2020)
    for day in (date.min, D2020 - timedelta(days=1), D2020):
        with pytest.raises(ValidationError) as error:
            dissolve_union(actor=world.people["admin"], union=old, on=day)
        assert (fields_of(error), list(old.links_up.all())) == (["on"], [link])
    dissolve_union(actor=world.people["admin"], union=old, on=D2020 + timedelta(days=1))
    assert list(old.links_up.values_list("valid_from", "valid_to")) == [(D2020, D2020)]


def test_a_day_more_than_ten_years_ahead_is_refused(world):
    # If 2205 were accepted for 2025, no row with an earlier day could follow.
    admin, year = world.people["admin"], timezone.localdate().year
    far, near = date(year + 11, 1, 1), date(year + 10, 12, 31)
    zone = make_union("KCN", level="zone")
    for action in (
        lambda day: put_under(actor=admin, union=world.union, parent=zone, since=day),
        lambda day: write_profile(actor=admin, union=world.union, since=day, place="Hồ Tây"),
        lambda day: enter_union(actor=admin, parent=world.city, words=WORDS, **WARD | {"since": day}),
    ):
        with pytest.raises(ValidationError) as error:
            action(far)
        assert fields_of(error) == ["since"]
        action(near)


def test_a_dissolved_union_is_readable_and_accepts_no_changes(world):
    admin, officer = world.people["admin"], make_user("officer.kcn", "officer", union=make_union("KCN", level="zone"))
    zone = Union.objects.get(code="KCN")
    invited = invite(actor=admin, kind="clerk", union=zone, since=D2022)
    profile, sector = zone.profiles.get(), zone.sectors.first()
    dissolve_union(actor=admin, union=zone, on=D2023)
    invited.refresh_from_db()
    access = access_of(held_roles(officer))
    assert (invited.state, access.branch, access.roles) == ("withdrawn", {zone.pk}, frozenset())
    assert [branch.union for branch in branches_for(officer)] == []
    assert list(dissolved_unions(officer)) == [zone]
    with pytest.raises(PermissionDenied):
        enter_grassroots(
            actor=officer,
            union=zone,
            code="KCN-1",
            name="Công ty Sen",
            sector=sector,
            ownership="private",
            since=D2022,
        )
    zone.refresh_from_db()
    for action in (
        lambda: write_profile(actor=admin, union=zone, since=D2023, symbol="X"),
        lambda: correct_profile(actor=admin, profile=profile, expected_revision=None, symbol="X"),
        lambda: put_under(actor=admin, union=zone, parent=world.city, since=D2023),
        lambda: enter_union(actor=admin, parent=zone, **WARD),
        lambda: enter_sector(actor=admin, union=zone, code="X", name="Khối X", kind="education"),
        lambda: correct_sector(sector, actor=admin, expected_revision=1, name="Khối Y"),
    ):
        with pytest.raises(ValidationError) as error:
            action()
        assert error.value.code == "stale"


def test_officers_of_the_union_and_above_enter_name_and_order_sectors(world, city_officer):
    officer = world.people["officer"]
    with pytest.raises(PermissionDenied):
        enter_sector(actor=world.people["leader"], union=world.union, code="YT", name="Khối y tế", kind="education")
    health = enter_sector(
        actor=officer, union=world.union, code="YT", name="Khối y tế", kind="administrative", position=9
    )
    correct_sector(health, actor=city_officer, expected_revision=1, name="Khối y tế, dân số", position=1)
    correct_sector(world.union.sectors.get(kind="education"), actor=officer, expected_revision=1, position=5)
    with pytest.raises(EditConflict):
        correct_sector(health, actor=officer, expected_revision=1, name="Khối khác")
    order = [sector.code for sector in Sector.objects.filter(union=world.union)]
    assert order == ["production", "YT", "administrative", "education"]
    taken = ({"code": "yt", "name": "Khối khác"}, {"code": "X", "name": "khối Y TẾ, dân số"})
    for facts, wrong in zip(taken, (["code"], ["name"]), strict=True):
        with pytest.raises(ValidationError) as error:
            enter_sector(actor=officer, union=world.union, kind="education", **facts)
        assert fields_of(error) == wrong
    acts = history_of(world.union).values_list("act", flat=True)
    assert list(acts)[:3] == ["row.correct", "row.correct", "sector.enter"]

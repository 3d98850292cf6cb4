"""The name of a title is the one that the papers of a union print on that day."""

import datetime

import pytest

from emulation.contests.choices import ResultLevel
from emulation.law.models import Title
from emulation.law.selectors import TitleNames, level_name, title_name
from emulation.law.services import load_reference
from tests.factories import make_union
from tests.shared_rows import shared
from unions.tree.models import Union, UnionLink

pytestmark = pytest.mark.one_database(on="sqlite")

JULY = datetime.date(2025, 7, 1)


def day(text: str) -> datetime.date:
    return datetime.date(*reversed([int(part) for part in text.split("/")]))


@shared
def union(db) -> Union:
    """A district that became a ward on 01/07/2025."""
    load_reference()
    union = make_union("TAYHO")
    ward = union.profile
    union.profiles.update(valid_to=day("30/06/2025"))
    ward.pk, ward.valid_from, ward.level_word = None, JULY, "phường"
    ward.save()
    return union


@pytest.mark.parametrize(
    ("code", "on", "full", "short"),
    [
        ("GK_LDLD", "20/12/2020", "Giấy khen của Liên đoàn Lao động quận", "GK LĐLĐ quận"),
        ("GK_LDLD", "30/06/2025", "Giấy khen của Liên đoàn Lao động quận", "GK LĐLĐ quận"),
        ("GK_LDLD", "01/07/2025", "Giấy khen của Công đoàn phường", "GK CĐ phường"),
        ("CNG_Q", "15/05/2024", "Công nhân giỏi cấp quận", "CN giỏi cấp quận"),
        ("GVNDVN_Q", "15/05/2024", "Giỏi việc nước, đảm việc nhà cấp quận", "GVN-ĐVN cấp quận"),
        ("LDTT", "20/12/2020", "Lao động tiên tiến", "LĐTT"),
    ],
)
def test_a_title_bears_the_name_of_its_day_and_level(union, code, on, full, short):
    names, title = TitleNames(), Title.objects.get(code=code)
    assert (names.full(title, union.pk, day(on)), names.short(title, union.pk, day(on))) == (full, short)


def test_without_a_short_name_a_list_shows_the_printed_one(union):
    title = Title.objects.get(code="GK_LDLD")
    title.terms.update(short_name="")
    assert TitleNames().short(title, union.pk, JULY) == "Giấy khen của Công đoàn phường"


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("GK_LDLD", "Giấy khen của công đoàn cấp trên trực tiếp cơ sở",
         "Giấy khen của công đoàn cấp trên trực tiếp cơ sở"),
        ("LDTT", "Lao động tiên tiến", "LĐTT"),
    ],
)  # fmt: skip
def test_a_union_without_a_word_for_its_level_uses_the_catalogue(union, code, full, short):
    union.profiles.update(level_word="")
    names, title = TitleNames(), Title.objects.get(code=code)
    assert (names.full(title, union.pk, JULY), names.short(title, union.pk, JULY)) == (full, short)


def test_a_dissolved_union_keeps_the_names_of_its_last_day(union):
    union.profiles.filter(valid_from=JULY).delete()
    Union.objects.filter(pk=union.pk).update(dissolved_on=JULY)
    name = title_name(Title.objects.get(code="GK_LDLD"), union.pk, day("31/12/2025"))
    assert name == "Giấy khen của Liên đoàn Lao động quận"


def test_a_union_without_a_profile_uses_the_catalogue(union):
    union.profiles.all().delete()
    name = title_name(Title.objects.get(code="CNG_Q"), union.pk, JULY)
    assert name == "Công nhân giỏi cấp trên cơ sở"


def test_many_titles_of_many_unions_cost_three_queries(union, django_assert_num_queries):
    unions = [union, make_union("BACTULIEM"), make_union("BADINH")]
    titles = list(Title.objects.all())
    with django_assert_num_queries(3):
        names = TitleNames()
        for title in titles:
            for one in unions:
                names.full(title, one.pk, JULY)
                names.short(title, one.pk, JULY)


@pytest.mark.parametrize(
    ("level", "on", "name"),
    [
        ("superior", "30/06/2025", "Cấp quận"),
        ("superior", "01/07/2025", "Cấp phường"),
        ("province", "30/06/2025", "Cấp thành phố"),
        ("national", "30/06/2025", "Cấp quốc gia"),
    ],
)
def test_a_level_bears_the_word_of_the_union_or_of_the_one_above(union, level, on, name):
    city = make_union("HANOI", level="city")
    UnionLink.objects.create(union=union, parent=city, valid_from=day("01/01/2018"))
    assert level_name(level, ResultLevel(level).label, union.pk, day(on)) == name

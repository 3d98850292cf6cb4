import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.editions.services.drafting import draft_edition
from unions.units.models import Headcount

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


@pytest.fixture
def client(world):
    client = world.client("officer")
    client.post("/year/", {"year": "2024"})
    return client


def _page(world, page="", union=None, year=2024):
    return f"/reports/unions/{(union or world.union).pk}/{page}?year={year}"


def test_an_officer_is_led_to_the_figures_of_her_federation(world, client):
    assert client.get("/reports/").url == _page(world)


def test_who_reads_for_several_federations_chooses(world):
    answer = world.client("viewer").get("/reports/")
    assert [union.code for union in answer.context["unions"]] == ["BACTULIEM", "HANOI", "TAYHO"]


def test_a_chair_reads_no_report_of_any_federation(world):
    client = world.client("chair")
    assert list(client.get("/reports/").context["unions"]) == []
    pages = [_page(world, union=union) for union in (world.union, world.foreign_union, world.city)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.get(_page(world, "figures/members/")).status_code == 404


@pytest.mark.parametrize("page", ["", "figures/members/", "figures/members/remark/", "editions/new/"])
def test_the_figures_of_the_neighbour_and_of_the_level_above_are_not_there(world, client, page):
    answers = [client.get(_page(world, page, union)) for union in (world.foreign_union, world.city)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_an_edition_of_the_neighbour_is_not_there(world, client):
    foreign = draft_edition(actor=world.people["stranger_officer"], union=world.foreign_union, year=2024)
    pages = [foreign.get_absolute_url(), f"{foreign.get_absolute_url()}write/", f"{foreign.get_absolute_url()}file/"]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(f"{foreign.get_absolute_url()}preview/").status_code == 404


def test_the_overview_shows_each_figure_and_leads_to_its_rows(year, client):
    year.initiative()
    answer = client.get(_page(year.world))
    shown = {figure.name: figure.display for _heading, group in answer.context["groups"] for figure in group}
    assert (shown["initiatives_registered"], shown["grassroots_unions"]) == ("1", "2")
    assert _page(year.world, "figures/initiatives_registered/") in answer.content.decode()


def _links(world, client):
    return [(link.label, link.url) for link in client.get(_page(world)).context["links"]]


def test_the_overview_begins_a_report_or_leads_to_the_one_begun(world, client):
    assert _links(world, client) == [("Soạn báo cáo", _page(world, "editions/new/"))]
    draft = draft_edition(actor=world.people["officer"], union=world.union, year=2024)
    assert _links(world, client) == [("Soạn tiếp báo cáo", draft.get_absolute_url())]
    assert _links(world, world.client("viewer")) == []


def test_a_figure_lists_exactly_the_rows_it_counts_fifty_to_a_page(year, client):
    for number in range(51):
        year.initiative(f"Sáng kiến {number:02d}")
    page = _page(year.world, "figures/initiatives_registered/")
    first, second = client.get(page).context, client.get(f"{page}&page=2").context
    assert (first["figure"].value, len(first["page_obj"]), len(second["page_obj"])) == (51, 50, 1)
    assert len({row.url for row in [*first["page_obj"], *second["page_obj"]]}) == 51


@pytest.mark.parametrize("asked", ["0", "-1", "99", "abc", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(year, client, asked):
    year.initiative()
    assert client.get(f"{_page(year.world, 'figures/initiatives_registered/')}&page={asked}").status_code == 200


def test_a_missing_figure_reads_so_and_says_why(year, client):
    Headcount.objects.all().delete()
    page = client.get(_page(year.world, "figures/members/")).content.decode()
    assert "<strong>chưa có số liệu</strong>" in page
    assert "chưa nhập số lao động, đoàn viên của năm" in page
    figures = dict(client.get(_page(year.world)).context["groups"])["Tổ chức và đoàn viên"]
    assert {figure.name: figure.display for figure in figures} == {
        "grassroots_unions": "2",
        "workers": "chưa có số liệu",
        "members": "chưa có số liệu",
        "women_members": "chưa có số liệu",
    }


def test_a_figure_nobody_knows_is_not_there(world, client):
    assert client.get(_page(world, "figures/number-of-moons/")).status_code == 404


def test_the_figures_are_those_of_the_year_of_the_address(year, client):
    year.initiative()
    address = "figures/initiatives_registered/"
    pages = [client.get(_page(year.world, address, year=asked)).context for asked in (2024, 2023)]
    assert [(page["figure"].is_missing, page["working_year"]) for page in pages] == [(False, 2024), (True, 2023)]


def test_a_remark_is_entered_and_shown_beside_the_figure(year, client):
    page = _page(year.world, "figures/members/")
    remark = _page(year.world, "figures/members/remark/")
    answer = client.post(remark, {"qualifier": "at_least", "typed_value": "9.000", "note": ""})
    assert (answer.status_code, answer.url) == (302, page)
    assert "9.000" in client.get(page).context["figure"].caption
    assert client.get(remark).context["form"].initial["typed_value"] == 9000


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"qualifier": "at_least", "typed_value": ""}, "typed_value"),
        ({"qualifier": "exact", "typed_value": "-1"}, "typed_value"),
        ({"qualifier": "exact", "typed_value": "many"}, "typed_value"),
        ({"qualifier": "exact", "typed_value": "9" * 15}, "typed_value"),
        ({"qualifier": "nearly", "typed_value": ""}, "qualifier"),
        ({"qualifier": "exact", "note": "x" * 301}, "note"),
    ],
)
def test_a_wrong_remark_is_told_at_its_field_and_not_kept(year, client, typed, field):
    answer = client.post(_page(year.world, "figures/members/remark/"), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not year.world.union.figure_remarks.exists()


def _queries(client, page):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_the_overview_costs_the_same_however_many_records_there_are(year, client):
    year.initiative()
    few = _queries(client, _page(year.world))
    for number in range(20):
        year.initiative(f"S{number}")
        year.work(f"W{number}")
        year.result()
    assert _queries(client, _page(year.world)) == few

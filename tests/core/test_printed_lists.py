"""A list is printed as a whole, not by the page."""

import pytest
from django.urls import reverse

from core.views import ListPage
from tests.factories import make_person

pytestmark = pytest.mark.one_database(on="sqlite")
PEOPLE = reverse("unions:people")


@pytest.fixture
def officer(world, monkeypatch):
    monkeypatch.setattr(ListPage, "per_page", 2)
    monkeypatch.setattr("core.tables.PER_PAGE", 2)  # of an address that asks for too many
    for name in ("Lê An", "Lê Bình", "Lê Chi", "Đỗ Dung"):
        make_person(world.school, name)
    return world.client("officer")


def shown(page):
    return [row.record.full_name for row in page.context["table"].paginated_rows]


def test_all_rows_that_fit_the_filters_are_shown_without_tools(officer):
    listed = officer.get(PEOPLE, {"q": "Lê"})
    whole = officer.get(PEOPLE, {"q": "Lê", "print": "yes"})
    assert (shown(listed), shown(whole)) == (["Lê An", "Lê Bình"], ["Lê An", "Lê Bình", "Lê Chi"])
    html = listed.content.decode(), whole.content.decode()
    assert [">In danh sách</a>" in page for page in html] == [True, False]
    assert ['class="filter-bar"' in page for page in html] == [True, False]
    assert ["data-print" in page for page in html] == [False, True]


@pytest.mark.parametrize(("most", "status"), [(4, 200), (3, 422)])
def test_a_longer_list_is_filtered_first_or_printed_as_a_spreadsheet(officer, monkeypatch, most, status):
    monkeypatch.setattr("core.views.objects.MOST_PRINTED", most)
    answer = officer.get(PEOPLE, {"print": "yes", "gender": ""})
    assert (answer.status_code, answer.context.get("back")) == (
        status,
        f"{PEOPLE}?gender=" if status == 422 else None,
    )

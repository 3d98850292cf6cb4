"""The shared pieces take what they say they take, and the frame shows what a person may use."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import django_filters
import django_tables2 as tables
import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from pytest_django.asserts import assertInHTML

from core import table_rows
from core.context_processors import active_place, frame, phone_places
from core.models import Job
from core.navigation import NAVIGATION, NavItem, places_for
from core.tables import ListTable
from core.templatetags import portal
from core.todo import TODOS, YEAR_STEPS, Todo, YearStep, todos_for, year_steps_for
from core.views import Home
from tests.conftest import World


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    request = RequestFactory().get("/list/?state=done&sort=name&page=3")
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    return request


def rendered(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    return " ".join(engines["django"].from_string(source).render(context, request).split())


class TestFilters:
    def test_numbers_money_and_dates_read_the_same_in_both_languages(self) -> None:
        source = "{{ n|vnnumber }}; {{ m|money }}; {{ d|shortdate }}; {{ d|longdate }}"
        facts = {"n": 1234567, "m": 1170000, "d": date(2024, 2, 3)}
        said = []
        for language in ("vi", "en"):
            with translation.override(language):
                said.append(rendered(source, **facts))
        assert said[0] == said[1]
        assert said[0].startswith("1.234.567; 1.170.000")
        assert said[0].endswith("; 03/02/2024; ngày 03 tháng 02 năm 2024")

    def test_nothing_is_shown_for_what_is_not_known(self) -> None:
        source = "[{{ x|vnnumber }}{{ x|money }}{{ x|shortdate }}{{ x|longdate }}{{ x|moment }}]"
        assert rendered(source, x=None) == "[]"

    def test_zero_is_a_number_and_is_shown(self) -> None:
        assert rendered("{{ x|vnnumber }}", x=0) == "0"

    def test_a_truth_is_not_a_number(self) -> None:
        assert [portal.is_number(value) for value in (0, 2.5, True, "7", None)] == [True, True, False, False, False]

    @pytest.mark.parametrize(
        ("tone", "look"),
        [("good", "primary"), ("primary", "primary"), ("plain", "outlined"), ("bad", "danger"), ("", "outlined")],
    )
    def test_only_what_destroys_is_red(self, tone: str, look: str) -> None:
        assert portal.move_look(tone) == look


class TestAddresses:
    def test_a_new_order_keeps_the_filters_and_begins_at_the_first_page(self, request_of_nobody: HttpRequest) -> None:
        assert rendered("{% query_replace sort='-name' %}", request_of_nobody) == "?state=done&amp;sort=-name"

    def test_another_page_keeps_filters_and_order(self, request_of_nobody: HttpRequest) -> None:
        assert rendered("{% query_replace page=4 %}", request_of_nobody) == "?state=done&amp;sort=name&amp;page=4"

    def test_the_pager_knows_the_address_although_it_is_given_only_the_page(
        self, request_of_nobody: HttpRequest
    ) -> None:
        source = "{% include 'components/pager.html' with page=page only %}"
        said = rendered(source, request_of_nobody, page=Paginator(range(120), 50).page(2))
        assert 'href="?state=done&amp;sort=name&amp;page=1"' in said
        assert "Page 2 of 3" in said

    def test_one_page_needs_no_pager(self) -> None:
        page = Paginator(range(50), 50).page(1)
        assert render_to_string("components/pager.html", {"page": page}).strip() == ""


class ThingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=[("done", "Finished"), ("failed", "Failed")], label="State")
    since = django_filters.DateFilter(label="Since", method="keep")
    between = django_filters.RangeFilter(label="Members", method="keep")

    class Meta:
        model = Job
        fields: list[str] = []

    def keep(self, rows: Any, _name: str, _value: Any) -> Any:
        return rows


def chips(query: str) -> list[tuple[str, str, str]]:
    found = portal.active_filters(ThingFilter(QueryDict(query), Job.objects.none()))
    return [(chip["label"], chip["value"], chip["url"]) for chip in found]


class TestChips:
    def test_each_filter_in_use_is_told_in_words_and_leads_to_the_list_without_it(self) -> None:
        assert chips("state=done&since=2024-03-31&sort=name&page=2") == [
            ("State", "Finished", "?since=2024-03-31&sort=name"),
            ("Since", "31/03/2024", "?state=done&sort=name"),
        ]

    def test_both_ends_of_a_range_are_one_chip(self) -> None:
        assert chips("between_min=5&between_max=9") == [("Members", "5 – 9", "?")]

    def test_no_filter_no_chip(self) -> None:
        assert chips("sort=name") == []

    def test_a_wrong_filter_has_no_chip(self) -> None:
        assert chips("state=invented") == []


class ThingTable(ListTable):
    name = tables.Column()
    members = tables.Column(attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    year = tables.Column()

    def row_url(self, record: dict[str, Any]) -> str:
        return f"/things/{record['members']}/"


class TestTable:
    def test_a_row_opens_counts_have_dots_and_years_do_not(self, request_of_nobody: HttpRequest) -> None:
        table = ThingTable([{"name": "<b>Trường Ễnh Ương</b>", "members": 2020, "year": 2020}])
        said = rendered("{% include 'components/table.html' %}", request_of_nobody, table=table)
        assert '<a class="row-link" href="/things/2020/">&lt;b&gt;Trường Ễnh Ương&lt;/b&gt;</a>' in said
        assert 'data-label="Members">2.020</td>' in said
        assert 'data-label="Year">2020</td>' in said

    def test_a_heading_says_its_order_and_leads_to_the_other(self, request_of_nobody: HttpRequest) -> None:
        table = ThingTable([{"name": "A", "members": 1, "year": 2020}], order_by="name")
        said = rendered("{% include 'components/table.html' %}", request_of_nobody, table=table)
        assert 'aria-sort="ascending"> <a href="?state=done&amp;sort=-name">Name</a>' in said
        assert said.count("aria-sort") == 1


class ChosenTable(ThingTable):
    chosen = tables.Column(verbose_name="")

    class Meta:
        sequence = ["chosen", "..."]


def test_a_box_to_choose_with_does_not_open_the_row() -> None:
    assert [table_rows.name_column(kind([])) for kind in (ThingTable, ChosenTable)] == ["name", "name"]


class LaunchForm(forms.Form):
    groups = [("The launch", ["day"])]
    note = forms.CharField(required=False, label="Note")
    day = forms.DateField(label="Day", help_text="As in the report.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class TestForms:
    def test_fields_are_grouped_and_the_rest_follows(self) -> None:
        groups = portal.form_groups(LaunchForm())
        assert [(group["title"], [field.name for field in group["fields"]]) for group in groups] == [
            ("The launch", ["day"]),
            ("", ["note"]),
        ]

    def test_what_is_optional_says_so_and_what_is_required_does_not(self) -> None:
        said = " ".join(str(LaunchForm()).split())
        assert '<label for="id_note">Note <span class="optional">(optional)</span></label>' in said
        assert '<label for="id_day">Day</label>' in said
        assert said.count('type="hidden"') == 1

    def test_a_mistake_is_told_on_top_and_at_the_field(self) -> None:
        said = " ".join(str(LaunchForm({"day": "31/02/2024"})).split())
        assert '<li><a href="#id_day">Day: Enter a valid date.</a></li>' in said
        assert '<ul class="errorlist" id="id_day_error"><li>Enter a valid date.</li></ul>' in said
        assert 'aria-invalid="true"' in said

    def test_a_form_without_mistakes_has_no_summary(self) -> None:
        assert "error-summary" not in str(LaunchForm({"day": "2024-02-29"}))


class TestMoves:
    MOVES = [
        SimpleNamespace(name="accept", label="Accept", url="/a/", tone="good", needs_reason=False, confirm="Sure?"),
        SimpleNamespace(name="return", label="Return", url="/r/", tone="plain", needs_reason=True, confirm=""),
        SimpleNamespace(
            name="close",
            label="Close",
            url="/c/",
            tone="plain",
            asks_day="Closed on",
            asks_whether="Now?",
            confirm="",
        ),
    ]

    def test_each_move_is_a_form_with_a_token_and_asks_for_the_reason_or_the_day_it_needs(
        self, request_of_nobody: HttpRequest
    ) -> None:
        source = "{% include 'components/transition_buttons.html' with transitions=moves only %}"
        said = rendered(source, request_of_nobody, moves=self.MOVES)
        assert said.count('method="post"') == said.count('name="csrfmiddlewaretoken"') == 3
        assert 'action="/a/" data-confirm="Sure?"' in said
        assert (said.count('name="reason"'), said.count('name="day"'), said.count("Closed on")) == (1, 1, 1)
        assert f'value="{timezone.localdate():%d/%m/%Y}"' in said
        assert '<input type="checkbox" name="tick" value="yes" id="tick-close">' in said

    def test_the_moment_of_an_entry_is_one_that_html_knows(self) -> None:
        at = datetime(2026, 11, 26, 2, 5, 34, 123456, tzinfo=UTC)
        html = render_to_string("components/history.html", {"entries": [SimpleNamespace(sentence="Gửi", at=at)]})
        assert '<time datetime="2026-11-26T09:05:34+0700">26/11/2026 09:05</time>' in html

    def test_no_move_no_row_of_buttons(self) -> None:
        assert render_to_string("components/transition_buttons.html", {"transitions": []}).strip() == ""

    def test_a_badge_has_the_tone_of_the_state_or_none(self) -> None:
        thing = SimpleNamespace(state="late", get_state_display=lambda: "Late", STATE_TONES={"late": "bad"})
        assert portal.state_badge(thing) == {"label": "Late", "tone": "bad"}
        assert portal.state_badge(SimpleNamespace(state="x", get_state_display=lambda: "X"))["tone"] == "neutral"


class TestBars:
    def test_bars_begin_at_zero_and_the_longest_is_full(self) -> None:
        shares = [bar["share"] for bar in portal.bar_shares([("a", 248), ("b", 62), ("c", 0), ("d", None)])]
        assert shares == ["100.0%", "25.0%", "0.0%", "0.0%"]

    def test_nothing_but_zeros_divides_nothing(self) -> None:
        assert [bar["share"] for bar in portal.bar_shares([("a", 0)])] == ["0.0%"]
        assert portal.bar_shares([]) == []

    def test_a_share_keeps_its_point_in_a_language_with_a_decimal_comma(self) -> None:
        with translation.override("vi"):
            said = render_to_string("components/bar_chart.html", {"title": "T", "rows": [("a", 3), ("b", 1)]})
        assert 'width="33.3%"' in said


def place(key: str, position: int, *, phone: bool = False, shown: bool = True) -> NavItem:
    return NavItem(key, key.title(), key, position, lambda _user: shown, phone)


class TestPlaces:
    def test_places_stand_in_their_order_and_only_those_that_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(NAVIGATION, "_items", {})
        for item in (place("b", 2), place("hidden", 0, shown=False), place("a", 1)):
            NAVIGATION.register(item)
        assert [item.key for item in places_for(None)] == ["a", "b"]

    @pytest.mark.parametrize(("count", "on_phone"), [(3, 3), (4, 4), (5, 3)])
    def test_four_places_fit_a_phone_and_of_five_three_with_the_word_more(self, count: int, on_phone: int) -> None:
        assert len(phone_places([place(str(number), number, phone=True) for number in range(count)])) == on_phone

    @pytest.mark.parametrize(
        ("match", "key"),
        [
            (SimpleNamespace(func=SimpleNamespace(), namespace="a", view_name="a:list"), "a"),
            (SimpleNamespace(func=SimpleNamespace(nav_key="b"), namespace="a", view_name="a:list"), "b"),
            (
                SimpleNamespace(
                    func=SimpleNamespace(view_class=SimpleNamespace(nav_key="b")), namespace="", view_name=""
                ),
                "b",
            ),
            (SimpleNamespace(func=SimpleNamespace(), namespace="", view_name="home"), "home"),
            (SimpleNamespace(func=SimpleNamespace(), namespace="", view_name="style"), None),
            (None, None),
        ],
    )
    def test_one_is_where_the_view_or_its_route_says(self, match: Any, key: str | None) -> None:
        request: Any = SimpleNamespace(resolver_match=match)
        found = active_place(request, [place("home", 0), place("a", 1), place("b", 2)])
        assert (found.key if found else None) == key

    def test_a_stranger_has_no_places_and_no_year(self, request_of_nobody: HttpRequest) -> None:
        here = request_of_nobody.get_full_path()
        nothing = {"nav_items": [], "nav_active": None, "here": here, "language_code": "en", "theme": ""}
        assert frame(request_of_nobody) == nothing


class TestTodos:
    def test_what_is_urgent_comes_first_then_by_date_then_undated_and_last_what_can_wait(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(TODOS, "_items", {})
        day = date(2024, 3, 31)
        first = [
            Todo("tidy", "#", 1, can_wait=True),
            Todo("undated", "#", 1),
            Todo("later", "#", 1, due=day + timedelta(1)),
        ]
        second = [Todo("urgent", "#", 1, urgent=True, due=day + timedelta(9)), Todo("soon", "#", 1, due=day)]
        TODOS.register(lambda _user, _year: first)
        TODOS.register(lambda _user, _year: second)
        assert [each.text for each in todos_for(None, 2024)] == ["urgent", "soon", "later", "undated", "tidy"]

    def test_a_provider_registered_twice_is_asked_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(YEAR_STEPS, "_items", {})

        def steps(_user: Any, year: int) -> list[YearStep]:
            return [YearStep(str(year), "now")]

        YEAR_STEPS.register(steps)
        YEAR_STEPS.register(steps)
        assert [step.label for step in year_steps_for(None, 2024)] == ["2024"]

    @pytest.mark.parametrize(
        ("days", "words"), [(-1, "was due on"), (0, "due today"), (1, "1 day left"), (2, "2 days left")]
    )
    def test_the_date_is_told_as_one_speaks(self, days: int, words: str) -> None:
        thing = Todo("A thing", "/x/", 1, due=timezone.localdate() + timedelta(days))
        said = render_to_string("components/todo.html", {"todo": thing})
        assert words in said
        assert ("todo--urgent" in said) == (days < 0)


class TestPages:
    @pytest.mark.parametrize("name", ["400.html", "500.html"])
    def test_a_broken_page_needs_neither_request_nor_database(self, name: str) -> None:
        said = render_to_string(name)
        assert said.count("<h1>") == 1
        assert '<form method="post"' not in said

    def test_the_style_page_shows_every_component_in_both_themes(self, world: World) -> None:
        answer = world.client("officer").get("/style/")
        assert answer.status_code == 200
        said = answer.content.decode()
        assert said.count('data-theme="light"') == said.count('data-theme="dark"') == 1
        assert [name for name, count in Counter(re.findall(r'\sid="([^"]+)"', said)).items() if count > 1] == []
        assert said.count("<h1>") == 1

    def test_home_says_what_to_do_and_where_the_year_is(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        late, launch = Todo("23 unions are late", "/u/", 23), YearStep("Launch", "now")
        monkeypatch.setattr(TODOS, "_items", {"": [lambda _user, _year: [late]]})
        monkeypatch.setattr(YEAR_STEPS, "_items", {"": [lambda _user, _year: [launch]]})
        said = world.client("officer").get("/").content.decode()
        assertInHTML(
            '<a class="todo-text" href="/u/"><span class="todo-number">23</span><span>unions are late</span></a>',
            said,
        )
        assert 'aria-current="step"' in said

    def test_home_without_anything_to_do_says_so(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(TODOS, "_items", {})
        assert 'class="empty"' in world.client("officer").get("/").content.decode()

    @pytest.mark.parametrize(("month", "offered"), [(1, 2025), (3, 2025), (4, None)])
    def test_early_in_a_year_home_leads_to_the_year_before(
        self, monkeypatch: pytest.MonkeyPatch, month: int, offered: int | None
    ) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda: date(2026, month, 1))
        assert (Home().ending_year(2026), Home().ending_year(2024)) == (offered, None)


@pytest.mark.one_database(on="sqlite")
def test_a_list_carries_what_its_paper_says(world):
    page = world.client("officer").get("/campaigns/", {"state": "draft"}, follow=True).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<.*?>", "", page[page.index("paper-facts") :].partition("</p>")[0]))
    assert str(world.union) in page[page.index("paper-office") :].partition("</p>")[0]
    assert re.search(r"20\d\d", words)
    assert "Trạng thái: Bản nháp" in words

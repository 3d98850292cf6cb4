from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms, template
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choices import JobState
from core.forms import DateField, GroupedIntegerField
from core.models import Job
from core.pickers.searching import Matches, Option
from core.tables import ListTable, badge, choice_box
from core.todo import Todo, YearStep
from core.uploads import ScanUpload

register = template.Library()

TONES = ["neutral", "info", "good", "warn", "bad", "gold"]


class SampleForm(forms.Form):
    groups = [
        (_("The launch"), ["name", "day", "place"]),
        (_("The participants"), ["count", "kind", "ways", "sure", "paper"]),
    ]
    name = forms.CharField(label=_("Name of the campaign"), help_text=_("As it stands in the plan."))
    day = DateField(label=_("Day of the launch"))
    place = forms.CharField(label=_("Place"), required=False)
    count = GroupedIntegerField(label=_("Participants"), min_value=0)
    kind = forms.ChoiceField(
        label=_("Sector"), choices=[("", "---------"), ("S", "Trường học"), ("D", "Doanh nghiệp")]
    )
    ways = forms.MultipleChoiceField(
        label=_("How it was launched"),
        choices=[("m", "Hội nghị"), ("l", "Phát thanh nội bộ"), ("w", "Văn bản")],
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.BooleanField(label=_("The report is signed and stamped"))
    paper = ScanUpload(label=_("The signed report"), required=False)


class SampleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name"), method="keep")
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState.choices, method="keep")
    since = django_filters.DateFilter(label=_("Since"), method="keep")
    place = django_filters.CharFilter(label=_("Place"), method="keep")

    class Meta:
        model = Job
        fields: list[str] = []

    def keep(self, rows: Any, _name: str, _value: Any) -> Any:
        return rows


class SampleTable(ListTable):
    chosen = tables.Column(verbose_name="", accessor="members", orderable=False)
    name = tables.Column(verbose_name=_("Grassroots union"))
    place = tables.Column(verbose_name=_("Sector"))
    members = tables.Column(verbose_name=_("Members"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    state = tables.Column(verbose_name=_("State"))

    class Meta(ListTable.Meta):
        order_by = "name"

    def row_url(self, record: dict[str, Any]) -> str:
        return f"#row-{record['members']}"

    def render_chosen(self, record: dict[str, Any]) -> str:
        return choice_box(record["members"], record["name"])

    def detail_name(self, record: dict[str, Any]) -> str:
        return str(record["place"])

    def render_state(self, record: dict[str, Any]) -> str:
        return badge(record["state"], record["tone"])


ROWS = [
    {
        "name": "CĐCS Trường Tiểu học Hoa Sữa",
        "place": "Trường học",
        "members": 64,
        "state": "Đã tiếp nhận",
        "tone": "good",
    },
    {
        "name": "CĐCS Trường THCS Ễnh Ương",
        "place": "Trường học",
        "members": 71,
        "state": "Chờ kiểm tra",
        "tone": "info",
    },
    {
        "name": "CĐCS Công ty CP Dệt may Ậu Cơ",
        "place": "Doanh nghiệp",
        "members": 1248,
        "state": "Trả lại",
        "tone": "warn",
    },
]


NOTICES = [
    ("success", _("Saved.")),
    ("info", _("The list is open until 31/03.")),
    ("warning", _("Three rows lack a date of birth.")),
    ("error", _("Nothing was saved.")),
]

PEOPLE = [
    Option("1", "Nguyễn Thị Ễnh Hường", "Giáo viên – Trường Tiểu học Hoa Sữa"),
    Option("2", "Nguyễn Thị Ánh Nguyệt", "Kế toán – Công ty CP Dệt may Ậu Cơ"),
]
PICKERS = [
    (_("Nothing chosen"), {}),
    (_("One chosen"), {"text": PEOPLE[0].label, "searched": PEOPLE[0].label, "one": PEOPLE[0]}),
    (_("Found without script"), {"text": "nguyen", "searched": "nguyen", "matches": Matches(PEOPLE, has_more=True)}),
    (_("Several chosen"), {"several": True, "chosen": PEOPLE, "count": 1122, "text": ""}),
]

STEPS = [
    YearStep("Kế hoạch", "done", "#"),
    YearStep("Phát động", "done", "#"),
    YearStep("Đăng ký", "now", "#"),
    YearStep("Sáng kiến", "next"),
    YearStep("Hội thi", "next"),
    YearStep("Xét khen thưởng", "next"),
    YearStep("Tổng kết", "next"),
]


@register.simple_tag
def style_samples(theme: str) -> dict[str, Any]:
    """The theme prefixes the forms, so that ids stay unique."""
    now = timezone.now()
    wrong = f"{theme}-wrong"
    return {
        "tones": TONES,
        "notices": NOTICES,
        "todos": todos(timezone.localdate()),
        "steps": STEPS,
        "moves": moves(theme),
        "form": SampleForm(prefix=theme, auto_id=f"{theme}-%s"),
        "wrong_form": SampleForm({f"{wrong}-day": "31/02/2026"}, prefix=wrong, auto_id=f"{wrong}-%s"),
        "pickers": pickers(theme),
        "filter": SampleFilter(QueryDict(f"{theme}-q=hoa&{theme}-state=done"), Job.objects.none(), prefix=theme),
        "table": SampleTable(ROWS),
        "page": middle_page(),
        "entries": entries(now),
        "actions": [{"label": _("Enter a registration"), "url": "#"}, {"label": _("Print the list"), "url": "#"}],
        "bulk": [
            {"label": _("Accept the chosen ones"), "url": "#", "confirm": _("Accept the chosen registrations?")}
        ],
        "facts": [(_("Number"), "45/QĐ-LĐLĐ"), (_("Number of people"), 1248), (_("Signed by"), "")],
        "bars": [("Sáng kiến", 248), ("Áp dụng", 89), ("Công nhận", 61), ("Được khen", 0)],
    }


def pickers(theme: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "shown": shown, "widget": {"name": name, "attrs": {"id": name}}}
        for name, (label, shown) in ((f"{theme}-pick-{at}", each) for at, each in enumerate(PICKERS))
    ]


def todos(today: date) -> list[Todo]:
    return [
        Todo("23 công đoàn cơ sở chưa phản hồi kế hoạch", "#", 23, urgent=True, due=today + timedelta(days=4)),
        Todo("Một sáng kiến bị trả lại chờ đồng chí sửa", "#", 1, urgent=True, due=today - timedelta(days=2)),
        Todo("118 bản đăng ký chờ kiểm tra", "#", 118, due=today + timedelta(days=21)),
        Todo("5 người được khen chưa có giấy khen", "#", 5),
    ]


def moves(theme: str) -> list[SimpleNamespace]:
    question = _("Withdraw this registration? It will no longer be counted.")
    rows = [
        ("accept", _("Accept"), "good", False, ""),
        ("return", _("Return"), "plain", True, ""),
        ("withdraw", _("Withdraw the registration"), "bad", False, question),
    ]
    return [
        SimpleNamespace(name=f"{name}-{theme}", label=label, url="#", tone=tone, needs_reason=reason, confirm=confirm)
        for name, label, tone, reason, confirm in rows
    ]


def middle_page() -> Page[int]:
    return Paginator(range(250), 50).page(2)


def entries(now: datetime) -> list[SimpleNamespace]:
    rows = [
        (1, "Nguyễn Thị Ánh Nguyệt", "Trả lại bản đăng ký", "Thiếu chữ ký của chủ tịch công đoàn cơ sở."),
        (26, "Đỗ Văn Hưởng", "Nộp bản đăng ký", ""),
        (50, "", "Lập bản nháp từ bảng tính", ""),
    ]
    return [
        SimpleNamespace(at=now - timedelta(hours=hours), actor_name=who, sentence=what, reason=why)
        for hours, who, what, why in rows
    ]

"""Available in all templates (`builtins`)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, TextInput
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from core.active_filters import active_filters
from core.forms import DateInput
from core.kept_forms import owner_mark
from core.links import list_url
from core.models import Notification
from core.navigation import NavItem, tabs_for
from core.notifications import sentence_of
from core.table_rows import DrawnTable, draw
from core.text import format_money, format_number, long_date, short_date
from core.workflow import Move
from core.working_year import PARAMETER, this_year, working_year, year_of_address

register = template.Library()
register.simple_tag(active_filters)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def list_tabs(context: Context, group: str, here: str) -> dict[str, Any]:
    return {"tabs": tabs_for(context["request"].user, group), "here": here}


@register.simple_tag(takes_context=True)
def place_url(context: Context, place: NavItem) -> str:
    return place.address(_year_of_page(context))


@register.simple_tag(takes_context=True)
def year_url(context: Context, name: str, *args: Any, **query: Any) -> str:
    """The year is that of the page unless `year` is given."""
    return list_url(name, *args, **{"year": _year_of_page(context), **query})


@register.simple_tag(takes_context=True)
def year_field(context: Context) -> SafeString:
    year = year_of_address(context.request) if getattr(context, "request", None) else None  # type: ignore[attr-defined]
    return format_html('<input type="hidden" name="{}" value="{}">', PARAMETER, year) if year else SafeString("")


def _year_of_page(context: Context) -> int:
    request = getattr(context, "request", None)  # which an include with `only` keeps
    return working_year(request) if request else this_year()


@register.filter
def vnnumber(value: Any) -> str:
    """1234567 → 1.234.567 in both languages."""
    return "" if value in (None, "") else format_number(value)


@register.filter
def money(value: Any) -> str:
    return "" if value in (None, "") else format_money(value)


@register.filter
def longdate(value: date | None) -> str:
    return "" if value is None else long_date(value)


@register.filter
def shortdate(value: date | None) -> str:
    return "" if value is None else short_date(value)


@register.filter
def news_sentence(notification: Notification) -> str:
    return sentence_of(notification)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


def _local_day(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.simple_tag
def date_input(name: str, key: str) -> SafeString:
    """Today, until another day is chosen."""
    return DateInput().render(name, timezone.localdate(), {"id": key, "required": True})


@register.filter
def days_left(value: date | None) -> int | None:
    return None if value is None else (_local_day(value) - timezone.localdate()).days


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.filter
def move_look(tone: str) -> str:
    return {
        "primary": "primary",
        "good": "primary",
        "info": "primary",
        "gold": "primary",
    }.get(tone, "danger" if tone in {"bad", "danger"} else "outlined")


@register.simple_tag
def question_of(move: Any, obj: Any) -> Any:
    return move.question(obj) if isinstance(move, Move) else getattr(move, "confirm", "")


@register.inclusion_tag("components/state_badge.html")
def state_badge(obj: Any) -> dict[str, str]:
    tones: dict[str, str] = getattr(obj, "STATE_TONES", {})
    return {"label": obj.get_state_display(), "tone": tones.get(obj.state, "neutral")}


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: Any) -> str:
    """None removes a parameter; the page goes back to 1."""
    request = getattr(context, "request", None) or context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_url(context: Context, table: Any, column: Any) -> str:
    return query_replace(context, **{table.prefixed_order_by_field: column.order_by_alias.next})


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """Works inside `{% include … only %}`, unlike csrf_token."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        get_token(request),
    )


@register.simple_tag(takes_context=True)
def owner_field(context: Context) -> SafeString:
    """`core.kept_forms` needs it in a form without a form class."""
    request = getattr(context, "request", None)
    mark = owner_mark(request.user) if request else ""
    return format_html('<input type="hidden" name="owner" value="{}">', mark) if mark else SafeString("")


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    return render_to_string("components/icon.html", {"name": name})


@register.simple_tag
@lru_cache(maxsize=16)
def shape(tone: str) -> SafeString:
    return render_to_string("components/shape.html", {"tone": tone})


@register.simple_tag
def search_box(field: BoundField) -> SafeString:
    if not isinstance(field.field.widget, TextInput):
        return field.as_widget()
    # Django's text widget writes its own type, and of two the first counts.
    field.field.widget.input_type = "search"
    return field.as_widget(attrs={"placeholder": str(field.label)})


SHORT_FILTERS = 3


@register.simple_tag
def filter_fields(form: Any) -> dict[str, Any]:
    """Return {"search", "short", "more"}."""
    fields = form.visible_fields()
    search = fields[0] if fields and isinstance(fields[0].field.widget, TextInput) else None
    rest = fields[1:] if search else fields
    return {"search": search, "short": rest[:SHORT_FILTERS], "more": rest[SHORT_FILTERS:]}


@register.simple_tag
def drawn(table: Any) -> DrawnTable:
    return draw(table)


@register.simple_tag
def bar_shares(rows: Iterable[Sequence[Any]], whole: float | None = None) -> list[dict[str, Any]]:
    """Of the longest, or of `whole`. Shares are text, since a decimal comma would break the SVG."""
    bars = [{"label": row[0], "value": row[1], "words": "".join(row[2:])} for row in rows]
    longest = whole or max((float(bar["value"] or 0) for bar in bars), default=0) or 1
    return [bar | {"share": f"{float(bar['value'] or 0) / longest * 100:.1f}%"} for bar in bars]


@register.simple_tag
def unfiltered_url(filterset: Any) -> str:
    year = filterset.data.get(PARAMETER)
    return f"?{urlencode({PARAMETER: year})}" if year else "?"


@register.simple_tag
def form_groups(form: Any) -> list[dict[str, Any]]:
    """`groups` of the form are (title, names); the rest comes last."""
    groups = [
        {"title": title, "fields": [form[name] for name in names if name in form.fields]}
        for title, names in getattr(form, "groups", ())
    ]
    groups = [group for group in groups if group["fields"]]
    grouped = {field.name for group in groups for field in group["fields"]}
    rest = [field for field in form.visible_fields() if field.name not in grouped]
    return [*groups, {"title": "", "fields": rest}] if rest or not groups else groups

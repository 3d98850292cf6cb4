from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import typesetting
from core.documents import layout
from core.text import count_in_prose, money_in_words, school_year

register = template.Library()
register.filter("money_in_words", money_in_words)
register.filter("count_in_prose", count_in_prose)
register.filter("school_year", school_year)
register.filter("placed_on", layout.place_line)
register.filter("number_line", layout.number_line)
register.filter("addressee_lines", layout.addressee_lines)
register.filter("recipient_lines", layout.recipient_lines)
register.simple_tag(layout.state_and_motto)
register.simple_tag(layout.nothing_recorded)
register.filter(layout.title_lines)


@register.filter
def typeset(text: str) -> SafeString:
    """Keep unbreakable parts on one line."""
    return format_html_join(
        "",
        "{}",
        ((_unbroken(part) if is_unbroken else _broken(part),) for part, is_unbroken in layout.unbroken_parts(text)),
    )


def _unbroken(part: str) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', part)


def _broken(part: str) -> SafeString:
    first, *others = part.split("\n")
    return format_html("{}{}", first, format_html_join("", "<br>{}", ((line,) for line in others)))


@register.simple_tag
def font_size_to_fit(words: str, width: int, largest: int, smallest: int, lines: int = 1) -> int:
    return typesetting.font_size_to_fit(words, width_mm=width, largest=largest, smallest=smallest, lines=lines)

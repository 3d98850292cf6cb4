"""What the values of a rule may be, so that no edited row stops a judgement."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.text import format_number
from emulation.eligibility.choices import AwardScope, EvidenceKind, Severity
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.discipline import LEVELS as DISCIPLINE
from emulation.eligibility.rules.held import GRADES
from emulation.eligibility.rules.recognition import LEVELS

Shape = Callable[[Any], str]
"""Returns what is wanted instead, or ""."""


def number(least: int, most: int) -> Shape:
    def check(value: Any) -> str:
        is_whole = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        words = _("a whole number from %(least)s to %(most)s")
        return "" if is_whole else words % {"least": format_number(least), "most": format_number(most)}

    return check


years = number(1, 60)
percent = number(0, 100)
amount = number(0, 1_000_000)
money = number(0, 10**12)


def truth(value: Any) -> str:
    return "" if isinstance(value, bool) else "true, false"


def text(value: Any) -> str:
    return "" if isinstance(value, str) and value else _("a text")


def factor(value: Any) -> str:
    try:
        return "" if isinstance(value, str) and 0 < Decimal(value) < 100 else _('a factor such as "1.5"')
    except InvalidOperation:
        return _('a factor such as "1.5"')


def word(*words: str) -> Shape:
    return lambda value: "" if value in words else ", ".join(words)


def many(shape: Shape) -> Shape:
    def check(value: Any) -> str:
        if not isinstance(value, list):
            return _("a list")
        return next((wanted for part in value if (wanted := shape(part))), "")

    return check


def each(shape: Shape, *required: str) -> Shape:
    """An object of such values, with the required keys at least."""

    def check(value: Any) -> str:
        if not isinstance(value, Mapping) or not set(required) <= value.keys():
            return _("an object") + (f" ({', '.join(required)})" if required else "")
        return next((wanted for part in value.values() if (wanted := shape(part))), "")

    return check


def exactly(**shapes: Shape) -> Shape:
    def check(value: Any) -> str:
        if not isinstance(value, Mapping) or value.keys() != shapes.keys():
            return _("an object") + f" ({', '.join(shapes)})"
        return next((f"{key}: {wanted}" for key, shape in shapes.items() if (wanted := shape(value[key]))), "")

    return check


def either(first: Shape, second: Shape) -> Shape:
    return lambda value: first(value) and second(value)


BY_NUMBER = exactly(members_a_person=number(1, 1_000_000), least=amount, most=amount, collectives=amount)
QUOTA = either(exactly(persons=amount, collectives=amount), BY_NUMBER)
LADDER = ("CNG_Q", "CNG_TD", "GVNDVN_Q", "GVNDVN_TP", "SKST_Q", "SKST_TD")
LEAVE = ("maternity", "brave_treatment", "training_short", "training_long_fair", "other")

SHAPES: dict[str, dict[str, Shape]] = {
    "R01": {"allow_unregistered_kinds": many(word(*AwardScope.values))},
    "R09": {"months": amount},
    "R10": {"counted": many(word(*LEAVE))},
    "R11": {"months": amount},
    "R12": {"days": amount},
    "R13": {"level": word(*DISCIPLINE[1:])},
    "R15": {"years": each(years, scopes.CSTD_TP, scopes.CSTD_TLD, scopes.CSTDTQ, scopes.BK_TLD)},
    "R16": {"level": word(*DISCIPLINE[1:])},
    "R18": {"grade": word(*GRADES)},
    "R20": {"cstdcs_requires": word("contribution", "any_of", "all_of"), "level": word(*LEVELS)},
    "R21": {"times": years},
    "R22": {"times": years, "block": years, "disjoint": truth},
    "R23": {"percent": percent, "more": truth},
    "R24": {"completed_percent": percent, "ldtt_percent": percent, "cstdcs": amount},
    "R25": {"years": years, "initiatives": amount, "form": text},
    "R26": {"grade": word(*GRADES), "recognised_by": many(text)},
    "R27": {
        "last_years": years,
        "years": each(amount, "member", "leading_post", "public_service"),
        "factors": each(factor, "full_time", "part_time", "part_time_enterprise"),
    },
    "R28": {"years": amount, "upward": word(*Severity.values)},
    "R29": {"below": each(text, *LADDER)},
    "R31": {"levels": each(word(*LEVELS), *scopes.RESTING_ON_INITIATIVES)},
    "R33": {"needed": each(amount)},
    "R35": {"min_share": percent},
    "R37": {"once": money, "together": money, "years": years},
    "R39": {"percent": percent},
    "R40": {"percent": percent},
    "R41": {"excellent": QUOTA, "good": QUOTA},
    "R42": {"quota": each(amount)},
    "R45": {"base": each(many(text), scopes.BK_TLD)},
    "R46": {"standard": each(word(*GRADES))},
    "R47": {"women_percent": percent},
    "R48": {"percent": percent, "excellent_unit_percent": percent},
    "R49": {"months": amount, "months_after_restructuring": amount},
    "R50": {"excellent": percent, "good": percent, "completed": percent},
    "R60": {"parts": each(many(word(*EvidenceKind.values)))},
}


def values_objection(rule: str, values: Any) -> str:
    """Why the rule cannot work with the values, or ""."""
    shapes = SHAPES.get(rule, {})
    if not isinstance(values, Mapping) or values.keys() != shapes.keys():
        return _("The values of this rule are exactly: %(keys)s.") % {"keys": ", ".join(shapes) or "–"}
    for key, shape in shapes.items():
        if wanted := shape(values[key]):
            return _("%(place)s: expected is %(wanted)s.") % {"place": key, "wanted": wanted}
    return ""

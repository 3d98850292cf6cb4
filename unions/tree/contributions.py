from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.dated_freezes import one_a_day
from core.frozen import Freeze, never_deleted
from core.navigation import TABS, NavItem
from unions.access import works_for_a_union

FREEZES = (
    *one_a_day("unions_unionlink", "union_id"),
    *one_a_day("unions_unionprofile", "union_id"),
    Freeze("unions_unionlogo_kept_as_drawn", "unions_unionlogo", "UPDATE", "1 = 1"),
    never_deleted("unions_unionlogo"),
)
LABELS = {
    "union.enter": _("entered the union"),
    "union.correct": _("corrected how the union is written on paper"),
    "union.logo": _("chose the logo of the union"),
    "union.move": _("put the union under another"),
    "union.profile": _("entered how the union is written on paper"),
}


def register() -> None:
    TABS.register(NavItem("unions", _("Unions"), "unions:union-list", 50, works_for_a_union), to="organisation")
    register_labels(LABELS)

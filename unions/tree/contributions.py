from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.frozen.one_a_day import one_a_day
from core.frozen.records import FrozenRecord
from core.navigation import TABS, NavItem
from core.pickers.searching import SEARCHES, search_by_name
from unions.access import PortalUser, is_administrator, works_for_a_union
from unions.tree.models import UnionLink, UnionLogo, UnionProfile
from unions.tree.selectors import PROFILE_FIELDS, may_correct_profile, may_correct_union, may_remove_union, parent_of
from unions.tree.services.entering import check_lives

FREEZES = (
    *one_a_day("unions_unionlink", "union_id"),
    *one_a_day("unions_unionprofile", "union_id"),
    FrozenRecord(UnionLogo, beside={"unions.UnionProfile.logo": "the profile of a day chooses a logo"}),
)
LABELS = {
    "union.enter": _("entered the union"),
    "union.correct": _("corrected how the union is written on paper"),
    "union.logo": _("chose the logo of the union"),
    "union.move": _("put the union under another"),
    "union.profile": _("entered how the union is written on paper"),
}


def check_union_lives(row: UnionLink | UnionProfile) -> None:
    check_lives(row.union)


def may_correct_link(user: PortalUser, link: UnionLink) -> bool:
    return is_administrator(user)


CORRECTED: dict[str, CorrectionRule | NotCorrected] = {
    "unions.Union": CorrectionRule(
        fields=("level", "name", "founded_on", "dissolved_on"),
        page="unions:union-edit",
        may=may_correct_union,
        until="never frozen; of a dissolved union by the administrator",
        may_remove=may_remove_union,
        parts=frozenset({"unions.UnionLink", "unions.UnionProfile"}),
        owner=parent_of,
        fixed={"code": "public addresses, lists and commands name the union by it"},
    ),
    "unions.UnionLink": CorrectionRule(
        fields=("parent", "valid_from"),
        page="unions:union-link-edit",
        may=may_correct_link,
        until="the union is dissolved",
        check=check_union_lives,
        owner=lambda link: link.union,
        fixed={
            "union": "the union that is put under another",
            "valid_to": "the day before the next union above, or before it was dissolved",
        },
    ),
    "unions.UnionProfile": CorrectionRule(
        fields=("valid_from", *PROFILE_FIELDS),
        page="unions:union-profile-edit",
        may=may_correct_profile,
        until="the union is dissolved; the first day, once a signed paper carries the words",
        check=check_union_lives,
        owner=lambda profile: profile.union,
        fixed={
            "union": "the union the words are of",
            "valid_to": "the day before the next profile",
            "logo": "chosen on a page of its own",
        },
    ),
    "unions.UnionLogo": NotCorrected("never changes; another logo is chosen"),
}


def register() -> None:
    for label, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=label)
    TABS.register(NavItem("unions", _("Unions"), "unions:union-list", 50, works_for_a_union), to="organisation")
    SEARCHES.register(search_by_name("code", detail="code"), to="unions.Union")
    register_labels(LABELS)

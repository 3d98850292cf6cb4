"""Who is what: the questions every workflow asks. Pure: they read the standing, never a table."""

import unicodedata
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import search_key, tidy
from unions.choices import AT_GRASSROOTS, LEADERS, STAFF, RoleKind

Words = str | Promise

CHAIRING = frozenset({RoleKind.GRASSROOTS_CHAIR})
DRAFTING = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD})
EARLIEST_BIRTH = date(1900, 1, 1)
YOUNGEST = 15


def is_officer_at(user: Any, union_id: int) -> bool:
    """The emulation officer of exactly this union."""
    return bool(user.standing.holds({RoleKind.OFFICER}, union=union_id))


def is_leader_at(user: Any, union_id: int) -> bool:
    """Its chair or a vice-chair: who approves and signs."""
    return bool(user.standing.holds(LEADERS, union=union_id))


def is_clerk_at(user: Any, union_id: int) -> bool:
    """Who numbers its papers: the clerk, or the officer where there is none."""
    return bool(user.standing.holds({RoleKind.CLERK, RoleKind.OFFICER}, union=union_id))


def is_chair_of(user: Any, grassroots_id: int) -> bool:
    """The chair of exactly this grassroots union: who submits."""
    return bool(user.standing.holds(CHAIRING, grassroots=grassroots_id))


def may_draft_for(user: Any, grassroots_id: int) -> bool:
    """The chair or a board member of this grassroots union: who writes drafts."""
    return bool(user.standing.holds(DRAFTING, grassroots=grassroots_id))


def is_administrator(user: Any) -> bool:
    """The system administrator: users and parameters, no vote and no signature."""
    return bool(user.standing.holds_any({RoleKind.ADMIN}))


def is_staff(user: Any) -> bool:
    """Works for a federation; a viewer of the upper level does not."""
    return bool(user.standing.holds_any(STAFF))


def keeps_unit(user: Any, grassroots: Any) -> bool:
    """Who enters what a unit is and whom it has: its chair and board, and the officer of the union above it."""
    return may_draft_for(user, grassroots.pk) or is_officer_at(user, grassroots.keeper_id or 0)


def may_edit_person(user: Any, person: Any) -> bool:
    """Who corrects a person: who keeps a unit the person works in."""
    units, unions = person.places
    return any(may_draft_for(user, unit) for unit in units) or any(is_officer_at(user, union) for union in unions)


def may_see_personal_data(user: Any, person: Any) -> bool:
    """Birth date, phone, member number: the own unit's chair and board, the federation's officer and leaders."""
    return may_edit_person(user, person) or any(is_leader_at(user, union) for union in person.places.unions)


def may_see_personal_data_of_some(user: Any) -> bool:
    """Whether a list has a column for it at all; each row is asked again."""
    return bool(user.standing.holds_any(DRAFTING | LEADERS | {RoleKind.OFFICER}))


def may_grant(user: Any, kind: str, *, keeper_id: int | None) -> bool:
    """The administrator grants every role; an officer those held at the units her union keeps."""
    if is_administrator(user):
        return True
    return kind in AT_GRASSROOTS and keeper_id is not None and is_officer_at(user, keeper_id)


def headcount_faults(*, workers: int, women: int, members: int, women_members: int) -> dict[str, Words]:
    """Return what cannot be true of a year's numbers, by field."""
    faults: dict[str, Words] = {}
    if women > workers:
        faults["women"] = _("There cannot be more women than workers.")
    if members > workers:
        faults["members"] = _("There cannot be more members than workers.")
    if women_members > min(members, women):
        faults["women_members"] = _("There cannot be more women members than members or than women.")
    return faults


def birth_date_fault(born: date | None, today: date) -> Words | None:
    """Return why this cannot be a worker's birth date."""
    if born is None or EARLIEST_BIRTH <= born <= today.replace(year=today.year - YOUNGEST, day=min(today.day, 28)):
        return None
    return _("Please check the birth date: a worker is at least 15 years old and born after 1900.")


def plain_phone(typed: str) -> str:
    """0912 345 678, 0912.345.678, +84 912 345 678 and +84 (0)912 345 678 are one number; others stay as typed."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) == 11 + digits.startswith("840"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) == 10 and digits.startswith("0") else typed.strip()


def sign_in_name_fault(name: str) -> Words | None:
    """Return why this cannot be a sign-in name: under an address or a number its owner would no longer be found."""
    is_number = plain_phone(name).isdecimal() and not any(char.isalpha() for char in name)
    if "@" not in name and not is_number:
        return None
    return _("A sign-in name is no e-mail address and no phone number; each has its own field and signs in as well.")


def sign_in_key(typed: str) -> str:
    """ƯỚC, Ước and ước, composed or not, are one sign-in name; YEN@EXAMPLE.ORG and yen@example.org one address.

    The stored key and what is typed are folded by this same function: SQLite knows the large and small letters of
    ASCII alone, PostgreSQL those of its locale. NFKC, because Django stores a name that way.
    """
    return unicodedata.normalize("NFKC", tidy(unicodedata.normalize("NFKC", typed)).casefold())


def account_keys(*, username: str, full_name: str, phone: str = "", email: str = "") -> dict[str, str]:
    """Return the facts of an account by which it is found, as they are stored."""
    full_name = tidy(full_name)
    return {
        "full_name": full_name,
        "phone": plain_phone(phone),
        "search_key": search_key(f"{full_name} {username}"),
        "username_key": sign_in_key(username),
        "email_key": sign_in_key(email),
    }

from unions.services.accounts import appoint, change_password, end_role, grant_role, open_account
from unions.services.organisation import (
    enter_enterprise,
    enter_grassroots,
    enter_union,
    note_headcount,
    open_team,
    rename_team,
)
from unions.services.people import change_person, employ, enter_person

__all__ = [
    "appoint",
    "change_password",
    "change_person",
    "employ",
    "end_role",
    "enter_enterprise",
    "enter_grassroots",
    "enter_person",
    "enter_union",
    "grant_role",
    "note_headcount",
    "open_account",
    "open_team",
    "rename_team",
]

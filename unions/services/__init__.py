from unions.services.accounts import appoint, end_role, grant_role, open_account
from unions.services.organisation import (
    enter_enterprise,
    enter_grassroots,
    note_headcount,
    open_team,
    rename_team,
)
from unions.services.people import change_person, employ, enter_person
from unions.services.reorganisation import (
    Wish,
    cancel_reorganisation,
    confirm_reorganisation,
    draft_reorganisation,
    edit_reorganisation,
    put_on_list,
    take_off_list,
)
from unions.services.reorganisation_rows import put_rows_on_list, wishes_from_rows
from unions.services.sectors import change_sector, enter_sector
from unions.services.tree import correct_profile, dissolve_union, enter_union, put_under, write_profile

__all__ = [
    "Wish",
    "appoint",
    "cancel_reorganisation",
    "change_person",
    "change_sector",
    "confirm_reorganisation",
    "correct_profile",
    "dissolve_union",
    "draft_reorganisation",
    "edit_reorganisation",
    "employ",
    "end_role",
    "enter_enterprise",
    "enter_grassroots",
    "enter_person",
    "enter_sector",
    "enter_union",
    "grant_role",
    "note_headcount",
    "open_account",
    "open_team",
    "put_on_list",
    "put_rows_on_list",
    "put_under",
    "rename_team",
    "take_off_list",
    "wishes_from_rows",
    "write_profile",
]

from unions.services.accounts import grant_role, open_account
from unions.services.organisation import enter_grassroots, enter_union
from unions.services.people import employ, enter_person

__all__ = ["employ", "enter_grassroots", "enter_person", "enter_union", "grant_role", "open_account"]

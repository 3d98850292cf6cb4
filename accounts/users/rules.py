import unicodedata

from django.utils.translation import gettext_lazy as _

from core.text import search_key, tidy
from unions.people.rules import plain_phone
from unions.units.rules import Words


def username_error(username: str) -> Words | None:
    """Return why `username` is not allowed: people sign in with e-mail address and phone number too.

    The owner of an address could no longer sign in with it if it were the sign-in name of somebody else.
    """
    is_number = plain_phone(username).isdecimal() and not any(char.isalpha() for char in username)
    if "@" not in username and not is_number:
        return None
    return _("A sign-in name is no e-mail address and no phone number; each has its own field and signs in as well.")


def sign_in_key(typed: str) -> str:
    """Return the form in which sign-in names and e-mail addresses are compared: case-folded and NFKC-composed.

    Python folds both the stored key and the typed value, because SQLite folds ASCII letters only and PostgreSQL
    folds by its locale. NFKC is the form in which Django stores sign-in names.
    """
    return unicodedata.normalize("NFKC", tidy(unicodedata.normalize("NFKC", typed)).casefold())


def account_keys(*, username: str, full_name: str, phone: str = "", email: str = "") -> dict[str, str]:
    """Return the normalised fields of an account and the keys by which it is found."""
    full_name = tidy(full_name)
    return {
        "full_name": full_name,
        "phone": plain_phone(phone),
        "search_key": search_key(f"{full_name} {username}"),
        "username_key": sign_in_key(username),
        "email_key": sign_in_key(email),
    }

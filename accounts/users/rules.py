import unicodedata

from django.utils.translation import gettext_lazy as _

from core.text import search_key, tidy
from unions.people.rules import plain_phone
from unions.units.rules import Words


def username_error(username: str) -> Words | None:
    # People also sign in with e-mail address and phone number. As a sign-in name of somebody else,
    # an address would no longer sign in its owner.
    is_number = plain_phone(username).isdecimal() and not any(char.isalpha() for char in username)
    if "@" not in username and not is_number:
        return None
    return _("A sign-in name is no e-mail address and no phone number; each has its own field and signs in as well.")


def sign_in_key(typed: str) -> str:
    """Return the form in which sign-in names and addresses are compared."""
    # Stored keys and typed values are both folded here: SQLite folds ASCII letters only, PostgreSQL by its locale.
    # NFKC, because Django stores sign-in names in that form.
    return unicodedata.normalize("NFKC", tidy(unicodedata.normalize("NFKC", typed)).casefold())


def account_keys(*, username: str, full_name: str, phone: str = "", email: str = "") -> dict[str, str]:
    """Return the normalised fields and the keys by which an account is found."""
    full_name = tidy(full_name)
    return {
        "full_name": full_name,
        "phone": plain_phone(phone),
        "search_key": search_key(f"{full_name} {username}"),
        "username_key": sign_in_key(username),
        "email_key": sign_in_key(email),
    }

import unicodedata

from django.utils.translation import gettext_lazy as _

from core.text import search_key, tidy
from unions.people.rules import plain_phone
from unions.units.rules import Words


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

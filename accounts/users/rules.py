import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.text import search_key, short_date, tidy
from unions.access import PortalUser, RoleKind, is_administrator
from unions.people.rules import plain_phone
from unions.units.rules import Words


class HeldRole(NamedTuple):
    """A role of today with the names of its place."""

    kind: str
    union: int | None
    unit: int | None
    union_name: str | None
    unit_name: str | None
    union_dissolved_on: date | None
    union_has_clerk: bool
    unread_news: int  # of its holder, counted along because every page asks

    def permits_on(self, day: date) -> bool:
        """A role at a dissolved union only permits reading."""
        return self.union_dissolved_on is None or self.union_dissolved_on > day

    def numbers_on(self, day: date) -> bool:
        """The officer numbers papers while the union has no clerk."""
        is_numbering = self.kind == RoleKind.CLERK or (self.kind == RoleKind.OFFICER and not self.union_has_clerk)
        return is_numbering and self.permits_on(day)


def may_give_password(user: PortalUser, account: Actor) -> bool:
    """The own password needs the old one."""
    return is_administrator(user) and user.pk != account.pk


def username_error(username: str) -> Words | None:
    # People also sign in with e-mail address and phone number. As a sign-in name of somebody else,
    # an address would no longer sign in its owner.
    is_number = plain_phone(username).isdecimal() and not any(char.isalpha() for char in username)
    if "@" not in username and not is_number:
        return None
    return _("A sign-in name is no e-mail address and no phone number; each has its own field and signs in as well.")


GIVEN_PASSWORD_DAYS = 30  # as long as a slip is valid


def is_given_password_too_old(given_at: datetime | None, now: datetime) -> bool:
    return given_at is not None and now - given_at >= timedelta(days=GIVEN_PASSWORD_DAYS)


def sign_in_key(typed: str) -> str:
    """Names and addresses are compared in this form."""
    # Stored keys and typed values are both folded here: SQLite folds ASCII letters only, PostgreSQL by its locale.
    # NFKC, because Django stores sign-in names in that form.
    return unicodedata.normalize("NFKC", tidy(unicodedata.normalize("NFKC", typed)).casefold())


def account_keys(*, username: str, full_name: str, phone: str = "", email: str = "") -> dict[str, str]:
    full_name = tidy(full_name)
    return {
        "full_name": full_name,
        "phone": plain_phone(phone),
        "search_key": search_key(f"{full_name} {username}"),
        "username_key": sign_in_key(username),
        "email_key": sign_in_key(email),
    }


def role_day_errors(
    first: date, last: date | None, *, dissolved_on: date | None, others: Iterable[tuple[str, date, date | None]]
) -> dict[str, str]:
    """Return {field: message}; `others` hold the office as (name, first, last day)."""
    if last and last < first:
        return {"valid_to": str(_("The last day lies before the first."))}
    if dissolved_on and (last is None or last >= dissolved_on):
        message = _("The unit was dissolved on %(day)s; the last day lies before that.")
        return {"valid_to": message % {"day": short_date(dissolved_on)}}
    for name, start, end in others:
        if start <= (last or date.max) and (end or date.max) >= first:
            values = {"name": name, "first": short_date(start), "last": short_date(end) if end else "…"}
            return {"valid_from": _("%(name)s holds this office from %(first)s to %(last)s.") % values}
    return {}

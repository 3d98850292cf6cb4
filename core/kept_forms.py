"""What was typed when the session ended, for an hour, in the visitor's new session.

Files, passwords and tokens are never kept. The owner is signed, so that no other site or user fills the form.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.forms import Field
from django.http import HttpRequest, QueryDict
from django.utils import timezone

KEY = "kept_form"
OWNER = "owner"
LIFETIME = timedelta(hours=1)
MOST_CHARACTERS = 200_000
TOKENS = {"csrfmiddlewaretoken", "once", "confirmed", OWNER}


def owner_mark(user: Any, fields: Iterable[Field] = ()) -> str:
    """Return "" where nothing is to be kept."""
    may_keep = user.is_authenticated and not any(is_secret(field) for field in fields)
    return _signer().sign(user.pk) if may_keep else ""


def is_secret(field: Field) -> bool:
    widget = field.widget
    return getattr(widget, "input_type", "") == "password" or widget.attrs.get("autocomplete") == "one-time-code"


def keep_form(request: HttpRequest) -> bool:
    """Return False for a form without a valid owner, of another user, or too long."""
    owner = _owner_of(request)
    values = {name: request.POST.getlist(name) for name in sorted(request.POST.keys() - TOKENS)}
    length = sum(len(text) for texts in values.values() for text in texts)
    if not owner or length > MOST_CHARACTERS or (request.user.is_authenticated and request.user.pk != owner):
        return False
    at = timezone.now().isoformat()
    request.session[KEY] = {"owner": owner, "path": request.get_full_path(), "at": at, "values": values}
    return True


def take_kept_form(request: HttpRequest) -> QueryDict | None:
    """The values are returned once; old or foreign ones are dropped."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    is_usable = kept["owner"] == request.user.pk and timezone.now() - datetime.fromisoformat(kept["at"]) < LIFETIME
    if is_usable and kept["path"] != request.get_full_path():
        return None
    del request.session[KEY]
    return _as_posted(kept["values"]) if is_usable else None


def drop_form_of_others(request: HttpRequest) -> None:
    if request.session.get(KEY, {}).get("owner", request.user.pk) != request.user.pk:
        del request.session[KEY]


def _as_posted(values: dict[str, list[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, texts in values.items():
        posted.setlist(name, texts)
    return posted


def _owner_of(request: HttpRequest) -> int | None:
    try:
        return int(_signer().unsign(request.POST.get(OWNER, "")))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="core.kept_forms")

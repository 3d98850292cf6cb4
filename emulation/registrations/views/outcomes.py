"""What became of an action on many registrations."""

from collections.abc import Sized
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext_lazy

from core.actor import SignedInRequest
from core.next_step import with_next_step
from core.text import format_number
from emulation.registrations.services import BulkOutcome


class BulkWords(NamedTuple):
    """What is said of the rows that went through and of those that did not; each counts its rows."""

    done: Any
    refused: Any


DRAFTING = BulkWords(
    ngettext_lazy("%(shown)s draft saved.", "%(shown)s drafts saved.", "count"),
    ngettext_lazy(
        "%(shown)s person could not be registered, because:",
        "%(shown)s people could not be registered, because:",
        "count",
    ),
)
SUBMITTING = BulkWords(
    ngettext_lazy("%(shown)s registration submitted.", "%(shown)s registrations submitted.", "count"),
    ngettext_lazy(
        "%(shown)s registration could not be submitted, because:",
        "%(shown)s registrations could not be submitted, because:",
        "count",
    ),
)
ACCEPTING = BulkWords(
    ngettext_lazy("%(shown)s registration accepted.", "%(shown)s registrations accepted.", "count"),
    ngettext_lazy(
        "%(shown)s registration could not be accepted, because:",
        "%(shown)s registrations could not be accepted, because:",
        "count",
    ),
)


def outcome_page(request: SignedInRequest, outcome: BulkOutcome, words: BulkWords, back: str) -> HttpResponse:
    """Redirect when every row succeeded; otherwise list the refused rows, with status 422 if no row succeeded."""
    done, refused = counted(words.done, outcome.done), counted(words.refused, outcome.refused)
    if not outcome.refused:
        messages.success(request, with_next_step(done, request.user, outcome.done[-1]) if outcome.done else done)
        return redirect(back)
    context = {"outcome": outcome, "done": done, "refused": refused, "back": back}
    return render(request, "emulation/registration_outcome.html", context, status=200 if outcome.done else 422)


def counted(sentence: Any, rows: Sized) -> str:
    return str(sentence % {"count": len(rows), "shown": format_number(len(rows))})

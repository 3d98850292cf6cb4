"""How a draft is sent to its approver, taken back or returned."""

from textwrap import shorten
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.models import Submittable
from core.todo import Todo
from core.workflow import Guard, Move, Who, Words, no_objections

DRAFT, SUBMITTED = "draft", "submitted"
MOST_LETTERS = 200  # of a reason among the things to do


def stamp_submission(draft: Submittable, *, actor: Any, **data: Any) -> None:
    draft.submitted_at, draft.submitted_by, draft.return_reason = timezone.now(), actor, ""


def forget_submission(draft: Submittable, *, actor: Actor | None) -> None:
    # Who sent it and when is in the history.
    draft.submitted_at = draft.submitted_by = None


def return_to_author(draft: Submittable, *, actor: Actor | None, reason: str) -> None:
    draft.return_reason = reason
    forget_submission(draft, actor=actor)


class Draft(Protocol):
    return_reason: str

    def get_absolute_url(self) -> str: ...


def draft_todo(draft: Draft, *, unsent: Words, returned: Words) -> Todo:
    """`unsent` contains %(draft)s, `returned` also %(reason)s."""
    url, is_returned = draft.get_absolute_url(), bool(draft.return_reason)
    text = str(returned if is_returned else unsent)
    reason = shorten(draft.return_reason, MOST_LETTERS, placeholder=" …")
    words = text % {"draft": draft, "reason": reason}
    return Todo(words, url, 1, urgent=is_returned, can_wait=not is_returned, returned=is_returned)


def approval_moves(
    label: Words, *, author: Who, approver: Who, guard: Guard = no_objections
) -> tuple[Move, Move, Move]:
    """`label` names the first move."""
    return (
        Move(
            "submit",
            label,
            frozenset({DRAFT}),
            SUBMITTED,
            author,
            guard=guard,
            effect=stamp_submission,
            tone="primary",
        ),
        Move("recall", _("Take back to change"), frozenset({SUBMITTED}), DRAFT, author, effect=forget_submission),
        Move(
            "return",
            _("Send back to be changed"),
            frozenset({SUBMITTED}),
            DRAFT,
            approver,
            effect=return_to_author,
            needs_reason=True,
        ),
    )

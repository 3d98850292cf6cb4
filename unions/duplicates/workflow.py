"""The answers to a likely duplicate."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow import Move, Workflow
from unions.access import PortalUser, may_merge_person
from unions.duplicates.choices import CandidateState as S
from unions.duplicates.rules import may_answer_candidate


def keeps_one(user: PortalUser, likeness: Any) -> bool:
    """Once merged, all hangs on one of the two."""
    return may_merge_person(user, likeness.first) or may_merge_person(user, likeness.second)


def stamp_answer(likeness: Any, *, actor: PortalUser | None, **data: Any) -> None:
    likeness.answered_by, likeness.answered_at = actor, timezone.now()


def stand_by_answer(likeness: Any, *, actor: PortalUser | None, **data: Any) -> None:
    """An answer somebody gives stands by itself, though the question came along with a merge."""
    stamp_answer(likeness, actor=actor)
    likeness.inherited_by = None


def clear_answer(likeness: Any, *, actor: PortalUser | None, **data: Any) -> None:
    likeness.answered_by = likeness.answered_at = None


def take_answer_back(likeness: Any, *, actor: PortalUser | None, **data: Any) -> None:
    clear_answer(likeness, actor=actor)
    likeness.inherited_by = None


DUPLICATE_CANDIDATE = Workflow(
    "likeness",
    (
        Move(
            "merge",
            _("Merge the two records"),
            frozenset({S.OPEN}),
            S.SAME,
            may_answer_candidate,
            effect=stamp_answer,
            tone="primary",
            has_page=True,
        ),
        Move(
            "different",
            _("Not the same person"),
            frozenset({S.OPEN}),
            S.DIFFERENT,
            may_answer_candidate,
            effect=stand_by_answer,
        ),
        Move(
            "reopen",
            _("Ask again"),
            frozenset({S.DIFFERENT}),
            S.OPEN,
            may_answer_candidate,
            effect=take_answer_back,
        ),
        Move(
            "undo",
            _("Undo the merge"),
            frozenset({S.SAME}),
            S.OPEN,
            keeps_one,
            effect=clear_answer,
            tone="danger",
            has_page=True,
        ),
    ),
)

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow import Move, Workflow
from unions.access import PortalUser, may_merge_person
from unions.duplicates.choices import CandidateState as S
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import may_answer_candidate


def may_undo_candidate(user: PortalUser, candidate: DuplicateCandidate) -> bool:
    # After a merge the related rows belong to one of the two records.
    return may_merge_person(user, candidate.first) or may_merge_person(user, candidate.second)


def set_answer(candidate: DuplicateCandidate, *, actor: PortalUser | None, **data: object) -> None:
    candidate.answered_by_id, candidate.answered_at = actor.pk if actor else None, timezone.now()


def set_own_answer(candidate: DuplicateCandidate, *, actor: PortalUser | None, **data: object) -> None:
    # The answer stays when the merge that copied the question is undone.
    set_answer(candidate, actor=actor)
    candidate.inherited_by = None


def clear_answer(candidate: DuplicateCandidate, *, actor: PortalUser | None, **data: object) -> None:
    candidate.answered_by = candidate.answered_at = None


def clear_own_answer(candidate: DuplicateCandidate, *, actor: PortalUser | None, **data: object) -> None:
    clear_answer(candidate, actor=actor)
    candidate.inherited_by = None


DUPLICATE_CANDIDATE = Workflow(
    "duplicate",
    (
        Move(
            "merge",
            _("Merge the two records"),
            frozenset({S.OPEN}),
            S.SAME,
            may_answer_candidate,
            effect=set_answer,
            tone="primary",
            has_page=True,
        ),
        Move(
            "different",
            _("Not the same person"),
            frozenset({S.OPEN}),
            S.DIFFERENT,
            may_answer_candidate,
            effect=set_own_answer,
        ),
        Move(
            "reopen",
            _("Ask again"),
            frozenset({S.DIFFERENT}),
            S.OPEN,
            may_answer_candidate,
            effect=clear_own_answer,
        ),
        Move(
            "undo",
            _("Undo the merge"),
            frozenset({S.SAME}),
            S.OPEN,
            may_undo_candidate,
            effect=clear_answer,
            tone="danger",
            has_page=True,
        ),
    ),
)

"""Merges repoint rows and delete none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import EditConflict
from core.permissions import require
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS, may_undo_merge, merged_facts
from unions.duplicates.selectors.merging import PersonLink, links_to_people, shortened_posts
from unions.duplicates.services.candidates import inherit_answers, refresh_candidates_of, restore_answers
from unions.duplicates.workflow import DUPLICATE_CANDIDATE
from unions.people.models import Employment, MovedRow, Person, PersonMerge
from unions.people.rules import birth_fields
from unions.people.services import name_keys
from unions.units.choices import UnitStatus

EMPLOYMENT = Employment._meta.label
Facts = dict[str, Any]


@transaction.atomic
def merge_people(
    *,
    actor: PortalUser | None,
    candidate: DuplicateCandidate,
    keep: int,
    take: Iterable[str] = (),
    expected_revisions: Mapping[int, int] | None = None,
) -> PersonMerge:
    """`keep` is the key of the record that stays, `take` names fields of the other.

    Raises MoveNotAllowed if the pair is answered, EditConflict if it or a record has changed.
    """
    people = _locked(candidate.first_id, candidate.second_id)
    kept = people[keep]
    (gone,) = (person for person in people.values() if person != kept)
    _lock_moving_rows(kept, gone)
    if not _is_mergeable(candidate):
        raise EditConflict
    DUPLICATE_CANDIDATE.perform("merge", candidate, actor=actor)
    if expected_revisions and any(expected_revisions.get(pk) != person.revision for pk, person in people.items()):
        raise EditConflict
    merge = PersonMerge.objects.create(kept=kept, gone=gone, by_id=actor.pk if actor else None)
    _merge_facts(merge, kept, gone, take)
    _move_rows(merge, kept, gone)
    inherit_answers(merge)
    _refresh_candidates(kept, gone)
    record("person.merge", kept, actor=actor, detail={"gone": gone.pk, "merge": merge.pk})
    record("person.merged", gone, actor=actor, detail={"kept": kept.pk, "merge": merge.pk})
    return merge


def _locked(*keys: int) -> dict[int, Person]:
    # All transactions lock the records in the same order.
    people = Person._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return {person.pk: person for person in people}


def _is_mergeable(candidate: DuplicateCandidate) -> bool:
    # One of the records may have been merged with a third one after the page was shown.
    is_merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    return DuplicateCandidate.objects.filter(pk=candidate.pk).exclude(is_merged, state=CandidateState.OPEN).exists()


def _lock_moving_rows(kept: Person, gone: Person) -> None:
    # The rows are locked before the audit log: a writer that holds a row and waits for the log must not deadlock.
    querysets = [DuplicateCandidate.objects.of([kept.pk, gone.pk]), *(link.rows(gone) for link in links_to_people())]
    for rows in querysets:
        list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def person_facts(person: Person) -> Facts:
    return {name: getattr(person, name) for name in FACTS}


def _merge_facts(merge: PersonMerge, kept: Person, gone: Person, take: Iterable[str]) -> None:
    kept_before, gone_before = person_facts(kept), person_facts(gone)
    kept_after, gone_after = merged_facts(kept_before, gone_before, take)
    merge.facts = {
        "before": {"kept": _to_json(kept_before), "gone": _to_json(gone_before)},
        "after": {"kept": _to_json(kept_after), "gone": _to_json(gone_after)},
    }
    merge.save(update_fields=["facts"])
    gone.merged_into = kept
    _save_facts([(kept, kept_after), (gone, gone_after)])


def _save_facts(updates: Sequence[tuple[Person, Facts]]) -> None:
    # A member number is unique: one record gives it up before the other one takes it.
    for person, facts in updates:
        if person.member_number and facts["member_number"] != person.member_number:
            Person._base_manager.filter(pk=person.pk).update(member_number=None)
    for person, facts in updates:
        for name, value in {**_columns(facts), **name_keys(facts["full_name"], facts["born"])}.items():
            setattr(person, name, value)
        person.revision += 1
        person.save()


def _columns(facts: Facts) -> Facts:
    return {**{name: value for name, value in facts.items() if name != "born"}, **birth_fields(facts["born"])}


def _to_json(facts: Facts) -> Facts:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in _columns(facts).items()}


def _from_json(facts: Facts) -> Facts:
    # Merges from before the years of birth have no birth_year.
    birth_date, birth_year = facts.get("birth_date"), facts.get("birth_year")
    return {**facts, "born": date.fromisoformat(birth_date) if birth_date else birth_year}


def _move_rows(merge: PersonMerge, kept: Person, gone: Person) -> None:
    for post, last_day in shortened_posts(gone, kept):
        _close_post(merge, post, last_day)
    for link in links_to_people():
        _move(merge, link, gone, kept)
    # A post that cannot move ends: nobody works twice in one unit.
    for post in gone.employments.open_ended():
        _close_post(merge, post, max(timezone.localdate(), post.valid_from))


def _close_post(merge: PersonMerge, post: Employment, last_day: date) -> None:
    Employment._base_manager.filter(pk=post.pk).update(valid_to=last_day)
    merge.rows.create(model=EMPLOYMENT, object_id=post.pk, field="valid_to", after=last_day.isoformat())


def _move(merge: PersonMerge, link: PersonLink, gone: Person, kept: Person) -> None:
    rows = link.rows(gone).exclude(pk__in=link.conflicts(gone, kept))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    link.model._base_manager.filter(pk__in=keys).update(**{link.name: kept})
    change = {"merge": merge, "model": link.label, "field": link.name, "before": str(gone.pk), "after": str(kept.pk)}
    MovedRow.objects.bulk_create([MovedRow(object_id=key, **change) for key in keys], batch_size=200)


@transaction.atomic
def undo_merge(*, actor: PortalUser | None, merge: PersonMerge) -> PersonMerge:
    """Later corrections and additions stay with the kept record.

    Raises ValidationError if undone already, or if a later merge must be undone first.
    """
    people = _locked(merge.kept_id, merge.gone_id)
    merge, kept, gone = lock(merge), people[merge.kept_id], people[merge.gone_id]
    require(actor, may_undo_merge, merge)
    _check_undoable(merge, kept)
    merge.undone_by_id, merge.undone_at = actor.pk if actor else None, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    gone.merged_into = None
    _restore_facts(merge, kept, gone)
    _restore_rows(merge, kept, gone)
    restore_answers(merge)
    pair = DuplicateCandidate.objects.get(first_id=min(kept.pk, gone.pk), second_id=max(kept.pk, gone.pk))
    DUPLICATE_CANDIDATE.perform("undo", pair, actor=actor)
    _refresh_candidates(kept, gone)
    record("person.unmerge", kept, actor=actor, detail={"gone": gone.pk, "merge": merge.pk})
    record("person.unmerged", gone, actor=actor, detail={"kept": kept.pk, "merge": merge.pk})
    return merge


def _check_undoable(merge: PersonMerge, kept: Person) -> None:
    if merge.undone_at:
        raise MoveNotAllowed(_("This merge has been undone already."))
    later = PersonMerge.objects.not_undone().filter(pk__gt=merge.pk)
    if kept.merged_into_id or later.filter(kept=kept).exists():
        raise ValidationError(
            _("%(name)s took part in a later merge. Please undo that one first."), params={"name": kept}
        )


def _restore_facts(merge: PersonMerge, kept: Person, gone: Person) -> None:
    updates = []
    for role, person in (("kept", kept), ("gone", gone)):
        before, after = _from_json(merge.facts["before"][role]), _from_json(merge.facts["after"][role])
        now = person_facts(person)
        # Values that somebody corrected after the merge stay.
        updates.append((person, {name: before[name] if now[name] == after[name] else now[name] for name in FACTS}))
    _drop_taken_numbers(updates)
    _save_facts(updates)


def _drop_taken_numbers(updates: Sequence[tuple[Person, Facts]]) -> None:
    # Another person may have received the number after the merge.
    keys = [person.pk for person, _facts in updates]
    for _person, facts in updates:
        number = facts["member_number"]
        if number and Person._base_manager.filter(member_number=number).exclude(pk__in=keys).exists():
            facts["member_number"] = None
    (_kept, kept_facts), (_gone, gone_facts) = updates
    if kept_facts["member_number"] and kept_facts["member_number"] == gone_facts["member_number"]:
        gone_facts["member_number"] = None


def _restore_rows(merge: PersonMerge, kept: Person, gone: Person) -> None:
    moved_rows = list(merge.rows.all())
    for link in links_to_people():
        keys = [row.object_id for row in moved_rows if (row.model, row.field) == (link.label, link.name)]
        returning = link.rows(kept).filter(pk__in=keys).exclude(pk__in=link.conflicts(kept, gone))
        returning_keys = list(returning.values_list("pk", flat=True))
        link.model._base_manager.filter(pk__in=returning_keys).update(**{link.name: gone})
    for row in moved_rows:
        if (row.model, row.field) == (EMPLOYMENT, "valid_to"):
            _reopen_post(row, gone)


def _reopen_post(row: MovedRow, gone: Person) -> None:
    # A post reopens only if its unit is active and the post has not changed since the merge.
    last_day = date.fromisoformat(row.after)
    posts = Employment._base_manager.filter(pk=row.object_id, person=gone, valid_to=last_day)
    for post in posts.filter(grassroots__status=UnitStatus.ACTIVE):
        if not gone.employments.open_ended().filter(grassroots=post.grassroots_id).exists():
            Employment._base_manager.filter(pk=post.pk).update(valid_to=None)


def _refresh_candidates(*people: Person) -> None:
    for person in people:
        refresh_candidates_of(person)

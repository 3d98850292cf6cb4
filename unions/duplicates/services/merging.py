"""Two records of one person made one, and apart again. Nothing is deleted: whatever moved is written down."""

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
from core.workflow import lock
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS, may_undo_merge, settled_facts
from unions.duplicates.selectors.merging import PersonLink, links_to_people, posts_cut_short
from unions.duplicates.services.candidates import give_back_answers, inherit_answers, refresh_candidates_of
from unions.duplicates.workflow import DUPLICATE_CANDIDATE
from unions.people.models import Employment, MovedRow, Person, PersonMerge
from unions.people.services import name_keys
from unions.units.choices import UnitStatus

POSTS = Employment._meta.label


@transaction.atomic
def merge_people(
    *,
    actor: PortalUser | None,
    likeness: DuplicateCandidate,
    keep: int,
    take: Iterable[str] = (),
    expected_revisions: Mapping[int, int] | None = None,
) -> PersonMerge:
    """Make the two records of `likeness` one: `keep` is the key of the one that stays.

    `take` names the facts that hold as the other record says them, `seen` the revisions the page showed. Raises
    MoveNotAllowed where the pair has been answered, StalePage where one of the two was changed since or the pair is
    no more.
    """
    people = _locked(likeness.first_id, likeness.second_id)
    kept = people[keep]
    (gone,) = (person for person in people.values() if person != kept)
    _hold_what_moves(kept, gone)
    if not _may_be_one(likeness):
        raise EditConflict
    DUPLICATE_CANDIDATE.perform("merge", likeness, actor=actor)
    if (
        any(expected_revisions.get(pk) != person.revision for pk, person in people.items())
        if expected_revisions
        else False
    ):
        raise EditConflict
    merge = PersonMerge.objects.create(kept=kept, gone=gone, by_id=actor.pk if actor else None)
    _settle_facts(merge, kept, gone, take)
    _take_along(merge, kept, gone)
    inherit_answers(merge)
    _look_at_both(kept, gone)
    record("person.merge", kept, actor=actor, detail={"gone": gone.pk, "merge": merge.pk})
    record("person.merged", gone, actor=actor, detail={"kept": kept.pk, "merge": merge.pk})
    return merge


def _locked(*keys: int) -> dict[int, Person]:
    """Hold the records until the transaction ends, in one order; one that is merged already is no record to merge."""
    rows = Person._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return {person.pk: person for person in rows}


def _may_be_one(likeness: DuplicateCandidate) -> bool:
    """Not where one was corrected meanwhile, or merged with a third: a pair named by hand outlives that unasked."""
    merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    return DuplicateCandidate.objects.filter(pk=likeness.pk).exclude(merged, state=CandidateState.OPEN).exists()


def _hold_what_moves(kept: Person, gone: Person) -> None:
    """Lock the rows to be written before the trail: who holds one of them and waits for the trail goes first."""
    rows = [DuplicateCandidate.objects.of([kept.pk, gone.pk]), *(link.rows(gone) for link in links_to_people())]
    for each in rows:
        list(each.order_by("pk").select_for_update().values_list("pk", flat=True))


def facts_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FACTS}


def _settle_facts(merge: PersonMerge, kept: Person, gone: Person, take: Iterable[str]) -> None:
    before = {"kept": facts_of(kept), "gone": facts_of(gone)}
    after = dict(zip(("kept", "gone"), settled_facts(before["kept"], before["gone"], take), strict=True))
    merge.facts = {"before": _written(before), "after": _written(after)}
    merge.save(update_fields=["facts"])
    gone.merged_into = kept
    _write_facts([(kept, after["kept"]), (gone, after["gone"])])


def _write_facts(settled_facts: Sequence[tuple[Person, Mapping[str, Any]]]) -> None:
    """Write the facts of two records; a member number is put down before the other takes it up."""
    for person, facts in settled_facts:
        if person.member_number and facts["member_number"] != person.member_number:
            Person._base_manager.filter(pk=person.pk).update(member_number=None)
    for person, facts in settled_facts:
        for name, value in {**facts, **name_keys(facts["full_name"], facts["birth_date"])}.items():
            setattr(person, name, value)
        person.revision += 1
        person.save()


def _written(said: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """As JSON keeps it: a day as a word."""
    return {
        who: {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
        for who, facts in said.items()
    }


def _read(facts: Mapping[str, Any]) -> dict[str, Any]:
    born = facts["birth_date"]
    return {**facts, "birth_date": date.fromisoformat(born) if born else None}


def _take_along(merge: PersonMerge, kept: Person, gone: Person) -> None:
    _shorten_posts(merge, kept, gone)
    for link in links_to_people():
        _move(merge, link, gone, kept)
    _close_posts(merge, gone)


def _shorten_posts(merge: PersonMerge, kept: Person, gone: Person) -> None:
    """A post that began earlier, in a unit where the kept record has one too, lasts until that one begins."""
    for post, until in posts_cut_short(gone, kept):
        _close(merge, post, until)


def _close_posts(merge: PersonMerge, gone: Person) -> None:
    """What stays behind is no open post: nobody works twice in one unit."""
    for post in gone.employments.open_ended():
        _close(merge, post, max(timezone.localdate(), post.valid_from))


def _close(merge: PersonMerge, post: Employment, day: date) -> None:
    Employment._base_manager.filter(pk=post.pk).update(valid_to=day)
    merge.rows.create(model=POSTS, object_id=post.pk, field="valid_to", after=day.isoformat())


def _move(merge: PersonMerge, link: PersonLink, gone: Person, kept: Person) -> None:
    rows = link.rows(gone).exclude(pk__in=link.clashes(gone, kept))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    link.model._base_manager.filter(pk__in=keys).update(**{link.name: kept})
    said = {"merge": merge, "model": link.label, "field": link.name, "before": str(gone.pk), "after": str(kept.pk)}
    MovedRow.objects.bulk_create([MovedRow(object_id=key, **said) for key in keys], batch_size=200)


@transaction.atomic
def undo_merge(*, actor: PortalUser | None, merge: PersonMerge) -> PersonMerge:
    """Make them two again: what the merge moved goes back where it still is as the merge left it.

    What was added since stays with the kept record. Raises ValidationError where it was undone before, or where a
    later merge of the same record must be undone first.
    """
    people = _locked(merge.kept_id, merge.gone_id)
    merge, kept, gone = lock(merge), people[merge.kept_id], people[merge.gone_id]
    require(actor, may_undo_merge, merge)
    _check_order(merge, kept)
    merge.undone_by_id, merge.undone_at = actor.pk if actor else None, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    gone.merged_into = None
    _restore_facts(merge, kept, gone)
    _bring_back(merge, kept, gone)
    give_back_answers(merge)
    pair = DuplicateCandidate.objects.get(first_id=min(kept.pk, gone.pk), second_id=max(kept.pk, gone.pk))
    DUPLICATE_CANDIDATE.perform("undo", pair, actor=actor)
    _look_at_both(kept, gone)
    record("person.unmerge", kept, actor=actor, detail={"gone": gone.pk, "merge": merge.pk})
    record("person.unmerged", gone, actor=actor, detail={"kept": kept.pk, "merge": merge.pk})
    return merge


def _check_order(merge: PersonMerge, kept: Person) -> None:
    if merge.undone_at:
        raise ValidationError(_("This merge has been undone already."), code="stale")
    later = PersonMerge.objects.access().filter(pk__gt=merge.pk)
    if kept.merged_into_id or later.filter(kept=kept).exists():
        raise ValidationError(
            _("%(name)s took part in a later merge. Please undo that one first."), params={"name": kept}
        )


def _restore_facts(merge: PersonMerge, kept: Person, gone: Person) -> None:
    """What the merge itself changed is as before; what somebody corrected since stays."""
    told = []
    for who, person in (("kept", kept), ("gone", gone)):
        before, after = _read(merge.facts["before"][who]), _read(merge.facts["after"][who])
        now = facts_of(person)
        told.append((person, {name: before[name] if now[name] == after[name] else now[name] for name in FACTS}))
    _give_number_back(told)
    _write_facts(told)


def _give_number_back(told: Sequence[tuple[Person, dict[str, Any]]]) -> None:
    """A number somebody else was given since is theirs."""
    keys = [person.pk for person, _facts in told]
    for _person, facts in told:
        number = facts["member_number"]
        if number and Person._base_manager.filter(member_number=number).exclude(pk__in=keys).exists():
            facts["member_number"] = None
    (_kept, of_kept), (_gone, of_gone) = told
    if of_kept["member_number"] and of_kept["member_number"] == of_gone["member_number"]:
        of_gone["member_number"] = None


def _bring_back(merge: PersonMerge, kept: Person, gone: Person) -> None:
    rows = list(merge.rows.all())
    for link in links_to_people():
        keys = [row.object_id for row in rows if (row.model, row.field) == (link.label, link.name)]
        back = link.rows(kept).filter(pk__in=keys).exclude(pk__in=link.clashes(kept, gone))
        link.model._base_manager.filter(pk__in=list(back.values_list("pk", flat=True))).update(**{link.name: gone})
    for row in rows:
        if (row.model, row.field) == (POSTS, "valid_to"):
            _open_again(row, gone)


def _open_again(row: MovedRow, gone: Person) -> None:
    """A post goes on where its unit still works and nothing happened to the post since."""
    day = date.fromisoformat(row.after)
    posts = Employment._base_manager.filter(pk=row.object_id, person=gone, valid_to=day)
    for post in posts.filter(grassroots__status=UnitStatus.ACTIVE):
        if not gone.employments.open_ended().filter(grassroots=post.grassroots_id).exists():
            Employment._base_manager.filter(pk=post.pk).update(valid_to=None)


def _look_at_both(*people: Person) -> None:
    for person in people:
        refresh_candidates_of(person)

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.text import short_date
from core.views.facts import Fact
from unions.access import PortalUser, may_see_personal_data
from unions.duplicates.forms import LABELS, displayed_fact
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS, differing_facts, may_compare_candidate
from unions.duplicates.selectors.merging import RelatedRows, related_rows, remaining_rows, shortened_posts
from unions.duplicates.services.merging import person_facts
from unions.people.models import Employment, Person

PUBLIC_FACTS = ("full_name", "gender")
# The related rows of each person, by key.
RowsByPerson = Mapping[int, Sequence[RelatedRows]]


class Note(TypedDict):
    text: str
    tone: str


def rows_by_person(candidate: DuplicateCandidate) -> RowsByPerson:
    return {person.pk: related_rows(person) for person in candidate.people}


def may_see_private_facts(user: PortalUser, candidate: DuplicateCandidate) -> list[bool]:
    # An officer above both must see both records in full.
    may_compare = may_compare_candidate(user, candidate)
    return [may_compare or may_see_personal_data(user, person) for person in candidate.people]


def compared_facts(user: PortalUser, candidate: DuplicateCandidate) -> list[dict[str, object]]:
    may_see = may_see_private_facts(user, candidate)
    # A marked difference would tell something about a value that the user may not see.
    differing = set(differing_facts(*map(person_facts, candidate.people))) if all(may_see) else set()
    rows: list[dict[str, object]] = []
    for name in FACTS if any(may_see) else PUBLIC_FACTS:
        values = [
            displayed_fact(name, getattr(person, name)) if is_visible or name in PUBLIC_FACTS else ""
            for person, is_visible in zip(candidate.people, may_see, strict=True)
        ]
        rows.append({"label": LABELS[name], "values": values, "differs": name in differing})
    return rows


def visible_posts(person: Any) -> list[Employment]:
    return list(person.seen_posts)  # prefetched by with_posts()


def compared_counts(candidate: DuplicateCandidate, rows: RowsByPerson) -> list[dict[str, object]]:
    counts = {pk: {related.kind: related.count for related in rows[pk]} for pk in rows}
    kinds = dict.fromkeys(related.kind for person in candidate.people for related in rows[person.pk])
    return [
        {"label": kind, "values": [counts[person.pk].get(kind, 0) for person in candidate.people]} for kind in kinds
    ]


def initial_choices(candidate: DuplicateCandidate, rows: RowsByPerson) -> dict[str, int]:
    # The record with more related rows is kept, else the older one.
    totals = {pk: sum(related.count for related in rows[pk]) for pk in rows}
    keep = max(sorted(totals), key=lambda pk: totals[pk])
    return {"keep": keep} | dict.fromkeys(differing_facts(*map(person_facts, candidate.people)), keep)


def merged_fact_rows(user: PortalUser, candidate: DuplicateCandidate, facts: Mapping[str, Any]) -> list[Fact]:
    """Facts that `user` may not read are left out."""
    names = FACTS if may_compare_candidate(user, candidate) else PUBLIC_FACTS
    return [(LABELS[name], displayed_fact(name, facts[name])) for name in names]


def merge_form_kwargs(user: PortalUser, candidate: DuplicateCandidate) -> dict[str, Any]:
    units = {
        person.pk: ", ".join(str(post.grassroots) for post in visible_posts(person)) for person in candidate.people
    }
    return {
        "user": user,
        "candidate": candidate,
        "units": {pk: names or _("no unit in sight") for pk, names in units.items()},
        "differ": differing_facts(*map(person_facts, candidate.people)),
        "shown": FACTS if may_compare_candidate(user, candidate) else PUBLIC_FACTS,
    }


def note(text: str, tone: str = "info") -> Note:
    return {"text": text, "tone": tone}


def shortened_post_notes(gone: Person, kept: Person) -> list[Note]:
    text = _("%(unit)s: the post since %(since)s lasts until %(until)s, where that of the record that stays begins.")
    return [
        note(text % {"unit": post.grassroots, "since": short_date(post.valid_from), "until": short_date(last_day)})
        for post, last_day in shortened_posts(gone, kept)
    ]


def remaining_row_notes(related_rows: Sequence[RelatedRows]) -> list[Note]:
    post_text = _(
        "%(what)s: both records have a post there; the one of the record that goes ends today and stays with it."
    )
    other_text = _(
        "%(kind)s: both records have “%(what)s”; the one of the record that goes stays with it. Please correct one."
    )
    return [
        note(
            (post_text if isinstance(row, Employment) else other_text)
            % {"kind": capfirst(related.kind), "what": what},
            "warn",
        )
        for related, row, what in remaining_rows(related_rows)
    ]


def unused_number_notes(gone_after: Mapping[str, Any]) -> list[Note]:
    text = _("Member number %(number)s stays with the record that goes; lists that name it find this person.")
    return [note(text % {"number": gone_after["member_number"]})] if gone_after["member_number"] else []

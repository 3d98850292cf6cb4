"""Two records side by side, and what a merge of them would do, in words."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.text import short_date
from unions.access import PortalUser, may_see_personal_data
from unions.duplicates.forms import LABELS, said
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS, differing, may_answer_candidate
from unions.duplicates.selectors.merging import RelatedRows, posts_cut_short, rows_that_stay
from unions.duplicates.services.merging import facts_of
from unions.people.models import Employment, Person

OPEN_FACTS = ("full_name", "gender")


def private_of(user: PortalUser, pair: DuplicateCandidate) -> list[bool]:
    """Whether the reader may know the personal data of either; who answers must know what to answer."""
    answers = may_answer_candidate(user, pair)
    return [answers or may_see_personal_data(user, person) for person in pair.people]


def compared_facts(user: PortalUser, pair: DuplicateCandidate) -> list[dict[str, Any]]:
    """The facts of both in one line each, with where they differ; personal data only for who may know them."""
    private = private_of(user, pair)
    differ = set(differing(*map(facts_of, pair.people))) if all(private) else set()
    rows = []
    for name in FACTS if any(private) else OPEN_FACTS:
        values = [
            said(name, getattr(person, name)) if known or name in OPEN_FACTS else ""
            for person, known in zip(pair.people, private, strict=True)
        ]
        rows.append({"label": LABELS[name], "values": values, "differs": name in differ})
    return rows


def held_posts(person: Any) -> list[Employment]:
    return list(person.seen_posts)


def compared_kinds(pair: DuplicateCandidate, hanging: dict[int, list[RelatedRows]]) -> list[dict[str, Any]]:
    """What hangs on each, a kind a line."""
    counted = {pk: {each.kind: each.count for each in kinds} for pk, kinds in hanging.items()}
    kinds = dict.fromkeys(each.kind for person in pair.people for each in hanging[person.pk])
    return [{"label": kind, "values": [counted[person.pk].get(kind, 0) for person in pair.people]} for kind in kinds]


def defaults(pair: DuplicateCandidate, hanging: dict[int, list[RelatedRows]]) -> dict[str, int]:
    """The record with more on it stays, else the older; where they differ, its word holds."""
    weight = {pk: sum(each.count for each in kinds) for pk, kinds in hanging.items()}
    keep = max(sorted(weight), key=lambda pk: weight[pk])
    return {"keep": keep} | dict.fromkeys(differing(*map(facts_of, pair.people)), keep)


def choosing(pair: DuplicateCandidate) -> dict[str, Any]:
    units = {person.pk: ", ".join(str(post.grassroots) for post in held_posts(person)) for person in pair.people}
    return {
        "likeness": pair,
        "units": {pk: named or _("no unit in sight") for pk, named in units.items()},
        "differ": differing(*map(facts_of, pair.people)),
    }


Note = dict[str, str]


def note(words: str, tone: str = "info") -> Note:
    return {"text": words, "tone": tone}


def cut_short_words(gone: Person, kept: Person) -> list[Note]:
    words = _("%(unit)s: the post since %(since)s lasts until %(until)s, where that of the record that stays begins.")
    return [
        note(words % {"unit": post.grassroots, "since": short_date(post.valid_from), "until": short_date(until)})
        for post, until in posts_cut_short(gone, kept)
    ]


def staying_words(moving: list[RelatedRows]) -> list[Note]:
    """Each row that stays with the record that goes, because the other has its own."""
    posts = _(
        "%(what)s: both records have a post there; the one of the record that goes ends today and stays with it."
    )
    other = _(
        "%(kind)s: both records have “%(what)s”; the one of the record that goes stays with it. Please correct one."
    )
    return [
        note((posts if isinstance(row, Employment) else other) % {"kind": capfirst(each.kind), "what": what}, "warn")
        for each, row, what in rows_that_stay(moving)
    ]


def number_words(left: dict[str, Any]) -> list[Note]:
    words = _("Member number %(number)s stays with the record that goes; lists that name it find this person.")
    return [note(words % {"number": left["member_number"]})] if left["member_number"] else []

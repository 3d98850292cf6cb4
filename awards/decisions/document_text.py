"""What a decision's paper says besides its rows, put together once, at the signature."""

from datetime import date
from typing import Any

from django.db.models import F

from awards.decisions import wording
from awards.decisions.choices import SignCapacity
from awards.decisions.models import Decision
from awards.decisions.rules import list_place
from emulation.law.models import Title
from emulation.law.selectors import legal_grounds_on, printed_name_on, terms_on
from unions.tree.models import UnionProfile
from unions.tree.rules import certificate_capacity


def document_text_of(decision: Decision, *, dated_on: date, capacity: str) -> dict[str, Any]:
    """Return plain values: header lines, grounds, articles, posts and names of titles as they stand on that day."""
    profile = decision.union.profile_on(dated_on)
    titles = titles_on(decision, dated_on, profile.level_word)
    counts = wording.counted(*counts_of(decision))
    names = [title["name"] for title in titles.values()]
    with_money = decision.awards.filter(amount__gt=0).exists()
    return {
        "upper_line": profile.upper_line,
        "issuer_line": profile.issuer_line,
        "symbol": profile.symbol,
        "place": profile.place,
        "issued_by": profile.body,
        "union_name": profile.name,
        "grounds": grounds_of(decision, dated_on),
        "articles": wording.articles(wording.awarded(names), counts, with_money=with_money),
        "recipients": list(wording.RECIPIENTS),
        "certificate_body": profile.certificate_body,
        "certificate_capacity": certificate_capacity(profile.certificate_body, profile.capacity_line),
        "logo": profile.logo_id,
        "titles": titles,
        **posts_of(profile, capacity),
    }


def grounds_of(decision: Decision, dated_on: date) -> list[str]:
    """The law of the day, the minutes of the session, and who proposed it."""
    minutes = [wording.council_ground(decision.session.held_on)] if decision.session else []
    return [*legal_grounds_on(dated_on), *minutes, wording.LAST_GROUND]


def posts_of(profile: UnionProfile, capacity: str) -> dict[str, Any]:
    """A vice-chair signs for the chair, with the line that says so where the union prints it."""
    if capacity == SignCapacity.CHAIR:
        return {"capacity_lines": [profile.capacity_line], "post": profile.chair_post, "kt_line": ""}
    kt_line = f"KT. {profile.chair_post}" if profile.prints_kt_line else ""
    lines = [line for line in (profile.capacity_line, kt_line) if line]
    return {"capacity_lines": lines, "post": profile.vice_chair_post, "kt_line": kt_line}


def titles_on(decision: Decision, day: date, level_word: str) -> dict[str, dict[str, str]]:
    """Each title by its key (as text: it is stored as JSON), as papers of that day call it, and its certificate."""
    found = {}
    for title in titles_of(decision):
        terms = terms_on(title, day)
        form = wording.FORM_NAMES.get(terms.certificate, "") if terms else ""
        found[str(title.pk)] = {"name": printed_name_on(title, day, level_word=level_word), "form_name": form}
    return found


def counts_of(decision: Decision) -> tuple[int, int, int]:
    """How many stand in list A, B and C."""
    places = [list_place(kind) for kind in decision.awards.values_list("subject_kind", flat=True)]
    return places.count(0), places.count(1), places.count(2)


def titles_of(decision: Decision) -> Any:
    """Return the titles a decision gives, in the order of the catalogue."""
    awarded = decision.awards.order_by().values("title")
    return Title.objects.filter(pk__in=awarded).order_by(F("position").asc(), "code")

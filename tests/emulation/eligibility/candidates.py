from typing import Any

from emulation.eligibility.rules.facts import Case
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.gathering import gather
from tests.conftest import World
from tests.factories import make_title


def candidate_of(world: World, subject: Any, **facts: Any) -> Candidate:
    """A row that is not stored, about somebody of the school, of the calendar year 2024."""
    kinds = {"Person": "person", "Team": "collective", "GrassrootsUnion": "grassroots", "Initiative": "work"}
    facts = {
        "model": "emulation.registration",
        "key": 0,
        "kind": kinds.get(type(subject).__name__, "enterprise"),
        "year": 2024,
        "union": world.union.pk,
        "grassroots": world.school.pk,
        **facts,
    }
    return Candidate(subject=subject.pk, title=facts.pop("title", None) or make_title(), **facts)


def case_of(world: World, subject: Any, **facts: Any) -> Case:
    return gather([candidate_of(world, subject, **facts)])[0]

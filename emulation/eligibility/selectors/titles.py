from datetime import date

from emulation.eligibility.rules.facts import JudgedTitle
from emulation.law.choices import SubjectKind
from emulation.law.models import Title, TitleTerms
from emulation.law.rules import holds_on, subject_matches


def judged_title(title: Title, terms: TitleTerms | None) -> JudgedTitle:
    return JudgedTitle(
        code=title.code,
        family=title.family,
        level=title.level,
        authority=title.authority,
        subjects=frozenset(kind for kind in SubjectKind.values if subject_matches(title, kind)),
        sectors_only=frozenset(terms.sectors_only) if terms else frozenset(),
        women_only=bool(terms and terms.women_only),
        direct_workers_only=bool(terms and terms.direct_workers_only),
        is_conferred=terms is not None,
    )


class Catalogue:
    """All titles with their terms, read once."""

    def __init__(self) -> None:
        rows = Title.objects.prefetch_related("terms")
        self._titles = {title.code: (title, list(title.terms.all())) for title in rows}

    def __contains__(self, code: str) -> bool:
        return code in self._titles

    def on(self, code: str, day: date) -> JudgedTitle:
        title, terms = self._titles[code]
        return judged_title(title, next((row for row in terms if holds_on(row.valid_from, row.valid_to, day)), None))

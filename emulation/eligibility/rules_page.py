"""docs/rules.md: the rules of eligibility for whoever knows the law, in Vietnamese."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.text import short_date
from emulation.eligibility.case_keys import case_keys, table_row
from emulation.eligibility.choices import RuleOutcome, Severity
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.parameter_files import read_rules
from emulation.eligibility.rules.answers import Rule
from emulation.eligibility.rules.facts import Case, JudgedSubject, JudgedUnit
from emulation.eligibility.rules.judging import all_rules
from emulation.eligibility.selectors.titles import judged_title
from emulation.eligibility.wording import certainty_in_words, severity_in_words, values_in_words
from emulation.law.choices import LegalMark
from emulation.law.models import Title, TitleTerms
from emulation.law.reference_files import read_reference

ANY_YEAR = 2026


def sections() -> dict[str, str]:
    """The first rule of each section of the handbook."""
    return {
        "R01": _("Registration and subject"),
        "R13": _("Discipline and pending matters"),
        "R18": _("Titles held before, years and grades"),
        "R31": _("Initiatives and topics"),
        "R40": _("Quotas and accumulation"),
        "R49": _("Grade of a grassroots union"),
        "R60": _("Dossier"),
    }


def rules_page() -> str:
    with override("vi"):
        return "\n".join([*_introduction(), *_rules(), *case_keys()]) + "\n"


def _introduction() -> Iterator[str]:
    yield f"# {_('Rules of eligibility for titles and commendations')}\n"
    yield _("Written by `manage.py rules_page` from the law that the portal is shipped with; a test holds it so.")
    yield ""
    yield _(
        "The law is that of the day on which the dossier was received, else of the council, else of the decision, "
        "else of the end of the period. A title of a school year counts in its closing year."
    )
    yield ""
    yield _(
        "A dossier received from 01/01/2024 to 30/09/2026 and decided about from 01/10/2026 on is judged by the "
        "former law and by the new one; where the new one as a whole is more favourable, it applies."
    )
    yield ""
    yield _(
        "For titles that others decide a rule that blocks warns only, except R03, R04 and R34. R30 asks for nothing: "
        "a lower commendation is not needed before a higher one except where R21 to R27 say so."
    )
    yield ""
    yield from _legend(_("Severity"), Severity)
    yield from _legend(_("Outcome"), RuleOutcome)
    yield from _legend(_("Certainty"), LegalMark)


def _legend(heading: str, choices: Any) -> Iterator[str]:
    yield f"**{heading}**\n"
    yield from (f"- `{value}`: {label}" for value, label in choices.choices)
    yield ""


def _rules() -> Iterator[str]:
    periods, titles, headings = read_rules(), _titles(), sections()
    for rule in all_rules():
        if rule.code in headings:
            yield f"## {headings[rule.code]}\n"
        yield f"### {rule.code}. {rule.name}\n"
        yield _("Concerns: %(titles)s.") % {"titles": _concerned(rule, titles)} + "\n"
        yield _("Says: %(message)s") % {"message": _blank(str(rule.message))} + "\n"
        yield table_row(
            *(_("from"), _("until"), _("severity"), _("condition in words")),
            *(_("values"), _("legal basis"), _("certainty")),
        )
        yield table_row(*["---"] * 7)
        yield from (_period(entry.record) for entry in periods[rule.code])
        yield ""


def _blank(message: str) -> str:
    """The places that the parameters fill."""
    return message.replace("%%", "%").replace("%(", "{").replace(")s", "}")


def _period(row: RuleParameter) -> str:
    condition = row.condition + (f" *{row.note}*" if row.note else "")
    days, values = (_day(row.valid_from), _day(row.valid_to)), values_in_words(row.values) or "–"
    severity, certainty = severity_in_words(row), certainty_in_words(row)
    return table_row(*days, severity, condition, values, row.legal_basis, certainty)


def _day(day: date | None) -> str:
    return short_date(day) if day else "–"


Titles = Sequence[tuple[Title, TitleTerms]]


def _titles() -> Titles:
    files = read_reference()
    return [(entry.record, files.terms[entry.record.code][-1].record) for entry in files.titles]


def _concerned(rule: Rule, titles: Titles) -> str:
    concerned = [title for title, terms in titles if any(map(rule.concerns, _cases(title, terms)))]
    if len(concerned) == len(titles):
        return _("all titles and commendations")
    return ", ".join(f"{title.name} ({title.code})" for title in concerned)


def _cases(title: Title, terms: TitleTerms) -> Iterable[Case]:
    judged = judged_title(title, terms)
    for kind in sorted(judged.subjects):
        yield Case(judged, ANY_YEAR, JudgedSubject(kind), JudgedUnit(score=90))

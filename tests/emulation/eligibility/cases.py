"""Cases as a lawyer would write them, judged by the reference files."""

import copy
import json
from datetime import date
from functools import cache
from typing import Any

from emulation.eligibility.case_files import read_cases
from emulation.eligibility.parameter_files import read_rules
from emulation.eligibility.rules.facts import Case, JudgedTitle
from emulation.eligibility.rules.judging import judge
from emulation.eligibility.rules.rulings import Ruling
from emulation.eligibility.selectors.parameters import DatedLaw
from emulation.eligibility.selectors.titles import judged_title
from emulation.law.reference_files import read_reference
from emulation.law.rules import holds_on

GONE = object()
DOSSIER = ["achievement_report", "initiative_certificate", "minutes"]

PERSON: dict[str, Any] = {
    "kind": "person",
    "gender": "male",
    "member": True,
    "direct_worker": False,
    "leader": False,
    "state_employee": True,
    "employed_from": "2010-09-01",
    "transferred_on": None,
    "months_worked": 12,
    "leave": [],
    "absent_days": 0,
    "grades": {"2021": "good", "2022": "good", "2023": "excellent", "2024": "excellent"},
    "discipline": [],
    "pending": False,
    "titles": [{"code": code, "year": year} for code in ("LDTT", "CSTDCS") for year in range(2019, 2025)],
    "forms": [{"code": "BK_LDLDTP", "year": 2023, "decided_on": "2023-12-20"}],
    "initiatives": [],
    "topics": [],
    "brave_act": False,
    "union_service": [{"kind": "full_time", "years": 20}],
    "evidence": DOSSIER,
}
UNIT: dict[str, Any] = {
    "sector": "production",
    "active": True,
    "grade": "excellent",
    "grade_recognised_by": "city",
    "members": 100,
    "women": 10,
    "ldtt": 70,
    "cstdcs": 10,
    "completed_percent": 100,
    "worst_discipline": None,
    "nominated": {"persons": 1, "collectives": 1},
    "rated_excellent": 20,
    "rated_good": 100,
    "founded_on": "2010-01-01",
    "restructured_on": None,
}
COLLECTIVE = {"kind": "collective", "pending": False, "forms": [], "titles": [], "evidence": DOSSIER}


def initiative(**changes: Any) -> dict[str, Any]:
    row = {
        "name": "Bàn thao tác xoay",
        "level": "national",
        "recognised_on": "2024-05-30",
        "applied_on": "2023-10-01",
        "share": 100,
        "used_for": None,
        "benefit": 80_000_000,
    }
    return {key: value for key, value in {**row, **changes}.items() if value is not GONE}


def fulfilled(title: str) -> dict[str, Any]:
    """A case of the title that fulfils every rule."""
    case = {
        "title": title,
        "year": 2024,
        "received_on": "2024-12-01",
        "council_on": "2024-12-05",
        "registered_on": "2024-03-10",
        "deadline": "2024-03-31",
        "has_twin": False,
        "subject": copy.deepcopy(PERSON),
        "unit": copy.deepcopy(UNIT),
        "union": {"nominated": 4},
        "enterprise": {"operating_since": "2012-01-01", "labour_breach": False},
    }
    for path, value in BY_TITLE.get(title, {}).items():
        change(case, path, value)
    return case


BY_TITLE: dict[str, dict[str, Any]] = {
    "CSTDCS": {"subject.initiatives": [initiative()]},
    "CSTD_TP": {"subject.initiatives": [initiative()]},
    "CSTD_TLD": {"subject.initiatives": [initiative()]},
    "CSTDTQ": {
        "subject.initiatives": [initiative()],
        "subject.titles": [
            *({"code": "CSTD_TP", "year": year} for year in (2021, 2024)),
            *({"code": "CSTDCS", "year": year} for year in range(2019, 2025)),
        ],
    },
    "BK_TLD": {"subject.initiatives": [initiative(), initiative(name="Đồ gá hàn", recognised_on="2023-04-02")]},
    "BLDST": {"subject.initiatives": [initiative()]},
    "TTLDTT": {"subject": COLLECTIVE},
    "TTLDXS": {"subject": COLLECTIVE},
    "CTD_LDLDTP": {"subject": {**COLLECTIVE, "kind": "grassroots"}},
    "DNVNLD": {"subject": {**COLLECTIVE, "kind": "enterprise"}},
    "CNG_Q": {"subject.titles": [{"code": "CNG_CS", "year": 2024}], "subject.direct_worker": True},
    "GVNDVN_Q": {"subject.titles": [{"code": "GVNDVN_CS", "year": 2024}], "subject.gender": "female"},
    "SKST_Q": {
        "subject": {
            "kind": "work",
            "titles": [{"code": "SKST_CS", "year": 2024}],
            "initiatives": [initiative(votes=7, council=10)],
        }
    },
}


def change(case: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for name in way:
        case = case.setdefault(name, {})
    if value is GONE:
        case.pop(last, None)
    else:
        case[last] = copy.deepcopy(value)


def changed(title: str, **changes: Any) -> dict[str, Any]:
    """`subject__pending=True` changes a fact of the subject; GONE takes a fact away."""
    case = fulfilled(title)
    for path, value in changes.items():
        change(case, path.replace("__", "."), value)
    return case


class FileTitles:
    def __init__(self) -> None:
        files = read_reference()
        self._titles = {entry.record.code: entry.record for entry in files.titles}
        self._terms = {code: [entry.record for entry in entries] for code, entries in files.terms.items()}

    def __contains__(self, code: str) -> bool:
        return code in self._titles

    def on(self, code: str, day: date) -> JudgedTitle:
        terms = (row for row in self._terms[code] if holds_on(row.valid_from, row.valid_to, day))
        return judged_title(self._titles[code], next(terms, None))


@cache
def file_titles() -> FileTitles:
    return FileTitles()


@cache
def file_law() -> DatedLaw:
    return DatedLaw(entry.record for entries in read_rules().values() for entry in entries)


def case_of(row: dict[str, Any]) -> Case:
    [case] = read_cases(json.dumps([row]), file_titles())
    return case


def rulings(row: dict[str, Any]) -> dict[str, Ruling]:
    return {ruling.rule: ruling for ruling in judge(case_of(row), file_law())}

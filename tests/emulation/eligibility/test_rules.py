"""Each rule: passes, fails by one, changed by date, not in force, a fact that nobody told."""

from typing import Any

import pytest

from emulation.eligibility.rules.judging import all_rules
from tests.emulation.eligibility.cases import BY_TITLE, DOSSIER, GONE, changed, fulfilled, initiative, rulings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]

PASS, BLOCK, WARN, INFORM, UNKNOWN, OFF = "pass", "block", "warn", "inform", "unknown", "not_in_force"
TITLES = [*BY_TITLE, "LDTT", "KNC", "GK_LDLD", "BK_TLD_CD"]


def titles(*rows: tuple[str, int], **more: Any) -> list[dict[str, Any]]:
    return [{"code": code, "year": year, **more} for code, year in rows]


def fighters(*years: int) -> list[dict[str, Any]]:
    return titles(*(("CSTDCS", year) for year in years))


def discipline(level: str, on: str, until: str | None) -> list[dict[str, Any]]:
    return [{"level": level, "on": on, "until": until}]


def leave(kind: str, months: float) -> list[dict[str, Any]]:
    return [{"kind": kind, "months": months}]


def form(code: str, year: int, scope: str = "comprehensive", **more: Any) -> list[dict[str, Any]]:
    return [{"code": code, "year": year, "scope": scope, **more}]


def on(day: str, **changes: Any) -> dict[str, Any]:
    return {"received_on": day, "council_on": day, "year": int(day[:4]), **changes}


def rated(day: str, *, founded: str = "2010-01-01", restructured: str | None = None) -> dict[str, Any]:
    return {"unit__rated_on": day, "unit__founded_on": founded, "unit__restructured_on": restructured}


A, B, B_LAST, C, C_LAST, D = "2023-12-31", "2024-01-01", "2025-06-30", "2025-07-01", "2026-09-30", "2026-10-01"
GOOD = {str(year): "good" for year in range(2020, 2027)}
TWO = [initiative(), initiative(name="Đồ gá hàn", recognised_on="2023-04-02")]

TABLE: list[tuple[str, str, dict[str, Any], str]] = [
    # Registration and subject
    ("R01", "GK_LDLD", {"registered_on": None}, WARN),
    ("R01", "LDTT", {"registered_on": None}, WARN),
    ("R01", "GK_LDLD", {"registered_on": None, "scope": "unexpected"}, PASS),
    ("R01", "GK_LDLD", {"registered_on": GONE}, UNKNOWN),
    ("R02", "LDTT", {"registered_on": "2024-03-31"}, PASS),
    ("R02", "LDTT", {"registered_on": "2024-04-01"}, WARN),
    ("R02", "LDTT", {"deadline": None, "registered_on": "2024-04-01"}, PASS),
    ("R02", "LDTT", {"deadline": GONE}, UNKNOWN),
    ("R03", "LDTT", {"has_twin": True}, BLOCK),
    ("R03", "LDTT", {"has_twin": GONE}, UNKNOWN),
    ("R04", "LDTT", {"subject__kind": "collective"}, BLOCK),
    ("R05", "CNG_Q", {"unit__sector": "education"}, BLOCK),
    ("R05", "CNG_TD", {"unit__sector": "production"}, PASS),
    ("R05", "CNG_CS", {"unit__sector": "education"}, WARN),
    ("R05", "CNG_Q", {"unit__sector": GONE}, UNKNOWN),
    ("R06", "CNG_Q", {"subject__direct_worker": False}, BLOCK),
    ("R06", "CNG_Q", {"subject__direct_worker": GONE}, UNKNOWN),
    ("R07", "GVNDVN_Q", {"subject__gender": "male"}, WARN),
    ("R07", "GVNDVN_Q", {"subject__gender": "unknown"}, UNKNOWN),
    ("R08", "GK_LDLD", {"subject__member": False}, WARN),
    ("R08", "GK_LDLD", {"subject__member": False, "subject__benefactor": True}, PASS),
    ("R08", "GK_LDLD", {"unit__active": False}, WARN),
    ("R08", "GK_LDLD", {"subject__member": GONE}, UNKNOWN),
    ("R09", "LDTT", {"subject__months_worked": 6}, PASS),
    ("R09", "LDTT", {"subject__months_worked": 5.9}, WARN),
    ("R09", "LDTT", on(A, subject__months_worked=9), WARN),
    ("R09", "LDTT", on(A, subject__months_worked=10), PASS),
    ("R09", "LDTT", on(B, subject__months_worked=6), PASS),
    ("R09", "LDTT", {"subject__months_worked": 3, "subject__leave": leave("maternity", 6)}, PASS),
    ("R09", "LDTT", {"subject__months_worked": 3, "subject__leave": leave("training_long_fair", 3)}, PASS),
    ("R09", "LDTT", {"subject__months_worked": 3, "subject__leave": leave("other", 6)}, WARN),
    ("R09", "LDTT", {"subject__months_worked": GONE, "subject__employed_from": "2024-07-15"}, WARN),
    ("R09", "LDTT", {"subject__months_worked": GONE, "subject__employed_from": "2024-07-01"}, PASS),
    ("R09", "LDTT", {"subject__months_worked": GONE, "subject__employed_from": GONE}, UNKNOWN),
    ("R10", "LDTT", {"subject__leave": leave("maternity", 6)}, INFORM),
    ("R10", "LDTT", {"subject__leave": leave("other", 1)}, PASS),
    ("R10", "LDTT", {"subject__leave": GONE}, UNKNOWN),
    (
        "R11",
        "GK_LDLD",
        {"subject__transferred_on": "2024-07-02", "subject__old_unit_months": 6, "subject__old_unit_remark": False},
        WARN,
    ),
    ("R11", "GK_LDLD", {"subject__transferred_on": "2024-07-02", "subject__old_unit_months": 5.9}, PASS),
    (
        "R11",
        "GK_LDLD",
        {"subject__transferred_on": "2024-07-02", "subject__old_unit_months": 6, "subject__old_unit_remark": True},
        PASS,
    ),
    ("R11", "GK_LDLD", {"subject__transferred_on": "2023-12-31"}, PASS),
    ("R11", "GK_LDLD", {"subject__transferred_on": "2024-07-02", "subject__old_unit_months": 6}, UNKNOWN),
    ("R12", "LDTT", on("2017-09-30", subject__absent_days=39), PASS),
    ("R12", "LDTT", on("2017-09-30", subject__absent_days=40), WARN),
    ("R12", "LDTT", on("2017-10-01", subject__absent_days=40), OFF),
    ("R12", "LDTT", on("2017-09-30", subject__absent_days=GONE), UNKNOWN),
    # Discipline
    ("R13", "GK_LDLD", {"subject__discipline": discipline("reprimand", "2024-01-01", "2025-01-01")}, BLOCK),
    ("R13", "GK_LDLD", {"subject__discipline": discipline("reprimand", "2023-12-31", "2024-12-31")}, PASS),
    ("R13", "LDTT", {"subject__discipline": discipline("warning", "2024-12-31", None)}, WARN),
    ("R13", "GK_LDLD", {"subject__discipline": GONE}, UNKNOWN),
    ("R14", "GK_LDLD", {"subject__pending": True}, BLOCK),
    ("R14", "GK_LDLD", {"subject__pending": GONE}, UNKNOWN),
    ("R15", "CSTD_TLD", {"subject__discipline": discipline("reprimand", "2020-12-31", "2021-12-31")}, PASS),
    ("R15", "CSTD_TLD", {"subject__discipline": discipline("reprimand", "2021-01-01", "2022-01-01")}, BLOCK),
    ("R15", "CSTDTQ", {"subject__discipline": discipline("reprimand", "2018-01-01", "2019-01-01")}, WARN),
    ("R15", "CSTD_TLD", {"subject__discipline": discipline("reprimand", "2021-01-01", None)}, BLOCK),
    ("R15", "CSTD_TLD", {"subject__discipline": GONE}, UNKNOWN),
    ("R16", "TTLDTT", {"unit__worst_discipline": "reprimand"}, PASS),
    ("R16", "TTLDTT", {"unit__worst_discipline": "warning"}, WARN),
    ("R16", "TTLDXS", {"unit__worst_discipline": GONE}, UNKNOWN),
    ("R17", "KNC", {"subject__discipline": discipline("reprimand", "2024-01-01", "2024-12-05")}, BLOCK),
    ("R17", "KNC", {"subject__discipline": discipline("reprimand", "2024-01-01", "2024-12-04")}, PASS),
    ("R17", "KNC", {"subject__discipline": GONE}, UNKNOWN),
    # Chains
    ("R18", "LDTT", {"subject__grades": {"2024": "good"}}, PASS),
    ("R18", "LDTT", {"subject__grades": {"2024": "completed"}}, WARN),
    ("R18", "LDTT", {"subject__grades": {"2024": "completed"}, "subject__state_employee": False}, PASS),
    ("R18", "LDTT", {"subject__grades": {"2023": "good"}}, UNKNOWN),
    ("R18", "LDTT", {"subject__grades": {"2024": None}}, UNKNOWN),
    ("R19", "CSTDCS", {"subject__grades": {"2024": "completed"}}, WARN),
    ("R19", "CSTDCS", {"subject__months_worked": 5}, WARN),
    ("R19", "CSTDCS", {"subject__titles": [], "subject__grades": {"2024": "good"}}, PASS),
    ("R19", "CSTDCS", {"subject__titles": titles(("LDTT", 2024)), "subject__grades": {}}, PASS),
    ("R19", "CSTDCS", {"subject__titles": titles(("LDTT", 2023)), "subject__grades": {}}, UNKNOWN),
    ("R20", "CSTDCS", {"subject__initiatives": []}, PASS),
    ("R20", "CSTDCS", {"subject__initiatives": [], "subject__grades": GOOD}, WARN),
    ("R20", "CSTDCS", {"subject__initiatives": [], "subject__grades": GOOD, "subject__brave_act": True}, PASS),
    ("R20", "CSTDCS", on(A, subject__initiatives=[]), WARN),
    ("R20", "CSTDCS", on(A, subject__initiatives=[], subject__topics=[{"accepted_on": A}]), PASS),
    ("R20", "CSTDCS", on(A, subject__initiatives=[], subject__topics=[{"accepted_on": B}]), WARN),
    ("R20", "CSTDCS", on(C_LAST, subject__initiatives=[], subject__grades={"2026": "excellent"}), PASS),
    ("R20", "CSTDCS", on(D, subject__initiatives=[], subject__grades={"2026": "good"}), WARN),
    ("R20", "CSTDCS", {"subject__initiatives": GONE, "subject__grades": GOOD}, UNKNOWN),
    ("R21", "CSTD_TP", {"subject__titles": fighters(2021, 2022, 2024)}, WARN),
    ("R21", "CSTD_TLD", {"subject__titles": fighters(2021, 2022, 2024)}, BLOCK),
    ("R21", "CSTD_TLD", {"subject__titles": fighters(2022, 2023, 2024)}, PASS),
    ("R21", "CSTD_TLD", {"subject__titles": fighters(2021, 2022, 2023)}, BLOCK),
    (
        "R21",
        "CSTD_TLD",
        {"subject__titles": [*fighters(2022, 2024), *titles(("CSTDCS", 2023), revoked=True)]},
        BLOCK,
    ),
    ("R21", "CSTD_TLD", {"year": 2022, "subject__titles": fighters(2020, 2021, 2022)}, PASS),
    ("R21", "CSTD_TLD", {"subject__titles": GONE}, UNKNOWN),
    (
        "R22",
        "CSTDTQ",
        {"subject__titles": [*titles(("CSTD_TP", 2020), ("CSTD_TLD", 2023)), *fighters(*range(2018, 2024))]},
        PASS,
    ),
    (
        "R22",
        "CSTDTQ",
        {"subject__titles": [*titles(("CSTD_TP", 2022), ("CSTD_TP", 2024)), *fighters(*range(2019, 2025))]},
        WARN,
    ),
    (
        "R22",
        "CSTDTQ",
        {"subject__titles": [*titles(("CSTD_TP", 2021), ("CSTD_TP", 2024)), *fighters(*range(2020, 2025))]},
        WARN,
    ),
    (
        "R22",
        "CSTDTQ",
        {"subject__titles": [*titles(("CSTD_TP", 2019), ("CSTD_TP", 2022)), *fighters(*range(2017, 2023))]},
        WARN,
    ),
    ("R22", "CSTDTQ", {"subject__titles": GONE}, UNKNOWN),
    ("R23", "TTLDTT", {"unit__members": 10, "unit__ldtt": 7}, PASS),
    ("R23", "TTLDTT", {"unit__members": 10, "unit__ldtt": 6}, WARN),
    ("R23", "TTLDTT", on(A, unit__members=10, unit__ldtt=6), PASS),
    ("R23", "TTLDTT", on(A, unit__members=10, unit__ldtt=5), WARN),
    ("R23", "TTLDTT", on(B, unit__members=10, unit__ldtt=6), WARN),
    ("R23", "TTLDTT", {"unit__members": 0, "unit__ldtt": 0}, WARN),
    ("R23", "TTLDTT", {"unit__ldtt": GONE}, UNKNOWN),
    ("R24", "TTLDXS", {"unit__completed_percent": 99.9}, WARN),
    ("R24", "TTLDXS", {"unit__ldtt": 69}, WARN),
    ("R24", "TTLDXS", {"unit__cstdcs": 0}, WARN),
    ("R24", "TTLDXS", {"unit__cstdcs": GONE}, UNKNOWN),
    ("R25", "BK_TLD", {"subject__grades": {"2023": "good", "2024": "excellent"}}, BLOCK),
    ("R25", "BK_TLD", {"subject__initiatives": TWO[:1]}, BLOCK),
    ("R25", "BK_TLD", {"subject__initiatives": [TWO[0], initiative(recognised_on="2022-12-31")]}, BLOCK),
    ("R25", "BK_TLD", {"subject__forms": form("BK_LDLDTP", 2022)}, BLOCK),
    ("R25", "BK_TLD", {"subject__forms": form("BK_LDLDTP", 2022, decided_on="2023-01-15")}, PASS),
    ("R25", "BK_TLD", {"subject__forms": GONE}, UNKNOWN),
    ("R26", "CTD_LDLDTP", {"unit__grade": "good"}, BLOCK),
    ("R26", "CTD_LDLDTP", {"unit__grade_recognised_by": "superior"}, BLOCK),
    ("R26", "CTD_LDLDTP", {"unit__grade_recognised_by": GONE}, UNKNOWN),
    ("R27", "KNC", {"subject__union_service": [{"kind": "full_time", "years": 19.9}]}, BLOCK),
    ("R27", "KNC", {"subject__union_service": [{"kind": "part_time", "years": 13.3}]}, BLOCK),
    ("R27", "KNC", {"subject__union_service": [{"kind": "part_time", "years": 13.4}]}, PASS),
    ("R27", "KNC", {"subject__union_service": [{"kind": "part_time_enterprise", "years": 10}]}, PASS),
    ("R27", "KNC", {"subject__union_service": [{"kind": "public_service", "years": 24}]}, BLOCK),
    ("R27", "KNC", {"subject__union_service": [{"kind": "leading_post", "years": 5}]}, PASS),
    ("R27", "KNC", {"subject__forms": form("KNC", 2019)}, BLOCK),
    ("R27", "KNC", {"council_on": "2024-07-20", "received_on": "2024-07-01", "subject__grades__2024": GONE}, PASS),
    ("R27", "KNC", {"subject__grades__2023": "not_completed"}, BLOCK),
    ("R27", "KNC", {"subject__union_service": GONE}, UNKNOWN),
    ("R28", "DNVNLD", {"enterprise__operating_since": "2019-12-05"}, PASS),
    ("R28", "DNVNLD", {"enterprise__operating_since": "2019-12-06"}, WARN),
    ("R28", "DNVNLD", {"enterprise__labour_breach": True}, WARN),
    ("R28", "DNVNLD", {"unit__active": False}, WARN),
    ("R28", "DNVNLD", {"enterprise__operating_since": GONE}, UNKNOWN),
    ("R29", "CNG_Q", {"subject__titles": titles(("CNG_CS", 2023))}, WARN),
    ("R29", "CNG_TD", {"subject__titles": titles(("CNG_CS", 2024))}, WARN),
    ("R29", "CNG_TD", {"subject__titles": titles(("CNG_Q", 2024))}, PASS),
    ("R29", "SKST_Q", {"subject__titles": []}, WARN),
    ("R29", "GVNDVN_Q", {"subject__titles": GONE}, UNKNOWN),
    # Initiatives
    ("R31", "CSTD_TLD", {"subject__initiatives": [initiative(level="superior")]}, BLOCK),
    ("R31", "CSTD_TLD", {"subject__initiatives": [initiative(level="province")]}, PASS),
    ("R31", "CSTD_TP", {"subject__initiatives": [initiative(level="superior")]}, WARN),
    ("R31", "CSTDTQ", {"subject__initiatives": [initiative(level="province")]}, WARN),
    ("R31", "CSTD_TLD", {"subject__initiatives": [initiative(recognised_on="2024-12-05")]}, PASS),
    ("R31", "CSTD_TLD", {"subject__initiatives": [initiative(recognised_on="2024-12-06")]}, BLOCK),
    ("R31", "BLDST", {"subject__initiatives": [initiative(recognised_on=None)]}, BLOCK),
    ("R31", "CSTD_TLD", {"subject__initiatives": []}, BLOCK),
    ("R31", "CSTD_TLD", {"subject__initiatives": GONE}, UNKNOWN),
    ("R32", "BLDST", {"subject__initiatives": [initiative(applied_on=None)]}, BLOCK),
    ("R32", "BLDST", {"subject__initiatives": [initiative(applied_on="2024-12-06")]}, BLOCK),
    ("R32", "BLDST", {"subject__initiatives": [initiative(applied_on="2024-12-05")]}, PASS),
    ("R32", "BLDST", {"subject__initiatives": [initiative(applied_on=GONE)]}, UNKNOWN),
    ("R33", "CSTD_TLD", {"subject__initiatives": [initiative(used_for="GK_LDLD")]}, BLOCK),
    ("R33", "CSTDCS", on(A, subject__initiatives=[initiative(recognised_on=A, used_for="GK_LDLD")]), WARN),
    ("R33", "CSTD_TLD", {"subject__initiatives": [initiative(used_for="BK_TLD"), initiative()]}, PASS),
    ("R33", "BK_TLD", {"subject__initiatives": [TWO[0], {**TWO[1], "used_for": "CSTDCS"}]}, BLOCK),
    ("R33", "CSTD_TLD", {"subject__initiatives": [initiative(used_for=GONE)]}, UNKNOWN),
    ("R34", "SKST_Q", {"subject__initiatives": [initiative(share=0)]}, BLOCK),
    ("R34", "SKST_Q", {"subject__initiatives": [initiative(share=60)]}, UNKNOWN),
    (
        "R34",
        "SKST_Q",
        {"subject__initiatives": [initiative(authors=[{"share": 60, "is_lead": True}, {"share": 40}])]},
        PASS,
    ),
    (
        "R34",
        "SKST_CS",
        {"subject__initiatives": [initiative(authors=[{"share": 60, "is_lead": True}, {"share": 39}])]},
        BLOCK,
    ),
    ("R34", "SKST_Q", {"subject__initiatives": [initiative(authors=[{"share": 60}, {"share": 40}])]}, BLOCK),
    ("R35", "CSTDCS", {"subject__initiatives": [initiative(share=1)]}, OFF),
    ("R36", "CSTD_TLD", {"subject__initiatives": [], "subject__topics": [{"accepted_on": None}]}, BLOCK),
    (
        "R36",
        "CSTD_TLD",
        {"subject__initiatives": [], "subject__topics": [{"level": "province", "accepted_on": "2024-12-05"}]},
        PASS,
    ),
    ("R36", "CSTD_TLD", {"subject__topics": [{"accepted_on": None}]}, PASS),
    ("R36", "CSTD_TLD", {"subject__initiatives": [], "subject__topics": GONE}, UNKNOWN),
    ("R37", "BLDST", {"subject__initiatives": [initiative(benefit=79_999_999)]}, WARN),
    (
        "R37",
        "BLDST",
        {
            "subject__initiatives": [
                initiative(name=name, benefit=40_000_000, recognised_on=f"{year}-05-02")
                for name, year in (("a", 2022), ("b", 2023), ("c", 2024))
            ]
        },
        PASS,
    ),
    (
        "R37",
        "BLDST",
        {
            "subject__initiatives": [
                initiative(name=name, benefit=40_000_000, recognised_on=f"{year}-05-02")
                for name, year in (("a", 2021), ("b", 2023), ("c", 2024))
            ]
        },
        WARN,
    ),
    ("R37", "BLDST", {"subject__leader": True}, UNKNOWN),
    ("R37", "BLDST", {"subject__initiatives": [initiative(benefit=GONE)]}, UNKNOWN),
    ("R38", "BLDST", {"subject__initiatives": [initiative(), initiative(name="BÀN THAO TÁC XOAY")]}, WARN),
    ("R38", "BK_TLD", {"subject__initiatives": [initiative(), initiative(name="")]}, UNKNOWN),
    ("R39", "SKST_Q", {"subject__initiatives": [initiative(votes=6, council=9)]}, WARN),
    ("R39", "SKST_Q", {"subject__initiatives": [initiative(recognised_on=GONE)]}, UNKNOWN),
    # Quotas
    ("R40", "CSTDCS", on("2022-12-20", unit__ldtt=47, unit__cstdcs=8), WARN),
    ("R40", "CSTDCS", on("2022-12-20", unit__ldtt=47, unit__cstdcs=7), PASS),
    ("R40", "CSTDCS", on("2022-12-20", unit__ldtt=40, unit__cstdcs=6), PASS),
    ("R40", "CSTDCS", on(A, unit__ldtt=47, unit__cstdcs=8), WARN),
    ("R40", "CSTDCS", on(B, unit__ldtt=47, unit__cstdcs=8), OFF),
    ("R40", "CSTDCS", on("2024-12-20", unit__ldtt=47, unit__cstdcs=8), OFF),
    ("R40", "CSTDCS", on(A, unit__cstdcs=GONE), UNKNOWN),
    ("R41", "GK_LDLD", {"unit__members": 299, "unit__nominated": {"persons": 2, "collectives": 1}}, PASS),
    ("R41", "GK_LDLD", {"unit__members": 299, "unit__nominated": {"persons": 3, "collectives": 1}}, WARN),
    ("R41", "GK_LDLD", {"unit__members": 9, "unit__nominated": {"persons": 1}}, PASS),
    ("R41", "GK_LDLD", {"unit__members": 900, "unit__nominated": {"persons": 6}}, WARN),
    ("R41", "GK_LDLD", {"unit__nominated": {"persons": 1, "collectives": 2}}, WARN),
    ("R41", "GK_LDLD", {"unit__grade": "good", "unit__nominated": {"persons": 1}}, PASS),
    ("R41", "GK_LDLD", {"unit__grade": "good", "unit__nominated": {"collectives": 1}}, WARN),
    ("R41", "GK_LDLD", {"unit__grade": "completed", "unit__nominated": {"persons": 1}}, WARN),
    ("R41", "GK_LDLD", {"unit__grade": GONE}, UNKNOWN),
    ("R42", "BK_TLD_CD", {"union__nominated": 5}, WARN),
    ("R42", "BK_TLD_CD", {"union__nominated": GONE}, UNKNOWN),
    ("R43", "GK_LDLD", {"scope": "thematic", "subject__forms": form("GK_LDLD", 2024)}, BLOCK),
    ("R43", "GK_LDLD", {"scope": "thematic", "subject__forms": form("GK_LDLD", 2023)}, PASS),
    ("R43", "GK_LDLD", {"scope": "thematic", "subject__forms": form("GK_UBND", 2024)}, PASS),
    ("R43", "GK_LDLD", {"scope": "unexpected", "subject__forms": form("GK_LDLD", 2024)}, PASS),
    ("R43", "GK_LDLD", {"subject__forms": form("GK_LDLD", 2024, "thematic")}, BLOCK),
    (
        "R43",
        "GK_LDLD",
        {"scope": "thematic", "periodic_review": True, "subject__forms": form("GK_LDLD", 2024)},
        PASS,
    ),
    ("R43", "GK_LDLD", {"subject__forms": GONE}, UNKNOWN),
    ("R44", "GK_LDLD", {"subject__forms": form("GK_LDLD", 2024)}, BLOCK),
    ("R44", "GK_LDLD", {"subject__forms": form("GK_LDLD", 2024, revoked=True)}, PASS),
    ("R44", "GK_LDLD", {"scope": "unexpected", "subject__forms": form("GK_LDLD", 2024, "unexpected")}, UNKNOWN),
    (
        "R44",
        "GK_LDLD",
        {
            "scope": "unexpected",
            "achievement": "cứu người",
            "subject__forms": form("GK_LDLD", 2024, "unexpected", achievement="chữa cháy"),
        },
        PASS,
    ),
    ("R45", "BK_TLD", {"subject__forms": form("BK_LDLDTP", 2023, "thematic")}, BLOCK),
    (
        "R45",
        "BK_TLD",
        {"subject__forms": [*form("BK_LDLDTP", 2023, "unexpected"), *form("BK_LDLDTP", 2023)]},
        PASS,
    ),
    ("R45", "BK_TLD", {"subject__forms": GONE}, UNKNOWN),
    ("R46", "LDTT", {"subject__leader": True, "unit__grade": "completed"}, WARN),
    ("R46", "LDTT", {"subject__leader": True, "unit__grade": "good"}, WARN),
    ("R46", "LDTT", {"subject__leader": True, "unit__grade": "excellent"}, PASS),
    ("R46", "LDTT", {"subject__leader": True, "unit__grade": GONE}, UNKNOWN),
    ("R47", "LDTT", {"subject__gender": "female"}, INFORM),
    ("R47", "LDTT", {"subject__direct_worker": True}, INFORM),
    ("R47", "TTLDTT", {"unit__women": 70}, INFORM),
    ("R47", "TTLDTT", {"unit__women": 69}, PASS),
    ("R47", "TTLDTT", {"unit__women": GONE}, UNKNOWN),
    ("R48", "LDTT", on("2026-06-30"), OFF),
    ("R48", "LDTT", on("2026-07-01", subject__grades={"2026": "excellent"}, unit__rated_excellent=25), PASS),
    ("R48", "LDTT", on("2026-07-01", subject__grades={"2026": "excellent"}, unit__rated_excellent=26), INFORM),
    (
        "R48",
        "LDTT",
        on("2026-07-01", subject__grades={"2026": "excellent"}, unit__grade="good", unit__rated_excellent=21),
        INFORM,
    ),
    ("R48", "LDTT", on("2026-07-01", subject__grades={"2026": "excellent"}, unit__rated_good=GONE), UNKNOWN),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", founded="2024-02-20"), BLOCK),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", founded="2023-11-16"), BLOCK),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", founded="2023-11-15"), PASS),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", restructured="2024-05-16"), BLOCK),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", restructured="2024-05-15"), PASS),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", restructured="2024-11-16"), PASS),
    ("R49", "CTD_LDLDTP", rated("2024-11-15", founded="2024-05-15", restructured="2024-05-15"), PASS),
    ("R49", "CTD_TP", {"subject__kind": "grassroots", **rated("2024-11-15", founded="2024-02-20")}, WARN),
    ("R49", "CTD_LDLDTP", {"unit__founded_on": "2023-12-06"}, BLOCK),
    ("R49", "CTD_LDLDTP", {"unit__founded_on": GONE}, UNKNOWN),
    ("R49", "CTD_LDLDTP", {"unit__restructured_on": GONE}, UNKNOWN),
    ("R50", "CTD_LDLDTP", {"unit__score": 90}, PASS),
    ("R50", "CTD_LDLDTP", {"unit__score": 89.99}, INFORM),
    ("R50", "CTD_LDLDTP", {"unit__score": 90, "unit__grade": GONE}, UNKNOWN),
    # The dossier
    ("R60", "CSTD_TLD", {"subject__evidence": DOSSIER}, PASS),
    ("R60", "CSTD_TLD", {"subject__evidence": DOSSIER[:2]}, WARN),
    ("R60", "CSTD_TP", {"subject__evidence": []}, WARN),
    ("R60", "CSTD_TLD", {"subject__evidence": [], "is_aim": True}, INFORM),
    ("R60", "BK_LDLDTP", {"subject__evidence": DOSSIER[1:]}, WARN),
    ("R60", "CSTD_TLD", {"subject__evidence": GONE}, UNKNOWN),
    ("R60", "CSTD_TLD", on(A, subject__evidence=[]), OFF),
    ("R60", "CSTD_TLD", on(B, subject__evidence=[]), WARN),
]


@pytest.mark.parametrize(("rule", "title", "changes", "outcome"), TABLE)
def test_a_rule_answers(rule, title, changes, outcome):
    assert rulings(changed(title, **changes))[rule].outcome == outcome


@pytest.mark.parametrize("title", TITLES)
def test_a_case_that_fulfils_all_hears_no_objection(title):
    outcomes = {ruling.rule: ruling.outcome for ruling in rulings(fulfilled(title)).values()}
    assert {rule: outcome for rule, outcome in outcomes.items() if outcome not in (PASS, OFF, INFORM)} == {}


def test_the_recognition_of_a_work_stands_for_a_vote_that_nobody_told():
    for work in (initiative(), initiative(recognised_on=None)):
        assert "R39" not in rulings(changed("SKST_Q", subject__initiatives=[work]))


def test_every_rule_is_tried_on_both_sides():
    tried: dict[str, set[str]] = {rule.code: set() for rule in all_rules()}
    for code, _title, _changes, outcome in TABLE:
        tried[code].add(outcome)
    fulfilling = [ruling for title in TITLES for ruling in rulings(fulfilled(title)).values()]
    passing = {ruling.rule for ruling in fulfilling if ruling.outcome == PASS}
    never_broken = {code for code, outcomes in tried.items() if not outcomes & {BLOCK, WARN, INFORM}}
    never_met = {code for code, outcomes in tried.items() if PASS not in outcomes} - passing
    never_unknown = {code for code, outcomes in tried.items() if UNKNOWN not in outcomes}
    # R35 is switched off; what kind a subject is, is always told.
    assert (never_broken, never_met, never_unknown) == ({"R35"}, {"R35"}, {"R04", "R35"})


def test_the_gap_is_named():
    ruling = rulings(changed("CSTD_TLD", subject__titles=fighters(2021, 2022, 2024)))["R21"]
    assert (ruling.message, ruling.cure) == (
        "Chưa đủ 03 lần liên tục “Chiến sĩ thi đua cơ sở”.",
        "Cần 03 năm liên tục, có 2021, 2022, 2024: thiếu 2023.",
    )


def test_a_ruling_tells_parameters_and_facts_as_json_does():
    ruling = rulings(changed("CSTDCS", **on("2022-12-20", unit__ldtt=47, unit__cstdcs=8)))["R40"]
    assert (ruling.message, ruling.cure, ruling.facts) == (
        "Vượt tỷ lệ 15% “Chiến sĩ thi đua cơ sở”.",
        "Nhiều nhất 7 trên 47 “Lao động tiên tiến”; hiện có 8.",
        {"cstdcs": 8, "ldtt": 47},
    )
    assert ruling.parameters == {
        "percent": 15,
        "severity": "block",
        "legal_basis": "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3",
        "valid_from": None,
        "valid_to": "2023-12-31",
        "mark": "L",
    }


def test_the_missing_parts_of_the_dossier_are_named():
    ruling = rulings(changed("CSTD_TLD", subject__evidence=["decision", "minutes"]))["R60"]
    assert (ruling.message, ruling.cure, ruling.facts) == (
        "Hồ sơ thiếu: báo cáo thành tích, giấy chứng nhận sáng kiến (đề tài).",
        "Đính kèm tại trang của bản đăng ký.",
        {"evidence": ["decision", "minutes"]},
    )
    assert "R60" not in rulings(changed("LDTT", subject__evidence=[]))

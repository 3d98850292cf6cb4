"""What the law and the catalogue said on a given day, on both sides of every change."""

import datetime
from decimal import Decimal

import pytest

from emulation.law.models import BaseSalary, LegalRegime, Title, TitleTerms
from emulation.law.rewards import reward_amount
from emulation.law.selectors import (
    base_salary_on,
    documents_in_force_on,
    legal_grounds_on,
    terms_on,
)
from emulation.law.services import load_reference
from tests.shared_rows import shared

LAW_2003 = "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;"
LAW_2022 = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
LAW_2026 = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026;"
CHARTER = "Căn cứ Điều lệ Công đoàn Việt Nam;"
RULES = (
    "Căn cứ Quyết định số {} của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    " về việc ban hành Quy chế khen thưởng của tổ chức Công đoàn;"
)
RULES_2014 = RULES.format("1564/QĐ-TLĐ ngày 24 tháng 12 năm 2014")
RULES_2017 = RULES.format("2106/QĐ-TLĐ ngày 28 tháng 12 năm 2017")
RULES_2019 = RULES.format("1689/QĐ-TLĐ ngày 12 tháng 11 năm 2019")
RULES_2024 = RULES.format("999/QĐ-TLĐ ngày 29 tháng 5 năm 2024")


def day(text: str) -> datetime.date:
    return datetime.date(*reversed([int(part) for part in text.split("/")]))


@shared
def reference(db):
    load_reference()


REGIMES = {
    "01/01/1990": "A",
    "31/12/2023": "A",
    "01/01/2024": "B",
    "30/06/2025": "B",
    "01/07/2025": "C",
    "30/09/2026": "C",
    "01/10/2026": "D",
    "01/01/2050": "D",
}


def test_the_regime_on_both_sides_of_each_boundary(reference):
    assert {on: LegalRegime.objects.on(day(on)).get().code for on in REGIMES} == REGIMES


def test_each_regime_has_its_documents(reference):
    assert {
        regime.code: (
            sorted(regime.state_documents.values_list("code", flat=True)),
            sorted(regime.union_documents.values_list("code", flat=True)),
        )
        for regime in LegalRegime.objects.all()
    } == {
        "A": (["LAW2003", "ND91", "TT12"], ["QD1689"]),
        "B": (["LAW2022", "ND98", "TT01"], ["QD1689", "QD999"]),
        "C": (["LAW2022", "ND152", "TT15"], ["QD999"]),
        "D": (["LAW2022", "LAW2026A", "ND152", "TT15"], ["QD999"]),
    }


SALARIES = {
    "01/07/2018": 1_390_000,
    "30/06/2019": 1_390_000,
    "01/07/2019": 1_490_000,
    "30/06/2023": 1_490_000,
    "01/07/2023": 1_800_000,
    "30/06/2024": 1_800_000,
    "01/07/2024": 2_340_000,
    "30/06/2026": 2_340_000,
    "01/07/2026": 2_530_000,
}


def test_the_base_salary_on_both_sides_of_each_change(reference):
    assert {on: base_salary_on(day(on)) for on in SALARIES} == SALARIES


def test_before_the_first_known_base_salary_there_is_none(reference):
    with pytest.raises(BaseSalary.DoesNotExist):
        base_salary_on(day("30/06/2018"))


MONEY = {
    "0.3": [450_000, 540_000, 710_000, 760_000],
    "0.6": [900_000, 1_080_000, 1_410_000, 1_520_000],
    "0.8": [1_200_000, 1_440_000, 1_880_000, 2_030_000],
    "1.0": [1_490_000, 1_800_000, 2_340_000, 2_530_000],
    "1.5": [2_240_000, 2_700_000, 3_510_000, 3_800_000],
    "3.0": [4_470_000, 5_400_000, 7_020_000, 7_590_000],
}


def test_the_money_table_comes_out(reference):
    salaries = [base_salary_on(day(on)) for on in ("20/12/2020", "20/12/2023", "20/12/2025", "20/12/2026")]
    assert {c: [reward_amount(salary, Decimal(c)) for salary in salaries] for c in MONEY} == MONEY


REWARDS = {
    ("LDTT", "30/06/2026"): (710_000, None),
    ("LDTT", "01/07/2026"): (760_000, None),
    ("CSTDCS", "20/12/2020"): (1_490_000, None),
    ("CSTD_TP", "20/12/2025"): (7_020_000, None),
    ("TTLDTT", "20/12/2025"): (None, 1_880_000),
    ("TTLDXS", "20/12/2025"): (None, 3_510_000),
    ("GK_LDLD", "20/12/2020"): (450_000, 900_000),
    ("GK_LDLD", "20/12/2026"): (760_000, 1_520_000),
    ("BK_UBNDTP", "20/12/2023"): (1_800_000, 3_600_000),
    ("BK_UBNDTP", "20/12/2025"): (3_510_000, 7_020_000),
    ("BK_LDLDTP", "20/12/2025"): (None, None),
}


def reward_of(code: str, on: str):
    terms = terms_on(Title.objects.get(code=code), day(on))
    return tuple(
        coefficient and reward_amount(base_salary_on(day(on)), coefficient)
        for coefficient in (terms.coefficient_person, terms.coefficient_collective)
    )


def test_reward_money_of_a_title_on_a_day(reference):
    assert {key: reward_of(*key) for key in REWARDS} == REWARDS


def test_ten_months_until_2023_and_six_from_2024(reference):
    title = Title.objects.get(code="LDTT")
    assert [terms_on(title, day(on)).min_months for on in ("31/12/2023", "01/01/2024")] == [10, 6]


def test_a_title_without_terms_that_day_answers_none(reference):
    title = Title.objects.get(code="KNC")
    title.terms.update(valid_to=day("31/12/2025"))
    assert terms_on(title, day("31/12/2025")) is not None
    assert terms_on(title, day("01/01/2026")) is None


def test_thresholds_and_secret_ballots(reference):
    on = day("20/12/2025")
    needed = {title.code: terms_on(title, on) for title in Title.objects.all()}
    assert {code: t.vote_threshold for code, t in needed.items() if t.vote_threshold} == {
        **dict.fromkeys(("CSTDCS", "CTD_TP", "CTD_CP", "CTD_TLD", "CTD_LDLDTP"), 80),
        **dict.fromkeys(("CSTD_TP", "CSTD_TLD", "CSTDTQ"), 90),
    }
    assert all(t.secret_ballot == bool(t.vote_threshold) for t in needed.values())


def test_who_alone_may_be_good_worker_and_good_at_both_duties(reference):
    terms = TitleTerms.objects.select_related("title")
    workers = {t.title.code for t in terms if t.direct_workers_only and t.sectors_only == ["production"]}
    assert workers == {"CNG_CS", "CNG_Q", "CNG_TD"}
    assert {t.title.code for t in terms if t.women_only} == {"GVNDVN_CS", "GVNDVN_Q", "GVNDVN_TP"}
    assert {t.title.code for t in terms if t.sectors_only or t.direct_workers_only} == workers


GROUNDS = {
    "23/12/2014": [LAW_2003, CHARTER],
    "24/12/2014": [LAW_2003, CHARTER, RULES_2014],
    "27/12/2017": [LAW_2003, CHARTER, RULES_2014],
    "28/12/2017": [LAW_2003, CHARTER, RULES_2017],
    "11/11/2019": [LAW_2003, CHARTER, RULES_2017],
    "12/11/2019": [LAW_2003, CHARTER, RULES_2019],
    "20/12/2020": [LAW_2003, CHARTER, RULES_2019],
    "31/12/2023": [LAW_2003, CHARTER, RULES_2019],
    "01/01/2024": [LAW_2022, CHARTER, RULES_2019],
    "28/05/2024": [LAW_2022, CHARTER, RULES_2019],
    "29/05/2024": [LAW_2022, CHARTER, RULES_2024],
    "15/06/2024": [LAW_2022, CHARTER, RULES_2024],
    "30/09/2026": [LAW_2022, CHARTER, RULES_2024],
    "01/10/2026": [LAW_2022, LAW_2026, CHARTER, RULES_2024],
}


def test_legal_grounds_of_a_decision_on_both_sides_of_each_date(reference):
    assert {on: legal_grounds_on(day(on)) for on in GROUNDS} == GROUNDS


def test_a_document_without_a_first_day_holds_from_its_issue(reference):
    def in_force(on: str) -> bool:
        return documents_in_force_on(day(on)).filter(code="TT12").exists()

    assert [in_force(on) for on in ("03/11/2019", "04/11/2019", "31/12/2023", "01/01/2024")] == [
        *(False, True, True, False),
    ]

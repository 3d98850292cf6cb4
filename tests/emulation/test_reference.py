"""The law and the catalogue of titles: what the files hold, how they load, what held on a given day."""

import datetime
import re
import shutil
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry
from core.money import reward_amount
from emulation.choices import LegalMark, SubjectKind, TitleAuthority
from emulation.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.rules.reference import (
    first_overlap,
    governing_date,
    printed_name,
    subject_matches,
    weakest_mark,
)
from emulation.selectors.reference import (
    base_salary_on,
    documents_in_force_on,
    legal_grounds_on,
    printed_name_on,
    regime_on,
    terms_on,
)
from emulation.services.reference import load_reference
from emulation.services.reference_files import FOLDER, BadReferenceFile, read_reference

DAY = datetime.timedelta(days=1)
STATE = {
    *("LDTT", "CSTDCS", "CSTD_TP", "CSTD_TLD", "CSTDTQ", "TTLDTT", "TTLDXS", "CTD_TP", "CTD_CP"),
    *("BK_UBNDTP", "GK_UBND", "BK_TTG"),
}
UNION = {
    *("CTD_TLD", "CTD_LDLDTP", "BK_TLD", "BK_TLD_CD", "BLDST", "KNC", "GT_NDC", "GT_NVL", "BK_LDLDTP"),
    *("GK_LDLD", "GK_CDCS", "DVXS", "TCDXS", "CTCS_TB"),
}
MOVEMENT = {
    *("CNG_CS", "CNG_Q", "CNG_TD", "GVNDVN_CS", "GVNDVN_Q", "GVNDVN_TP", "SKST_CS", "SKST_Q", "SKST_TD"),
    *("DNVNLD", "XSD", "PLQ", "NTVT", "PRZ"),
}
DOCUMENTS = {
    *("LAW2003", "LAW2022", "LAW2026A", "ND91", "ND98", "ND152", "ND129", "TT12", "TT01", "TT15", "TT29GD"),
    *(
        "TT07GD",
        "ND13SK",
        "ND30",
        "QD1564",
        "QD2106",
        "QD1689",
        "QD999",
        "HD1294",
        "QD933",
        "LCD2024",
        "ND233",
    ),
    *("CV5007", "QD01TTG"),
}
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


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def reference(db):
    load_reference()


def state_of_the_tables():
    models = (LegalDocument, LegalRegime, BaseSalary, Title, TitleTerms)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# The files


def test_the_catalogue_has_exactly_the_codes_of_the_handbook(reference):
    assert Counter(Title.objects.values_list("code", flat=True)) == Counter(STATE | UNION | MOVEMENT)


def test_the_legal_documents_are_those_of_the_handbook_and_the_charter(reference):
    assert set(LegalDocument.objects.values_list("code", flat=True)) == DOCUMENTS | {"DLCD"}


def test_the_federation_decides_only_these_itself(reference):
    own = Title.objects.filter(authority=TitleAuthority.OWN)
    assert set(own.values_list("code", flat=True)) == {
        *("GK_LDLD", "CTCS_TB", "CNG_Q", "GVNDVN_Q", "SKST_Q", "DNVNLD", "XSD", "PLQ", "PRZ"),
    }


def test_terms_of_a_title_follow_each_other_without_gap_or_overlap(reference):
    for title in Title.objects.prefetch_related("terms"):
        periods = [(terms.valid_from, terms.valid_to) for terms in title.terms.all()]
        assert first_overlap(periods) is None
        assert [begin for begin, _ in periods][1:] == [end + DAY for _, end in periods[:-1]], title.code
        assert (periods[0][0], periods[-1][1]) == (None, None), title.code


def test_regimes_follow_each_other_without_gap_or_overlap(reference):
    periods = list(LegalRegime.objects.order_by("code").values_list("valid_from", "valid_to"))
    assert [begin for begin, _ in periods][1:] == [end + DAY for _, end in periods[:-1]]
    assert (periods[0][0], periods[-1][1]) == (None, None)


def test_open_questions_of_the_handbook_stand_in_the_notes(reference):
    notes = [
        note
        for model in (LegalDocument, LegalRegime, Title, TitleTerms)
        for note in model.objects.values_list("note", flat=True)
    ]
    told = {doubt for note in notes for doubt in re.findall(r"\bD\d+\b", note)}
    # D8 and D9 concern the header lines and symbols of unions, D11 the rule on registration.
    assert told == {"D1", "D2", "D3", "D4", "D5", "D6", "D7", "D10", "D12"}


def test_several_marks_keep_the_weakest_and_the_words_as_written(reference):
    assert [
        LegalDocument.objects.filter(code=code).values_list("mark", "mark_note").get()
        for code in ("ND91", "LAW2003", "QD01TTG")
    ] == [("L", ""), ("GK", "L/GK"), ("R", "")]


# Loading


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    first = load_reference()
    assert (len(first.changed), len(first.removed), len(first.kept)) == (0, 0, 0)
    before, trail = state_of_the_tables(), AuditEntry.objects.count()
    assert not load_reference()
    assert (state_of_the_tables(), AuditEntry.objects.count()) == (before, trail)


def test_a_row_changed_by_hand_comes_back_to_the_file_and_the_trail_says_so(reference):
    Title.objects.filter(code="LDTT").update(name="?")
    TitleTerms.objects.filter(title__code="KNC").update(coefficient_person=Decimal("0.9"), is_local=False)
    before = AuditEntry.objects.count()
    changes = load_reference()
    assert (changes.added, changes.changed) == ([], ["title LDTT", "titleterms KNC"])
    assert Title.objects.get(code="LDTT").name == "Lao động tiên tiến"
    entry = AuditEntry.objects.latest("pk")
    assert (AuditEntry.objects.count(), entry.act) == (before + 1, "reference.load")
    assert entry.detail == {"added": [], "changed": changes.changed, "removed": []}


def test_terms_that_left_the_file_are_removed(reference):
    knc = Title.objects.get(code="KNC")
    knc.terms.update(valid_to=day("31/12/2029"))
    knc.terms.create(
        valid_from=day("01/01/2030"), decided_by="?", legal_basis="?", mark=LegalMark.GENERAL, is_local=False
    )
    assert load_reference().removed == ["titleterms KNC 2030-01-01"]
    assert list(knc.terms.values_list("valid_from", "valid_to")) == [(None, None)]


def test_what_an_installation_keeps_for_itself_stays(reference):
    TitleTerms.objects.filter(title__code="KNC").update(coefficient_person=Decimal("0.5"), is_local=True)
    Title.objects.filter(code="GK_CDCS").update(is_active=True)
    changes = load_reference()
    assert (bool(changes), changes.kept) == (False, ["title KNC"])
    assert Title.objects.get(code="GK_CDCS").is_active
    assert TitleTerms.objects.get(title__code="KNC").coefficient_person == Decimal("0.5")


def test_a_person_without_the_right_cannot_load(db, django_user_model):
    stranger = django_user_model(username="chair.test")
    stranger.save()
    with pytest.raises(PermissionDenied):
        load_reference(actor=stranger)
    assert not Title.objects.exists()


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_reference")
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines()[1].endswith(": 0 added, 0 changed, 0 removed, 0 kept.")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "base_salaries.toml",
            "amount = 1_490_000",
            "amount = -1",
            "base_salaries.toml, row 2 (2019-07-01): amount: Ensure this value is greater than or equal to 0.",
        ),
        (
            "base_salaries.toml",
            "valid_from = 2023-07-01",
            "valid_from = 2018-07-01",
            "base_salaries.toml, row 3 (2018-07-01): the same as base_salaries.toml, row 1 (2018-07-01).",
        ),
        (
            "regimes.toml",
            "valid_to = 2025-06-30",
            "valid_to = 2025-07-01",
            "regimes.toml, row 3 (C): begins before regimes.toml, row 2 (B) has ended.",
        ),
        (
            "regimes.toml",
            '"QD1689", "QD999"',
            '"QD1689", "QD998"',
            "regimes.toml, row 2 (B): there is no legal document QD998.",
        ),
        (
            "legal_documents.toml",
            "issued_on = 2003-11-26",
            "issued = 2003-11-26",
            "legal_documents.toml, row 1 (LAW2003): unknown key issued.",
        ),
        (
            "legal_documents.toml",
            "effective_from = 2024-01-01\neffective_to = 2025-06-30",
            "effective_from = 2024-01-01\neffective_to = 2023-06-30",
            "legal_documents.toml, row 5 (ND98): A document cannot end before it comes into force.",
        ),
        (
            "legal_documents.toml",
            'mark = "L/GK"',
            'mark = "L/XX"',
            "legal_documents.toml, row 1 (LAW2003): unknown mark L/XX.",
        ),
        (
            "titles_state.toml",
            'for = ["person"]',
            'for = ["people"]',
            "titles_state.toml, row 1 (LDTT): unknown subject people.",
        ),
        (
            "titles_state.toml",
            'for = ["person"]',
            "for = []",
            "titles_state.toml, row 1 (LDTT): A title names at least one kind of subject.",
        ),
        (
            "titles_state.toml",
            "vote_threshold = 80",
            "vote_threshold = 50",
            "titles_state.toml, row 2 (CSTDCS), terms 1: A vote threshold lies between 51 and 100 per cent.",
        ),
        (
            "titles_state.toml",
            "valid_to = 2025-06-30",
            "valid_to = 2025-07-01",
            "titles_state.toml, row 1 (LDTT), terms 3: begins before"
            " titles_state.toml, row 1 (LDTT), terms 2 has ended.",
        ),
    ],
)
def test_a_wrong_row_is_named_in_a_sentence_and_nothing_is_loaded(db, tmp_path, file, old, new, sentence):
    folder = shutil.copytree(FOLDER, tmp_path / "reference")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadReferenceFile) as refusal:
        load_reference(folder=folder)
    assert str(refusal.value) == sentence
    assert not any(state_of_the_tables().values())


def test_a_title_without_terms_and_a_file_that_is_no_toml_are_refused(db, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "reference")
    (folder / "titles_union.toml").write_text('[[title]]\ncode = "KNC"\n', encoding="utf-8")
    with pytest.raises(BadReferenceFile, match=r"^titles_union.toml, row 1 \(KNC\): "):
        read_reference(folder)
    (folder / "titles_union.toml").write_text("[[title\n", encoding="utf-8")
    with pytest.raises(BadReferenceFile, match=r"^titles_union.toml: "):
        read_reference(folder)


def test_the_command_refuses_in_the_same_words(db, tmp_path):
    with pytest.raises(CommandError, match=r"^legal_documents.toml: "):
        call_command("load_reference", folder=tmp_path)


# What held when


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("01/01/1990", "A"),
        ("31/12/2023", "A"),
        ("01/01/2024", "B"),
        ("30/06/2025", "B"),
        ("01/07/2025", "C"),
        ("30/09/2026", "C"),
        ("01/10/2026", "D"),
        ("01/01/2050", "D"),
    ],
)
def test_the_regime_on_both_sides_of_each_boundary(reference, on, code):
    assert regime_on(day(on)).code == code


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


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("01/07/2018", 1_390_000),
        ("30/06/2019", 1_390_000),
        ("01/07/2019", 1_490_000),
        ("30/06/2023", 1_490_000),
        ("01/07/2023", 1_800_000),
        ("30/06/2024", 1_800_000),
        ("01/07/2024", 2_340_000),
        ("30/06/2026", 2_340_000),
        ("01/07/2026", 2_530_000),
    ],
)
def test_the_base_salary_on_both_sides_of_each_change(reference, on, amount):
    assert base_salary_on(day(on)) == amount


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


@pytest.mark.parametrize(
    ("code", "on", "person", "collective"),
    [
        ("LDTT", "30/06/2026", 710_000, None),
        ("LDTT", "01/07/2026", 760_000, None),
        ("CSTDCS", "20/12/2020", 1_490_000, None),
        ("CSTD_TP", "20/12/2025", 7_020_000, None),
        ("TTLDTT", "20/12/2025", None, 1_880_000),
        ("TTLDXS", "20/12/2025", None, 3_510_000),
        ("GK_LDLD", "20/12/2020", 450_000, 900_000),
        ("GK_LDLD", "20/12/2026", 760_000, 1_520_000),
        ("BK_UBNDTP", "20/12/2025", 3_510_000, 7_020_000),
        ("BK_LDLDTP", "20/12/2025", None, None),
    ],
)
def test_reward_money_of_a_title_on_a_day(reference, code, on, person, collective):
    terms = terms_on(Title.objects.get(code=code), day(on))
    assert [
        coefficient and reward_amount(base_salary_on(day(on)), coefficient)
        for coefficient in (terms.coefficient_person, terms.coefficient_collective)
    ] == [person, collective]


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


@pytest.mark.parametrize(
    ("on", "grounds"),
    [
        ("23/12/2014", [LAW_2003, CHARTER]),
        ("24/12/2014", [LAW_2003, CHARTER, RULES_2014]),
        ("27/12/2017", [LAW_2003, CHARTER, RULES_2014]),
        ("28/12/2017", [LAW_2003, CHARTER, RULES_2017]),
        ("11/11/2019", [LAW_2003, CHARTER, RULES_2017]),
        ("12/11/2019", [LAW_2003, CHARTER, RULES_2019]),
        ("20/12/2020", [LAW_2003, CHARTER, RULES_2019]),
        ("31/12/2023", [LAW_2003, CHARTER, RULES_2019]),
        ("01/01/2024", [LAW_2022, CHARTER, RULES_2019]),
        ("28/05/2024", [LAW_2022, CHARTER, RULES_2019]),
        ("29/05/2024", [LAW_2022, CHARTER, RULES_2024]),
        ("15/06/2024", [LAW_2022, CHARTER, RULES_2024]),
        ("30/09/2026", [LAW_2022, CHARTER, RULES_2024]),
        ("01/10/2026", [LAW_2022, LAW_2026, CHARTER, RULES_2024]),
    ],
)
def test_legal_grounds_of_a_decision_on_both_sides_of_each_date(reference, on, grounds):
    assert legal_grounds_on(day(on)) == grounds


def test_a_document_without_a_first_day_holds_from_its_issue(reference):
    def in_force(on: str) -> bool:
        return documents_in_force_on(day(on)).filter(code="TT12").exists()

    assert [in_force(on) for on in ("03/11/2019", "04/11/2019", "31/12/2023", "01/01/2024")] == [
        *(False, True, True, False),
    ]


@pytest.mark.parametrize(
    ("code", "on", "level_word", "printed"),
    [
        ("GK_LDLD", "20/12/2020", "quận", "Giấy khen của Liên đoàn Lao động quận"),
        ("GK_LDLD", "30/06/2025", "huyện", "Giấy khen của Liên đoàn Lao động huyện"),
        ("GK_LDLD", "01/07/2025", "phường", "Giấy khen của Công đoàn phường"),
        ("GK_LDLD", "01/07/2025", "", "Giấy khen của công đoàn cấp trên trực tiếp cơ sở"),
        ("CNG_Q", "15/05/2024", "quận", "Công nhân giỏi cấp quận"),
        ("LDTT", "20/12/2020", "quận", "Lao động tiên tiến"),
    ],
)
def test_a_paper_prints_the_name_of_its_day_and_level(reference, code, on, level_word, printed):
    assert printed_name_on(Title.objects.get(code=code), day(on), level_word=level_word) == printed


# Pure rules


def test_a_title_goes_only_to_the_subjects_of_the_catalogue():
    title = Title(for_person=True, for_work=True)
    assert [kind for kind in SubjectKind if subject_matches(title, kind)] == [
        SubjectKind.PERSON,
        SubjectKind.WORK,
    ]


def test_a_dossier_is_judged_by_the_day_it_was_received():
    received, decided = day("30/09/2026"), day("01/10/2026")
    assert (governing_date(received, decided), governing_date(None, decided)) == (received, decided)


@pytest.mark.parametrize(
    ("written", "mark"), [("L", "L"), ("S1", "S"), ("L/GK", "GK"), ("OLD, S2", "OLD"), ("OLD/L/R", "R")]
)
def test_the_weakest_of_marks_counts(written, mark):
    assert weakest_mark(written) == mark


def test_an_unknown_mark_is_refused():
    with pytest.raises(ValueError, match="XX"):
        weakest_mark("XX")


@pytest.mark.parametrize("pattern", ["", "Công nhân giỏi cấp {level}"])
def test_without_a_level_the_name_of_the_catalogue_is_printed(pattern):
    assert printed_name("Công nhân giỏi cấp trên cơ sở", pattern, "") == "Công nhân giỏi cấp trên cơ sở"


DATES = st.dates(day("01/01/2000"), day("31/01/2000"))


@given(st.lists(st.tuples(DATES, DATES).map(lambda pair: tuple(sorted(pair))), max_size=5))
def test_periods_overlap_exactly_if_some_day_lies_in_two(periods):
    days = Counter(begin + DAY * n for begin, end in periods for n in range((end - begin).days + 1))
    assert (first_overlap(periods) is not None) == any(count > 1 for count in days.values())


def test_an_open_end_overlaps_all_that_follows():
    open_end, later = (day("01/01/2020"), None), (day("01/01/2024"), None)
    assert first_overlap([later, open_end]) == (open_end, later)

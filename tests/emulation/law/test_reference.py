"""The law and the catalogue of titles: what the files hold and how they load."""

import datetime
import re
import shutil
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation

from core.models import AuditEntry
from emulation.law.choices import LegalMark, TitleAuthority
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.law.reference_files import FOLDER, BadReferenceFile, read_reference
from emulation.law.rules import first_overlap
from emulation.law.services import load_reference
from tests.shared_rows import shared

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
    *("TT07GD", "ND13SK", "ND30", "QD1564", "QD2106", "QD1689", "QD999", "HD1294", "QD933", "LCD2024"),
    *("ND233", "CV5007", "QD01TTG"),
}


def day(text: str) -> datetime.date:
    return datetime.date(*reversed([int(part) for part in text.split("/")]))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@shared
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
    doubts = {doubt for note in notes for doubt in re.findall(r"\bD\d+\b", note)}
    # D8 and D9 concern the header lines and symbols of unions, D11 the rule on registration.
    assert doubts == {"D1", "D2", "D3", "D4", "D5", "D6", "D7", "D10", "D12"}


def test_several_marks_keep_the_weakest_and_the_words_as_written(reference):
    assert [
        LegalDocument.objects.filter(code=code).values_list("mark", "mark_note").get()
        for code in ("ND91", "LAW2003", "QD01TTG")
    ] == [("L", ""), ("GK", "L/GK"), ("R", "")]


# Loading


@pytest.mark.slow
@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    first = load_reference()
    assert (len(first.changed), len(first.removed), len(first.kept)) == (0, 0, 0)
    before, entries = state_of_the_tables(), AuditEntry.objects.count()
    assert not load_reference()
    assert (state_of_the_tables(), AuditEntry.objects.count()) == (before, entries)


def test_a_row_changed_by_hand_comes_back_to_the_file_and_the_audit_log_says_so(reference):
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


@pytest.mark.slow
def test_the_command_says_what_it_did(db, capsys):
    call_command("load_reference")
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines()[1].endswith(": 0 added, 0 changed, 0 removed, 0 kept.")


@pytest.mark.slow
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

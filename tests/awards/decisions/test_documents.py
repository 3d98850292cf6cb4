"""What a decision says; nothing is printed here."""

from datetime import date

import pytest

from awards.decisions import wording
from awards.decisions.documents import decision_document, drawn_decision
from core.documents.description import Heading, Table
from core.documents.storage import stored_document
from core.workflow import MoveNotAllowed
from tests.awards.conftest import make_own_title
from unions.tree.services.correcting import correct_profile


@pytest.mark.slow
def test_an_issued_decision_prints_what_was_stored_of_it(office):
    issued = office.issue(office.honour("Đỗ Thị Hường"))
    stored = stored_document(issued)
    type(issued).objects.filter(pk=issued.pk).update(revision=9)
    correct_profile(
        actor=None, profile=office.world.union.profile, expected_revision=None, name="Tên khác", issuer_line="KHÁC",
        place="Khác", certificate_body="KHÁC", body="KHÁC", capacity_line="TM. KHÁC", chair_post="KHÁC", symbol="K",
    )  # fmt: skip
    issued.refresh_from_db()
    assert decision_document(issued) == stored == drawn_decision(issued)


def test_the_first_day_of_words_that_a_signed_decision_carries_stays(office):
    union, facts = office.world.union, {"actor": None, "expected_revision": None}
    draft = office.honour("Đỗ Thị Hường")
    correct_profile(profile=union.profile, valid_from=date(2018, 2, 1), **facts)
    office.sign(draft)
    with pytest.raises(MoveNotAllowed):
        correct_profile(profile=union.profile, valid_from=date(2018, 3, 1), **facts)


def test_a_signed_decision_has_no_number_yet_and_a_draft_no_date(office):
    draft = office.honour("Đỗ Thị Hường")
    assert (decision_document(draft).letterhead.date, decision_document(draft).annexes[0].note) == (None, "")
    signed = office.sign(draft)
    assert decision_document(signed).letterhead.number_symbol == "/QĐ-LĐLĐ"
    assert stored_document(signed) is None


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Công nhân giỏi cấp quận", "danh hiệu “Công nhân giỏi” cấp quận"),
        ("“Đơn vị văn hóa cấp cơ sở”", "danh hiệu “Đơn vị văn hóa cấp cơ sở”"),
        ("Giấy khen của Liên đoàn Lao động quận", "Giấy khen của Liên đoàn Lao động quận"),
    ],
)
def test_the_marks_of_a_title_are_printed_once(name, printed):
    assert wording.awarding([name]) == f"Tặng {printed}"


def test_a_quoted_name_of_a_title_is_not_quoted_twice(office):
    title = make_own_title("XSD")
    type(title).objects.filter(pk=title.pk).update(name="“Xanh - Sạch - Đẹp”")
    title.refresh_from_db()
    first_article = decision_document(office.honour("Lê An", title=title)).blocks[-2]
    assert (first_article.lead, first_article.text) == (
        "Điều 1.",
        "Tặng danh hiệu “Xanh - Sạch - Đẹp” cho 01 cá nhân (có danh sách kèm theo).",
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_lone_list_has_no_letter_and_several_are_lettered_from_a_on(office):
    alone = decision_document(office.honour("Lê An")).annexes[0]
    assert (alone.title, [type(block) for block in alone.blocks[:1]]) == (
        "DANH SÁCH CÁ NHÂN ĐƯỢC KHEN THƯỞNG",
        [Table],
    )
    world = office.world
    nominations = [
        office.checked("Lê An"),
        office.checked(title=make_own_title("TT"), subject_kind="grassroots", subject=world.school),
    ]
    both = decision_document(office.draft(*nominations)).annexes[0]
    assert [block.text for block in both.blocks if isinstance(block, Heading)] == ["A. TẬP THỂ", "B. CÁ NHÂN"]
    assert (both.title, both.blocks[-1].text) == (
        "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG",
        "Danh sách này có 01 tập thể và 01 cá nhân.",
    )


@pytest.mark.one_database(on="sqlite")
def test_the_recipients_are_sent_to_the_last_article(office, law):
    with_money = decision_document(office.honour("Lê An"))
    without = decision_document(office.honour("Lê Ân", title=make_own_title("KC", coefficient_person=None)))
    articles = [[block.lead for block in d.blocks if getattr(block, "lead", "")] for d in (with_money, without)]
    assert [(len(leads), d.recipients[0]) for leads, d in zip(articles, (with_money, without), strict=True)] == [
        (3, "Như Điều 3"),
        (2, "Như Điều 2"),
    ]

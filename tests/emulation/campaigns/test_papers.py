"""The plan of a campaign and the letter to its units as papers: their words, numbers, what is stored."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.audit import history_of
from core.documents.description import Document, Heading, Items, Paragraph
from core.documents.docx import document_docx
from core.documents.pdf import document_pdf
from core.documents.storage import store_document
from core.papers import papers_of
from core.workflow import MoveNotAllowed
from emulation.campaigns.contributions import plans_to_number
from emulation.campaigns.documents.letter import letter_document
from emulation.campaigns.documents.plan import plan_document
from emulation.campaigns.models import Campaign, CampaignLetter
from emulation.campaigns.rules import CORRECTABLE
from emulation.campaigns.services.campaigns import edit_campaign, reopen_campaign
from emulation.campaigns.services.papers import file_plan, number_letter, number_plan
from tests.emulation.campaigning import client_in, errors_of, upload
from tests.factories import make_campaign, make_rollout, make_title
from tests.papers import PDF
from tests.printed import docx_words, letters, without_repetition, words_of_page
from tests.shared_rows import shared
from unions.tree.models import UnionProfile

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
DAY = date(2024, 1, 15)
YEAR = 2024


def approved(world, **facts):
    facts = {"registration_opens": date(2024, 2, 1), "registration_closes": date(2024, 3, 31), **facts}
    by = {"state": "approved", "approved_by": world.people["leader"], "approved_at": timezone.now()}
    return make_campaign(world.union, world.people["officer"], launched=False, **{**by, **facts})


@shared
def campaign(world):
    made = approved(world, contents="- Thi giáo viên dạy giỏi\n- Viết sáng kiến", theme="Đoàn kết, sáng tạo")
    made.titles.set([make_title()])
    return made


def number(world, campaign, by="clerk", **facts):
    return number_plan(campaign, actor=world.people[by], **{"dated_on": DAY, **facts})


def headings(document: Document, *levels: int) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level in levels]


def words(document: Document) -> str:
    texts = [line for block in document.blocks if isinstance(block, Items) for line in block.lines]
    return "\n".join([*texts, *(block.text for block in document.blocks if isinstance(block, Paragraph))])


def test_a_plan_says_why_for_whom_what_and_who_carries_it_out(world, campaign):
    plan = plan_document(campaign)
    union = world.union.name
    assert (plan.type_name, plan.subject) == (
        "KẾ HOẠCH",
        "Phát động phong trào thi đua “Dạy tốt, Học tốt” trong công nhân, viên chức, lao động năm 2024",
    )
    assert headings(plan, 2) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. ĐỐI TƯỢNG, THỜI GIAN",
        "III. NỘI DUNG",
        "IV. DANH HIỆU, ĐĂNG KÝ, KHEN THƯỞNG",
        "V. TỔ CHỨC THỰC HIỆN",
    ]
    for sentence in (
        "Chủ đề: “Đoàn kết, sáng tạo”;",
        f"Đoàn viên, công nhân, viên chức, lao động tại các công đoàn cơ sở trực thuộc {union}.",
        "Từ ngày 01 tháng 01 năm 2024 đến hết ngày 31 tháng 12 năm 2024.",
        "Thi giáo viên dạy giỏi;\nViết sáng kiến.",
        "Công đoàn cơ sở gửi bản đăng ký từ ngày 01 tháng 02 năm 2024 đến hết ngày 31 tháng 3 năm 2024.",
        "Lao động tiên tiến.",
        "Báo cáo kết quả thực hiện chậm nhất hết ngày 31 tháng 12 năm 2024.",
        "đề nghị các công đoàn cơ sở nghiêm túc tổ chức thực hiện./.",
    ):
        assert sentence in words(plan)
    assert plan.recipients == (
        "Công đoàn cấp trên (để b/c)",
        "Các công đoàn cơ sở (để t/h)",
        "Lưu: VT, CS",
    )
    assert plan.annexes == ()


@pytest.mark.parametrize(
    ("facts", "subject", "awards"),
    [
        (
            {"kind": "drive", "name": "Trường học hạnh phúc"},
            "Triển khai cuộc vận động “Trường học hạnh phúc” trong công nhân, viên chức, lao động năm 2024",
            None,
        ),
        (
            {"kind": "contest", "name": "Hội thi thợ giỏi", "is_school_year": True},
            "Tổ chức hội thi thợ giỏi trong công nhân, viên chức, lao động năm học 2023 - 2024",
            "III. KHEN THƯỞNG",
        ),
        (
            {"name": "Phong trào thi đua yêu nước trong công nhân, viên chức, lao động năm 2024"},
            "Phát động phong trào thi đua yêu nước trong công nhân, viên chức, lao động năm 2024",
            "III. KHEN THƯỞNG",
        ),
    ],
)
def test_a_name_that_says_what_it_is_stands_alone_and_empty_parts_leave_no_heading(world, facts, subject, awards):
    plan = plan_document(approved(world, **facts))
    carrying_out = "IV. TỔ CHỨC THỰC HIỆN" if awards else "III. TỔ CHỨC THỰC HIỆN"
    assert plan.subject == subject
    assert headings(plan, 2)[2:] == [*filter(None, [awards]), carrying_out]


def test_audience_waves_sectors_and_targets_are_printed_where_there_are_any(world, campaign):
    education, production = (world.union.sectors.get(kind=kind) for kind in ("education", "production"))
    campaign.sectors.set([education, production])
    campaign.min_workers = 20
    campaign.units_by_hand.create(grassroots=world.company, is_included=False)
    campaign.waves.create(number=1, name="Cơ sở", starts_on=DAY, ends_on=date(2024, 5, 31))
    day = date(2024, 10, 15)
    own = campaign.sector_plans.create(sector=education, contents="Tự học", registration_closes=day)
    own.titles.set([make_title("LDG", "Lao động giỏi")])
    campaign.targets.create(measure="local_launches", basis="share", value=90)
    campaign.targets.create(measure="local_launches", basis="each_unit", value=1, sector=education, position=1)
    campaign.targets.create(measure="local_launches", basis="each_unit", value=1200, sector=production, position=2)
    plan = plan_document(campaign)
    assert headings(plan, 3)[2:] == [
        "1. Đối tượng",
        "2. Thời gian",
        "1. Nội dung chung",
        "2. Đối với khối giáo dục",
        "1. Danh hiệu thi đua, hình thức khen thưởng",
        "2. Đăng ký thi đua",
        "3. Khen thưởng",
        f"1. {world.union.name}",
        "2. Công đoàn cơ sở",
    ]
    for sentence in (
        ", thuộc khối sản xuất kinh doanh, khối giáo dục, có từ 20 lao động trở lên, trừ 01 công đoàn cơ sở.",
        "Đợt 1 (“Cơ sở”): từ ngày 15 tháng 01 năm 2024 đến hết ngày 31 tháng 5 năm 2024.",
        "Đối với khối giáo dục: đến hết ngày 15 tháng 10 năm 2024.",
        "Đối với khối giáo dục: Lao động giỏi.",
        ": ít nhất 90% số công đoàn cơ sở.",
        "Chỉ tiêu của từng khối tại Phụ lục kèm theo Kế hoạch này.",
    ):
        assert sentence in words(plan)
    [annex] = plan.annexes
    [table] = annex.tables
    assert (annex.label, annex.title, annex.note) == ("PHỤ LỤC", "CHỈ TIÊU THI ĐUA THEO KHỐI", "")
    assert [column.label for column in table.columns[2:]] == [
        "Đơn vị tính",
        "Khối sản xuất kinh doanh",
        "Khối giáo dục",
        "Ghi chú",
    ]
    assert [row[2:] for row in table.rows] == [("mỗi công đoàn cơ sở", 1200, 1, "")]
    assert sum(column.width for column in table.columns) == 247
    issuer = f"Ban Thường vụ {world.union.name}"
    note = f"(Kèm theo Kế hoạch số 01/KH-LĐLĐ ngày 15 tháng 01 năm 2024 của {issuer})"
    assert plan_document(number(world, campaign)).annexes[0].note == note


def test_the_clerk_numbers_an_approved_plan_once_and_its_paper_no_longer_changes(world, campaign):
    numbered = number(world, campaign, number=8)
    plan = plan_document(numbered)
    assert (numbered.plan_number, numbered.plan_date, numbered.state) == ("08/KH-LĐLĐ", DAY, "approved")
    assert (plan.letterhead.number_symbol, plan.letterhead.date) == ("08/KH-LĐLĐ", DAY)
    assert history_of(numbered)[0].act == "campaign.number"
    with pytest.raises(MoveNotAllowed, match="08/KH-LĐLĐ"):
        number(world, numbered)
    with pytest.raises(MoveNotAllowed, match="08/KH-LĐLĐ"):
        reopen_campaign(numbered, actor=world.people["leader"], reason="Sửa chỉ tiêu")
    Campaign.objects.filter(pk=numbered.pk).update(state="launched", launched_on=DAY)
    numbered.refresh_from_db()
    edit_campaign(actor=world.people["officer"], campaign=numbered, expected_revision=None, theme="Chủ đề khác")
    assert plan_document(Campaign.objects.get(pk=numbered.pk)) == plan
    assert {"plan_number", "plan_date"} & set().union(*CORRECTABLE.values()) == set()
    assert number(world, approved(world)).plan_number == "09/KH-LĐLĐ"


@pytest.mark.parametrize("by", ["officer", "leader", "chair", "viewer", "stranger_officer"])
def test_only_the_clerk_numbers_where_there_is_one(world, campaign, by):
    with pytest.raises(PermissionDenied):
        number(world, campaign, by=by)
    with pytest.raises(PermissionDenied):
        number_letter(campaign, actor=world.people[by], dated_on=DAY)


def test_whoever_approved_the_plan_does_not_number_it(world):
    made = approved(world, approved_by=world.people["clerk"])
    with pytest.raises(PermissionDenied):
        number(world, made)


@pytest.mark.parametrize(
    ("days", "allowed"),
    [(0, True), (1, False)],
)
def test_a_paper_is_not_dated_in_the_future(world, campaign, days, allowed):
    day = timezone.localdate() + timedelta(days=days)
    if allowed:
        assert number(world, campaign, dated_on=day).plan_date == day
    else:
        with pytest.raises(ValidationError) as refused:
            number(world, campaign, dated_on=day)
        assert list(refused.value.message_dict) == ["dated_on"]


@pytest.mark.parametrize("state", ["draft", "submitted", "cancelled"])
def test_a_plan_that_is_not_approved_is_not_numbered(world, state):
    sent = {"submitted_by": world.people["officer"], "submitted_at": timezone.now()} if state == "submitted" else {}
    with pytest.raises(MoveNotAllowed):
        number(world, make_campaign(world.union, world.people["officer"], launched=False, state=state, **sent))


def test_a_number_of_the_book_is_used_once_and_letters_have_their_own(world, campaign):
    number(world, campaign, number=5)
    other = approved(world)
    with pytest.raises(ValidationError) as refused:
        number(world, other, number=5)
    assert list(refused.value.message_dict) == ["number"]
    sent = number_letter(other, actor=world.people["clerk"], dated_on=DAY, number=5)
    assert (str(sent.letter), sent.plan_number) == ("05/LĐLĐ", "")


@pytest.mark.one_database(on="postgresql")
@pytest.mark.parametrize("how", ["number", "document", "letter", "document of the letter"])
def test_the_database_keeps_what_was_numbered(world, campaign, how):
    numbered = number_letter(number(world, campaign), actor=world.people["clerk"], dated_on=DAY)
    letter = numbered.letter
    ways = {
        "number": lambda: Campaign.objects.filter(pk=numbered.pk).update(plan_number="09/KH-LĐLĐ"),
        "document": lambda: store_document(numbered, plan_document(numbered)),
        "letter": lambda: CampaignLetter.objects.filter(pk=letter.pk).update(symbol="09/LĐLĐ"),
        "document of the letter": lambda: store_document(letter, letter_document(numbered)),
    }
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ways[how]()


def test_a_paper_has_the_letterhead_of_its_day(world, campaign):
    UnionProfile.objects.filter(union=world.union).update(valid_to=date(2024, 6, 30))
    old = world.union.profile_on(DAY)
    new = {
        **{name: getattr(old, name) for name in ("body", "capacity_line", "chair_post", "vice_chair_post", "place")}
    }
    new |= {"name": "Công đoàn Tây Hồ", "issuer_line": "CÔNG ĐOÀN TÂY HỒ", "symbol": "CĐ"}
    UnionProfile.objects.create(union=world.union, valid_from=date(2024, 7, 1), **new)
    before, after = number(world, campaign), number(world, approved(world), dated_on=date(2024, 7, 1))
    assert [each.plan_number for each in (before, after)] == ["01/KH-LĐLĐ", "02/KH-CĐ"]
    assert [plan_document(each).author for each in (before, after)] == [old.name, "Công đoàn Tây Hồ"]
    assert plan_document(after).letterhead.issuer_line == "CÔNG ĐOÀN TÂY HỒ"


@pytest.mark.parametrize(
    ("leader", "lines", "post"),
    [
        ("leader", ("TM. BAN THƯỜNG VỤ",), "CHỦ TỊCH"),
        ("vice", ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH"),
    ],
)
def test_whoever_approved_signs_in_her_capacity(world, leader, lines, post):
    made = approved(world, approved_by=world.people[leader])
    for document in (plan_document(made), letter_document(made)):
        [[signature]] = document.signatures
        assert (signature.capacity_lines, signature.post) == (lines, post)
        assert signature.name == world.people[leader].full_name


def test_a_plan_nobody_approved_has_room_for_number_day_and_name(world):
    plan = plan_document(make_campaign(world.union, world.people["officer"], launched=False))
    [[signature]] = plan.signatures
    assert (plan.letterhead.number_symbol, plan.letterhead.date, signature.name) == ("/KH-LĐLĐ", None, "")


def test_the_letter_says_what_to_do_by_when_and_where(world, campaign):
    number(world, campaign)
    campaign.refresh_from_db()
    sent = number_letter(campaign, actor=world.people["clerk"], dated_on=date(2024, 1, 20))
    letter = letter_document(sent)
    movement = "phong trào thi đua “Dạy tốt, Học tốt” trong công nhân, viên chức, lao động năm 2024"
    assert (letter.type_name, letter.letterhead.about) == ("", f"V/v triển khai {movement}")
    assert (letter.letterhead.number_symbol, letter.letterhead.date) == ("01/LĐLĐ", date(2024, 1, 20))
    assert letter.addressees == ("Ban Chấp hành các công đoàn cơ sở trực thuộc",)
    assert [block.lead for block in letter.blocks if isinstance(block, Paragraph) and block.lead] == [
        "1. Tiếp nhận Kế hoạch:",
        "2. Phát động tại cơ sở:",
        "3. Đăng ký danh hiệu thi đua:",
        "4. Báo cáo kết quả:",
        "5. Nơi thực hiện:",
    ]
    assert f"Kế hoạch số 01/KH-LĐLĐ ngày 15 tháng 01 năm 2024 của Ban Thường vụ {world.union.name}" in words(letter)
    with pytest.raises(MoveNotAllowed, match="01/LĐLĐ"):
        number_letter(sent, actor=world.people["clerk"], dated_on=DAY)


@pytest.mark.slow
def test_plan_and_letter_say_the_same_in_both_formats_and_keep_the_margins_of_the_decree(world, campaign):
    education = world.union.sectors.get(kind="education")
    campaign.targets.create(measure="local_launches", basis="each_unit", value=1, sector=education)
    for document in (plan_document(campaign), letter_document(campaign)):
        pdf = document_pdf(document)
        assert without_repetition(pdf, document) == letters(docx_words(document_docx(document)))
        first, *others = PdfReader(io.BytesIO(pdf)).pages
        printed = [each for each in words_of_page(first) if each.text]
        assert round(min(each.left for each in printed)) == 30
        assert {each.font.split("-")[0] for each in printed} == {"VN"}
        assert min(each.baseline for each in printed) >= 20
        for number, page in enumerate(others, 2):
            assert [each.text for each in words_of_page(page) if each.baseline < 20] == [str(number)]


def test_the_page_says_that_the_number_is_missing_and_the_clerk_is_asked_for_it(world, campaign):
    make_rollout(campaign, world.school)
    page = client_in(world, "clerk", YEAR).get(campaign.get_absolute_url())
    assert ("Plan", "no number yet") in page.context["facts"]
    assert [label for label, _url in page.context["paper_acts"]] == [
        "Number the plan",
        "Number the letter to the units",
    ]
    [todo] = plans_to_number(world.people["clerk"], YEAR)
    assert todo.url == campaign.get_absolute_url()
    assert plans_to_number(world.people["officer"], YEAR) == []
    number(world, campaign)
    assert (
        plans_to_number(type(world.people["clerk"]).objects.get(username=world.people["clerk"].username), YEAR) == []
    )


@pytest.mark.slow
def test_a_wrong_number_is_told_at_the_field_and_the_next_one_is_offered(world, campaign):
    clerk = client_in(world, "clerk", YEAR)
    number(world, approved(world), dated_on=timezone.localdate(), number=7)
    address = reverse("emulation:plan-number", args=[campaign.pk])
    assert clerk.get(address).context["form"].fields["number"].widget.attrs["placeholder"] == 8
    day = f"{timezone.localdate():%d/%m/%Y}"
    refused = clerk.post(address, {"number": "7", "dated_on": day})
    assert (refused.status_code, list(errors_of(refused))) == (422, ["number"])
    assert clerk.post(address, {"number": "", "dated_on": day}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.plan_number == "08/KH-LĐLĐ"


def test_the_signed_original_is_filed_by_the_clerk_and_read_by_the_units(world, campaign):
    with pytest.raises(MoveNotAllowed):
        file_plan(campaign, actor=world.people["clerk"], scan=upload())
    number(world, campaign)
    with pytest.raises(PermissionDenied):
        file_plan(campaign, actor=world.people["chair"], scan=upload())
    clerk = client_in(world, "clerk", YEAR)
    sent = clerk.post(reverse("emulation:plan-file", args=[campaign.pk]), {"scan": upload("ke-hoach.pdf")})
    assert sent.status_code == 302
    make_rollout(campaign, world.school)
    scan = client_in(world, "chair", YEAR).get(reverse("emulation:plan-scan", args=[campaign.pk]))
    assert scan.getvalue() == PDF
    assert "ke-hoach" in scan.headers["Content-Disposition"]


def test_plan_and_letter_stand_beside_the_campaign_and_its_roll_outs(world, campaign):
    rollout = make_rollout(campaign, world.school)
    draft = make_campaign(world.union, world.people["officer"], launched=False)
    chair = world.people["chair"]
    names = [[str(paper.label) for paper in papers_of(chair, each)] for each in (campaign, rollout, draft)]
    assert names == [["Kế hoạch", "Công văn gửi các đơn vị"]] * 2 + [["Kế hoạch"]]
    assert [paper.remark for paper in papers_of(chair, rollout)] == ["Dự thảo, trang 1"] * 2
    number(world, campaign)
    campaign.refresh_from_db()
    assert [paper.remark for paper in papers_of(chair, campaign)] == ["Trang 1", "Dự thảo, trang 1"]


def test_the_command_lists_plans_and_letters_by_fixed_names(world, campaign):
    other = number_letter(number(world, approved(world)), actor=world.people["clerk"], dated_on=DAY)
    make_campaign(world.union, world.people["officer"], launched=False)
    out = io.StringIO()
    call_command("documents", union=world.union.code, year=YEAR, stdout=out)
    assert sorted(line.split("\t") for line in out.getvalue().splitlines()) == [
        ["plan", str(campaign.pk), campaign.name],
        ["plan", str(other.pk), f"01/KH-LĐLĐ – {other.name}"],
        ["plan_letter", str(other.pk), f"01/LĐLĐ – {other.name}"],
    ]

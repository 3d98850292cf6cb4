"""A whole year walked by the five persons who run it, each in a browser of their own."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from awards.council.services import appoint_council
from emulation.law.services import load_reference
from tests.browser.conftest import Visit
from tests.browser.persons import Somebody
from tests.conftest import World
from tests.factories import make_person

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TODAY = timezone.localdate()
DAY, YEAR = f"{TODAY:%d/%m/%Y}", TODAY.year

CAMPAIGN = "Dạy tốt, Học tốt"
TEACHER = "Đỗ Thị Quỳnh Oanh"
TITLE = "Giấy khen của Công đoàn quận"
INITIATIVE = "Dạy phân số bằng những chiếc bánh trung thu"
REASON = "Đề nghị ghi rõ thành tích hai năm gần nhất của đồng chí Oanh."
NOTE = "Giáo viên dạy giỏi cấp trường hai năm liền"
ACHIEVEMENT = f"Đã có thành tích xuất sắc trong phong trào thi đua “{CAMPAIGN}” năm {YEAR}"
SITTING = f"Phiên xét khen thưởng năm {YEAR}"
SUBJECT = f"Về việc tặng Giấy khen năm {YEAR}"
STRENGTHS = "Phong trào được các đơn vị hưởng ứng sôi nổi, thiết thực."


@pytest.fixture
def council(live_server: object, world: World) -> None:
    """The law, a teacher, and a council of three."""
    load_reference()
    make_person(world.school, TEACHER, birth_date=date(1988, 5, 17), position="Giáo viên")
    seats = [
        ("Phạm Quốc Bảo", "chair", world.people["leader"]),
        ("Đặng Văn Ước", "secretary", world.people["council"]),
        ("Trần Minh Đức", "member", world.people["officer"]),
    ]
    appoint_council(
        actor=world.people["officer"],
        union=world.union,
        name="Hội đồng Thi đua - Khen thưởng",
        valid_from=date(2020, 1, 1),
        seats=seats,
    )


def test_the_year_runs_from_the_plan_to_the_report(council: None, visit: Visit, pictures: Path | None) -> None:
    def person(name: str, how: dict[str, Any]) -> Somebody:
        somebody = Somebody(name, visit(**how), pictures)
        somebody.sign_in()
        return somebody

    officer, leader = person("officer.tayho", DESKTOP), person("leader.tayho", DESKTOP)
    secretary, clerk = person("council.tayho", DESKTOP), person("clerk.tayho", DESKTOP)
    chair = person("chair.tayho", PHONE)

    plan(officer)
    approve(leader)
    number_the_plan(clerk)
    launch(officer)
    answer_the_plan(chair)
    launch_at_the_school(chair)
    accept_the_launch(officer)
    register_the_teacher(chair)
    register_the_initiative(chair)
    return_the_registration(officer)
    mend_the_registration(chair)
    accept_both(officer)
    nominate(chair)
    check_and_call_the_council(officer)
    hold_the_sitting(secretary)
    close_the_sitting(leader)
    draft_the_decision(officer)
    sign_the_decision(leader)
    code = number_and_print(clerk)
    begin_the_report(officer)
    sign_the_report(leader)
    issue_the_report(clerk)
    verify_as_a_stranger(Somebody("stranger", visit(**PHONE), pictures), code)


# ── The campaign ─────────────────────────────────────────────────────────────


def plan(officer: Somebody) -> None:
    officer.goes_to("Phong trào")
    officer.follow("Soạn kế hoạch")
    officer.fill(
        {
            "Tên": CAMPAIGN,
            "Chủ đề": "Dạy thật tốt, học thật tốt",
            "Ngày đầu kỳ": f"01/01/{YEAR}",
            "Ngày cuối kỳ": f"31/12/{YEAR}",
            "Bắt đầu đăng ký": f"01/01/{YEAR}",
            "Hạn đăng ký": f"31/12/{YEAR}",
            "Nội dung chung": "Mỗi giáo viên một đổi mới trong giảng dạy.",
        }
    )
    officer.tick(TITLE)
    officer.press("Lưu bản nháp")
    officer.reads("Đã lưu bản nháp. Khi dự thảo đã đầy đủ, đồng chí bấm “Trình duyệt”.")
    officer.reads_state("Bản nháp")
    officer.press("Trình duyệt")
    officer.reads_state("Đã trình duyệt")


def approve(leader: Somebody) -> None:
    leader.takes_up(f"Kế hoạch “{CAMPAIGN}” đang chờ đồng chí duyệt")
    leader.press("Duyệt kế hoạch")
    leader.reads_state("Đã duyệt")


def number_the_plan(clerk: Somebody) -> None:
    clerk.goes_to("Phong trào")
    clerk.follow(CAMPAIGN)
    clerk.follow("Cấp số kế hoạch")
    clerk.press("Cấp số")
    clerk.reads("01/KH-LĐLĐ")


def launch(officer: Somebody) -> None:
    officer.goes_to("Phong trào")
    officer.follow(CAMPAIGN)
    officer.press_today("Phát động và gửi đến các đơn vị", agree=True)
    officer.reads_state("Đã phát động")


def answer_the_plan(chair: Somebody) -> None:
    chair.takes_up(f"Xác nhận đơn vị đã nhận kế hoạch “{CAMPAIGN}”")
    chair.press_today("Xác nhận đã nhận kế hoạch")


def launch_at_the_school(chair: Somebody) -> None:
    chair.takes_up(f"Tổ chức phát động “{CAMPAIGN}” tại đơn vị, sau đó ghi nhận ngày và số người")
    chair.follow("Ghi nhận phát động tại đơn vị")
    chair.fill(
        {
            "Ngày phát động tại đơn vị": DAY,
            "Số người tham gia": 38,
            "Trong đó nữ": 29,
            "Nội dung, chỉ tiêu của đơn vị": "100% giáo viên có một giờ dạy đổi mới.",
            "Văn bản đã ký": {"name": "phat-dong.pdf", "mimeType": "application/pdf", "buffer": blank_pdf()},
        }
    )
    chair.press("Lưu")
    chair.reads_state("Đã phát động tại cơ sở")
    assert chair.downloads("Tải về", "link") == blank_pdf()


def accept_the_launch(officer: Somebody) -> None:
    officer.takes_up("1 báo cáo phát động, báo cáo kết quả của đơn vị chờ tiếp nhận")
    officer.follow("Trường Tiểu học Chu Văn An")
    officer.press("Tiếp nhận báo cáo phát động")


# ── What the school registers ────────────────────────────────────────────────


def register_the_teacher(chair: Somebody) -> None:
    chair.takes_up(f"Đơn vị chưa đăng ký nội dung nào trong “{CAMPAIGN}”")
    chair.press("Tiếp tục")
    chair.follow("Chọn người")
    chair.fill({"Danh hiệu": TITLE, "Cá nhân, tập thể đăng ký": TEACHER})
    chair.press("Đưa vào bản đăng ký")
    chair.press_and_agree("Gửi bản đăng ký")
    chair.reads(TEACHER, "Đã gửi: 1")


def register_the_initiative(chair: Somebody) -> None:
    chair.goes_to("Sáng kiến và hội thi")
    chair.follow("Nhập sáng kiến")
    chair.fill({"Tên sáng kiến": INITIATIVE, "Phong trào": CAMPAIGN, "Tác giả chính": TEACHER})
    chair.press("Lưu bản nháp")
    chair.reads(TEACHER, "100%")
    chair.press("Gửi")
    chair.reads_state("Đã gửi")


def open_the_waiting_row(officer: Somebody) -> None:
    officer.takes_up("1 bản đăng ký thi đua của đơn vị chờ duyệt")
    officer.follow("Trường Tiểu học Chu Văn An")
    officer.follow("Trường Tiểu học Chu Văn An – ")
    officer.follow("GK CĐ quận")


def return_the_registration(officer: Somebody) -> None:
    open_the_waiting_row(officer)
    officer.press_with_reason("Trả lại để bổ sung", REASON)
    officer.reads_state("Trả lại")


def mend_the_registration(chair: Somebody) -> None:
    chair.takes_up("1 nội dung được trả lại kèm lý do")
    chair.reads(REASON)
    chair.follow("GK CĐ quận")
    chair.follow("Sửa")
    chair.fill({"Ghi chú": NOTE})
    chair.press("Lưu")
    chair.reads(NOTE)
    chair.press("Gửi")
    chair.reads_state("Đã gửi")


def accept_both(officer: Somebody) -> None:
    open_the_waiting_row(officer)
    officer.reads(NOTE)
    officer.press("Chấp nhận")
    officer.reads_state("Đã chấp nhận")
    officer.goes_to("Sáng kiến và hội thi")
    officer.follow(INITIATIVE)
    officer.press("Tiếp nhận, ghi đăng ký")
    officer.reads_state("Đã đăng ký")


# ── The council ──────────────────────────────────────────────────────────────


def nominate(chair: Somebody) -> None:
    chair.takes_up("1 bản đăng ký đã được chấp nhận, có thể lập hồ sơ đề nghị khen thưởng")
    chair.tick(TEACHER)
    chair.fill({"Thành tích": ACHIEVEMENT})
    chair.press("Lập hồ sơ")
    chair.reads(ACHIEVEMENT)
    chair.press("Gửi")
    chair.reads_state("Đã gửi")


def check_and_call_the_council(officer: Somebody) -> None:
    officer.takes_up("1 hồ sơ đề nghị chờ đồng chí thẩm định")
    officer.follow(TEACHER)
    officer.press("Xác nhận hồ sơ hợp lệ")
    officer.goes_to("Khen thưởng")
    officer.follow("Phiên họp Hội đồng")
    officer.follow("Lập phiên họp")
    officer.fill({"Tên phiên họp": SITTING, "Ngày tổ chức": DAY, "Địa điểm": "Hội trường tầng 2"})
    officer.press("Lập phiên họp")
    officer.follow("Đưa vào chương trình họp")
    officer.fill({"Hồ sơ đã thẩm định": TEACHER})
    officer.press("Đưa vào chương trình họp")
    officer.reads(TEACHER)


def hold_the_sitting(secretary: Somebody) -> None:
    secretary.takes_up(f"Chuẩn bị và khai mạc “{SITTING}”")
    secretary.follow("Ghi thành phần dự họp")
    secretary.press("Ghi thành phần dự họp")
    secretary.press_and_agree("Khai mạc phiên họp")
    secretary.takes_up(f"Nhập kết quả kiểm phiếu của “{SITTING}”")
    secretary.follow("Nhập kết quả kiểm phiếu")
    counts = {"Số phiếu phát ra": 3, "Số phiếu thu về": 3, "Phiếu hợp lệ": 3, "Phiếu không hợp lệ": 0}
    secretary.fill({**counts, "Phiếu đồng ý": 3})
    secretary.press("Nhập kết quả kiểm phiếu")
    secretary.reads("100%")


def close_the_sitting(leader: Somebody) -> None:
    """The chair of the council, because the secretary counted."""
    leader.takes_up(f"“{SITTING}” đã có đủ kết quả kiểm phiếu: đồng chí kết thúc phiên họp")
    leader.follow("Kết thúc phiên họp")
    leader.fill({"Kết luận": "Hội đồng nhất trí đề nghị tặng Giấy khen."})
    leader.press("Kết thúc phiên họp")
    leader.reads("Hội đồng nhất trí đề nghị tặng Giấy khen.")
    assert TEACHER in text_of(leader.opens_paper("Biên bản phiên họp"))


# ── The decision and its certificate ─────────────────────────────────────────


def draft_the_decision(officer: Somebody) -> None:
    officer.takes_up(f"“{SITTING}” đã kết thúc, chờ soạn quyết định khen thưởng")
    officer.fill({"Trích yếu": SUBJECT})
    officer.press("Soạn quyết định")
    officer.reads(TEACHER)
    officer.press("Trình ký")
    officer.reads_state("Đã trình ký")


def sign_the_decision(leader: Somebody) -> None:
    leader.takes_up(f"Quyết định “{SUBJECT}” chờ đồng chí ký")
    leader.follow("Ký")
    leader.press("Ký")
    leader.reads_state("Đã ký")


def number_and_print(clerk: Somebody) -> str:
    """Return the code that the certificate carries."""
    clerk.takes_up(f"Quyết định “{SUBJECT}” đã ký, chờ cấp số")
    clerk.follow("Cấp số và ban hành")
    clerk.press("Ban hành")
    clerk.reads_heading("Quyết định 01/QĐ-LĐLĐ")
    paper = text_of(clerk.downloads("In 1 Giấy khen"))
    assert f"Bà {TEACHER}" in paper
    assert ACHIEVEMENT in paper
    assert "GIẤY KHEN" in paper
    return code_on(paper)


def verify_as_a_stranger(stranger: Somebody, code: str) -> None:
    stranger.page.goto("/verify/")
    stranger.fill({"Mã in trên Giấy khen, Giấy chứng nhận": code})
    stranger.press("Tra cứu")
    stranger.reads_heading("Giấy khen này có trong sổ khen thưởng của Liên đoàn Lao động quận Tây Hồ")
    stranger.reads(TEACHER, "01/QĐ-LĐLĐ")


# ── The report ───────────────────────────────────────────────────────────────


def begin_the_report(officer: Somebody) -> None:
    officer.goes_to("Báo cáo")
    officer.follow("Soạn báo cáo")
    officer.fill({"Ưu điểm": STRENGTHS})
    officer.press("Lưu")
    officer.reads(STRENGTHS)
    officer.press("Xem đúng như bản in")
    assert STRENGTHS in text_of(officer.downloads("Tải tệp về", "link"))
    opens_the_edition(officer, "chưa có số")
    officer.follow("Xem nội dung còn thiếu")
    for lacking in officer.page.get_by_role("checkbox").all():
        lacking.check()
    officer.press("Xác nhận đã xem các mục đánh dấu")
    officer.follow("Trở lại báo cáo")
    officer.press("Trình ký")
    officer.reads_state("Đã trình ký")


def sign_the_report(leader: Somebody) -> None:
    leader.takes_up(f"Báo cáo tổng kết năm {YEAR} chờ đồng chí ký")
    leader.reads(STRENGTHS)
    leader.follow("Ký")
    leader.press("Ký")
    leader.reads_state("Đã ký")


def issue_the_report(clerk: Somebody) -> None:
    clerk.takes_up(f"Báo cáo tổng kết năm {YEAR} đã ký, chờ cấp số")
    clerk.follow("Cấp số và ban hành")
    clerk.fill({"Ngày của văn bản": DAY})
    clerk.press("Ban hành")
    opens_the_edition(clerk, "01/BC-LĐLĐ")
    clerk.reads_state("Đã ban hành")
    paper = text_of(clerk.opens_paper("Mở văn bản"))
    for told in (
        "01/BC-LĐLĐ",
        f"“{CAMPAIGN}” (Kế hoạch số 01/KH-LĐLĐ",
        "50% công đoàn cơ sở tổ chức phát động thi đua với 38 người tham gia (mỗi đơn vị tính một lần), 38 lượt",
        "Đã có 01 sáng kiến đăng ký",
        "- Giấy khen của Công đoàn quận: 01",
        STRENGTHS,
        TEACHER,
    ):
        assert told in paper, told


def opens_the_edition(leader: Somebody, symbol: str) -> None:
    leader.goes_to("Báo cáo")
    leader.follow("Các báo cáo tổng kết")
    leader.reads(symbol)
    leader.follow(f"Báo cáo năm {YEAR}, lần 1")


# ── Papers ───────────────────────────────────────────────────────────────────


def blank_pdf() -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(written)
    return written.getvalue()


def text_of(pdf: bytes) -> str:
    """The words of a paper, its lines joined as they are read."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def code_on(paper: str) -> str:
    """What is printed beside the QR square, in groups of four, above the address."""
    found = re.search(r"((?:[0-9A-Z]{4} )+)\S+/verify/", paper)
    assert found, paper
    return found[1].strip()

import io
from datetime import date, timedelta
from typing import Any

import xlsxwriter

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Mã đoàn viên", "Chức vụ", "Bộ phận", "Điện thoại"]
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLES = ["Thị", "Văn", "Thu", "Minh", "Quốc", "Ngọc", "Thanh", "Hữu", "Đức", "Hải", "Kim", "Xuân"]
GIVENS = [
    "An",
    "Ánh",
    "Ân",
    "Bình",
    "Dung",
    "Dũng",
    "Đạt",
    "Đông",
    "Đức",
    "Giang",
    "Hà",
    "Hạ",
    "Hoa",
    "Hòa",
    "Hoan",
    "Oanh",
    "Ơn",
    "Phương",
    "Tú",
    "Tư",
    "Ước",
    "Vân",
    "Yến",
]
POSITIONS = ["Giáo viên", "Công nhân", "Tổ trưởng", "Nhân viên", "Kế toán"]
TITLES = [["LIÊN ĐOÀN LAO ĐỘNG QUẬN"], ["DANH SÁCH ĐOÀN VIÊN NĂM 2024"], []]


def person(number: int) -> list[Any]:
    """Return the row of person `number`; different numbers are different people."""
    name = " ".join(
        [FAMILIES[number % 14], MIDDLES[number // 14 % 12], MIDDLES[number // 168 % 12], GIVENS[number % 23]]
    )
    born = date(1965, 1, 1) + timedelta(days=number * 7 % 14_000)
    gender = "Nữ" if number % 2 else "Nam"
    phone = f"09{number:08d}" if number % 3 == 0 else ""
    return [
        number + 1,
        name,
        f"{born:%d/%m/%Y}",
        gender,
        f"DV{number:06d}",
        POSITIONS[number % 5],
        f"Tổ {number % 40}",
        phone,
    ]


def people(count: int, first: int = 0) -> list[list[Any]]:
    return [person(number) for number in range(first, first + count)]


def book(*rows: list[Any]) -> bytes:
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(target, options) as written:
        sheet = written.add_worksheet()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value not in ("", None):
                    sheet.write(row, column, value)
    return target.getvalue()


def list_of_people(*rows: list[Any], headings: list[str] | None = None) -> bytes:
    """Return a list with title rows above its headings: the first person stands in row 5."""
    return book(*TITLES, headings or HEADINGS, *rows)

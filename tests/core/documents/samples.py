from datetime import date

from core.documents.description import (
    Align,
    Annex,
    Document,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
    TableColumn,
)

CHAIR = Signature(("TM. BAN THƯỜNG VỤ",), "CHỦ TỊCH", "Nguyễn Văn A", "(Ký, đóng dấu)")
TABLE = Table(
    (
        TableColumn("STT", 12, Align.CENTRE),
        TableColumn("Tên tập thể", 135),
        TableColumn("Quyết định", 50, Align.CENTRE),
        TableColumn("Tiền thưởng (đồng)", 50, Align.RIGHT),
    ),
    tuple((str(number), f"Tổ {number} & bạn <b>", "45/QĐ-LĐLĐ", 1_520_000) for number in range(1, 41)),
)
DOCUMENT = Document(
    title="QUYẾT ĐỊNH 45/QĐ-LĐLĐ",
    author="Liên đoàn Lao động quận Tây Hồ",
    letterhead=Letterhead(
        "LIÊN ĐOÀN LAO ĐỘNG TP HÀ NỘI",
        "LIÊN ĐOÀN LAO ĐỘNG\nQUẬN TÂY HỒ",
        "Tây Hồ",
        date(2020, 12, 5),
        "45/QĐ-LĐLĐ",
        "V/v khen thưởng",
    ),
    type_name="QUYẾT ĐỊNH",
    subject="Về việc khen thưởng\nnăm học 2019 - 2020",
    addressees=("Hội đồng A", "Hội đồng B"),
    blocks=(
        Paragraph("BAN THƯỜNG VỤ", ParagraphKind.CENTRED_BOLD),
        Paragraph("Căn cứ Quyết định số 999/QĐ-TLĐ;", ParagraphKind.LEGAL_BASIS),
        Heading("Phần một", 1),
        Heading("I. Kết quả", 2),
        Heading("1. Chung", 3),
        Paragraph("Tặng Giấy khen cho 08 tập thể.", lead="Điều 1."),
        Items(("một", "hai")),
        Items(("ba", "bốn"), is_numbered=True),
        *(Paragraph("Phong trào thi đua sôi nổi, đều khắp. " * 12) for _number in range(8)),
        Paragraph("Ghi chú.", ParagraphKind.NOTE),
    ),
    signatures=((CHAIR,), (CHAIR, CHAIR)),
    recipients=("Như Điều 1", "Lưu: VT"),
    annexes=(
        Annex(
            "DANH SÁCH",
            (Heading("A. TẬP THỂ", 3), TABLE, Paragraph("Danh sách này có 40 tập thể.", ParagraphKind.BOLD)),
            label="PHỤ LỤC I",
            note="(Kèm theo Quyết định số 45/QĐ-LĐLĐ)",
            is_wide=True,
        ),
        Annex("BIỂU TRỐNG", (Table((TableColumn("STT", 12), TableColumn("Nội dung", 148)), ()),)),
    ),
)

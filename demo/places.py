from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from unions.units.choices import Ownership, SectorKind

WARDS = {
    "TAYHO": ("Bưởi", "Nhật Tân", "Phú Thượng", "Quảng An", "Thụy Khuê", "Tứ Liên", "Xuân La", "Yên Phụ"),
    "BACTULIEM": (
        "Cổ Nhuế 1", "Cổ Nhuế 2", "Đông Ngạc", "Đức Thắng", "Liên Mạc", "Minh Khai", "Phú Diễn", "Phúc Diễn",
        "Tây Tựu", "Thụy Phương", "Thượng Cát", "Xuân Đỉnh", "Xuân Tảo",
    ),
}  # fmt: skip
SCHOOLS = ("Trường Mầm non", "Trường Tiểu học", "Trường THCS")
SCHOOL_NAMES = (
    "Hoa Sen", "Hoa Sữa", "Ánh Dương", "Bình Minh", "Sao Mai", "Hoa Hồng", "Hướng Dương", "Tuổi Thơ", "Họa Mi",
    "Sơn Ca", "Măng Non", "Vành Khuyên", "Mai Vàng", "Nắng Mai",
)  # fmt: skip
TRADES = (
    "May", "Cơ khí", "In và Bao bì", "Xây dựng", "Thương mại và Dịch vụ", "Điện tử", "Nội thất", "Thực phẩm",
    "Vận tải", "Môi trường đô thị", "Khách sạn và Du lịch", "Dược phẩm", "Nhựa", "Cây xanh", "Thiết bị điện",
)  # fmt: skip
BRANDS = (
    "Hồng Phát", "Sao Bắc", "Thành Nam", "Đông Phương", "Việt Tiến Phát", "Minh Long Hà", "Tân Hưng", "An Khang",
    "Phú Cường", "Đại Lộc", "Gia Hưng", "Bảo An", "Hoàng Gia Phát", "Kim Sơn", "Thái Bình Minh", "Nhật Quang",
    "Trường Thịnh", "Phương Bắc",
)  # fmt: skip
FORMS = (
    ("Công ty TNHH", Ownership.PRIVATE),
    ("Công ty Cổ phần", Ownership.PRIVATE),
    ("Công ty TNHH", Ownership.FOREIGN),
    ("Công ty Cổ phần", Ownership.PRIVATE),
    ("Công ty TNHH Một thành viên", Ownership.STATE_ENTERPRISE),
)
DEPARTMENTS = (
    ("Phòng Giáo dục và Đào tạo", Ownership.STATE_BODY),
    ("Phòng Nội vụ", Ownership.STATE_BODY),
    ("Phòng Tài chính - Kế hoạch", Ownership.STATE_BODY),
    ("Phòng Lao động - Thương binh và Xã hội", Ownership.STATE_BODY),
    ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", Ownership.STATE_BODY),
    ("Trung tâm Văn hóa - Thông tin và Thể thao", Ownership.PUBLIC_SERVICE),
    ("Trung tâm Y tế", Ownership.PUBLIC_SERVICE),
    ("Ban Quản lý dự án đầu tư xây dựng", Ownership.PUBLIC_SERVICE),
    ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên", Ownership.PUBLIC_SERVICE),
    ("Phòng Tư pháp", Ownership.STATE_BODY),
    ("Phòng Quản lý đô thị", Ownership.STATE_BODY),
    ("Thanh tra", Ownership.STATE_BODY),
)


class Place(NamedTuple):
    name: str
    sector: SectorKind
    ownership: Ownership
    ward: str
    cluster: str


def places(code: str, district: str, *, schools: int, companies: int, offices: int) -> list[Place]:
    wanted = ((_schools(code), schools), (_companies(code), companies), (_offices(code, district), offices))
    return [place for source, count in wanted for place in islice(source, count)]


def _schools(code: str) -> Iterator[Place]:
    wards = WARDS[code]
    clusters = ("Cụm Mầm non", "Cụm Tiểu học", "Cụm Trung học cơ sở")
    for kind, cluster in zip(SCHOOLS, clusters, strict=True):
        for ward in wards:
            yield Place(f"{kind} {ward}", SectorKind.EDUCATION, Ownership.PUBLIC_SERVICE, ward, cluster)
    for number, name in enumerate(SCHOOL_NAMES):
        owner = Ownership.PRIVATE if number % 2 else Ownership.PUBLIC_SERVICE
        yield Place(f"Trường Mầm non {name}", SectorKind.EDUCATION, owner, wards[number % len(wards)], clusters[0])
    for number, ward in enumerate(wards):
        kind, cluster = (SCHOOLS[1], clusters[1]) if number % 2 else (SCHOOLS[2], clusters[2])
        yield Place(f"{kind} {ward} B", SectorKind.EDUCATION, Ownership.PUBLIC_SERVICE, ward, cluster)


def _companies(code: str) -> Iterator[Place]:
    wards = WARDS[code]
    for number in range(len(TRADES) * len(BRANDS)):
        form, owner = FORMS[number % len(FORMS)]
        trade, brand = TRADES[number % len(TRADES)], BRANDS[(number * 7 + len(wards)) % len(BRANDS)]
        ward, cluster = wards[number % len(wards)], f"Cụm Doanh nghiệp số {number % 3 + 1}"
        yield Place(f"{form} {trade} {brand}", SectorKind.PRODUCTION, owner, ward, cluster)


def _offices(code: str, district: str) -> Iterator[Place]:
    kind, cluster = SectorKind.ADMINISTRATIVE, "Cụm Hành chính sự nghiệp"
    for ward in WARDS[code]:
        yield Place(f"Ủy ban nhân dân phường {ward}", kind, Ownership.STATE_BODY, ward, cluster)
    for number, (name, owner) in enumerate(DEPARTMENTS):
        yield Place(f"{name} quận {district}", kind, owner, WARDS[code][number % len(WARDS[code])], cluster)
    for ward in WARDS[code]:
        yield Place(f"Trạm Y tế phường {ward}", kind, Ownership.PUBLIC_SERVICE, ward, cluster)

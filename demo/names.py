"""Generated Vietnamese names. Any likeness to a real person is an accident."""

from random import Random
from typing import NamedTuple

from unions.people.choices import Gender

FAMILY = {
    "Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 5, "Phan": 4, "Đặng": 3, "Bùi": 3, "Đỗ": 3,
    "Ngô": 2, "Dương": 2, "Đinh": 2, "Trịnh": 2, "Đoàn": 1, "Mai": 1, "Tạ": 1, "Lương": 1, "Cao": 1, "Chu": 1,
    "Tô": 1, "Hồ": 1, "Lưu": 1, "Kiều": 1,
}  # fmt: skip
MIDDLE = {
    Gender.FEMALE: {
        "Thị": 30, "Thị Thu": 6, "Thị Minh": 4, "Thị Thanh": 6, "Thị Ngọc": 4, "Thị Bích": 3, "Thị Hồng": 5,
        "Thu": 5, "Thanh": 5, "Ngọc": 5, "Minh": 4, "Phương": 4, "Hải": 2, "Khánh": 2, "Diệu": 2, "Lan": 2,
        "Mai": 2, "Thùy": 3,
    },
    Gender.MALE: {
        "Văn": 22, "Đức": 9, "Minh": 7, "Quang": 6, "Xuân": 5, "Hữu": 5, "Đình": 5, "Quốc": 5, "Công": 4,
        "Anh": 3, "Ngọc": 4, "Thành": 4, "Tiến": 3, "Trọng": 3, "Bá": 2, "Duy": 3, "Việt": 3, "Mạnh": 3,
    },
}  # fmt: skip
GIVEN = {
    Gender.FEMALE: (
        "Ánh", "An", "Bình", "Châm", "Chi", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hiếu",
        "Hoa", "Hòa", "Huệ", "Hương", "Hường", "Huyền", "Lan", "Liên", "Linh", "Loan", "Ly", "Mai", "Minh", "Nga",
        "Ngân", "Ngọc", "Nguyệt", "Nhàn", "Nhung", "Oanh", "Phương", "Phượng", "Quyên", "Quỳnh", "Tâm", "Thảo",
        "Thắm", "Thơm", "Thu", "Thủy", "Thúy", "Trang", "Tuyết", "Uyên", "Vân", "Xuân", "Yến",
    ),
    Gender.MALE: (
        "An", "Ân", "Bảo", "Bình", "Cường", "Chiến", "Dũng", "Duy", "Đại", "Đạt", "Đông", "Đức", "Giang", "Hải",
        "Hiếu", "Hiệp", "Hòa", "Hoàn", "Hùng", "Huy", "Hưng", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Lợi", "Minh",
        "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quang", "Quý", "Sơn", "Tài", "Tân", "Thành", "Thắng", "Thịnh",
        "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Tú", "Việt", "Ước",
    ),
}  # fmt: skip


class GeneratedPerson(NamedTuple):
    full_name: str
    gender: Gender


class NameGenerator:
    def __init__(self, random: Random) -> None:
        self._random = random

    def person(self, percent_women: int = 50) -> GeneratedPerson:
        gender = Gender.FEMALE if self._random.randrange(100) < percent_women else Gender.MALE
        return GeneratedPerson(self.full_name(gender), gender)

    def full_name(self, gender: Gender) -> str:
        middle = self._weighted(MIDDLE[gender])
        given = self._random.choice([name for name in GIVEN[gender] if name not in middle.split()])
        return f"{self._weighted(FAMILY)} {middle} {given}"

    def _weighted(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

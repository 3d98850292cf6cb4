from dataclasses import dataclass
from datetime import date

from emulation.campaigns.choices import CampaignKind, CampaignMode, TargetBasis
from emulation.campaigns.plan_parts import Wave
from unions.units.choices import SectorKind

LEAD = "yeu-nuoc"
ALL = tuple(SectorKind)
SCHOOLS = (SectorKind.EDUCATION,)
COMPANIES = (SectorKind.PRODUCTION,)


@dataclass(frozen=True)
class SectorSpec:
    kind: SectorKind
    contents: tuple[str, ...]
    closes: date | None = None


@dataclass(frozen=True)
class TargetSpec:
    measure: str
    value: int
    basis: str = TargetBasis.EACH_UNIT
    kind: SectorKind | None = None
    title: str = ""


@dataclass(frozen=True)
class CampaignSpec:
    """A campaign to be launched. Titles are registered in the campaign with the code LEAD."""

    code: str
    name: str
    launched_on: date
    plan_number: int
    period: tuple[date, date]
    window: tuple[date, date]
    contents: tuple[str, ...]
    sectors: tuple[SectorKind, ...] = ALL
    titles: tuple[str, ...] = ()
    kind: str = CampaignKind.MOVEMENT
    mode: str = CampaignMode.REGULAR
    theme: str = ""
    slogan: str = ""
    co_organisers: str = ""
    occasions: str = ""
    is_school_year: bool = False
    waves: tuple[Wave, ...] = ()
    of_sectors: tuple[SectorSpec, ...] = ()
    targets: tuple[TargetSpec, ...] = ()


Y2020 = (date(2020, 1, 1), date(2020, 12, 31))
S2020 = (date(2019, 9, 1), date(2020, 8, 31))
W2020, WS2020 = (date(2020, 2, 10), date(2020, 4, 30)), (date(2019, 9, 20), date(2019, 11, 15))
EDUCATION_OFFICE = "Phòng Giáo dục và Đào tạo quận"
LAUNCHES = TargetSpec("local_launches", 90, TargetBasis.SHARE)
REPORTS = TargetSpec("reports", 70, TargetBasis.SHARE)


def _school_drive(code: str, name: str, number: int, *contents: str) -> CampaignSpec:
    return CampaignSpec(
        code, name, date(2019, 9, 25), number, S2020, WS2020, contents, SCHOOLS,
        co_organisers=EDUCATION_OFFICE, is_school_year=True, targets=(LAUNCHES, REPORTS),
    )  # fmt: skip


TAYHO = (
    CampaignSpec(
        LEAD,
        "Phong trào thi đua yêu nước trong công nhân, viên chức, lao động quận Tây Hồ năm 2020",
        date(2020, 2, 10),
        8,
        Y2020,
        W2020,
        (
            "Phát động thi đua tới 100% công đoàn cơ sở",
            "Đăng ký danh hiệu thi đua, công trình, sản phẩm, sáng kiến, đề tài khoa học",
            "Xếp loại chất lượng hoạt động công đoàn cơ sở",
        ),
        titles=("LDTT", "CSTDCS", "TTLDTT", "GVNDVN_CS", "GK_LDLD"),
        theme="Đoàn kết, sáng tạo, thi đua lao động giỏi",
        slogan="Lao động giỏi, lao động sáng tạo",
        of_sectors=(
            SectorSpec(
                SectorKind.PRODUCTION,
                (
                    "Nâng cao năng suất, chất lượng, hiệu quả sản xuất kinh doanh",
                    "Luyện tay nghề, thi thợ giỏi; bảo đảm an toàn, vệ sinh lao động",
                ),
            ),
            SectorSpec(
                SectorKind.EDUCATION,
                (
                    "Thi đua “Dạy tốt, Học tốt”, đổi mới phương pháp dạy học",
                    "Viết và áp dụng sáng kiến kinh nghiệm",
                ),
            ),
            SectorSpec(
                SectorKind.ADMINISTRATIVE,
                (
                    "Cải cách hành chính, nâng cao chất lượng phục vụ nhân dân",
                    "Thực hiện văn hóa công sở, nếp sống thanh lịch, văn minh",
                ),
                date(2020, 5, 15),
            ),
        ),
        targets=(
            LAUNCHES,
            TargetSpec("registrations", 80, TargetBasis.TOGETHER, title="CSTDCS"),
            TargetSpec("registrations", 20, TargetBasis.TOGETHER, SectorKind.PRODUCTION, "GK_LDLD"),
            TargetSpec("registrations", 5, kind=SectorKind.EDUCATION, title="LDTT"),
            TargetSpec("registrations", 3, kind=SectorKind.ADMINISTRATIVE, title="LDTT"),
        ),
    ),
    CampaignSpec(
        "cong-nhan-gioi",
        "Công nhân giỏi",
        date(2020, 2, 17),
        11,
        Y2020,
        (date(2020, 2, 17), date(2020, 4, 15)),
        (
            "Hội thi luyện tay nghề, thi thợ giỏi",
            "Bình xét Công nhân giỏi cấp cơ sở",
            "Phát huy sáng kiến, cải tiến kỹ thuật, áp dụng tiến bộ khoa học công nghệ",
        ),
        COMPANIES,
        titles=("CNG_CS", "CNG_Q"),
        slogan="Năng suất cao hơn, chất lượng tốt hơn, an toàn hơn",
        targets=(LAUNCHES, REPORTS, TargetSpec("registrations", 120, TargetBasis.TOGETHER, title="CNG_CS")),
    ),
    CampaignSpec(
        "day-tot-hoc-tot",
        "Dạy tốt, Học tốt",
        date(2019, 9, 20),
        41,
        S2020,
        WS2020,
        (
            "Hội thi giáo viên dạy giỏi",
            "Viết sáng kiến kinh nghiệm",
            "Bồi dưỡng học sinh giỏi, giúp đỡ học sinh có hoàn cảnh khó khăn vươn lên trong học tập",
        ),
        SCHOOLS,
        co_organisers=EDUCATION_OFFICE,
        is_school_year=True,
        targets=(LAUNCHES, REPORTS, TargetSpec("initiatives", 240, TargetBasis.TOGETHER)),
    ),
    _school_drive(
        "tam-guong-sang", "Mỗi thầy, cô giáo là một tấm gương sáng về đạo đức, tự học và sáng tạo", 42,
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh; giữ gìn phẩm chất, danh dự nhà giáo",
        "Tự học, tự bồi dưỡng chuyên môn, nghiệp vụ, ngoại ngữ, tin học",
        "Sáng tạo trong quản lý, giảng dạy và giáo dục học sinh",
    ),
    _school_drive(
        "truong-hoc-hanh-phuc", "Xây dựng trường học hạnh phúc", 43,
        "Yêu thương, an toàn, tôn trọng trong nhà trường",
        "Xây dựng quy tắc ứng xử; phòng, chống bạo lực học đường",
        "Chăm lo đời sống, cải thiện điều kiện làm việc của nhà giáo, người lao động",
    ),
    _school_drive(
        "nha-truong-van-hoa", "Xây dựng nhà trường văn hoá - Nhà giáo mẫu mực - Học sinh thanh lịch", 44,
        "Nếp sống văn minh, thanh lịch trong nhà trường",
        "Nhà giáo mẫu mực trong lời nói, trang phục, tác phong và giao tiếp",
        "Xây dựng cảnh quan nhà trường xanh, sạch, đẹp",
    ),
    _school_drive(
        "lay-tre-lam-trung-tam", "Xây dựng môi trường lớp học lấy trẻ làm trung tâm", 45,
        "Xây dựng môi trường vui chơi, học tập của trẻ mầm non",
        "Làm đồ dùng, đồ chơi từ nguyên vật liệu sẵn có",
        "Phối hợp với cha mẹ trẻ trong chăm sóc, nuôi dưỡng, giáo dục trẻ",
    ),
)  # fmt: skip

Y2024 = (date(2024, 1, 1), date(2024, 12, 31))
ANNIVERSARIES = "95 năm Ngày thành lập Công đoàn Việt Nam; 70 năm Thủ đô xây dựng và phát triển"
QUIZ = "Cuộc thi tìm hiểu 95 năm Công đoàn Việt Nam, 70 năm Thủ đô xây dựng và phát triển"

BACTULIEM = (
    CampaignSpec(
        LEAD,
        "Phong trào thi đua yêu nước trong công nhân, viên chức, lao động quận Bắc Từ Liêm năm 2024",
        date(2024, 1, 22),
        6,
        Y2024,
        (date(2024, 1, 22), date(2024, 4, 15)),
        (
            "Đăng ký danh hiệu Chiến sĩ thi đua, Lao động tiên tiến, Giỏi việc nước, đảm việc nhà",
            "Đăng ký công trình, sản phẩm, công trình gắn biển, đề tài khoa học, sáng kiến kinh nghiệm",
        ),
        titles=(
            "LDTT", "CSTDCS", "TTLDTT", "CNG_CS", "CNG_Q", "GVNDVN_CS", "GVNDVN_Q", "SKST_Q", "DNVNLD", "GK_LDLD",
        ),
        theme="Lao động giỏi, lao động sáng tạo",
        occasions=ANNIVERSARIES,
    ),
    CampaignSpec(
        "xanh-sach-dep",
        "Xanh - Sạch - Đẹp, bảo đảm an toàn vệ sinh lao động, phòng cháy chữa cháy",
        date(2024, 3, 4),
        12,
        Y2024,
        (date(2024, 3, 4), date(2024, 5, 31)),
        ("Tự kiểm tra an toàn, vệ sinh lao động", "Tổng vệ sinh nơi làm việc", "Diễn tập phòng cháy, chữa cháy"),
        occasions=ANNIVERSARIES,
    ),
    CampaignSpec(
        "tho-gioi",
        "Hội thi thợ giỏi và thao diễn kỹ thuật",
        date(2024, 4, 8),
        19,
        (date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 4, 8), date(2024, 5, 15)),
        ("Thi tay nghề tại doanh nghiệp", "Thao diễn kỹ thuật trước hội đồng chuyên môn"),
        COMPANIES,
        kind=CampaignKind.CONTEST,
        mode=CampaignMode.THEMATIC,
        co_organisers="Giám đốc doanh nghiệp",
        occasions=ANNIVERSARIES,
    ),
    CampaignSpec(
        "cuoc-thi-tim-hieu",
        QUIZ,
        date(2024, 6, 10),
        27,
        (date(2024, 6, 1), date(2024, 10, 31)),
        (date(2024, 6, 10), date(2024, 7, 31)),
        ("Thi tìm hiểu lịch sử Công đoàn Việt Nam và Thủ đô",),
        kind=CampaignKind.CONTEST,
        mode=CampaignMode.WAVE,
        waves=(
            Wave(date(2024, 6, 10), date(2024, 7, 31), "Thi cấp cơ sở"),
            Wave(date(2024, 8, 15), date(2024, 10, 10), "Thi cấp quận"),
        ),
        occasions=ANNIVERSARIES,
    ),
)  # fmt: skip

PAST = {"TAYHO": TAYHO, "BACTULIEM": BACTULIEM}

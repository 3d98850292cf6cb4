from datetime import date, timedelta

from demo.context import DemoContext
from emulation.clusters.models import ClusterYear
from emulation.clusters.selectors import units_in
from emulation.clusters.services.clusters import name_lead
from emulation.clusters.services.pacts import sign_pact, write_pact
from unions.units.choices import SectorKind
from unions.units.models import Cluster, GrassrootsUnion

CONTENTS = {
    SectorKind.EDUCATION: (
        "Thi đua “Dạy tốt, Học tốt”, đổi mới phương pháp dạy học, nâng cao chất lượng giáo dục",
        "Thi đua xây dựng trường học hạnh phúc, văn hóa; thực hiện tốt quy chế dân chủ ở cơ sở",
        "Chăm lo, bảo vệ quyền và lợi ích hợp pháp, chính đáng của đoàn viên, nhà giáo, người lao động",
        "Đẩy mạnh phong trào sáng kiến kinh nghiệm; “Giỏi việc nước, đảm việc nhà” trong nữ đoàn viên",
        "Xây dựng công đoàn cơ sở vững mạnh, thu nộp kinh phí, đoàn phí đúng quy định",
    ),
    SectorKind.PRODUCTION: (
        "Thi đua “Lao động giỏi, lao động sáng tạo”, nâng cao năng suất, chất lượng, hiệu quả",
        "Thực hiện tốt thỏa ước lao động tập thể, đối thoại tại nơi làm việc, hội nghị người lao động",
        "Thi đua “Xanh - Sạch - Đẹp, bảo đảm an toàn vệ sinh lao động”, không để xảy ra tai nạn lao động",
        "Chăm lo đời sống người lao động trong dịp Tết và Tháng Công nhân",
        "Phát triển đoàn viên, xây dựng công đoàn cơ sở vững mạnh",
    ),
    SectorKind.ADMINISTRATIVE: (
        "Thi đua “Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”",
        "Thi đua cải cách hành chính, nâng cao chất lượng phục vụ Nhân dân",
        "Thực hiện tốt quy chế dân chủ, quy chế chi tiêu nội bộ của cơ quan, đơn vị",
        "Chăm lo đời sống, bảo vệ quyền lợi của đoàn viên; xây dựng công đoàn cơ sở vững mạnh",
    ),
}
TARGETS = (
    "100% công đoàn cơ sở phát động thi đua và báo cáo kết quả phát động đúng hạn",
    "100% đoàn viên, người lao động đăng ký thi đua; từ 80% trở lên đạt danh hiệu “Lao động tiên tiến”",
    "Mỗi đơn vị có ít nhất 02 sáng kiến được công nhận và áp dụng",
    "Từ 90% công đoàn cơ sở trở lên được xếp loại hoàn thành tốt nhiệm vụ, không có đơn vị không hoàn thành",
    "Tham gia đầy đủ các hội thi, hội thao do Liên đoàn Lao động tổ chức",
)


def lead_clusters(context: DemoContext) -> None:
    """Today's pact is only partly signed."""
    for place, cluster in enumerate(Cluster.objects.filter(union=context.union).order_by("pk")):
        units = list(units_in(cluster).select_related("sector"))
        _lead(context, cluster, units[(place + 1) % len(units)], context.year - 1)
        _lead(context, cluster, units[place % len(units)], context.year)
        _sign(context, _write(context, cluster, units[0], context.year), units, date(context.year, 1, 15 + place))
        if context.today.year > context.year:
            _conclude_partly(context, cluster, units, place)


def _lead(context: DemoContext, cluster: Cluster, unit: GrassrootsUnion, year: int) -> None:
    name_lead(actor=context.officer, cluster=cluster, year=year, lead=unit, since=date(year, 1, 1))


def _write(context: DemoContext, cluster: Cluster, unit: GrassrootsUnion, year: int) -> ClusterYear:
    return write_pact(
        actor=context.officer,
        cluster=cluster,
        year=year,
        basis=f"Kế hoạch phát động phong trào thi đua năm {year} của {context.union.name}",
        contents="\n".join(CONTENTS[SectorKind(unit.sector.kind)]),
        targets="\n".join(TARGETS),
    )


def _sign(context: DemoContext, pact: ClusterYear, units: list[GrassrootsUnion], day: date) -> None:
    sign_pact(actor=context.officer, pact=pact, units=units, signed_on=day)


def _conclude_partly(context: DemoContext, cluster: Cluster, units: list[GrassrootsUnion], place: int) -> None:
    # The chair of the school to try leads her own cluster.
    own = context.unit_to_try(SectorKind.EDUCATION).grassroots
    lead = own if own in units else units[(place + 2) % len(units)]
    _lead(context, cluster, lead, context.today.year)
    pact = _write(context, cluster, lead, context.today.year)
    signed_on = max(context.today - timedelta(days=10), date(context.today.year, 1, 1))
    _sign(context, pact, units[: len(units) * 2 // 3], signed_on)

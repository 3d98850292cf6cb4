"""Made-up names of initiatives and works, and the narrative of the report."""

from unions.units.choices import SectorKind

METHODS = (
    "Một số biện pháp", "Một số kinh nghiệm", "Một số giải pháp", "Biện pháp", "Kinh nghiệm", "Đổi mới phương pháp",
)  # fmt: skip
SCHOOL_AIMS = (
    "rèn kỹ năng đọc hiểu cho học sinh lớp {grade}", "nâng cao chất lượng dạy học môn Toán lớp {grade}",
    "giáo dục kỹ năng sống cho học sinh lớp {grade}", "gây hứng thú học Tiếng Anh cho học sinh lớp {grade}",
    "bồi dưỡng học sinh giỏi lớp {grade}", "làm tốt công tác chủ nhiệm lớp {grade}",
    "phát triển ngôn ngữ cho trẻ mẫu giáo", "rèn nền nếp, thói quen cho trẻ mẫu giáo",
    "tổ chức hoạt động ngoài trời cho trẻ mẫu giáo", "phòng chống tai nạn thương tích cho trẻ trong trường",
)  # fmt: skip
SCHOOL_MEANS = (
    "thông qua hoạt động trải nghiệm", "bằng sơ đồ tư duy", "thông qua trò chơi học tập", "bằng học liệu số tự làm",
    "theo hướng lấy người học làm trung tâm", "bằng dạy học theo dự án", "thông qua phối hợp với cha mẹ học sinh",
    "bằng đồ dùng dạy học từ vật liệu tái chế", "thông qua sinh hoạt tổ chuyên môn", "qua góc thư viện của lớp",
)  # fmt: skip
SCHOOL_FIELDS = ("Giáo dục mầm non", "Giáo dục tiểu học", "Giáo dục trung học cơ sở", "Công tác chủ nhiệm")
ACTIONS = ("Cải tiến", "Chế tạo", "Hợp lý hóa", "Tự động hóa", "Ứng dụng cảm biến vào", "Bố trí lại")
OBJECTS = (
    "đồ gá kẹp phôi", "công đoạn cắt vải", "dây chuyền đóng gói", "hệ thống hút bụi xưởng mộc",
    "khuôn ép nhựa", "máy hàn điểm", "khâu cấp liệu", "hệ thống chiếu sáng nhà xưởng", "kho thành phẩm",
    "máy chiết rót", "bảo dưỡng xe nâng", "hệ thống tuần hoàn nước làm mát", "sổ theo dõi sản xuất",
)  # fmt: skip
GAINS = (
    "giảm thời gian thay khuôn", "giảm tỷ lệ phế phẩm", "tiết kiệm điện năng", "bảo đảm an toàn lao động",
    "tăng năng suất chuyền", "giảm tiếng ồn nơi làm việc", "giảm hao hụt nguyên liệu", "rút ngắn thời gian giao hàng",
)  # fmt: skip
TECHNICAL_FIELDS = ("Cơ khí", "May công nghiệp", "Điện - Điện tử", "An toàn vệ sinh lao động", "Quản lý sản xuất")
TOPICS = (
    "Nghiên cứu {thing} tại {unit}", "Đánh giá thực trạng và đề xuất giải pháp {thing} tại {unit}",
)  # fmt: skip
THINGS = (
    "cải cách thủ tục hành chính", "tiếp nhận và trả kết quả hồ sơ trực tuyến", "lưu trữ hồ sơ điện tử",
    "chăm sóc sức khỏe ban đầu", "nâng cao văn hóa công sở", "chuyển đổi số trong công tác văn thư",
)  # fmt: skip
WORKS = {
    SectorKind.EDUCATION: (
        "Sân chơi, vườn hoa cho học sinh", "Thư viện xanh", "Phòng học thông minh", "Khu rửa tay ngoài trời",
        "Vườn cổ tích", "Phòng đọc mở",
    ),
    SectorKind.PRODUCTION: (
        "Nhà để xe công nhân", "Bếp ăn ca đạt chuẩn", "Hệ thống lọc nước uống cho công nhân", "Xưởng sản xuất số 2",
        "Phòng đọc công nhân", "Dòng sản phẩm mới",
    ),
    SectorKind.ADMINISTRATIVE: (
        "Tuyến đường nở hoa", "Bộ phận một cửa hiện đại", "Vườn thuốc nam", "Kho lưu trữ điện tử",
    ),
}  # fmt: skip
PLAQUE = {
    2020: "CÔNG TRÌNH CHÀO MỪNG ĐẠI HỘI THI ĐUA YÊU NƯỚC NĂM 2020",
    2024: (
        "CÔNG TRÌNH CHÀO MỪNG KỶ NIỆM 95 NĂM NGÀY THÀNH LẬP CÔNG ĐOÀN VIỆT NAM (28/7/1929 - 28/7/2024) "
        "VÀ 70 NĂM THỦ ĐÔ XÂY DỰNG VÀ PHÁT TRIỂN"
    ),
}
SECTIONS = {
    "strengths": (
        "Phong trào thi đua được triển khai tới tất cả công đoàn cơ sở; nội dung sát với nhiệm vụ chuyên môn của "
        "từng khối.\nViệc đăng ký, bình xét được thực hiện công khai từ cơ sở; số sáng kiến được áp dụng vào thực "
        "tiễn ngày càng nhiều."
    ),
    "weaknesses": (
        "Một số công đoàn cơ sở doanh nghiệp tổ chức phát động còn chậm, báo cáo chưa đúng hạn.\n"
        "Việc nhân rộng sáng kiến giữa các đơn vị trong cụm còn hạn chế."
    ),
    "causes": "Cán bộ công đoàn cơ sở phần lớn kiêm nhiệm, thường xuyên thay đổi.",
    "lessons": (
        "Phối hợp chặt chẽ với chuyên môn, người sử dụng lao động ngay từ khi xây dựng kế hoạch; kiểm tra, đôn đốc "
        "thường xuyên; khen thưởng kịp thời người lao động trực tiếp."
    ),
    "tasks": (
        "Tiếp tục triển khai phong trào thi đua tới 100% công đoàn cơ sở.\n"
        "Nâng tỷ lệ sáng kiến được áp dụng; tổ chức hội thi tay nghề ở khối sản xuất kinh doanh."
    ),
    "proposals": "Đề nghị Liên đoàn Lao động thành phố tổ chức tập huấn công tác thi đua cho cán bộ công đoàn cơ sở.",
}

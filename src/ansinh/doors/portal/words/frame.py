"""Words on every page: header, footer, language, units, dates."""

WORDS: dict[str, tuple[str, str]] = {
    "frame.brand": ("An sinh", "An sinh"),
    "frame.brand_line": ("Cổng thông tin bảo hiểm xã hội", "Social insurance portal"),
    "frame.skip": ("Đến nội dung chính", "Skip to main content"),
    "frame.nav": ("Điều hướng chính", "Main navigation"),
    "frame.nav_record": ("Hồ sơ của tôi", "My record"),
    "frame.nav_access": ("Ai đã xem", "Who looked"),
    "frame.nav_representation": ("Đại diện", "Representation"),
    "frame.languages": ("Ngôn ngữ", "Language"),
    "frame.sign_out": ("Đăng xuất", "Sign out"),
    "frame.sandbox": (
        "Hệ thống thử nghiệm. Mọi người và mọi số liệu ở đây đều do máy tạo ra, không phải của ai.",
        "Test system. Every person and every figure here is invented and belongs to nobody.",
    ),
    "frame.foot_privacy": (
        "Mỗi lần hồ sơ được xem, kể cả do chính bạn, đều được ghi lại.",
        "Every look at a record, your own included, is written down.",
    ),
    "frame.foot_session": (
        "Bạn sẽ được tự động đăng xuất sau 15 phút không sử dụng.",
        "You are signed out automatically after 15 minutes without use.",
    ),
    "frame.foot_plain": (
        "Trang này không dùng JavaScript, không quảng cáo, không theo dõi bạn.",
        "This site uses no JavaScript, no advertising and no tracking.",
    ),
    "frame.login": ("Đăng nhập qua Cổng Dịch vụ công Quốc gia", "Log in through the National Public Service Portal"),
    "frame.to_home": ("Về trang chủ", "Back to the home page"),
    "frame.try_again": ("Đăng nhập lại", "Log in again"),
    "unit.dong": ("{amount} đồng", "VND {amount}"),
    "unit.percent": ("{percent}%", "{percent}%"),
    "unit.months": ("{count} tháng", "{count} months"),
    "unit.months_one": ("1 tháng", "1 month"),
}

"""Words on every page of the console, and of the sign-in."""

WORDS: dict[str, tuple[str, str]] = {
    "frame.brand": ("An sinh", "An sinh"),
    "frame.brand_line": ("Bảng điều khiển cho cơ quan và cơ sở khám chữa bệnh", "Console for the agency and for health facilities"),
    "frame.skip": ("Đến nội dung chính", "Skip to main content"),
    "frame.nav": ("Điều hướng chính", "Main navigation"),
    "frame.languages": ("Ngôn ngữ", "Language"),
    "frame.sign_out": ("Đăng xuất", "Sign out"),
    "frame.signed_in_facility": ("{name} (mã {code})", "{name} (code {code})"),
    "frame.signed_in_agency": ("{name}, cơ quan bảo hiểm xã hội", "{name}, social security agency"),
    "frame.sandbox": (
        "Hệ thống thử nghiệm. Mọi người và mọi số liệu ở đây đều do máy tạo ra, không phải của ai.",
        "Test system. Every person and every figure here is invented and belongs to nobody.",
    ),
    "frame.foot_audit": (
        "Mỗi lần xem dữ liệu của một người đều được ghi lại và người đó xem được.",
        "Every look at a person's data is written down, and that person can see it.",
    ),
    "frame.foot_session": (
        "Bạn sẽ được tự động đăng xuất sau 30 phút không sử dụng.",
        "You are signed out automatically after 30 minutes without use.",
    ),
    "frame.to_home": ("Về trang đầu", "Back to the first page"),
    "sign.title": ("Đăng nhập", "Sign in"),
    "sign.heading": ("Đăng nhập bảng điều khiển", "Sign in to the console"),
    "sign.lead": (
        "Dành cho cán bộ cơ quan bảo hiểm xã hội và cho cơ sở khám chữa bệnh. Cơ sở dùng tài khoản cổng tiếp nhận của mình.",
        "For staff of the social security agency and for health facilities. A facility signs in with its gateway account.",
    ),
    "sign.username": ("Tên đăng nhập", "Username"),
    "sign.username_hint": ("Cơ sở: mã cơ sở và _BV, ví dụ 01001_BV", "A facility: its code and _BV, such as 01001_BV"),
    "sign.password": ("Mật khẩu", "Password"),
    "sign.do": ("Đăng nhập", "Sign in"),
    "sign.citizens": ("Bạn là người tham gia bảo hiểm?", "Are you insured and looking for your own record?"),
    "sign.citizens_link": ("Xem hồ sơ của bạn ở cổng thông tin", "See it in the citizens' portal"),
    "sign.out": (
        "Bạn đã đăng xuất. Nếu dùng máy tính chung, hãy đóng trình duyệt.",
        "You are signed out. On a shared computer, close the browser.",
    ),
    "sign.error_not_known": ("Tên đăng nhập hoặc mật khẩu không đúng.", "The username or the password is not right."),
    "sign.error_locked": (
        "Tài khoản đã đóng hoặc đang tạm khóa sau nhiều lần nhập sai. Khóa tạm kéo dài 15 phút.",
        "The account is closed, or locked for a while after several wrong passwords. Such a lock lasts 15 minutes.",
    ),
    "sign.error_not_from_here": (
        "Cơ sở chỉ cho phép đăng nhập từ những địa chỉ đã khai báo, và địa chỉ của bạn không nằm trong đó.",
        "The facility allows sign-ins only from addresses it has listed, and yours is not among them.",
    ),
    "sign.error_form_expired": (
        "Trang đăng nhập đã mở quá lâu. Hãy nhập lại. Trình duyệt cần cho phép cookie.",
        "The sign-in page was open for too long. Please try again. The browser has to accept cookies.",
    ),
}

"""Words of the frame, of the first page, and of what was just done."""

WORDS: dict[str, tuple[str, str]] = {
    "frame.brand": ("Trao đổi danh tính", "Identity exchange"),
    "frame.brand_line": ("Đăng ký dịch vụ, dành cho nhà phát triển", "Registration, for developers of services"),
    "frame.skip": ("Đến nội dung chính", "Skip to main content"),
    "frame.nav": ("Điều hướng chính", "Main navigation"),
    "frame.languages": ("Ngôn ngữ", "Language"),
    "frame.sign_out": ("Đăng xuất", "Sign out"),
    "frame.signed_in": ("{name}", "{name}"),
    "frame.sandbox": (
        "Hệ thống thử nghiệm. Mọi người ở đây đều do máy tạo ra, không phải của ai.",
        "Test system. Every person here is invented and belongs to nobody.",
    ),
    "frame.foot_audit": (
        "Mỗi lần đăng ký, thay đổi và phê duyệt đều được ghi lại.",
        "Each registration, change and approval is written down.",
    ),
    "frame.to_home": ("Về trang đầu", "Back to the first page"),
    "nav.clients": ("Ứng dụng của tôi", "My clients"),
    "nav.approvals": ("Chờ phê duyệt", "Waiting for approval"),
    "home.title": ("Đăng ký dịch vụ", "Register a service"),
    "home.lead": (
        "Đăng ký một ứng dụng để người dùng của bạn đăng nhập bằng danh tính điện tử. Ứng dụng thử dùng được ngay.",
        "Register a client so that your users can log in with their electronic identity. A sandbox client works at once.",
    ),
    "home.login": ("Đăng nhập bằng danh tính điện tử", "Log in with an electronic identity"),
    "home.login_hint": (
        "Trang này tự đăng nhập qua nền tảng, đúng như ứng dụng của bạn sẽ làm, ở hồ sơ bảo mật cao.",
        "This console logs in through the exchange itself, just as your service will, in the secure profile.",
    ),
    "home.step1": ("Đăng nhập bằng tài khoản định danh mức 2.", "Log in with an account of level 2."),
    "home.step2": (
        "Điền biểu mẫu: địa chỉ nhận kết quả, thông tin cần và lý do cần.",
        "Fill in the form: where answers go, what you need to know, and why.",
    ),
    "home.step3": (
        "Thử đăng nhập. Nếu có gì sai, trang theo dõi nói đúng quy tắc nào không đạt.",
        "Try a login. If something is wrong, the trace says exactly which rule failed.",
    ),
    "home.step4": (
        "Khi sẵn sàng, xin bản chính thức. Một cán bộ khác với người xin sẽ quyết định.",
        "When it works, ask for production. An officer who is not the one who asked decides.",
    ),
    "done.signed_out": ("Bạn đã đăng xuất.", "You are signed out."),
    "done.changed": ("Đã thay đổi. Có hiệu lực ngay.", "Changed. It is in force now."),
    "done.asked": (
        "Đã gửi. Thay đổi chờ cán bộ phê duyệt, bản cũ vẫn có hiệu lực.",
        "Sent. An officer has to approve; what was registered before stays in force.",
    ),
    "done.known_already": (
        "Biểu mẫu này đã được gửi trước đó. Không có gì được đăng ký thêm.",
        "This form was sent before. Nothing more was registered.",
    ),
    "done.key_added": ("Đã thêm khoá.", "The key was added."),
    "done.key_removed": (
        "Đã bỏ khoá. Chữ ký bằng khoá đó không còn được chấp nhận.",
        "The key was taken away. What is signed with it counts no more.",
    ),
    "done.blocked": ("Ứng dụng đã bị khoá.", "The client is blocked."),
    "done.approved": ("Đã phê duyệt.", "Approved."),
    "done.refused": ("Đã từ chối.", "Refused."),
}

"""Words for what can go wrong: what happened, and what to do. Keys are `problem.<name>.title` and `.what`."""

WORDS: dict[str, tuple[str, str]] = {
    "problem.reference": ("Mã tham chiếu", "Reference code"),
    "problem.at": ("Lúc {when}. Hãy nêu mã này khi cần trợ giúp.", "At {when}. Quote this code when you ask for help."),
    "problem.not_yours.title": ("Tài khoản của bạn không mở được trang này", "Your account does not open this page"),
    "problem.not_yours.what": (
        "Trang này dành cho vai trò khác. Nếu công việc của bạn cần đến nó, hãy hỏi người quản trị.",
        "It is for another role. If your work needs it, ask whoever administers the console.",
    ),
    "problem.form_expired.title": ("Biểu mẫu đã hết hạn", "The form has expired"),
    "problem.form_expired.what": (
        "Không có gì được thay đổi. Hãy mở lại trang và thử lần nữa.",
        "Nothing was changed. Open the page again and repeat what you wanted to do.",
    ),
    "problem.bad_request.title": ("Không hiểu yêu cầu", "The request was not understood"),
    "problem.bad_request.what": ("Không có gì được thay đổi.", "Nothing was changed."),
    "problem.not_found.title": ("Không có trang này", "There is no such page"),
    "problem.not_found.what": (
        "Có thể địa chỉ bị gõ sai, hoặc nội dung không thuộc về tài khoản của bạn.",
        "The address may be misspelt, or what it names does not belong to your account.",
    ),
    "problem.method_not_allowed.title": ("Không mở trang này theo cách đó được", "This page cannot be opened that way"),
    "problem.method_not_allowed.what": ("Hãy dùng các nút và đường dẫn trên trang.", "Use the buttons and links on the pages."),
    "problem.body_too_large.title": ("Nội dung gửi lên quá lớn", "Too much was sent"),
    "problem.body_too_large.what": ("Không có gì được thay đổi.", "Nothing was changed."),
    "problem.too_many.title": ("Quá nhiều lần thử", "Too many attempts"),
    "problem.too_many.what": ("Hãy chờ một phút rồi thử lại.", "Wait a minute, then try again."),
    "problem.unavailable.title": ("Tạm thời chưa dùng được", "Not available for the moment"),
    "problem.unavailable.what": (
        "Hệ thống đang quá tải hoặc đang bảo trì. Hãy thử lại sau ít phút.",
        "The system is overloaded or under maintenance. Try again in a few minutes.",
    ),
    "problem.failed.title": ("Có lỗi xảy ra ở phía chúng tôi", "Something went wrong on our side"),
    "problem.failed.what": (
        "Chúng tôi đã ghi nhận lỗi này. Hãy thử lại sau ít phút.",
        "We have made a note of it. Try again in a few minutes.",
    ),
}

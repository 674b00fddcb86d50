"""Words for pages that cannot be shown: what happened (`.title`) and what to do (`.what`)."""

WORDS: dict[str, tuple[str, str]] = {
    "problem.reference": ("Mã tham chiếu", "Reference code"),
    "problem.at": ("Lúc {when}. Hãy nêu mã này khi cần trợ giúp.", "At {when}. Quote this code when you ask for help."),
    "problem.form_expired.title": ("Biểu mẫu đã cũ", "The form is out of date"),
    "problem.form_expired.what": (
        "Chương trình đã khởi động lại từ khi mở trang. Không có gì được thay đổi; hãy làm lại từ bàn tiếp đón.",
        "The program was started again since the page was opened. Nothing was changed; do it again from the counter.",
    ),
    "problem.bad_request.title": ("Không hiểu yêu cầu", "The request was not understood"),
    "problem.bad_request.what": ("Không có gì được thay đổi.", "Nothing was changed."),
    "problem.not_found.title": ("Không có trang này", "There is no such page"),
    "problem.not_found.what": ("Địa chỉ có thể bị gõ sai.", "The address may be misspelt."),
    "problem.method_not_allowed.title": ("Không mở trang này theo cách đó được", "This page cannot be opened that way"),
    "problem.method_not_allowed.what": ("Hãy dùng các nút trên trang.", "Use the buttons on the page."),
    "problem.body_too_large.title": ("Nội dung gửi lên quá lớn", "Too much was sent"),
    "problem.body_too_large.what": ("Không có gì được thay đổi.", "Nothing was changed."),
    "problem.too_many.title": ("Quá nhiều lần thử", "Too many attempts"),
    "problem.too_many.what": ("Hãy chờ một phút rồi thử lại.", "Wait a minute, then try again."),
    "problem.unavailable.title": ("Tạm thời chưa dùng được", "Not available for the moment"),
    "problem.unavailable.what": ("Hãy thử lại sau ít phút.", "Try again in a few minutes."),
    "problem.failed.title": ("Có lỗi trong chương trình", "Something went wrong in the program"),
    "problem.failed.what": (
        "Hãy thử lại; nếu lặp lại, khởi động lại ansinh desk.",
        "Try again; if it happens again, start ansinh desk again.",
    ),
}

"""What the exchange says to people, in Vietnamese and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and what to do."""

    title: str
    text: str


WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "platform": "Nền tảng trao đổi danh tính điện tử",
        "owner": "Cổng Dịch vụ công quốc gia · bản mô phỏng của dự án ansinh",
        "home_title": "Một lần đăng nhập cho mọi dịch vụ",
        "home_text": "Nền tảng này đưa bạn từ một dịch vụ đến nhà cung cấp định danh điện tử và quay lại. Hãy bắt đầu từ dịch vụ bạn cần.",
        "home_discovery": "Cấu hình OpenID Connect",
        "home_docs": "Tài liệu cho nhà phát triển",
        "home_own": "Danh tính của bạn đã được dùng ở đâu",
        "reference": "Mã tham chiếu",
        "ask_title": "Đăng xuất?",
        "ask_text": "Một trang yêu cầu đăng xuất bạn khỏi nền tảng trao đổi danh tính và nhà cung cấp định danh điện tử.",
        "ask_yes": "Đăng xuất",
        "ask_no": "Nếu bạn không yêu cầu điều này, hãy đóng trang này. Bạn vẫn đang đăng nhập.",
        "choose_title": "Bạn muốn đăng nhập bằng cách nào?",
        "choose_text": "Dịch vụ này nhận nhiều loại tài khoản. Hãy chọn tài khoản bạn muốn dùng.",
        "password_title": "Đăng nhập bằng tài khoản VssID",
        "password_text": "Nền tảng chuyển số và mật khẩu của bạn thẳng đến hệ thống tài khoản VssID để kiểm tra, không lưu lại và không gửi cho dịch vụ.",
        "password_old": "Từ ngày 1/7/2024, thủ tục hành chính dùng tài khoản định danh điện tử (VNeID). Tài khoản này không mở được hồ sơ bảo hiểm.",
        "password_number": "Mã số bảo hiểm xã hội",
        "password_number_hint": "10 chữ số",
        "password_password": "Mật khẩu VssID",
        "password_yes": "Đăng nhập",
        "password_no": "Quay lại dịch vụ",
        "password_wrong": "Mã số hoặc mật khẩu không đúng.",
        "password_locked_out": "Đã thử sai quá nhiều lần. Hãy thử lại sau 15 phút.",
        "signed_out_title": "Bạn đã đăng xuất",
        "signed_out_text": "Phiên đăng nhập tại nền tảng trao đổi danh tính đã kết thúc. Trên máy dùng chung, hãy đóng trình duyệt.",
    },
    "en": {
        "platform": "Electronic identity exchange platform",
        "owner": "National Public Service Portal · simulated by the ansinh project",
        "home_title": "One login for every service",
        "home_text": "This platform takes you from a service to your electronic identity provider and back. Start at the service you need.",
        "home_discovery": "OpenID Connect configuration",
        "home_docs": "Documentation for developers",
        "home_own": "Where your identity was used",
        "reference": "Reference",
        "ask_title": "Sign out?",
        "ask_text": "A page asks to sign you out of the identity exchange and of your electronic identity provider.",
        "ask_yes": "Sign out",
        "ask_no": "If you did not ask for this, close this page. You stay signed in.",
        "choose_title": "How do you want to log in?",
        "choose_text": "This service takes several kinds of account. Choose the one you want to use.",
        "password_title": "Log in with your VssID account",
        "password_text": "The platform hands your number and password straight to the VssID account service to be checked; it keeps neither and sends neither to the service you came from.",
        "password_old": "Since 1 July 2024 administrative procedures use the electronic identity account (VNeID). This account opens no insurance record.",
        "password_number": "Social-insurance number",
        "password_number_hint": "10 digits",
        "password_password": "VssID password",
        "password_yes": "Log in",
        "password_no": "Back to the service",
        "password_wrong": "The number or the password is wrong.",
        "password_locked_out": "Too many wrong tries. Try again in 15 minutes.",
        "signed_out_title": "You are signed out",
        "signed_out_text": "Your login at the identity exchange has ended. On a shared computer, close the browser.",
    },
}

ERRORS: Mapping[str, Mapping[str, Said]] = {
    "vi": {
        "invalid_client": Said(
            "Dịch vụ chưa được đăng ký",
            "Dịch vụ đưa bạn đến đây không có quyền yêu cầu đăng nhập. Không có dữ liệu nào của bạn được gửi đi.",
        ),
        "invalid_redirect_uri": Said(
            "Địa chỉ quay lại không đúng", "Địa chỉ mà dịch vụ muốn đưa bạn về chưa được đăng ký, nên chúng tôi không chuyển bạn đi đâu cả."
        ),
        "login_unknown": Said(
            "Lượt đăng nhập không còn hiệu lực",
            "Lượt đăng nhập đã hết hạn, đã được dùng, hoặc bắt đầu ở trình duyệt khác. Hãy quay lại dịch vụ và đăng nhập lại.",
        ),
        "form_expired": Said("Biểu mẫu không còn hiệu lực", "Hãy quay lại trang trước và thử lại."),
        "database_unavailable": Said("Hệ thống đang bận", "Hãy thử lại sau ít phút."),
        "consent_unknown": Said(
            "Câu hỏi này không còn hiệu lực",
            "Bạn đã trả lời, đã quá 10 phút, hoặc đã đăng nhập lại. Không có thông tin nào được gửi. Hãy quay lại dịch vụ và thử lại.",
        ),
        "invalid_request_uri": Said(
            "Yêu cầu đã hết hạn", "Yêu cầu của dịch vụ đã được dùng hoặc đã quá hạn. Hãy quay lại dịch vụ và đăng nhập lại từ đầu."
        ),
        "invalid_request_object": Said(
            "Yêu cầu không được ký đúng",
            "Chúng tôi không chắc yêu cầu này đến từ dịch vụ, nên không làm gì cả. Hãy báo cho dịch vụ kèm mã tham chiếu.",
        ),
        "server_error": Said(
            "Lỗi ở phía chúng tôi", "Việc bạn làm chưa được thực hiện. Hãy thử lại, và nếu vẫn lỗi, hãy báo mã tham chiếu."
        ),
        "method_not_allowed": Said(
            "Không mở được theo cách này", "Địa chỉ này không mở được trực tiếp. Hãy bắt đầu lại từ dịch vụ bạn cần."
        ),
        "not_found": Said("Không có trang này", "Địa chỉ bạn mở không tồn tại ở nền tảng này."),
        "other": Said("Yêu cầu không hợp lệ", "Dịch vụ gửi một yêu cầu mà nền tảng không chấp nhận. Hãy quay lại dịch vụ và thử lại."),
    },
    "en": {
        "invalid_client": Said(
            "This service is not registered", "The service that sent you here may not ask for a login. Nothing about you has been sent."
        ),
        "invalid_redirect_uri": Said(
            "The return address is wrong", "The address the service wants you back at is not registered, so we send you nowhere."
        ),
        "login_unknown": Said(
            "This login is no longer valid",
            "It has expired, was used already, or was begun in another browser. Go back to the service and log in again.",
        ),
        "form_expired": Said("This form is no longer valid", "Go back to the page before and try again."),
        "database_unavailable": Said("The system is busy", "Try again in a few minutes."),
        "consent_unknown": Said(
            "This question is over",
            "You answered it, more than 10 minutes passed, or you logged in anew. Nothing was sent. Go back to the service and try again.",
        ),
        "invalid_request_uri": Said(
            "This request has expired", "The service's request was used or is too old. Go back to the service and log in from the start."
        ),
        "invalid_request_object": Said(
            "The request is not signed as it should be",
            "We are not sure that it comes from the service, so nothing was done. Tell the service, with the reference.",
        ),
        "server_error": Said(
            "Something went wrong on our side", "What you did was not carried out. Try again, and if it fails again, quote the reference."
        ),
        "method_not_allowed": Said(
            "This cannot be opened that way", "This address cannot be opened directly. Start again at the service you need."
        ),
        "not_found": Said("There is no such page", "The address you opened does not exist on this platform."),
        "other": Said(
            "The request is not valid",
            "The service sent a request that the platform does not accept. Go back to the service and try again.",
        ),
    },
}

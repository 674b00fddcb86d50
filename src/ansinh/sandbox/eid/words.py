"""What the provider says to people, in Vietnamese and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and what to do."""

    title: str
    text: str


WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "provider": "Định danh điện tử",
        "sandbox": "Sandbox",
        "sandbox_text": "Đây là hệ thống mô phỏng, không phải VNeID. Mọi người ở đây đều là hư cấu. Đừng nhập số định danh hay mật khẩu thật.",
        "home_title": "Các cơ quan mô phỏng",
        "home_text": "Nhà cung cấp định danh điện tử và cơ sở dữ liệu dân cư mô phỏng, để cả hệ thống chạy trên một máy.",
        "home_discovery": "Cấu hình OpenID Connect",
        "home_docs": "Tài liệu cho nhà phát triển",
        "login_title": "Đăng nhập bằng tài khoản định danh điện tử",
        "username": "Số định danh cá nhân",
        "username_hint": "12 chữ số trên thẻ căn cước",
        "password": "Mật khẩu",
        "code": "Mã dùng một lần",
        "code_optional": "không bắt buộc; đăng nhập ở mức xác thực 2",
        "code_required": "dịch vụ này yêu cầu xác thực hai yếu tố",
        "phone_link": "Xem mã trên điện thoại mô phỏng",
        "log_in": "Đăng nhập",
        "cancel": "Hủy và quay lại",
        "step_title": "Thêm một bước",
        "step_text": "Mật khẩu đã đúng. Dịch vụ này yêu cầu xác thực hai yếu tố, nên hãy chọn thêm một cách.",
        "step_code_title": "Mã dùng một lần",
        "step_code_hint": "sáu chữ số trong ứng dụng",
        "step_go": "Tiếp tục",
        "phone_title": "Điện thoại mô phỏng",
        "phone_text": "Trang này thay cho ứng dụng trên điện thoại: nó hiện mã dùng một lần của tài khoản.",
        "phone_show": "Hiện mã",
        "phone_lasts": "Mã còn hiệu lực trong khoảng {} giây. Mỗi mã chỉ dùng được một lần.",
        "reference": "Mã tham chiếu",
        "ask_title": "Đăng xuất?",
        "ask_text": "Một trang yêu cầu đăng xuất bạn khỏi tài khoản định danh điện tử.",
        "ask_yes": "Đăng xuất",
        "ask_no": "Nếu bạn không yêu cầu điều này, hãy đóng trang này. Bạn vẫn đang đăng nhập.",
        "signed_out_title": "Bạn đã đăng xuất",
        "signed_out_text": "Phiên đăng nhập tại nhà cung cấp định danh điện tử đã kết thúc.",
    },
    "en": {
        "provider": "Electronic identity",
        "sandbox": "Sandbox",
        "sandbox_text": "This is a simulation, not VNeID. Everybody here is invented. Do not type a real number or password.",
        "home_title": "The simulated institutions",
        "home_text": "An electronic identity provider and a population register, simulated so that everything runs on one machine.",
        "home_discovery": "OpenID Connect configuration",
        "home_docs": "Documentation for developers",
        "login_title": "Log in with your electronic identity account",
        "username": "Personal identification number",
        "username_hint": "the 12 digits on the identity card",
        "password": "Password",
        "code": "One-time code",
        "code_optional": "optional; gives authentication level 2",
        "code_required": "this service asks for two factors",
        "phone_link": "Show the code on the simulated telephone",
        "log_in": "Log in",
        "cancel": "Cancel and go back",
        "step_title": "One more step",
        "step_text": "That was right. This service asks for two factors, so choose one more way.",
        "step_code_title": "One-time code",
        "step_code_hint": "the six digits in the app",
        "step_go": "Go on",
        "phone_title": "Simulated telephone",
        "phone_text": "This page stands for the app on a telephone: it shows the account's one-time code.",
        "phone_show": "Show the code",
        "phone_lasts": "The code is good for about {} seconds. Each code works once.",
        "reference": "Reference",
        "ask_title": "Sign out?",
        "ask_text": "A page asks to sign you out of your electronic identity account.",
        "ask_yes": "Sign out",
        "ask_no": "If you did not ask for this, close this page. You stay signed in.",
        "signed_out_title": "You are signed out",
        "signed_out_text": "Your login at the electronic identity provider has ended.",
    },
}

# What a try came to: a verdict, or the state of an account whose password was right.
SAID: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "wrong": "Số định danh, mật khẩu hoặc mã dùng một lần không đúng.",
        "locked_out": "Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại.",
        "wrong_code": "Mã dùng một lần không đúng hoặc đã được dùng.",
        "other_account": "Đó là tài khoản khác với tài khoản đã bắt đầu lượt đăng nhập này.",
        "locked": "Tài khoản này đang bị khóa. Hãy liên hệ cơ quan Công an nơi cư trú.",
        "deceased": "Tài khoản này đã đóng.",
        "cancelled": "Tài khoản này đã bị hủy. Hãy liên hệ cơ quan Công an nơi cư trú.",
    },
    "en": {
        "wrong": "The number, the password or the one-time code is not right.",
        "locked_out": "Too many wrong tries. Wait 15 minutes and try again.",
        "wrong_code": "The one-time code is not right, or was used before.",
        "other_account": "That is another account than the one that began this login.",
        "locked": "This account is locked. Contact the police office where you live.",
        "deceased": "This account is closed.",
        "cancelled": "This account was cancelled. Contact the police office where you live.",
    },
}

ERRORS: Mapping[str, Mapping[str, Said]] = {
    "vi": {
        "invalid_client": Said("Dịch vụ chưa được đăng ký", "Dịch vụ đưa bạn đến đây không có quyền yêu cầu đăng nhập."),
        "invalid_redirect_uri": Said(
            "Địa chỉ quay lại không đúng", "Địa chỉ quay lại chưa được đăng ký, nên chúng tôi không chuyển bạn đi đâu cả."
        ),
        "login_unknown": Said(
            "Lượt đăng nhập không còn hiệu lực",
            "Lượt đăng nhập đã hết hạn, đã kết thúc, hoặc bắt đầu ở trình duyệt khác. Hãy quay lại dịch vụ và đăng nhập lại.",
        ),
        "form_expired": Said("Biểu mẫu không còn hiệu lực", "Hãy quay lại dịch vụ và thử lại. Trình duyệt cần cho phép cookie."),
        "database_unavailable": Said("Hệ thống đang bận", "Hãy thử lại sau ít phút."),
        "not_found": Said("Không có trang này", "Địa chỉ bạn mở không tồn tại."),
        "other": Said("Yêu cầu không hợp lệ", "Dịch vụ gửi một yêu cầu không được chấp nhận. Hãy quay lại dịch vụ và thử lại."),
    },
    "en": {
        "invalid_client": Said("This service is not registered", "The service that sent you here may not ask for a login."),
        "invalid_redirect_uri": Said("The return address is wrong", "The return address is not registered, so we send you nowhere."),
        "login_unknown": Said(
            "This login is no longer valid",
            "It has expired, is over, or was begun in another browser. Go back to the service and log in again.",
        ),
        "form_expired": Said("This form is no longer valid", "Go back to the service and try again. The browser must allow cookies."),
        "database_unavailable": Said("The system is busy", "Try again in a few minutes."),
        "not_found": Said("There is no such page", "The address you opened does not exist."),
        "other": Said("The request is not valid", "The service sent a request that is not accepted. Go back to the service and try again."),
    },
}

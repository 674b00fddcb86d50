"""Which sentences of our own replies say nothing about anybody, so that they may be kept with a call."""

import re

from ansinh.wire.gateway.codes import SENTENCES
from ansinh.wire.gateway.fields import NAMES

_SENTENCES = frozenset(
    {
        *SENTENCES.values(),
        "Token không đúng",
        "Vui lòng lấy token mới",
        "Token đã hết hạn, vui lòng lấy token mới",
        "Vui lòng thử lại",
        "Quá nhiều yêu cầu, vui lòng thử lại sau",
        "Chỉ nhận phương thức POST",
        "Tài khoản hoặc mật khẩu không đúng",
        "Mã cơ sở KCB không đúng",
        "Tài khoản đang bị khóa",
        "Lỗi hệ thống, vui lòng thử lại",
        "Quá nhiều lần đăng nhập sai, vui lòng thử lại sau một phút",
        "Tiếp nhận thành công",
        "Không tìm thấy hồ sơ KCB",
        "Không tìm thấy thông tin thẻ hoặc không có dữ liệu cùng chi trả",
        "Tra cứu thành công",
        "Tài khoản đang bị hạn chế tra cứu",
        "Lỗi hệ thống",
    }
)
_NULL = re.compile(r"Null ([A-Za-z_]{1,30})", re.ASCII)
_REASON = re.compile(r"(body|[A-Za-z_]{1,30}): ((?:is|must)\b[A-Za-z0-9 ,/()]{1,80})", re.ASCII)


def public_note(text: str) -> str:
    """The text if it is made of sentences known to be about nobody, else ""."""
    parts = [part.strip() for part in text.strip().removesuffix(".").split(". ")]
    return text if all(_is_about_nobody(part) for part in parts) else ""


def _is_about_nobody(sentence: str) -> bool:
    if sentence in _SENTENCES:
        return True
    null, reason = _NULL.fullmatch(sentence), _REASON.fullmatch(sentence)
    if null is not None:
        return null[1].lower() in NAMES
    return reason is not None and (reason[1] == "body" or reason[1].lower() in NAMES)

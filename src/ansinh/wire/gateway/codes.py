"""`maKetQua` of the card look-up: every code of dispatch 1923/BHXH-CNTT, annex 03 section 4, and the sentence that goes with it.

080 and 090 are not in the annex; they belong to the generation of 2017, and stand in the history that later ones show.

The annex gives the codes and their meaning; the official sentences are not public, so these are assumed.
None of them holds a comma, a colon or a double quote: they also stand in history rows, which clients split at those.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType


class ResultCode(StrEnum):
    """Codes are text everywhere, three digits."""

    CORRECT = "000"
    MANAGED_BY_ARMY = "001"
    MANAGED_BY_POLICE = "002"
    EXPIRED_NEW_ISSUED = "003"
    VALID_NEW_ISSUED = "004"
    EXPIRED = "010"
    NO_SUCH_CARD = "050"
    CARD_NUMBER_WRONG = "051"
    PROVINCE_WRONG = "052"
    BENEFIT_DIGIT_WRONG = "053"
    OFFICER_NOT_REGISTERED = "054"
    OFFICER_NAME_WRONG = "055"
    NAME_WRONG = "060"
    NAME_WRONG_BEGINS_RIGHT = "061"
    BIRTH_DATE_WRONG = "070"
    SEX_WRONG = "080"
    FACILITY_WRONG = "090"
    CARD_DATA_ERROR = "100"
    SERVER_ERROR = "101"
    REVOKED = "110"
    REDUCED = "120"
    REDUCED_MOVED_OUT = "121"
    REDUCED_MOVED_WITHIN = "122"
    REDUCED_READDED = "123"
    REDUCED_STOPPED = "124"
    CHILD_WITHOUT_CARD = "130"
    PARAMETER_WRONG = "205"
    NOT_AUTHENTICATED = "401"


SENTENCES: Mapping[ResultCode, str] = MappingProxyType(
    {
        ResultCode.CORRECT: "Thẻ còn giá trị sử dụng",
        ResultCode.MANAGED_BY_ARMY: "Thẻ do BHXH Bộ Quốc phòng quản lý - đề nghị kiểm tra thẻ và giấy tờ tùy thân",
        ResultCode.MANAGED_BY_POLICE: "Thẻ do BHXH Công an nhân dân quản lý - đề nghị kiểm tra thẻ và giấy tờ tùy thân",
        ResultCode.EXPIRED_NEW_ISSUED: "Thẻ cũ hết giá trị sử dụng nhưng đã được cấp thẻ mới",
        ResultCode.VALID_NEW_ISSUED: "Thẻ cũ còn giá trị sử dụng nhưng đã được cấp thẻ mới",
        ResultCode.EXPIRED: "Thẻ hết giá trị sử dụng",
        ResultCode.NO_SUCH_CARD: "Không thấy thông tin thẻ BHYT",
        ResultCode.CARD_NUMBER_WRONG: "Mã thẻ không đúng",
        ResultCode.PROVINCE_WRONG: "Mã tỉnh cấp thẻ (ký tự thứ 4 và 5) không đúng",
        ResultCode.BENEFIT_DIGIT_WRONG: "Mã quyền lợi thẻ (ký tự thứ 3) không đúng",
        ResultCode.OFFICER_NOT_REGISTERED: "Số CCCD của cán bộ tra cứu không có trong danh sách người dùng cơ sở KCB đã đăng ký",
        ResultCode.OFFICER_NAME_WRONG: "Họ tên cán bộ tra cứu không khớp với số CCCD đã đăng ký",
        ResultCode.NAME_WRONG: "Thẻ sai họ tên",
        ResultCode.NAME_WRONG_BEGINS_RIGHT: "Thẻ sai họ tên (đúng ký tự đầu)",
        ResultCode.BIRTH_DATE_WRONG: "Thẻ sai ngày sinh",
        ResultCode.SEX_WRONG: "Thẻ sai giới tính",
        ResultCode.FACILITY_WRONG: "Thẻ sai nơi đăng ký KCB ban đầu",
        ResultCode.CARD_DATA_ERROR: "Lỗi khi lấy dữ liệu thẻ",
        ResultCode.SERVER_ERROR: "Lỗi máy chủ",
        ResultCode.REVOKED: "Thẻ đã thu hồi",
        ResultCode.REDUCED: "Thẻ đã báo giảm",
        ResultCode.REDUCED_MOVED_OUT: "Thẻ đã báo giảm - chuyển ngoại tỉnh",
        ResultCode.REDUCED_MOVED_WITHIN: "Thẻ đã báo giảm - chuyển nội tỉnh",
        ResultCode.REDUCED_READDED: "Thẻ đã báo giảm - tăng lại tại cùng đơn vị",
        ResultCode.REDUCED_STOPPED: "Thẻ đã báo giảm - ngừng tham gia",
        ResultCode.CHILD_WITHOUT_CARD: "Trẻ em chưa có thẻ BHYT",
        ResultCode.PARAMETER_WRONG: "Lỗi sai định dạng tham số",
        ResultCode.NOT_AUTHENTICATED: "Lỗi xác thực tài khoản",
    }
)


class Withheld(Enum):
    """A card that is neither revoked nor in use; the annex has no code for either state, so both ride on that of the revoked."""

    HELD = "held"
    LOCKED = "locked"


WITHHELD: Mapping[Withheld, str] = MappingProxyType({Withheld.HELD: "Thẻ đang bị tạm giữ", Withheld.LOCKED: "Thẻ đang bị tạm khóa"})
"""The sentences of the two, in place of that of code 110 (assumed)."""

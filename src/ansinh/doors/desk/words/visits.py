"""Words of the check-in: the form, its codes, what the gateway answered. Codes are those of the claim tables (MA_DOITUONG_KCB, MA_LOAI_KCB)."""

CATEGORIES = ("1.1", "1.3", "1.5", "1.4", "1.11", "1.13", "1.15", "1.16", "2", "3.3", "9")
CARE_KINDS = ("01", "02", "03", "04", "05", "08", "09")
"""What a counter chooses from; hospital programs open visits of the other kinds themselves."""

WORDS: dict[str, tuple[str, str]] = {
    "visit.title": ("Mở lượt khám", "Open the visit"),
    "visit.number": ("Số lượt khám", "Visit number"),
    "visit.number_hint": (
        "Số lượt khám là số của bệnh viện (MA_LK trong hồ sơ thanh toán); chưa có thì dùng số được gợi ý.",
        "The visit number is the hospital's own (MA_LK of its claim); without one, keep the one suggested.",
    ),
    "visit.category": ("Đối tượng", "Visit category"),
    "visit.care_kind": ("Hình thức", "Kind of care"),
    "visit.do": ("Gửi lượt khám kèm bằng chứng", "Send the visit with the evidence"),
    "visit.no_challenge": (
        "Cổng chưa trả lời khi đọc thẻ; sẽ hỏi lại khi gửi.",
        "The gateway did not answer while the card was read; it is asked again when you send.",
    ),
    "category.1.1": ("Đúng nơi đăng ký ban đầu", "Facility of initial registration"),
    "category.1.3": ("Có giấy chuyển tuyến", "With transfer paper"),
    "category.1.4": ("Tạm trú, thay đổi nơi cư trú", "Temporary stay, change of residence"),
    "category.1.5": ("Có giấy hẹn khám lại", "With re-visit paper"),
    "category.1.11": ("Cơ sở cấp ban đầu khác", "Other primary-level facility"),
    "category.1.13": ("Cấp cơ bản 50 đến 70 điểm, ngoại trú", "Basic level, 50 to 70 points, outpatient"),
    "category.1.15": ("Cấp cơ bản, nội trú", "Basic level, inpatient"),
    "category.1.16": ("Cấp cơ bản, bệnh của phụ lục II", "Basic level, disease of annex II"),
    "category.2": ("Cấp cứu", "Emergency"),
    "category.3.3": ("Tự đến, trước đây là tuyến huyện", "Own choice, district level before 2025"),
    "category.9": ("Không hưởng bảo hiểm y tế", "Not an insured visit"),
    "care.01": ("Khám bệnh", "Examination"),
    "care.02": ("Điều trị ngoại trú", "Outpatient course"),
    "care.03": ("Điều trị nội trú", "Inpatient"),
    "care.04": ("Điều trị ban ngày", "Day treatment"),
    "care.05": ("Bệnh mạn tính ngoại trú, khám và lĩnh thuốc", "Long-term outpatient, visit and drugs"),
    "care.08": ("Bệnh mạn tính ngoại trú, có dịch vụ", "Long-term outpatient with services"),
    "care.09": ("Nội trú dưới 4 giờ", "Inpatient under 4 hours"),
    "done.title": ("Đã mở lượt khám {visit}", "Visit {visit} is open"),
    "done.proven": (
        "Cổng đã kiểm tra bằng chứng của bàn và ghi là đã chứng minh.",
        "The gateway checked the desk's evidence and keeps it as proven.",
    ),
    "done.confirmed": (
        "Xác nhận của dịch vụ {by} được ghi kèm.",
        "The word of verification service {by} is kept with it.",
    ),
    "done.stated": ("Cổng ghi theo lời cơ sở, chưa chứng minh.", "The gateway keeps it on the facility's word, not proven."),
    "done.at": ("Lúc", "At"),
    "done.unknown": (
        "Không tìm thấy người này trong sổ bảo hiểm theo số định danh, họ tên và ngày sinh.",
        "Number, name and date of birth lead to nobody in the insurance register.",
    ),
    "done.cover": ("Quyền lợi bảo hiểm", "Cover"),
    "done.cover_code": ("Mã tra cứu {code}", "Look-up code {code}"),
    "done.cover_card": ("Thẻ bảo hiểm", "Insurance card"),
    "done.cover_percent": ("Mức hưởng", "Benefit level"),
    "done.cover_last": ("Có giá trị đến", "Valid until"),
    "done.no_cover": (
        "Chưa tra cứu được quyền lợi; lượt khám vẫn được ghi. Tra cứu lại bằng phần mềm của bệnh viện.",
        "The cover was not looked up; the visit stands all the same. Look it up again with the hospital's program.",
    ),
    "done.card_elsewhere": (
        "Chính tấm thẻ này cũng được đọc ở cơ sở khác, cách nhau không quá {count} phút. Vẫn tiếp đón; so kỹ ảnh, báo người phụ trách.",
        "This very card was read at another facility too, at most {count} minutes apart. Go on; compare the portrait, tell your lead.",
    ),
    "done.elsewhere": (
        "Hỏi người bệnh: cơ sở {code} cũng đang tiếp nhận hoặc tra cứu người này từ {when}.",
        "Ask the patient: facility {code} has them too, or looked them up, since {when}.",
    ),
}

"""Words of the page on desks, and of evidence that a desk's statement proves."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.desks": ("Quầy đọc chip", "Desks"),
    "desks.title": ("Quầy đọc chip", "Desks that read chips"),
    "desks.lead": (
        "Mỗi quầy có một khóa riêng và ký vào kết quả đọc thẻ. Chỉ lượt khám có chữ ký của quầy đang mở mới được tính là đã chứng minh.",
        "Each desk has a key of its own and signs what it reads. Only visits with the signature of an open desk count as proven.",
    ),
    "desks.none": ("Cơ sở chưa có quầy nào.", "The facility has no desk yet."),
    "desks.how": (
        "Quầy tự đăng ký khi chương trình đọc thẻ (ansinh desk) chạy lần đầu với tài khoản của cơ sở.",
        "A desk registers itself when its program (ansinh desk) runs for the first time with the facility's account.",
    ),
    "desk.state_open": ("Đang mở", "Open"),
    "desk.state_closed": ("Đã đóng", "Closed"),
    "desk.key": ("khóa {name}", "key {name}"),
    "desk.registered": ("Đăng ký lúc {when}.", "Registered at {when}."),
    "desk.registered_by": ("Đăng ký lúc {when}, bởi {officer}.", "Registered at {when} by {officer}."),
    "desk.closed": ("Đóng lúc {when}.", "Closed at {when}."),
    "desk.proofs": ("Đã chứng minh {count} lượt khám, gần nhất lúc {when}.", "Has proven {count} visits, the last one at {when}."),
    "desk.no_proofs": ("Chưa chứng minh lượt khám nào.", "Has proven no visit yet."),
    "desk.close": ("Đóng quầy", "Close"),
    "desk.close_sure": (
        "Hãy đóng khi máy bị mất hoặc không dùng nữa. Chữ ký của quầy không còn được nhận và không mở lại được; những gì đã chứng minh vẫn giữ.",
        "Close a desk that was lost or is not used. Nothing it signs counts any more, and it stays closed; what it has proven stays proven.",
    ),
    "desk.close_do": ("Đóng ngay", "Close now"),
    "done.desk_closed": ("Đã đóng quầy.", "The desk is closed."),
    "proof.proven": ("Đã chứng minh", "Proven"),
    "proof.stated": ("Cơ sở khai", "Stated"),
    "proof.of_another": ("Không còn chứng minh lượt này", "Proves this visit no more"),
    "proof.of_another_why": (
        "Thẻ được đọc là của người khác với người mà lượt khám được sửa thành.",
        "The card that was read is another person's than the one the visit was corrected to.",
    ),
    "proof.stated_why": (
        "Không có chữ ký của quầy nào kèm theo.",
        "No desk has signed for it.",
    ),
    "proof.by": ("{desk} ký lúc {when}.", "{desk} signed at {when}."),
    "proof.confirmed": (
        "Dịch vụ xác minh {service} cũng xác nhận dữ liệu này.",
        "Verification service {service} confirmed these data as well.",
    ),
    "proof.checks": ("Các phép kiểm tra", "The checks"),
    "proof.check": ("Phép kiểm tra", "Check"),
    "proof.outcome": ("Kết quả", "Outcome"),
    "proof.access_pace_can": ("Mở bằng 6 số trên thẻ.", "Opened with the 6 digits on the card."),
    "proof.access_pace_mrz": ("Mở bằng dòng đọc máy.", "Opened with the machine-readable lines."),
    "proof.access_bac": ("Mở bằng cách cũ (BAC).", "Opened the older way (BAC)."),
}

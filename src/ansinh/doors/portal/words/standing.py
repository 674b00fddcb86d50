"""Words for a login that succeeded but shows no insurance data."""

WORDS: dict[str, tuple[str, str]] = {
    "standing.logged_in_as": ("Bạn đã đăng nhập với tên {name}.", "You are logged in as {name}."),
    "standing.next": ("Bạn có thể làm gì", "What you can do"),
    "standing.level_too_low.title": ("Cần tài khoản mức độ 2", "A level 2 account is needed"),
    "standing.level_too_low.what": (
        (
            "Bạn đã đăng nhập, nhưng tài khoản định danh điện tử của bạn ở mức độ 1. Dữ liệu bảo hiểm chỉ được mở cho tài khoản mức độ 2, "
            "tức là khi khuôn mặt và vân tay đã được đối chiếu, để không ai khác xem được hồ sơ của bạn."
        ),
        (
            "You are logged in, but your electronic identity account is of level 1. Insurance data is opened only to accounts of level 2, "
            "where face and fingerprints have been checked, so that nobody else can see your record."
        ),
    ),
    "standing.level_too_low.next1": (
        "Mang căn cước đến công an xã, phường nơi bạn cư trú và xin nâng tài khoản định danh điện tử lên mức độ 2.",
        "Take your identity card to the commune or ward police where you live and ask for level 2.",
    ),
    "standing.level_too_low.next2": (
        "Khi có thông báo, kích hoạt mức độ 2 trong ứng dụng VNeID.",
        "When you are notified, activate level 2 in the VNeID app.",
    ),
    "standing.level_too_low.next3": (
        "Đăng xuất ở đây rồi đăng nhập lại.",
        "Sign out here, then log in again.",
    ),
    "standing.no_participation.title": ("Chưa tìm thấy hồ sơ bảo hiểm", "No insurance record was found"),
    "standing.no_participation.what": (
        "Bạn đã đăng nhập, nhưng không có hồ sơ bảo hiểm xã hội nào mang số định danh của bạn.",
        "You are logged in, but no social insurance record carries your personal identification number.",
    ),
    "standing.no_participation.next1": (
        "Nếu bạn chưa tham gia, bạn có thể đăng ký bảo hiểm y tế hộ gia đình tại cơ quan bảo hiểm xã hội hoặc nơi thu phí gần nhà.",
        "If you are not insured yet, you can register for household health insurance at the social security office or a collection point.",
    ),
    "standing.no_participation.next2": (
        "Nếu bạn đang tham gia, có thể hồ sơ còn ghi số giấy tờ cũ. Hãy mang căn cước đến cơ quan bảo hiểm xã hội để cập nhật.",
        (
            "If you are insured, the record may still carry the number of an old paper. Bring your identity card to the social security office "
            "to have it updated."
        ),
    ),
    "standing.under_review.title": ("Hồ sơ đang được kiểm tra", "Your record is being checked"),
    "standing.under_review.what": (
        (
            "Bạn đã đăng nhập, nhưng thông tin từ tài khoản định danh chưa khớp với hồ sơ bảo hiểm. Để không ai xem nhầm hồ sơ của người khác, "
            "dữ liệu bảo hiểm tạm thời chưa hiển thị và một cán bộ sẽ kiểm tra."
        ),
        (
            "You are logged in, but the details of your electronic identity do not agree with the insurance record. So that nobody sees "
            "somebody else's record, insurance data is not shown for now, and an officer will check."
        ),
    ),
    "standing.under_review.next1": (
        "Chờ cán bộ kiểm tra. Bạn không cần gửi lại yêu cầu; mỗi lần đăng nhập sẽ được kiểm tra lại.",
        "Wait for the officer. There is no need to ask again; each login is checked anew.",
    ),
    "standing.under_review.next2": (
        "Muốn nhanh hơn, hãy mang căn cước và sổ bảo hiểm xã hội đến cơ quan bảo hiểm xã hội, kèm mã yêu cầu ở trên.",
        "To speed it up, bring your identity card and insurance book to the social security office and quote the code above.",
    ),
    "standing.under_review.next3": (
        "Bạn vẫn đi khám bệnh được bằng thẻ bảo hiểm y tế hoặc căn cước như thường lệ.",
        "You can still see a doctor with your insurance card or identity card as usual.",
    ),
    "case.heading": ("Yêu cầu kiểm tra đang mở", "Open checks"),
    "case.reference": ("Mã yêu cầu", "Code"),
    "case.opened": ("Mở ngày {day}", "Opened on {day}"),
    "case.name_differs": (
        "Họ tên trên tài khoản định danh khác với họ tên trong hồ sơ bảo hiểm.",
        "The name on your electronic identity differs from the name on the insurance record.",
    ),
    "case.birth_date_differs": (
        "Ngày sinh trên tài khoản định danh khác với ngày sinh trong hồ sơ bảo hiểm.",
        "The birth date on your electronic identity differs from the one on the insurance record.",
    ),
    "case.several_numbers": (
        "Số định danh của bạn gắn với nhiều mã số bảo hiểm xã hội, cần gộp lại thành một.",
        "Your personal number leads to several social insurance numbers, which have to be merged into one.",
    ),
    "case.linked_to_other_account": (
        "Hồ sơ bảo hiểm này đã được liên kết với một tài khoản định danh khác.",
        "This insurance record is already linked to another electronic identity.",
    ),
    "case.linked_to_other_participant": (
        "Tài khoản của bạn trước đây được liên kết với một hồ sơ khác.",
        "Your account was linked to another record before.",
    ),
    "case.deceased": (
        "Dữ liệu bảo hiểm cho biết chủ hồ sơ đã mất.",
        "According to the insurance data the holder of the record has died.",
    ),
}

"""Words of the home page and of the page after signing out."""

WORDS: dict[str, tuple[str, str]] = {
    "home.title": ("Hồ sơ bảo hiểm xã hội của bạn", "Your social insurance record"),
    "home.heading": ("Bảo hiểm của bạn, rõ ràng ở một nơi", "Your insurance, clear and in one place"),
    "home.lead": (
        "Xem thẻ bảo hiểm y tế, quá trình tham gia và ai đã xem hồ sơ của bạn. Chỉ cần đăng nhập một lần bằng tài khoản định danh điện tử.",
        (
            "See your health insurance card, the years you have been covered, and who has looked at your record. "
            "One login with your electronic identity is enough."
        ),
    ),
    "home.need": (
        "Bạn cần tài khoản định danh điện tử VNeID mức độ 2. Trang này không bao giờ hỏi mật khẩu của bạn.",
        "You need a VNeID electronic identity account of level 2. This site never asks for your password.",
    ),
    "home.continue": ("Mở hồ sơ của tôi", "Open my record"),
    "home.logged_in": ("Bạn đang đăng nhập với tên {name}.", "You are logged in as {name}."),
    "home.see_heading": ("Bạn sẽ thấy gì", "What you will see"),
    "home.see_card": ("Thẻ bảo hiểm y tế", "Your health insurance card"),
    "home.see_card_text": (
        "Kèm mã QR để đưa cho nơi khám bệnh, mức hưởng, thời hạn và nơi đăng ký khám chữa bệnh ban đầu.",
        "With the QR code to show when you see a doctor, what it pays, how long it is valid and where you are registered.",
    ),
    "home.see_time": ("Quá trình tham gia", "The years you have been covered"),
    "home.see_time_text": (
        "Từng giai đoạn được bảo hiểm, những tháng đã đóng và ngày đủ 5 năm liên tục.",
        "Each period of cover, the months paid for, and the day you reach five continuous years.",
    ),
    "home.see_household": ("Thông tin và hộ gia đình", "Your details and household"),
    "home.see_household_text": (
        "Những gì cơ quan bảo hiểm xã hội đang lưu về bạn, và đã đối chiếu với dữ liệu dân cư hay chưa.",
        "What the agency keeps about you, and whether it has been checked against the population register.",
    ),
    "home.see_access": ("Ai đã xem hồ sơ", "Who has looked"),
    "home.see_access_text": (
        "Mỗi lần một cơ sở khám chữa bệnh tra cứu, bạn thấy tên cơ sở, thời gian và mục đích.",
        "Whenever a hospital or clinic looks you up, you see its name, the time and the purpose.",
    ),
    "home.data_heading": ("Dữ liệu nào được dùng", "What data is used"),
    "home.data_eid": ("Từ tài khoản định danh điện tử", "From your electronic identity"),
    "home.data_eid_text": (
        "Số định danh cá nhân, họ và tên, ngày sinh, giới tính và mức độ tài khoản. Chỉ dùng để tìm đúng hồ sơ của bạn.",
        "Personal identification number, name, birth date, sex and account level. Used only to find the record that is yours.",
    ),
    "home.data_agency": ("Từ cơ quan bảo hiểm xã hội", "From the social security agency"),
    "home.data_agency_text": (
        "Thẻ, quá trình tham gia, quá trình đóng và hộ gia đình của bạn. Chỉ hiển thị cho bạn.",
        "Your cards, periods of cover, contributions and household. Shown to you alone.",
    ),
    "home.data_device": ("Trên thiết bị này", "On this device"),
    "home.data_device_text": (
        "Cookie cho việc đăng nhập và một cookie ghi nhớ ngôn ngữ bạn chọn. Không có gì khác.",
        "Cookies for the login, and one that remembers the language you chose. Nothing else.",
    ),
    "home.data_log": ("Được ghi lại", "Written down"),
    "home.data_log_text": (
        "Thời điểm bạn đăng nhập và mỗi lần hồ sơ được xem, trong một nhật ký chỉ ghi thêm; ai sửa đều bị phát hiện.",
        "When you log in and each time the record is looked at, in a log that is only ever added to; any change to it shows.",
    ),
    "home.sample": ("Hình minh họa một thẻ bảo hiểm y tế", "Illustration of a health insurance card"),
    "out.title": ("Đã đăng xuất", "Signed out"),
    "out.heading": ("Bạn đã đăng xuất", "You are signed out"),
    "out.text": (
        "Phiên làm việc đã kết thúc ở đây và ở Cổng Dịch vụ công Quốc gia. Nếu dùng máy tính chung, hãy đóng trình duyệt.",
        "The session has ended here and at the National Public Service Portal. On a shared computer, close the browser as well.",
    ),
    "out.here_only": (
        (
            "Phiên làm việc ở đây đã kết thúc, nhưng Cổng Dịch vụ công Quốc gia không trả lời nên có thể bạn vẫn đang đăng nhập ở đó. "
            "Hãy đóng trình duyệt, hoặc đăng xuất tại Cổng."
        ),
        (
            "The session here has ended, but the National Public Service Portal did not answer, so you may still be logged in there. "
            "Close the browser, or sign out at the Portal."
        ),
    ),
    "out.back": ("Đăng nhập lại", "Log in again"),
}

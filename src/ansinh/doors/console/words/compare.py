"""Words of the page on which one participant is compared with the population register."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.compare": ("Đối chiếu một người", "Compare one person"),
    "compare.title": ("Đối chiếu một người tham gia", "Compare one participant"),
    "compare.lead": (
        "Hỏi cơ sở dữ liệu quốc gia về dân cư xem dữ liệu của sổ bảo hiểm có khớp không. Chỉ được trả lời khớp hay không khớp.",
        "Asks the population register whether what the insurance register holds agrees. The answer is yes, no or how far.",
    ),
    "compare.number": ("Mã số bảo hiểm xã hội hoặc số định danh cá nhân", "Social-insurance number or citizen number"),
    "compare.number_hint": ("10 hoặc 12 chữ số.", "10 or 12 digits."),
    "compare.ask": ("Đối chiếu", "Compare"),
    "compare.nobody": ("Không có người tham gia nào mang số này.", "No participant goes by this number."),
    "compare.not_connected": ("Chưa kết nối với cơ sở dữ liệu dân cư.", "No population register is connected."),
    "compare.verified": ("Khớp", "Agrees"),
    "compare.not_verified": ("Chưa xác minh được", "Not verified"),
    "compare.deceased": ("Đã mất", "Deceased"),
    "compare.field_full_name": ("Họ và tên", "Full name"),
    "compare.field_birth_date": ("Ngày sinh", "Date of birth"),
    "compare.field_sex": ("Giới tính", "Sex"),
    "compare.yes": ("khớp", "agrees"),
    "compare.yes_without_diacritics": ("khớp, không xét dấu", "agrees without diacritics"),
    "compare.yes_to_month": ("khớp đến tháng", "agrees to the month"),
    "compare.yes_to_year": ("khớp đến năm", "agrees to the year"),
    "compare.no": ("không khớp", "does not agree"),
    "compare.what_next": (
        "Khi tên hoặc ngày sinh không khớp, cơ sở dữ liệu dân cư không cho biết điều gì khác. Hãy kiểm tra giấy tờ của người này.",
        "Where name or date of birth does not agree, the register tells nothing else. Look at the person's papers.",
    ),
    "compare.failed_no_citizen_number": (
        "Người này chưa có số định danh trong sổ đăng ký.",
        "The register holds no citizen number of this person.",
    ),
    "compare.failed_sex": ("Sổ đăng ký chưa ghi giới tính của người này.", "The register does not know this person's sex."),
    "compare.failed_too_many_questions": ("Đã hỏi quá nhiều. Hãy chờ một lúc.", "Too many questions were asked. Wait a while."),
    "compare.failed_population_busy": (
        "Cơ sở dữ liệu dân cư đang bận. Hãy thử lại sau.",
        "The population register is busy. Try again later.",
    ),
    "compare.failed_timed_out": ("Cơ sở dữ liệu dân cư không trả lời kịp.", "The population register did not answer in time."),
    "compare.failed_unreachable": ("Không kết nối được với cơ sở dữ liệu dân cư.", "The population register could not be reached."),
    "compare.failed_no_answer": (
        "Câu trả lời của cơ sở dữ liệu dân cư không dùng được.",
        "The population register's answer could not be used.",
    ),
    "compare.audited": (
        "Mỗi lần đối chiếu đều được ghi lại; người tham gia xem được ai đã hỏi.",
        "Every comparison is written down, and the person can see who asked.",
    ),
    "error.number_shape": ("Hãy nhập 10 hoặc 12 chữ số.", "Type 10 or 12 digits."),
    "error.no_population_register": ("Chưa kết nối với cơ sở dữ liệu dân cư.", "No population register is connected."),
}

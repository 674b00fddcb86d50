"""Syllables that invented names are made of: family, middle and given names of the Kinh and of other peoples, by sex and generation.

Common syllables from general knowledge of the language, in lists without any whole name: no real person stands behind a name that comes
of them. Within a list the first are the most frequent. Shares are rounded from published counts of family names; the rest is assumed.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Shares in the north, the centre and the south, in proportion to each other.
FAMILIES: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "Nguyễn": (478, 470, 472),
        "Trần": (108, 108, 116),
        "Lê": (84, 112, 92),
        "Phạm": (82, 52, 58),
        "Hoàng": (54, 33, 9),
        "Huỳnh": (1, 26, 72),
        "Vũ": (46, 4, 8),
        "Võ": (2, 50, 52),
        "Phan": (28, 48, 42),
        "Đặng": (24, 20, 21),
        "Bùi": (28, 19, 16),
        "Đỗ": (26, 12, 13),
        "Hồ": (3, 28, 17),
        "Ngô": (16, 14, 13),
        "Dương": (13, 8, 13),
        "Đinh": (11, 9, 6),
        "Trương": (7, 18, 19),
        "Lý": (4, 2, 9),
        "Đào": (11, 4, 4),
        "Đoàn": (8, 10, 7),
        "Trịnh": (9, 5, 4),
        "Lương": (8, 5, 6),
        "Mai": (6, 7, 6),
        "Lâm": (1, 3, 9),
        "Hà": (6, 4, 3),
        "Cao": (6, 6, 6),
        "Phùng": (5, 2, 2),
        "Tạ": (5, 2, 3),
        "Lưu": (4, 3, 4),
        "Chu": (4, 1, 1),
        "Châu": (1, 2, 5),
        "Thái": (1, 4, 5),
        "Tô": (3, 1, 4),
        "Văn": (1, 4, 2),
        "Tống": (2, 2, 2),
    }
)
RARE_FAMILIES = (
    "Quách Vương Tôn Kiều Nghiêm Bạch Khổng La Lại Từ Tăng Hứa Giang Doãn Thân Ninh Mạc Triệu Kim Diệp Khuất Viên Ông Cù Lục Sầm Đồng Mẫn"
    " Vi Tiêu Thạch Đàm Âu Ân Biện Bành Cái Cấn Chế Chử Chung Cung Cổ Diêm Du Đậu Điền Đường Đới Đái Giáp Hàn Hầu Hình Hoa Hùng Kha Khúc Kỳ"
    " Lã Lều Liêu Lò Lộ Lữ Ma Mã Mông Nhâm Nhan Nhữ Nông Ngụy Ngọ Ngân Nghê Ôn Phí Phó Phú Quản Quảng Quan Sái Sơn Sử Tào Tất Thang Thẩm"
    " Thiều Thịnh Thi Thới Tiết Tiền Tôn-Thất Trang Triều Trà Tưởng Ty Uông Ứng Vạn Viêm Yên Yến An Ánh Bá Bàng Cam Cát Chiêm Danh Đôn Hạ Hạp"
    " Hi Hồng Huyền Khiếu Khương Kiên Lai Liễu Long Mạnh Nhạc Ngạc Nhiếp Phù Phương Quang Tần Tân Thành Thoại Trác Trình Tri Ứng Vĩ Xa Ngưu"
)

# Middle names of the first place, then of the second (between the first and the given name), by sex and generation:
# born before 1955, 1955 to 1969, 1970 to 1984, 1985 to 1999, from 2000 on. A weight for the commonest, the rest follow by order.
FIRST_MIDDLES: Mapping[tuple[str, int], tuple[str, int, str]] = MappingProxyType(
    {
        ("M", 0): ("Văn", 66, "Đình Hữu Xuân Ngọc Đức Công Bá Quang Khắc Huy Viết Trọng Thế Duy Minh Tấn Thành Như Sỹ Doãn Phước Tiến"),
        ("M", 1): ("Văn", 58, "Đình Hữu Xuân Ngọc Đức Công Quang Quốc Hồng Minh Thanh Trọng Thế Bá Duy Tấn Thành Khắc Viết Mạnh Phước Chí"),
        ("M", 2): (
            "Văn",
            46,
            "Đức Ngọc Quốc Minh Thanh Xuân Đình Hữu Công Quang Hoàng Tuấn Mạnh Thành Trọng Duy Anh Việt Hải Tấn Chí Phi Hồng",
        ),
        ("M", 3): (
            "Văn",
            30,
            "Minh Đức Quốc Hoàng Ngọc Thanh Tuấn Quang Duy Hữu Công Anh Thành Trung Mạnh Việt Đình Xuân Tấn Nhật Tiến Hải Chí",
        ),
        ("M", 4): (
            "Văn",
            12,
            "Minh Gia Hoàng Đức Anh Quốc Bảo Tuấn Nhật Đăng Ngọc Thành Duy Quang Thiên Hữu Trung Việt Phúc Hải Khánh Tiến Nguyên",
        ),
        ("F", 0): ("Thị", 84, "Ngọc Kim Thanh Hồng Xuân Mỹ Thu Bích Diệu Minh Ánh Tuyết Lệ Kiều Như Phương Thúy Cẩm Bạch Mộng Lan"),
        ("F", 1): ("Thị", 78, "Ngọc Kim Thanh Hồng Thu Xuân Bích Mỹ Minh Phương Thúy Lệ Tuyết Ánh Kiều Cẩm Diệu Hoàng Như Hải Mai"),
        ("F", 2): ("Thị", 66, "Ngọc Thanh Thu Kim Hồng Bích Phương Thúy Minh Mỹ Tuyết Kiều Hoàng Cẩm Diệu Lệ Xuân Ánh Hải Mai Như Quỳnh"),
        ("F", 3): (
            "Thị",
            48,
            "Ngọc Thanh Thu Hồng Phương Kim Minh Bích Thúy Hoàng Quỳnh Mỹ Diệu Khánh Thùy Như Cẩm Tuyết Lan Huyền Hà Mai",
        ),
        ("F", 4): (
            "Thị",
            20,
            "Ngọc Bảo Khánh Phương Minh Thanh Quỳnh Thảo Gia Hoàng Như Tuyết Hà Diệu Thùy Kim Mai Anh An Tường Yến Nhã Trúc Linh",
        ),
    }
)
SECOND_MIDDLES: Mapping[str, str] = MappingProxyType(
    {
        "M": (
            "Minh Hoàng Anh Quang Đức Quốc Thanh Ngọc Tuấn Thành Duy Bảo Gia Nhật Hữu Trung Công Thiên Trọng Hải Việt Đăng Khánh Xuân Mạnh Phúc"
            " Chí Nguyên Tấn Đình Hồng Tiến Vĩnh Phước Thái Bá Thế Đông Nam Hoài Huy Khắc Sơn Tùng Vũ Trí Phi Long Kim Lâm Phương Khôi Trường"
        ),
        "F": (
            "Thu Thanh Ngọc Kim Hồng Phương Thúy Bích Minh Mỹ Thùy Quỳnh Tuyết Kiều Hoàng Cẩm Diệu Như Lệ Xuân Ánh Hải Mai Khánh Bảo Huyền Hà"
            " Lan Thảo Yến Trúc Anh Hoài Vân Linh Tú Mộng Diễm Ái Hương Nhã Châu Hạnh Mộc Bạch Nguyệt Phượng Uyên Đan Tâm Tường An Quế Việt Trà Lâm"
        ),
    }
)
GIVEN: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("M", 0): (
            "Hùng Bình Sơn Minh Thành Tài Hòa Hải Long Quang Dũng Thắng Lợi Tâm Hiền Chiến Tiến Thanh Phúc Đức Vinh Đông Xuân Sáu Bảy Năm Ba"
            " Mười Út Lộc Nghĩa Hiếu Khánh Thọ Phước Cường Quý Chung Kiên Toàn Vượng Khoa Thân Đạt Ngọc Ấn Bính Đinh Canh Tân Nhâm Quế Sửu Dần"
            " Mão Thìn Tỵ Thân Dậu Tuất Hợi Cảnh Đắc Định Độ Giáp Hạnh Hoan Hồng Huấn Kế Khải Khiêm Luận Lương Lưu Mẫn Miên Mùi Nhàn Nhị Nhân Ninh Oanh"
        ),
        ("M", 1): (
            "Hùng Dũng Sơn Thắng Bình Minh Hải Thành Hòa Cường Long Tuấn Quang Tâm Tài Thanh Tiến Chiến Lợi Đức Phúc Vinh Hà Nam Trung Việt Hưng"
            " Kiên Quý Chung Toàn Đông Lộc Nghĩa Hiếu Phương Khánh Thuận Thịnh Thái Thủy Tùng Vượng Xuân Hiền Dương Chính Định Công Bảy Sáu Tư"
            " Út Điệp Hoạt Khanh Lâm Lực Mạnh Ngọc Nhân Ninh Phong Phước Quyết Quyền Sinh Sáng Tân Tấn Thạch Thao Thuyết Tính Toản Trường Vững"
        ),
        ("M", 2): (
            "Hùng Tuấn Dũng Cường Hải Sơn Thắng Minh Thành Long Nam Hà Hòa Bình Quang Trung Tâm Tài Hưng Toàn Đức Tiến Thanh Phong Việt Tùng Dương"
            " Kiên Linh Hiếu Vinh Quân Anh Chiến Phương Nghĩa Thịnh Phúc Lâm Hoàng Giang Khánh Huy Quyết Thái Trường Đông Công Chung Duy Đạt Định"
            " Hiền Hiệp Khoa Lợi Lộc Luân Mạnh Ngọc Nguyên Nhân Phú Phước Quốc Quý Sang Sáng Tân Tấn Thiện Thọ Thuận Thủy Tính Trọng Tú Vũ Vương Vỹ"
        ),
        ("M", 3): (
            "Anh Tuấn Hùng Dũng Nam Hiếu Huy Đạt Long Hải Minh Thành Linh Sơn Quân Tùng Trung Đức Cường Hoàng Thắng Duy Tú Phong Kiên Toàn Hưng"
            " Tài Quang Khánh Phúc Tiến Lâm Việt Nghĩa Vinh Nguyên Khoa Thịnh An Bảo Phương Quốc Trường Vũ Giang Dương Đông Công Bình Hậu Hiệp Hòa"
            " Khang Khôi Kỳ Lộc Luân Mạnh Nhân Nhật Phát Phú Phước Quý Quyền Sang Tâm Tân Thái Thanh Thiện Thuận Tín Trí Trọng Trực Tường Vương Vỹ Đăng"
        ),
        ("M", 4): (
            "Huy Khang Bảo Minh Phúc Anh Khôi Đạt Khoa Long Nam Duy Hiếu Hưng Quân Kiên Phong Nguyên Hoàng Thịnh Phát An Đức Lâm Tuấn Dũng Nhân"
            " Khánh Hải Tùng Trí Thành Sơn Vinh Bình Dương Tài Trung Nghĩa Quang Thiên Việt Kiệt Nhật Tú Lộc Quốc Sang Vũ Tiến Toàn Thiện Đăng Hào"
            " Cường Giang Gia Hùng Kha Khải Khiêm Kỳ Linh Luân Mạnh Phú Phước Quý Tâm Tân Thái Thắng Thuận Tín Trọng Trường Tường Vương Vỹ Uy Ân Đan Đình"
        ),
        ("F", 0): (
            "Hoa Lan Hương Hồng Mai Nga Hà Liên Cúc Bích Tuyết Xuân Hạnh Sen Tâm Nguyệt Út Thơm Đào Ba Bảy Sáu Năm Tư Hai Chín Mười Lý Thu Thanh"
            " Nhung Phượng Loan Yến Hòa Bình Hiền Kim Lành Mùi Mận Lựu Lài Huệ Thảo Tám Vân Oanh Dung Châu Cam Bưởi Chanh Gái Hường Khuyên Lợi Luyến"
            " Minh Nhàn Nhỏ Nở Phương Quý Rí Sâm Thắm Thêm Thoa Tính Tỵ Vinh Xoan Ý Én Đẹp Điệp Định Được Gấm Ngân Ngọ Ngọc Nhâm Nhị"
        ),
        ("F", 1): (
            "Hoa Lan Hương Hồng Hà Mai Nga Thủy Liên Loan Phượng Nhung Thu Cúc Bích Tuyết Yến Xuân Hạnh Hiền Oanh Thanh Tâm Nguyệt Vân Hằng Dung"
            " Thảo Minh Bình Hòa Lý Huệ Thúy Phương Ngọc Châu Anh Hường Thơm Đào Sen Út Hải Chi Huyền Vinh Thoa Lợi Kim Nhàn Luyến Quyên Sinh Tươi"
            " Khánh Khuyên Lài Lệ Lụa Mận Mến Mùi Ngân Nhạn Nhi Ninh Phúc Quế Quỳ Sương Thắm Thêu Thịnh Thông Thuận Tình Trang Tuyến Vui Xoan Điệp Đông"
        ),
        ("F", 2): (
            "Hương Hà Hằng Thủy Hạnh Hiền Hoa Lan Nga Thảo Mai Hồng Phương Trang Huyền Yến Thu Oanh Nhung Vân Loan Thúy Liên Dung Nguyệt Anh Linh"
            " Ngọc Tuyết Tâm Hoài Hường Tuyền Quyên Châu Nhàn Bích Xuân Thanh Giang Ngân Diệp Hải Lý Lệ Bình Chi Chung Duyên Điệp Hiên Hòa Huệ Huế"
            " Khanh Kiều Lương Luyến Minh My Nhạn Nhi Ninh Nương Phượng Phúc Quế Quỳnh Sương Sen Thắm Thơ Thơm Thoa Thuận Thùy Tiên Trâm Trinh Tú Uyên Vinh"
        ),
        ("F", 3): (
            "Linh Trang Hương Huyền Thảo Hà Phương Anh Ngọc Hằng Yến Nhung Thủy Ngân Mai Lan Hoa Dung Thu Quỳnh Vân Hạnh Giang Hiền My Oanh Châu"
            " Nga Ly Tâm Uyên Trinh Loan Duyên Tuyền Nhi Chi Như Diệp Thúy Hồng Quyên Trâm Tiên Nguyệt Tú Vy Thùy Tuyết Bích Diễm Hân Hường Kiều Liên"
            " Lệ Lộc Lụa Lương Mận Minh Mơ Mỹ Na Nương Ninh Phượng Phúc Quế Sương Thanh Thắm Thơ Thơm Thư Thy Tình Trà Trúc Tươi Vi Xuân Xuyến Ý Đào Điệp"
        ),
        ("F", 4): (
            "Anh Linh Trang Ngân Vy Hân Nhi My Châu Hà Thảo Trâm Ngọc Chi Dung Như Uyên Thư Quỳnh Diệp Giang Mai Vân Yến Tiên Ánh Phương Huyền Hương"
            " Tuyền Ly Lam Trúc Duyên Khánh Hiền Minh Oanh Thy Tú Tâm Nguyên Đan An Trinh Thùy Diễm Kiều Nga Bích Hoa Hằng Hạnh Hồng Khuê Khanh Lan"
            " Lê Loan Mỹ Nghi Nhiên Nhung Phúc Quyên San Sương Tâm Thanh Thủy Thúy Thu Trà Tường Vi Xuân Ý Yên Đào Băng Bảo Ca Di Đoan Hiếu Hòa Hoài Kha Kỳ"
        ),
    }
)
SELDOM_GIVEN = (
    "Ái Ẩn Ba Bách Bân Bằng Bào Bổn Bửu Cầm Can Cao Cầu Chân Chất Chiêu Chúc Chương Cội Cư Cử Cương Danh Diên Diệm Diệu Doanh Du Dư Dự Đài Đại"
    " Đàm Đàn Đang Đào Đầm Đệ Đích Điền Điểu Đính Đoài Đoàn Đỉnh Đỗ Đôn Đồng Đương Đường Ga Giác Giao Giáo Giới Hạc Hàm Hán Hàn Hành Hảo Hậu Hi"
    " Hiển Hiệu Hiểu Hinh Hoạch Hoán Học Hỏi Hội Hợi Hợp Huân Hùy Huynh Huỳnh Hữu Hưởng Ích Kế Kết Khả Khai Khâm Khảm Khắc Khoát Khoái Khương Khởi"
    " Kiểm Kiệm Kiến Kính Lạc Lãm Lan Lãng Lập Lễ Lịch Liêm Liệu Liễu Lĩnh Lịnh Lô Lư Lục Lung Lũy Luyện Lữ Lưỡng Mãn Mạo Mậu Mị Mộc Môn Mưu Nại Nấm"
    " Nết Ngà Ngạn Nghị Nghiêm Nghiệp Ngoan Ngôn Ngợi Ngũ Nguyện Nhã Nhâm Nhẫn Nhất Nhiệm Nhu Nhuận Nhựt Niệm Niên Noãn Nội Nữ Nhường Pha Phán Phàn"
    " Phàm Pháp Phấn Phi Phiên Phiến Phổ Phối Phụng Phùng Quan Quán Quảng Quận Quất Quới Quyên Quynh Rạng Sa Sách Sản Sánh Sắc Sắt Sâm Siêng Song Sơ"
    " Sùng Sử Sự Sỹ Tác Tạo Tăng Tặng Tần Tập Tế Tha Thạc Thải Tham Thản Thạnh Tháp Thạo Thăng Thẩm Thập Thế Thể Thêm Thi Thích Thiềng Thiết Thiều Thiệu"
    " Thìn Thỏa Thoại Thoán Thới Thời Thụ Thục Thuần Thuật Thuyên Thư Thức Thường Thướng Thưởng Thượng Tỉ Tích Tiềm Tiển Tiếp Tiết Tiệp Tiếu Tín Tình Tỉnh"
    " Tịnh To Tô Toại Toán Tố Tôn Tống Tới Trác Trạch Trân Tràng Tráng Tri Triển Triết Triều Triệu Trình Trịnh Trợ Trụ Trúc Truyền Trứ Trữ Trưng Tuân Tuất"
    " Tuế Tuệ Túc Tuyên Tuyến Tuyển Tư Từ Tự Tưởng Ty Ước Vạn Vĩ Viễn Viên Việc Vịnh Vọng Vụ Vui Vượng Xa Xinh Xuyên Xuyến Xương Yêm Yên Yết"
)

# Other peoples: clan names, given names of men and of women, and how a name is put together.
# "clan": like the Kinh; "a": clan, A or Thị, given; "y": Y or H' and the given name, the clan last; "bare": clan and given name alone.
PEOPLES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "Tày": ("clan", "Nông Hoàng Lương Vi Bế Đàm Ma Triệu Hà Lục Dương Chu Lý Mông Nguyễn Phương Hứa", "", ""),
        "Thái": ("clan", "Lò Cầm Quàng Lường Tòng Cà Vì Lèo Hoàng Lộc Vi Hà Đèo Bạc Lương Điêu", "", ""),
        "Mường": ("clan", "Bùi Đinh Quách Bạch Hà Phùng Nguyễn Trương Phạm Cao Xa", "", ""),
        "Nùng": ("clan", "Nông Hoàng Lý Lương Vi Chu Lục Triệu Mông Long Hứa Phan Lương Lâm Sầm", "", ""),
        "Dao": ("clan", "Bàn Triệu Đặng Lý Phùng Chảo Tẩn Phàn Lò Dương Hoàng Lưu", "", ""),
        "Mông": (
            "a",
            "Giàng Vàng Sùng Thào Mùa Lầu Hờ Cứ Lý Ly Hầu Vừ Và Sính Thò Cháng Ma Hạng Lù",
            "Páo Súa Chứ Dơ Phừ Lềnh Sình Tủa Chia Lử Dia Dính Nủ Pó Vảng Sà Giống Dế Khua Lầu Nênh Sống Thề Tú Xà",
            "Mỷ Dính Xua Chá Sông Mảy Dợ Pàng Máy Chở Dở Ly Mo Súng Sua Say Pla Chư Mị Sai Vá Xía Cở Dua",
        ),
        "Ê Đê": (
            "y",
            "Niê Êban Ayŭn Kbuôr Mlô Ênuôl Kđoh Byă Kpă Hđơk Hmok Buôn-Yă Hwing Ktla Kriêng",
            "Bhăm Kliu Thuin Djuan Blim Nguôn Krông Wăn Yim Thim Khuê Blô Suan Phôn Tlam Duê Ngông Bliă Mrang Sĭk",
            "Hen Lan Wih Juin Bluên Ngơ Yươm Mai Nuêr Bliăng Djuôn Lôi Rin Sen Thủy Ngọc Mĩ Wăn Băm Uôn Yar",
        ),
        "Gia Rai": (
            "y",
            "Rơ-Châm Siu Ksor Kpuih Rah-Lan Rmah Nay Kpă Rơ-Mah Puih Hyao",
            "Thuk Blơi Hlíp Phuin Djưn Hrin Khưng Thoan Bút Chơk Hiao Lơ",
            "Blui Phiơ Hiêng Nhơ Byin Chuin Hlăng Mlơih Phin Bơn Nut Yơr",
        ),
        "Ba Na": ("bare", "A Y Đinh", "Byưn Hmưnh Khưm Thoi Nghìn Hyưh Glơk Pôn Ưh Lơh Juk", "Blưn Hnhơm Byơt Yưnh Hlê Mưt Nhơnh Hyơp Bơr"),
        "Khmer": (
            "bare",
            "Thạch Sơn Kim Danh Châu Lâm Kiên Trần Lý Lâm Liêu Tăng Huỳnh Đào",
            "Phi Rây Kha Đara Sô-Phanh Vuthi Thol Sết Sóc Hiệp Som-Nang Rine Sa-Rươl Chanh-Đa Vuông Rít",
            "Sa-Ry Phia Sóc-Ny Ra-Ni Đa-Vy Thia Chanh-Thu Sô-Phia Thị-Sa Rươne Ni-Ta Sa-Vone Thươl Na-Ry",
        ),
        "Chăm": (
            "clan",
            "Đàng Trượng Thiên Quảng Bá Kiều Lộ Hán Đạo Báo Não Châu Thị Thập Lưu",
            "",
            "",
        ),
        "Hoa": ("clan", "Lý Trần Lâm Huỳnh Quách Tăng Vương Hứa Lưu Phùng Châu Thái La Lương Ông Khưu Mã Tiêu Ngụy Giang", "", ""),
    }
)

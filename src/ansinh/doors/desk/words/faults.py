"""Words for each fault of a counter: what it is (`.title`) and what to do (`.do`)."""

WORDS: dict[str, tuple[str, str]] = {
    "fault.no_pcsc_package.title": ("Máy này chưa có phần mềm đọc thẻ", "The software for card readers is not installed"),
    "fault.no_pcsc_package.do": (
        "Người cài đặt chạy lệnh make reader, rồi khởi động lại ansinh desk.",
        "Whoever installs it runs make reader, then starts ansinh desk again.",
    ),
    "fault.no_service.title": ("Dịch vụ đầu đọc thẻ không chạy", "The card reader service is not running"),
    "fault.no_service.do": (
        "Khởi động dịch vụ pcscd (Linux: systemctl start pcscd). Trang này tự tiếp tục khi dịch vụ chạy lại.",
        "Start the pcscd service (Linux: systemctl start pcscd). This page goes on by itself once it runs.",
    ),
    "fault.no_reader.title": ("Chưa có đầu đọc thẻ", "There is no card reader"),
    "fault.no_reader.do": (
        "Cắm đầu đọc vào cổng USB; nếu đã cắm, rút ra và cắm lại.",
        "Plug the reader into a USB port; if it is plugged in, unplug it and plug it in again.",
    ),
    "fault.several_cards.title": ("Có nhiều thẻ cùng một lúc", "There is more than one card"),
    "fault.several_cards.do": ("Chỉ để lại một thẻ; nhấc các thẻ khác ra.", "Leave one card; take the others away."),
    "fault.reader_busy.title": ("Chương trình khác đang dùng thẻ này", "Another program is using this card"),
    "fault.reader_busy.do": (
        "Đóng chương trình đó, rồi nhấc thẻ ra và đặt lại.",
        "Close that program, then take the card away and lay it down again.",
    ),
    "fault.reader_failed.title": ("Đầu đọc báo lỗi", "The reader reports an error"),
    "fault.reader_failed.do": (
        "Rút đầu đọc ra và cắm lại. Nếu vẫn lỗi, thử đầu đọc khác.",
        "Unplug the reader and plug it in again. If that does not help, try another reader.",
    ),
    "fault.not_a_can.title": ("Đây không phải 6 số cuối hay mã QR của thẻ", "These are neither the last 6 digits nor the card's QR code"),
    "fault.not_a_can.do": (
        "Nhập đúng 6 chữ số cuối của số định danh in trên thẻ. Khi quét mã QR, hãy tắt bộ gõ tiếng Việt.",
        "Type exactly the last 6 digits of the number printed on the card. When scanning, turn Vietnamese typing off.",
    ),
    "fault.wrong_can.title": ("Sáu số này không mở được thẻ", "These six digits do not open the card"),
    "fault.wrong_can.do": (
        "Xem lại số in trên chính chiếc thẻ này và nhập lại.",
        "Look at the number printed on this very card and type it again.",
    ),
    "fault.tries_left": ("Còn {count} lần thử.", "Tries left: {count}."),
    "fault.blocked.title": ("Thẻ không nhận thêm lần thử nào", "The card takes no further try"),
    "fault.blocked.do": (
        "Nhấc thẻ ra, đợi một phút rồi đặt lại. Nếu vẫn vậy, tiếp đón bằng mã QR và mời người bệnh đến cơ quan cấp thẻ.",
        "Take the card away, wait a minute, lay it down again. If it stays so, go on with the QR code; the holder should see the issuer.",
    ),
    "fault.no_way_in.title": ("Không có cách nào mở được thẻ này", "There is no way to open this card"),
    "fault.no_way_in.do": (
        "Có thể đây không phải thẻ căn cước gắn chip của Việt Nam. Tiếp đón bằng mã QR hoặc số trên thẻ.",
        "It may not be a Vietnamese citizen card with a chip. Go on with the QR code or the number on the card.",
    ),
    "fault.not_a_citizen_card.title": ("Đây không phải thẻ căn cước gắn chip", "This is not a citizen card with a chip"),
    "fault.not_a_citizen_card.do": (
        "Xem có đặt nhầm thẻ ngân hàng hay thẻ khác không. Nếu đúng là thẻ căn cước, nhấc ra và đặt lại.",
        "See whether it is a bank card or another one. If it is a citizen card, take it away and lay it down again.",
    ),
    "fault.card_gone.title": ("Thẻ bị nhấc ra khi đang đọc", "The card was taken away while it was read"),
    "fault.card_gone.do": (
        "Đặt thẻ lên lại và để yên cho đến khi đọc xong. Không có gì được gửi đi.",
        "Lay it down again and leave it until it has been read. Nothing was sent.",
    ),
    "fault.card_failed.title": ("Thẻ trả lời không đúng", "The card does not answer properly"),
    "fault.card_failed.do": (
        "Lau mặt thẻ, đặt lại và thử lần nữa. Nếu vẫn lỗi, tiếp đón bằng mã QR.",
        "Wipe the card, lay it down again and try once more. If it stays so, go on with the QR code.",
    ),
    "fault.channel_broken.title": ("Kênh mã hóa với thẻ bị ngắt", "The encrypted channel to the card broke"),
    "fault.channel_broken.do": (
        "Một câu trả lời của thẻ không đúng cách bảo vệ nên việc đọc dừng lại. Đặt thẻ lại; nếu lặp lại, đổi đầu đọc và báo người phụ trách.",
        "An answer was not protected as it must be, so reading stopped. Lay the card down again; if it happens again, change the reader and tell your supervisor.",
    ),
    "fault.too_slow.title": ("Thẻ trả lời quá lâu", "The card takes too long"),
    "fault.too_slow.do": (
        "Nhấc thẻ ra, đặt lại giữa đầu đọc và thử lần nữa.",
        "Take it away, lay it in the middle of the reader, try again.",
    ),
    "fault.forgotten.title": ("Dữ liệu của thẻ trước đã được xóa", "The last card's data were erased"),
    "fault.forgotten.do": ("Quá 10 phút. Đặt thẻ lên lại nếu vẫn cần.", "After 10 minutes. Lay the card down again if you still need it."),
    "fault.not_configured.title": ("Bàn này chưa nối với cổng tiếp nhận", "This counter has no gateway"),
    "fault.not_configured.do": (
        "Người cài đặt khai báo tài khoản của cơ sở: xem docs/desk.md.",
        "Whoever installs it sets the facility's account: see docs/desk.md.",
    ),
    "fault.gateway_down.title": ("Cổng tiếp nhận không trả lời", "The gateway does not answer"),
    "fault.gateway_down.do": (
        "Thẻ vẫn kiểm tra được. Cứ tiếp nhận người bệnh; bấm gửi lại sau ít phút, không bị tính hai lần.",
        "The card can be checked all the same. Admit the patient; send again in some minutes, it does not count twice.",
    ),
    "fault.login_refused.title": ("Cổng không nhận tài khoản của cơ sở", "The gateway does not take the facility's account"),
    "fault.login_refused.do": (
        "Người cài đặt kiểm tra tên đăng nhập, mật khẩu và cán bộ đã khai báo cho bàn này.",
        "Whoever installs it checks the username, the password and the officer of this counter.",
    ),
    "fault.officer_refused.title": ("Cổng không nhận cán bộ của bàn này", "The gateway does not take this counter's officer"),
    "fault.officer_refused.do": (
        "Người cài đặt kiểm tra số định danh và họ tên cán bộ, và cán bộ đó đã được cơ quan duyệt chưa.",
        "Whoever installs it checks the officer's number and name, and whether the agency has approved that officer.",
    ),
    "fault.desk_not_registered.title": ("Bàn này chưa được đăng ký ở cổng", "The gateway does not know this counter"),
    "fault.desk_not_registered.do": (
        "Mở bảng điều khiển của cơ sở, mục Bàn đọc thẻ, để đăng ký; hoặc khởi động lại ansinh desk.",
        "See the facility's console, under Desks; or start ansinh desk again.",
    ),
    "fault.statement_refused.title": ("Cổng không nhận bằng chứng của bàn", "The gateway does not take the desk's evidence"),
    "fault.statement_refused.do": (
        "Có thể đã quá 10 phút từ khi đọc, hoặc đồng hồ máy sai. Đọc lại thẻ; kiểm tra giờ của máy.",
        "It may be more than 10 minutes old, or this machine's clock is wrong. Read the card again; check the clock.",
    ),
    "fault.visit_refused.title": ("Cổng không nhận lượt khám này", "The gateway does not take this visit"),
    "fault.visit_refused.do": (
        "Xem lại các ô đã chọn. Nếu vẫn vậy, đọc mã lỗi cho bộ phận hỗ trợ.",
        "Look at what was chosen. If it stays so, read the code to your support.",
    ),
    "fault.visit_number.title": ("Số lượt khám này không dùng được", "This visit number cannot be used"),
    "fault.visit_number.do": (
        "Số có thể đã thuộc về người khác, hoặc để trống. Nhập số khác.",
        "It may be another person's already, or empty. Type another one.",
    ),
    "fault.no_longer_possible.title": ("Việc đó không còn làm được", "That can no longer be done"),
    "fault.no_longer_possible.do": (
        "Thẻ đã đổi trong lúc đó. Làm tiếp với những gì trang đang hiện.",
        "The card has changed meanwhile. Go on with what the page shows.",
    ),
    "fault.failed.title": ("Có lỗi trong chương trình", "Something went wrong in the program"),
    "fault.failed.do": (
        "Đặt thẻ lại và thử lần nữa. Nếu lặp lại, khởi động lại ansinh desk.",
        "Lay the card down again and try once more. If it happens again, start ansinh desk again.",
    ),
    "fault.code": ("Mã lỗi: {code}", "Code: {code}"),
    "fault.names": ("Đang có thẻ ở: {names}", "There are cards in: {names}"),
}

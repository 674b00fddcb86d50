"""Words around the counter: who we are, what the reader, the gateway and the reception screens are doing."""

WORDS: dict[str, tuple[str, str]] = {
    "frame.brand": ("An sinh", "An sinh"),
    "frame.brand_line": ("Bàn tiếp đón đọc thẻ căn cước", "Counter that reads citizen cards"),
    "frame.skip": ("Đến nội dung chính", "Skip to main content"),
    "frame.languages": ("Ngôn ngữ", "Language"),
    "frame.sandbox": (
        "Hệ thống thử nghiệm. Thẻ và người ở đây đều do máy tạo ra, không phải của ai.",
        "Test system. Every card and every person here is invented and belongs to nobody.",
    ),
    "frame.foot_memory": (
        "Dữ liệu của thẻ chỉ ở trong bộ nhớ máy này, bị xóa khi có thẻ kế tiếp hoặc sau 10 phút.",
        "What a card says stays in this machine's memory, and is erased with the next card or after 10 minutes.",
    ),
    "frame.foot_seen": (
        "Mỗi lần tra cứu đều được ghi lại và người đó xem được.",
        "Every look-up is written down, and the person can see it.",
    ),
    "frame.to_home": ("Về bàn tiếp đón", "Back to the counter"),
    "state.title": ("Thiết bị", "Equipment"),
    "state.reader": ("Đầu đọc", "Reader"),
    "state.card": ("Thẻ", "Card"),
    "state.card_there": ("đang ở trên đầu đọc", "on the reader"),
    "state.card_none": ("không có", "none"),
    "state.reader_ready": ("sẵn sàng", "ready"),
    "state.reader_out": ("không dùng được", "not usable"),
    "state.gateway": ("Cổng tiếp nhận", "Gateway"),
    "state.gateway_as": ("cơ sở {code}", "facility {code}"),
    "state.gateway_none": ("chưa khai báo: chỉ kiểm tra thẻ", "not set up: cards are checked only"),
    "state.screens": ("Màn hình của phần mềm bệnh viện", "The hospital's own screens"),
    "state.screens_on": ("cổng {port}, đang nối: {count}", "port {port}, connected: {count}"),
    "state.screens_taken": (
        "cổng {port} đang do chương trình khác dùng; trang này vẫn hoạt động",
        "port {port} is in use by another program; this page works all the same",
    ),
    "state.screens_off": ("tắt", "off"),
    "state.policy": ("Quy tắc kiểm tra", "Policy"),
    "sandbox.title": ("Thẻ ảo để thử", "Virtual card to try"),
    "sandbox.what": (
        "Ở hệ thống thử nghiệm, bạn đặt và nhấc thẻ ảo bằng nút này.",
        "On a test system you lay the virtual card down, and take it away, with this button.",
    ),
    "sandbox.can": ("6 số cuối in trên thẻ này: {can}", "The last 6 digits printed on this card: {can}"),
    "sandbox.put": ("Đặt thẻ lên đầu đọc", "Lay the card on the reader"),
    "sandbox.take": ("Nhấc thẻ ra", "Take the card away"),
    "lost.title": ("Mất liên lạc với chương trình", "The program does not answer"),
    "lost.what": (
        "Chương trình đọc thẻ trên máy này không trả lời. Hãy khởi động lại (ansinh desk); trang sẽ tự tiếp tục.",
        "The card program on this machine does not answer. Start it again (ansinh desk); this page then goes on by itself.",
    ),
}

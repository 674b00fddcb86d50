"""What each check of a client says, and what to do about it; by the names of the checks in `vendors.CHECKS`."""

WORDS: dict[str, tuple[str, str]] = {
    "check.TOKEN-01.says": (
        "Lấy token mới trước gần như mỗi lần gọi. Một token dùng được mười phút cho mọi lời gọi.",
        "A new token is taken before almost every call. A token is good for ten minutes and for every call.",
    ),
    "check.TOKEN-01.do": (
        "Giữ token đến gần hết hạn rồi mới lấy lại, dùng chung cho các máy trạm.",
        "Keep the token until shortly before it ends, and share it among workstations.",
    ),
    "check.TOKEN-02.says": (
        "Token đã bị từ chối vẫn được gửi lại.",
        "A token that was refused is sent again.",
    ),
    "check.TOKEN-02.do": (
        "Khi nhận mã 401 hoặc câu “Token không đúng”, lấy token mới rồi gọi lại đúng một lần.",
        "On code 401, or the words “Token không đúng”, take a new token and repeat the call once.",
    ),
    "check.TOKEN-03.says": (
        "MD5 của mật khẩu viết chữ thường. Công văn quy định chữ hoa; ở đây vẫn nhận.",
        "The MD5 of the password is in small letters. The dispatch says capitals; it is taken here all the same.",
    ),
    "check.TOKEN-03.do": ("Chuyển chuỗi MD5 sang chữ hoa trước khi gửi.", "Turn the MD5 into capitals before sending it."),
    "check.TOKEN-04.says": (
        "Mật khẩu gửi đi không phải là MD5 (32 ký tự hệ 16).",
        "What is sent as password is no MD5 (32 hex digits).",
    ),
    "check.TOKEN-04.do": ("Gửi MD5 của mật khẩu, không gửi mật khẩu.", "Send the MD5 of the password, never the password itself."),
    "check.TOKEN-05.says": (
        "Token đến nơi không còn nguyên vẹn: bị cắt, bị mã hóa hai lần, hoặc dấu cộng thành dấu cách.",
        "The token did not arrive whole: cut, encoded twice, or with a plus turned into a space.",
    ),
    "check.TOKEN-05.do": (
        "Gửi nguyên chuỗi access_token đã nhận, mã hóa phần trăm đúng một lần khi đặt vào URL.",
        "Send access_token exactly as received, percent-encoded once where it goes into a URL.",
    ),
    "check.TOKEN-06.says": (
        "Có tiêu đề Authorization. Cổng tiếp nhận không đọc tiêu đề này; cách xác thực Bearer chỉ có trong mã nguồn truyền tay.",
        "There is an Authorization header. The gateway does not read it; Bearer authentication exists only in code that is passed around.",
    ),
    "check.TOKEN-06.do": (
        "Đặt token trên đường dẫn (tra cứu) hoặc trong ba tiêu đề riêng (check-in, cùng chi trả).",
        "Put the token into the query (look-ups) or into the three headers of the protocol (check-in, co-payment).",
    ),
    "check.TOKEN-07.says": (
        "Thông tin xác thực không nằm ở chỗ lời gọi này đọc.",
        "The credentials are not where this call reads them.",
    ),
    "check.TOKEN-07.do": (
        "Tra cứu: trên đường dẫn. Check-in và cùng chi trả: trong tiêu đề.",
        "Look-ups: in the query. Check-in and co-payment: in headers.",
    ),
    "check.FIELD-01.says": ("Thiếu trường bắt buộc, hoặc trường để trống.", "A required field is missing or empty."),
    "check.FIELD-01.do": ("Gửi đủ các trường đã công bố.", "Send every published field."),
    "check.FIELD-02.says": (
        "Thiếu họ tên hoặc số định danh của cán bộ tra cứu, bắt buộc từ 01/08/2024.",
        "The name or citizen number of the officer who asks is missing; both are required since 2024-08-01.",
    ),
    "check.FIELD-02.do": (
        "Gửi cán bộ đã được duyệt của cơ sở; kiosk gửi định danh đã đăng ký của nó.",
        "Send an officer the facility has registered; a kiosk sends the identity it is registered with.",
    ),
    "check.FIELD-03.says": (
        "Gửi thêm trường mà lời gọi không hỏi. Không ai đọc, nhưng dữ liệu vẫn đi qua mạng.",
        "Fields are sent that the call does not ask for. Nobody reads them, and yet the data travel.",
    ),
    "check.FIELD-03.do": ("Bỏ các trường thừa.", "Leave them out."),
    "check.FIELD-04.says": (
        "Tên trường viết hoa, thường khác với tên đã công bố. Ở đây vẫn đọc.",
        "Names are written in other capitals than published. They are read here all the same.",
    ),
    "check.FIELD-04.do": ("Dùng đúng cách viết đã công bố.", "Use the published spelling."),
    "check.FIELD-05.says": (
        "Có khoảng trắng thừa ở đầu, cuối hoặc giữa giá trị.",
        "There is white space around a value, or twice between words.",
    ),
    "check.FIELD-05.do": ("Cắt khoảng trắng trước khi gửi.", "Trim values before sending them."),
    "check.FIELD-06.says": (
        "Giá trị gửi dưới dạng số hoặc danh sách JSON. Mã số dạng số mất các số 0 ở đầu.",
        "A value is sent as a JSON number or list. A number loses its leading zeros.",
    ),
    "check.FIELD-06.do": ("Gửi mọi trường dưới dạng chuỗi.", "Send every field as text."),
    "check.FIELD-07.says": (
        "Chữ tiếng Việt ở dạng tổ hợp (NFD): nơi so sánh từng ký tự sẽ thấy khác.",
        "Vietnamese letters are decomposed (NFD): whoever compares characters finds them different.",
    ),
    "check.FIELD-07.do": ("Chuẩn hóa NFC trước khi gửi.", "Normalise to NFC before sending."),
    "check.FIELD-08.says": (
        "Giá trị bị mã hóa hai lần, hoặc mã hóa hỏng.",
        "A value is percent-encoded twice, or wrongly.",
    ),
    "check.FIELD-08.do": ("Để thư viện HTTP mã hóa đúng một lần, UTF-8.", "Let the HTTP library encode it, once, as UTF-8."),
    "check.FIELD-09.says": (
        "Dấu cách hoặc chữ tiếng Việt nằm nguyên trong URL hay form. Ở đây vẫn đọc, nơi khác có thể không.",
        "Spaces or Vietnamese letters stand unencoded in a URL or form. They are read here, and perhaps not elsewhere.",
    ),
    "check.FIELD-09.do": ("Mã hóa phần trăm.", "Percent-encode them."),
    "check.DATE-01.says": (
        "Ngày sinh viết liền tám chữ số. Ở đây vẫn đọc; có nơi báo rằng lời gọi lịch sử từ chối.",
        "The birth date has eight digits and no slashes. It is read here; one hospital reports that the history call refuses it.",
    ),
    "check.DATE-01.do": ("Viết ngày/tháng/năm với dấu gạch chéo.", "Write day/month/year with slashes."),
    "check.DATE-02.says": ("Ngày sinh không theo dạng nào đã công bố.", "The birth date has none of the published forms."),
    "check.DATE-02.do": (
        "dd/MM/yyyy, hoặc MM/yyyy, yyyy nếu không biết hơn.",
        "dd/MM/yyyy, or MM/yyyy or yyyy where no more is known.",
    ),
    "check.CARD-01.says": (
        "Mã tra cứu không có 10, 12 hay 15 ký tự (20 khi kèm mã cơ sở).",
        "What is looked up has neither 10, 12 nor 15 characters (20 with the facility code behind).",
    ),
    "check.CARD-01.do": (
        "Gửi mã thẻ, mã số bảo hiểm hoặc số định danh; bỏ dấu cách và gạch nối khi quét.",
        "Send a card, social-insurance or citizen number; drop spaces and dashes that a scanner adds.",
    ),
    "check.FACILITY-01.says": (
        "Mã cơ sở hoặc tài khoản trong nội dung là của cơ sở khác.",
        "The facility code or account in the message is another facility's.",
    ),
    "check.FACILITY-01.do": (
        "Mỗi cơ sở dùng tài khoản và mã của chính mình.",
        "Let each facility use its own account and code.",
    ),
    "check.HTTP-01.says": ("Lời gọi không phải POST.", "The call is no POST."),
    "check.HTTP-01.do": ("Dùng POST cho mọi lời gọi.", "Use POST for every call."),
    "check.HTTP-02.says": ("Có nội dung nhưng không có Content-Type.", "There is a body and no Content-Type."),
    "check.HTTP-02.do": (
        "Ghi application/json hoặc application/x-www-form-urlencoded.",
        "Say application/json or application/x-www-form-urlencoded.",
    ),
    "check.HTTP-03.says": (
        "Content-Type nói một đằng, nội dung một nẻo. Ở đây đọc theo nội dung.",
        "Content-Type says one thing and the body is another. Here the body counts.",
    ),
    "check.HTTP-03.do": ("Ghi đúng loại nội dung.", "Label the body as what it is."),
    "check.HTTP-04.says": (
        "Nội dung không phải đối tượng JSON cũng không phải form.",
        "The body is neither a JSON object nor a form.",
    ),
    "check.HTTP-04.do": ("Gửi một đối tượng JSON hoặc một form.", "Send one JSON object or one form."),
    "check.HTTP-05.says": ("POST không có Content-Length.", "A POST without Content-Length."),
    "check.HTTP-05.do": (
        "Ghi độ dài, cả khi bằng 0; một số proxy từ chối nếu thiếu.",
        "Say the length, also when it is 0: some proxies refuse the call otherwise.",
    ),
    "check.HTTP-06.says": ("Dùng HTTP/1.0: mỗi lần gọi mở một kết nối mới.", "HTTP/1.0: each call opens a connection of its own."),
    "check.HTTP-06.do": ("Dùng HTTP/1.1 và giữ kết nối.", "Use HTTP/1.1 and keep the connection."),
    "check.HTTP-07.says": (
        "Đường dẫn có hai dấu gạch chéo liền nhau, dấu cách, hoặc gạch chéo ở cuối. Ở đây bỏ qua.",
        "The path has a double slash, a space or a slash at the end. Here that is overlooked.",
    ),
    "check.HTTP-07.do": ("Ghép địa chỉ máy chủ và đường dẫn bằng một dấu gạch chéo.", "Join host and path with one slash."),
    "check.HTTP-08.says": (
        "Đường dẫn viết hoa, thường khác với công bố. Ở đây vẫn tìm thấy.",
        "The path is written in other capitals than published. It is found here all the same.",
    ),
    "check.HTTP-08.do": ("Dùng đúng cách viết đã công bố.", "Use the published spelling."),
    "check.PATH-01.says": (
        "Không thuộc cổng tiếp nhận. Đường dẫn này có trong mã nguồn truyền tay nhưng không phiên bản nào có.",
        "Not part of the gateway. The path occurs in code that is passed around; no version of the gateway has it.",
    ),
    "check.PATH-01.do": (
        "Xem danh mục lời gọi và dùng đường dẫn đã công bố.",
        "Look at the list of calls and use a published path.",
    ),
    "check.PATH-02.says": ("Đường dẫn chưa từng được công bố.", "The path was never published."),
    "check.PATH-02.do": (
        "So lại với danh mục lời gọi; thường là lỗi gõ.",
        "Compare it with the list of calls; it is often a typing error.",
    ),
    "check.PATH-03.says": (
        "Lời gọi của thế hệ cũ, đã ngừng từ 01/08/2024. Ở đây vẫn trả lời cho phần mềm còn dùng.",
        "A call of an older generation, off since 2024-08-01. It is answered here for products that still carry it.",
    ),
    "check.PATH-03.do": (
        "Chuyển sang tra cứu thế hệ 2024 và lịch sử thế hệ 2025.",
        "Move to the look-up of 2024 and the history call of 2025.",
    ),
    "check.FLOW-01.says": (
        "Mỗi người chỉ được tra cứu một lần. Quy định là ba thời điểm: khi đến, trong khi điều trị, trước khi kết thúc.",
        "Everybody was looked up only once. The rule is three moments: on arrival, during treatment, before the visit is closed.",
    ),
    "check.FLOW-01.do": (
        "Tra cứu lại trong khi điều trị và trước khi kết thúc lượt khám.",
        "Look up again during treatment and before the visit is closed.",
    ),
    "check.FLOW-02.says": (
        "Đã tra cứu nhiều người được tiếp nhận nhưng chưa lần nào gửi check-in.",
        "Several people were looked up and may be taken in, and no check-in was ever sent.",
    ),
    "check.FLOW-02.do": (
        "Gửi check-in ngay sau chi phí đầu tiên của lượt khám (trừ cấp cứu).",
        "Send the check-in right after the first cost of the visit (emergencies excepted).",
    ),
    "check.FLOW-03.says": ("Gửi check-in khi chưa tra cứu thẻ.", "A check-in was sent before any look-up."),
    "check.FLOW-03.do": ("Tra cứu trước, check-in sau.", "Look up first, then check in."),
    "check.FLOW-04.says": (
        "Cùng một yêu cầu lặp lại từ ba lần trở lên, cách nhau chưa đến hai giây.",
        "The same request was repeated three times or more, less than two seconds apart.",
    ),
    "check.FLOW-04.do": (
        "Chờ trước khi gọi lại, mỗi lần lâu hơn; với cổng không phản hồi thì xếp hàng.",
        "Wait before trying again, longer each time; queue while the gateway does not answer.",
    ),
    "check.FLOW-05.says": ("Gọi quá nhanh: cổng trả lời HTTP 429.", "Too fast: the gateway answered HTTP 429."),
    "check.FLOW-05.do": ("Chờ rồi mới gọi tiếp.", "Wait before the next call."),
    "check.FLOW-06.says": (
        "Yêu cầu không đọc được (mã 205). Câu trả lời nêu tên trường.",
        "The request could not be read (code 205). The reply names the field.",
    ),
    "check.FLOW-06.do": ("Sửa trường được nêu.", "Mend the field it names."),
}

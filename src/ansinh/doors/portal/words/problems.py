"""Words for everything that can go wrong: each problem says what happened, what to do, and how to get back.

Keys are `problem.<name>.title`, `.what` and `.next1` to `.next3`.
"""

WORDS: dict[str, tuple[str, str]] = {
    "problem.reference": ("Mã tham chiếu", "Reference code"),
    "problem.reference_why": (
        "Hãy nêu mã này khi bạn cần trợ giúp. Mã không chứa thông tin cá nhân.",
        "Quote this code when you ask for help. It contains no personal information.",
    ),
    "problem.next": ("Bạn có thể làm gì", "What you can do"),
    "problem.at": ("Lúc {when}", "At {when}"),
    "problem.login_cancelled.title": ("Bạn đã dừng đăng nhập", "You stopped the login"),
    "problem.login_cancelled.what": (
        "Việc đăng nhập được hủy ở trang định danh điện tử, nên chưa có thông tin nào được chuyển đến đây.",
        "The login was cancelled at the electronic identity page, so nothing about you has reached us.",
    ),
    "problem.login_cancelled.next1": (
        "Nếu bạn bấm nhầm, hãy đăng nhập lại.",
        "If that was a slip, simply log in again.",
    ),
    "problem.login_cancelled.next2": (
        "Nếu bạn không muốn tiếp tục, bạn không cần làm gì thêm.",
        "If you do not want to go on, there is nothing more to do.",
    ),
    "problem.login_state_missing.title": ("Không rõ lần đăng nhập nào", "We cannot tell which login this is"),
    "problem.login_state_missing.what": (
        "Bạn đến trang này mà không qua một lần đăng nhập được bắt đầu ở đây, chẳng hạn từ một đường dẫn đã lưu.",
        "You arrived here without a login that was started on this site, for example from a saved link.",
    ),
    "problem.login_state_missing.next1": (
        "Hãy bắt đầu lại từ trang chủ.",
        "Start again from the home page.",
    ),
    "problem.login_state_missing.next2": (
        "Đừng mở đường dẫn đăng nhập do người khác gửi cho bạn.",
        "Do not open login links that somebody else has sent you.",
    ),
    "problem.login_state_expired.title": ("Lần đăng nhập này đã hết hạn", "This login has expired"),
    "problem.login_state_expired.what": (
        "Một lần đăng nhập phải hoàn tất trong 10 phút và chỉ dùng được một lần. Lần này đã quá hạn hoặc đã được dùng.",
        "A login has to be finished within 10 minutes and works only once. This one is too old or has been used.",
    ),
    "problem.login_state_expired.next1": ("Hãy đăng nhập lại.", "Log in again."),
    "problem.login_state_expired.next2": (
        "Đừng dùng nút quay lại của trình duyệt trong khi đăng nhập.",
        "Do not use the browser's back button while logging in.",
    ),
    "problem.login_other_browser.title": ("Lần đăng nhập này bắt đầu ở nơi khác", "This login began somewhere else"),
    "problem.login_other_browser.what": (
        (
            "Đăng nhập phải kết thúc trong chính trình duyệt đã bắt đầu. Có thể trình duyệt chặn cookie, "
            "hoặc đường dẫn được mở ở trình duyệt hay thiết bị khác."
        ),
        (
            "A login has to end in the browser it began in. The browser may be blocking cookies, or the link was opened in another browser "
            "or on another device."
        ),
    ),
    "problem.login_other_browser.next1": (
        "Hãy đăng nhập lại trong trình duyệt này.",
        "Log in again in this browser.",
    ),
    "problem.login_other_browser.next2": (
        "Nếu lỗi lặp lại, hãy cho phép cookie của trang này.",
        "If it happens again, allow cookies for this site.",
    ),
    "problem.login_other_browser.next3": (
        "Nếu có người gửi cho bạn đường dẫn này, đừng mở nó nữa.",
        "If somebody sent you this link, do not open it again.",
    ),
    "problem.login_answer_invalid.title": ("Câu trả lời đăng nhập không hợp lệ", "The login answer was not valid"),
    "problem.login_answer_invalid.what": (
        "Câu trả lời qua trình duyệt của bạn không đúng như Cổng Dịch vụ công Quốc gia phải gửi. Để bảo đảm an toàn, bạn chưa được đăng nhập.",
        (
            "The answer that came through your browser is not what the National Public Service Portal has to send. To be safe, you were not "
            "logged in."
        ),
    ),
    "problem.login_answer_invalid.next1": ("Hãy bắt đầu lại từ trang chủ.", "Start again from the home page."),
    "problem.login_answer_invalid.next2": (
        "Nếu lỗi lặp lại, hãy báo cho chúng tôi mã tham chiếu.",
        "If it happens again, tell us the reference code.",
    ),
    "problem.login_token_invalid.title": ("Chưa xác nhận được danh tính", "Your identity could not be confirmed"),
    "problem.login_token_invalid.what": (
        "Xác nhận danh tính nhận được không qua được bước kiểm tra, nên bạn chưa được đăng nhập. Đây không phải lỗi của bạn.",
        "The confirmation of your identity did not pass our checks, so you were not logged in. This is not your fault.",
    ),
    "problem.login_token_invalid.next1": ("Hãy đăng nhập lại sau ít phút.", "Log in again in a few minutes."),
    "problem.login_token_invalid.next2": (
        "Nếu lỗi lặp lại, hãy báo cho chúng tôi mã tham chiếu.",
        "If it happens again, tell us the reference code.",
    ),
    "problem.login_claims_invalid.title": ("Thông tin định danh chưa dùng được", "Your identity data could not be used"),
    "problem.login_claims_invalid.what": (
        (
            "Thông tin được chuyển đến thiếu hoặc sai định dạng, hoặc tài khoản không phải của cá nhân. Chúng tôi không đoán thay bạn, "
            "nên bạn chưa được đăng nhập."
        ),
        (
            "The data passed to us was incomplete or malformed, or the account is not that of a citizen. We do not guess, so you were not "
            "logged in."
        ),
    ),
    "problem.login_claims_invalid.next1": (
        "Nếu bạn dùng tài khoản tổ chức, hãy đăng nhập bằng tài khoản cá nhân.",
        "If you used an organisation's account, log in with your personal one.",
    ),
    "problem.login_claims_invalid.next2": (
        "Hãy kiểm tra họ tên, ngày sinh và số định danh trong ứng dụng VNeID.",
        "Check name, birth date and personal number in the VNeID app.",
    ),
    "problem.login_claims_invalid.next3": (
        "Nếu lỗi lặp lại, hãy báo cho chúng tôi mã tham chiếu.",
        "If it happens again, tell us the reference code.",
    ),
    "problem.login_exchange_down.title": ("Chưa thể đăng nhập lúc này", "Login is not available right now"),
    "problem.login_exchange_down.what": (
        "Cổng Dịch vụ công Quốc gia tạm thời không kết nối được. Hồ sơ của bạn không bị ảnh hưởng.",
        "The National Public Service Portal cannot be reached for the moment. Your record is not affected.",
    ),
    "problem.login_exchange_down.next1": ("Hãy thử lại sau ít phút.", "Try again in a few minutes."),
    "problem.login_exchange_down.next2": (
        "Nếu cần khám bệnh ngay, bạn vẫn dùng được thẻ bảo hiểm y tế hoặc căn cước.",
        "If you need a doctor now, your insurance card or identity card works as always.",
    ),
    "problem.login_exchange_slow.title": ("Đăng nhập mất quá nhiều thời gian", "The login took too long"),
    "problem.login_exchange_slow.what": (
        "Cổng Dịch vụ công Quốc gia không trả lời kịp. Có thể hệ thống đang có nhiều người dùng. Hồ sơ của bạn không bị ảnh hưởng.",
        "The National Public Service Portal did not answer in time. It may be busy. Your record is not affected.",
    ),
    "problem.login_exchange_slow.next1": ("Hãy thử lại sau ít phút.", "Try again in a few minutes."),
    "problem.login_exchange_slow.next2": (
        "Nếu cần khám bệnh ngay, bạn vẫn dùng được thẻ bảo hiểm y tế hoặc căn cước.",
        "If you need a doctor now, your insurance card or identity card works as always.",
    ),
    "problem.login_level_refused.title": ("Tài khoản chưa đủ mức độ", "The account level is too low"),
    "problem.login_level_refused.what": (
        "Tài khoản định danh điện tử của bạn, hoặc cách bạn đăng nhập, chưa đạt mức độ cần thiết.",
        "Your electronic identity account, or the way you logged in, does not reach the level that is needed.",
    ),
    "problem.login_level_refused.next1": (
        "Mang căn cước đến công an nơi bạn cư trú để nâng tài khoản lên mức độ 2.",
        "Take your identity card to the police where you live to raise the account to level 2.",
    ),
    "problem.login_level_refused.next2": (
        "Kích hoạt lại trong ứng dụng VNeID rồi đăng nhập lại.",
        "Activate it in the VNeID app, then log in again.",
    ),
    "problem.login_account_locked.title": ("Tài khoản định danh đang bị khóa", "The identity account is locked"),
    "problem.login_account_locked.what": (
        "Cơ quan cấp tài khoản định danh điện tử cho biết tài khoản này đang bị khóa, nên bạn chưa được đăng nhập.",
        "The authority that issued the electronic identity says this account is locked, so you were not logged in.",
    ),
    "problem.login_account_locked.next1": (
        "Mở khóa trong ứng dụng VNeID, hoặc đến công an nơi bạn cư trú.",
        "Unlock it in the VNeID app, or go to the police where you live.",
    ),
    "problem.login_account_locked.next2": ("Sau đó hãy đăng nhập lại.", "Then log in again."),
    "problem.login_deceased.title": ("Hồ sơ này không mở được", "This record cannot be opened"),
    "problem.login_deceased.what": (
        "Dữ liệu bảo hiểm xã hội cho biết chủ của số định danh này đã mất. Vì vậy hồ sơ đã khóa và một cán bộ sẽ kiểm tra.",
        (
            "According to the social insurance data the holder of this personal number has died. The record is therefore closed, and an officer "
            "will look into it."
        ),
    ),
    "problem.login_deceased.next1": (
        "Nếu đây là nhầm lẫn, hãy mang căn cước đến cơ quan bảo hiểm xã hội nơi bạn cư trú. Chúng tôi xin lỗi vì sự bất tiện này.",
        "If this is a mistake, bring your identity card to the social security office where you live. We are sorry for the trouble.",
    ),
    "problem.login_deceased.next2": (
        "Nếu bạn là thân nhân, cơ quan bảo hiểm xã hội sẽ hướng dẫn thủ tục cho bạn. Xin đừng dùng tài khoản của người đã mất.",
        "If you are a relative, the social security office will help you. Please do not use the account of the person who died.",
    ),
    "problem.login_refused.title": ("Đăng nhập không thành công", "The login did not succeed"),
    "problem.login_refused.what": (
        "Cổng Dịch vụ công Quốc gia đã kết thúc lần đăng nhập này mà không nêu lý do.",
        "The National Public Service Portal ended this login without giving a reason.",
    ),
    "problem.login_refused.next1": ("Hãy đăng nhập lại.", "Log in again."),
    "problem.login_refused.next2": (
        "Nếu lỗi lặp lại, hãy báo cho chúng tôi mã tham chiếu.",
        "If it happens again, tell us the reference code.",
    ),
    "problem.not_logged_in.title": ("Hãy đăng nhập để tiếp tục", "Please log in to continue"),
    "problem.not_logged_in.what": (
        "Bạn chưa đăng nhập, hoặc phiên làm việc đã kết thúc. Phiên tự kết thúc sau 15 phút không sử dụng, và sau 8 giờ.",
        "You are not logged in, or your session has ended. A session ends after 15 minutes without use, and after 8 hours.",
    ),
    "problem.not_logged_in.next1": ("Hãy đăng nhập lại.", "Log in again."),
    "problem.form_expired.title": ("Trang này đã cũ", "This page is out of date"),
    "problem.form_expired.what": (
        "Yêu cầu không đến từ trang bạn đang mở, nên chúng tôi không thực hiện.",
        "The request did not come from the page you have open, so we did not carry it out.",
    ),
    "problem.form_expired.next1": ("Hãy mở lại hồ sơ của bạn rồi thử lại.", "Open your record again and try once more."),
    "problem.not_found.title": ("Không có trang này", "There is no such page"),
    "problem.not_found.what": (
        "Địa chỉ có thể bị gõ nhầm, hoặc trang đã được chuyển đi.",
        "The address may be mistyped, or the page has moved.",
    ),
    "problem.not_found.next1": ("Hãy bắt đầu từ trang chủ.", "Start from the home page."),
    "problem.method_not_allowed.title": ("Không mở trang này theo cách đó được", "This page cannot be opened that way"),
    "problem.method_not_allowed.what": (
        "Trang có tồn tại, nhưng chỉ dùng được qua nút bấm tương ứng.",
        "The page exists, but only works through the button that belongs to it.",
    ),
    "problem.method_not_allowed.next1": ("Hãy bắt đầu từ trang chủ.", "Start from the home page."),
    "problem.body_too_large.title": ("Dữ liệu gửi lên quá lớn", "Too much was sent"),
    "problem.body_too_large.what": (
        "Trang này không nhận nhiều dữ liệu đến thế. Không có gì được lưu.",
        "This page does not take that much data. Nothing has been stored.",
    ),
    "problem.body_too_large.next1": ("Hãy bắt đầu từ trang chủ.", "Start from the home page."),
    "problem.too_many.title": ("Quá nhiều lần thử", "Too many tries"),
    "problem.too_many.what": (
        "Có quá nhiều lần đăng nhập từ mạng của bạn trong thời gian ngắn, nên chúng tôi tạm dừng một chút.",
        "There have been too many logins from your network in a short time, so we have paused for a moment.",
    ),
    "problem.too_many.next1": ("Hãy đợi một phút rồi thử lại.", "Wait a minute, then try again."),
    "problem.bad_request.title": ("Yêu cầu không đọc được", "The request could not be read"),
    "problem.bad_request.what": (
        "Trình duyệt đã gửi một yêu cầu mà chúng tôi không hiểu.",
        "The browser sent a request that we do not understand.",
    ),
    "problem.bad_request.next1": ("Hãy bắt đầu từ trang chủ.", "Start from the home page."),
    "problem.unavailable.title": ("Tạm thời chưa dùng được", "Not available for the moment"),
    "problem.unavailable.what": (
        "Hệ thống đang quá tải hoặc đang bảo trì. Hồ sơ của bạn vẫn an toàn.",
        "The system is overloaded or under maintenance. Your record is safe.",
    ),
    "problem.unavailable.next1": ("Hãy thử lại sau ít phút.", "Try again in a few minutes."),
    "problem.failed.title": ("Có lỗi xảy ra ở phía chúng tôi", "Something went wrong on our side"),
    "problem.failed.what": (
        "Chúng tôi đã ghi nhận lỗi này. Hồ sơ của bạn không bị thay đổi.",
        "We have made a note of it. Your record has not been changed.",
    ),
    "problem.failed.next1": ("Hãy thử lại sau ít phút.", "Try again in a few minutes."),
    "problem.failed.next2": (
        "Nếu lỗi lặp lại, hãy báo cho chúng tôi mã tham chiếu.",
        "If it happens again, tell us the reference code.",
    ),
}

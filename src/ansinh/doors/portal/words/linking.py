"""Words for confirming that it is you, for the account page, and for what officers decided."""

WORDS: dict[str, tuple[str, str]] = {
    "frame.nav_account": ("Tài khoản", "Account"),
    "standing.to_confirm.title": ("Còn một bước nữa", "One step is missing"),
    "standing.to_confirm.what": (
        "Hãy xác nhận rằng chính bạn đang ngồi trước màn hình. Việc này chỉ cần làm một lần với tài khoản định danh này.",
        "Confirm that it is you in front of the screen. This is needed once for this identity account.",
    ),
    "standing.to_confirm.do": ("Xác nhận là tôi", "Confirm that it is me"),
    "standing.to_confirm.next1": (
        "Bấm nút ở trên. Bạn được đưa đến trang định danh điện tử để đăng nhập lại, lần này với bước xác thực thứ hai.",
        "Press the button above. You are taken to the electronic identity page to log in again, this time with a second step.",
    ),
    "standing.to_confirm.next2": (
        "Nếu bạn không ở trước màn hình của mình, hoặc ai đó nhờ bạn làm việc này, hãy đăng xuất.",
        "If this is not your own screen, or somebody asked you to do this, sign out.",
    ),
    "standing.to_confirm.next3": (
        "Không dùng được bước thứ hai? Mang căn cước đến cơ quan bảo hiểm xã hội, cán bộ sẽ làm giúp bạn tại quầy.",
        "Cannot do the second step? Bring your identity card to the social security office, and an officer does it with you at the counter.",
    ),
    "standing.declined.title": ("Hồ sơ này không phải của bạn", "This record is not yours"),
    "standing.declined.what": (
        "Bạn đã đăng nhập, nhưng một cán bộ đã kiểm tra và thấy hồ sơ bảo hiểm mang số định danh của bạn thuộc về người khác.",
        "You are logged in, but an officer has checked and found that the insurance record with your personal number is somebody else's.",
    ),
    "standing.declined.next1": (
        "Nếu bạn không đồng ý, hãy mang căn cước và giấy tờ bảo hiểm đến cơ quan bảo hiểm xã hội, kèm mã ở trên.",
        "If you do not agree, bring your identity card and insurance papers to the social security office and quote the code above.",
    ),
    "standing.declined.next2": (
        "Bạn có quyền khiếu nại quyết định này theo Luật Khiếu nại.",
        "You may file a complaint against this decision under the Law on Complaints.",
    ),
    "standing.declined.next3": (
        "Khi thông tin trên một trong hai phía thay đổi, lần đăng nhập sau sẽ được kiểm tra lại.",
        "When the details on either side change, your next login is checked anew.",
    ),
    "decided.heading": ("Cán bộ đã quyết định", "What an officer decided"),
    "decided.same_person": (
        "Bạn và chủ hồ sơ là một người. Hồ sơ mở cho bạn sau khi bạn xác nhận.",
        "You and the holder of the record are one person. The record opens to you once you have confirmed.",
    ),
    "decided.not_same": (
        "Bạn và chủ hồ sơ là hai người khác nhau. Hồ sơ không mở cho bạn.",
        "You and the holder of the record are two people. The record does not open to you.",
    ),
    "decided.for_register": (
        "Hồ sơ phải được gộp hoặc sửa trước. Việc này do cơ quan bảo hiểm xã hội làm, bạn không cần làm gì.",
        "The records have to be merged or corrected first. The social security office does it; there is nothing for you to do.",
    ),
    "decided.reason": ("Lý do: {reason}", "Reason: {reason}"),
    "decided.on": ("Quyết định ngày {day}", "Decided on {day}"),
    "account.title": ("Tài khoản định danh của tôi", "My identity account"),
    "account.is_linked": (
        "Tài khoản định danh điện tử này được liên kết với hồ sơ bảo hiểm của bạn.",
        "This electronic identity account is linked to your insurance record.",
    ),
    "account.is_not_linked": (
        "Tài khoản định danh điện tử này chưa được liên kết với hồ sơ bảo hiểm nào.",
        "This electronic identity account is not linked to any insurance record.",
    ),
    "account.to_record": ("Về hồ sơ của tôi", "To my record"),
    "account.unlink": ("Gỡ liên kết", "Take the link away"),
    "account.unlink_what": (
        (
            "Sau khi gỡ, tài khoản này không xem được hồ sơ bảo hiểm nữa, trên mọi thiết bị. Quyền lợi và thẻ của bạn không thay đổi. "
            "Bạn có thể liên kết lại bất cứ lúc nào."
        ),
        (
            "Afterwards this account does not show your insurance record any more, on any device. Your entitlements and your card stay as "
            "they are. You can link it again at any time."
        ),
    ),
    "account.unlink_how": (
        "Để chắc chắn đó là bạn, bạn sẽ đăng nhập lại với bước xác thực thứ hai.",
        "To be sure that it is you, you will log in again with a second step.",
    ),
    "account.unlink_begin": ("Gỡ liên kết…", "Take the link away…"),
    "account.unlink_sure": ("Gỡ liên kết này?", "Take this link away?"),
    "account.unlink_now": ("Gỡ liên kết ngay", "Take it away now"),
    "account.unlink_not": ("Không, giữ lại", "No, keep it"),
    "case.number_changed": (
        "Tài khoản của bạn được liên kết khi còn mang một số định danh khác.",
        "Your account was linked while it carried another personal number.",
    ),
    "problem.login_other_person.title": ("Một người khác đã đăng nhập", "Somebody else has logged in"),
    "problem.login_other_person.what": (
        "Người vừa đăng nhập ở trang định danh không phải là người đang mở cổng này, nên chưa có gì được thay đổi.",
        "Whoever has just logged in at the identity page is not the person who has this portal open, so nothing was changed.",
    ),
    "problem.login_other_person.next1": (
        "Đăng xuất ở đây, rồi đăng nhập lại bằng tài khoản định danh của chính bạn.",
        "Sign out here, then log in with your own identity account.",
    ),
    "problem.login_other_person.next2": (
        "Đừng xác nhận thay cho người khác, dù họ nhờ bạn.",
        "Do not confirm for somebody else, even if they ask you to.",
    ),
    "problem.login_session_gone.title": ("Phiên làm việc đã kết thúc", "Your session has ended"),
    "problem.login_session_gone.what": (
        "Phiên mà từ đó bạn bắt đầu xác nhận không còn nữa, nên chưa có gì được thay đổi.",
        "The session from which you began to confirm is over, so nothing was changed.",
    ),
    "problem.login_session_gone.next1": ("Hãy đăng nhập rồi xác nhận lại.", "Log in, then confirm once more."),
}

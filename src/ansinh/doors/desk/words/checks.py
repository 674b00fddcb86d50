"""Why a check did not succeed, by its stable reason: one sentence each, for a clerk. A reason without words is shown by its code."""

_MALFORMED = (
    "Dữ liệu này trên thẻ không đúng định dạng nên không kiểm tra được.",
    "These data on the card are not in the form they must have.",
)
_NO_SIGNATURE = (
    "Không kiểm tra được vì chữ ký trên dữ liệu không đúng.",
    "It cannot be checked, because the signature over the data is wrong.",
)
_NOT_UNDERSTOOD = ("Thẻ dùng thuật toán mà chương trình này không biết.", "The card uses an algorithm that this program does not know.")
_NO_LIST = (
    "Không có danh sách thu hồi còn mới: chưa biết chứng thư có bị thu hồi hay không. Người cài đặt cập nhật danh sách.",
    "There is no fresh revocation list, so nobody knows whether the signer is revoked. Whoever installs this updates the list.",
)
_SIGNER_UNFIT = (
    "Chứng thư ký không phải loại được phép ký dữ liệu thẻ.",
    "The certificate is not of a kind that may sign a card's data.",
)

WORDS: dict[str, tuple[str, str]] = {
    "checks.reason_code": ("Mã: {code}", "Code: {code}"),
    # opening the card
    "reason.downgraded": (
        "Thẻ có cách mở an toàn nhưng lại từ chối; không thử cách yếu hơn.",
        "The card offers the safe way in and then refuses it; no weaker way was tried.",
    ),
    "reason.pace_hidden": (
        "Cơ quan cấp ghi rằng thẻ có cách mở an toàn, nhưng thẻ không đưa ra.",
        "The issuer signed that the card has the safe way in, and it did not offer it.",
    ),
    "reason.card_access_altered": (
        "Cách mở mà thẻ đưa ra không phải cách cơ quan cấp đã ký.",
        "The way in that the card offers is not the one its issuer signed.",
    ),
    "reason.not_known": ("Không biết thẻ được mở cách nào.", "It is not known how the card was opened."),
    # signature and data
    "reason.malformed": _MALFORMED,
    "reason.unsupported": ("Chương trình này chưa đọc được định dạng đó.", "This program does not read that format."),
    "reason.missing": ("Cơ quan cấp đã ký phần này nhưng thẻ không có.", "The issuer signed this part, and the card does not have it."),
    "reason.unreadable": ("Cơ quan cấp đã ký phần này nhưng không đọc được.", "The issuer signed this part, and it could not be read."),
    "reason.wrong_signature": ("Chữ ký không đúng.", "The signature is wrong."),
    "reason.message_digest": ("Nội dung không phải là nội dung đã được ký.", "The content is not the one that was signed."),
    "reason.content_type": ("Nội dung được ký thuộc loại khác.", "What was signed is of another kind."),
    "reason.digest_not_listed": _MALFORMED,
    "reason.hashes_differ": _MALFORMED,
    "reason.no_signer": ("Dữ liệu không có chữ ký.", "The data are not signed."),
    "reason.several_signers": ("Dữ liệu có nhiều chữ ký thay vì một.", "The data have several signatures instead of one."),
    "reason.no_signer_certificate": ("Thẻ không kèm chứng thư của người ký.", "The signer's certificate is not on the card."),
    "reason.algorithm_unknown": _NOT_UNDERSTOOD,
    "reason.unknown_algorithm": _NOT_UNDERSTOOD,
    "reason.unknown_curve": _NOT_UNDERSTOOD,
    "reason.explicit_parameters_unknown": _NOT_UNDERSTOOD,
    "reason.weak_hash": ("Thuật toán băm này không còn an toàn.", "The hash that was used is no longer safe."),
    "reason.weak_key": ("Khóa quá yếu nên không chứng minh được gì.", "The key is too weak to prove anything."),
    "reason.altered": ("Phần này đã bị sửa sau khi ký.", "This part was changed after it was signed."),
    "reason.not_in_sod": ("Phần này không có trong những gì cơ quan cấp đã ký.", "This part is not among what the issuer signed."),
    "reason.not_read": ("Không đọc phần này.", "This part was not read."),
    "reason.locked": ("Thẻ không mở phần này cho chúng ta.", "The card does not open this part to us."),
    "reason.no_signature": _NO_SIGNATURE,
    "reason.no_structure": _NO_SIGNATURE,
    "reason.no_list": _NO_SIGNATURE,
    "reason.not_there": ("Không có gì để kiểm tra.", "There is nothing to check."),
    "reason.missing_in_com": (
        "Danh mục trên thẻ bỏ bớt phần mà cơ quan cấp đã ký.",
        "The card's list of contents leaves out what its issuer signed.",
    ),
    "reason.versions_differ": (
        "Danh mục trên thẻ ghi phiên bản khác với phiên bản đã ký.",
        "The card's list of contents names other versions than its issuer signed.",
    ),
    # the signer
    "reason.issuer_unknown": ("Không ai được tin cậy đứng sau người ký này.", "Nobody who is believed vouches for this signer."),
    "reason.self_signed": ("Người ký tự chứng nhận cho mình.", "The signer vouches for itself."),
    "reason.no_anchors": (
        "Máy này chưa có cơ quan cấp nào được tin cậy. Người cài đặt nạp chứng thư bằng ansinh card trust.",
        "No authority is trusted on this machine yet. Whoever installs it adds one with ansinh card trust.",
    ),
    "reason.no_path": (
        "Không kiểm tra được vì không ai được tin cậy đứng sau người ký.",
        "Not possible: nobody who is believed vouches for the signer.",
    ),
    "reason.wrong_key_usage": _SIGNER_UNFIT,
    "reason.issuer_not_authority": _SIGNER_UNFIT,
    "reason.critical_extension_unknown": _SIGNER_UNFIT,
    "reason.issuer_out_of_time": (
        "Chứng thư ký được cấp ngoài thời gian của cơ quan cấp.",
        "The signer's certificate was not made in the time of the authority above it.",
    ),
    "reason.never_valid": _SIGNER_UNFIT,
    "reason.not_yet_valid": (
        "Chứng thư ký chưa có hiệu lực. Kiểm tra ngày giờ của máy này.",
        "The signer's certificate is not valid yet. Check this machine's date and time.",
    ),
    "reason.signed_in_future": (
        "Chữ ký ghi thời điểm ở tương lai. Kiểm tra ngày giờ của máy này.",
        "The signature is dated in the future. Check this machine's date and time.",
    ),
    "reason.signed_out_of_time": ("Khóa ký được dùng ngoài thời hạn của nó.", "The signer's key was used outside its time."),
    "reason.time_of_signing_unknown": (
        "Chứng thư ký đã hết hạn và không biết thẻ được ký lúc nào.",
        "The signer's certificate has ended, and nothing says when the card was signed.",
    ),
    "reason.revoked": ("Chứng thư đã bị thu hồi.", "The certificate is revoked."),
    "reason.none": _NO_LIST,
    "reason.stale": _NO_LIST,
    "reason.not_yet": _NO_LIST,
    "reason.no_country": ("Một chứng thư không ghi tên nước.", "A certificate names no country."),
    "reason.countries_differ": (
        "Người ký và cơ quan cấp thuộc hai nước khác nhau.",
        "The signer is of another country than the authority above it.",
    ),
    "reason.other_country": (
        "Thẻ do nước khác ký, không phải nước ghi trên thẻ.",
        "The card is signed by another country than the one it names.",
    ),
    "reason.unknown_country": (
        "Thẻ ghi tên một nước mà máy này không có chứng thư.",
        "The card names a country whose certificates are not known here.",
    ),
    # what the card says of its holder
    "reason.numbers_differ": ("Hai nơi ghi số định danh khác nhau.", "The two have different citizen numbers."),
    "reason.birth_dates_differ": ("Hai nơi ghi ngày sinh khác nhau.", "The two have different dates of birth."),
    "reason.expiry_dates_differ": ("Hai nơi ghi ngày hết hạn khác nhau.", "The two have different dates of expiry."),
    "reason.names_differ": ("Hai nơi ghi họ tên khác nhau.", "The two have different names."),
    "reason.expired": ("Ngày cuối cùng của thẻ đã qua.", "The card's last day is over."),
    "reason.other_person": (
        "Số trong chip không phải số đã quét hay nhập.",
        "The number in the chip is not the one that was scanned or typed.",
    ),
    # EF.CardSecurity: the chip's keys, signed
    "reason.signature_wrong": ("Chữ ký trên khóa của chip không đúng.", "The signature over the chip's keys is wrong."),
    "reason.signer_not_trusted": ("Người ký khóa của chip không được tin cậy.", "Nobody we trust vouches for who signed the chip's keys."),
    "reason.signer_out_of_time": (
        "Chứng thư của người ký khóa không có hiệu lực khi ký.",
        "The certificate that signed the chip's keys was not valid when it signed.",
    ),
    "reason.signer_revoked": ("Chứng thư của người ký khóa đã bị thu hồi.", "The certificate that signed the chip's keys is revoked."),
    "reason.signers_country": (
        "Các chứng thư của người ký khóa thuộc nhiều nước.",
        "The certificates behind the chip's keys are of several countries.",
    ),
    "reason.card_access_differs": (
        "Cách mở mà thẻ đưa ra không phải cách cơ quan cấp đã ký cùng khóa của chip.",
        "The way in that the card offers is not the one that was signed with the chip's keys.",
    ),
    "reason.dg14_differs": ("Hai nơi ghi khóa của chip khác nhau.", "The two places that name the chip's key name different ones."),
    "reason.no_card_security": ("Thẻ không đưa ra khóa đã ký của chip.", "The card does not give the chip's signed keys."),
    # the chip's own proof
    "reason.not_offered": ("Thẻ được cấp không có bước này.", "The card was issued without it."),
    "reason.not_asked": ("Bước này không được yêu cầu.", "It was not asked for."),
    "reason.no_dg14": ("Không đọc được khóa của chip.", "The chip's key was not read."),
    "reason.stripped": (
        "Cơ quan cấp đã ký khóa của chip nhưng thẻ không đưa ra.",
        "The issuer signed the chip's key, and the card does not give it.",
    ),
    "reason.key_not_signed": (
        "Chip có khóa như nó nói, nhưng không ai được tin cậy ký khóa đó.",
        "The chip has the key that it names, but nobody who is believed signed that key.",
    ),
    "reason.no_key": ("Khóa mà thẻ đưa ra không dùng được.", "The key that the card names cannot be used."),
    "reason.malformed_key": ("Khóa mà thẻ đưa ra không dùng được.", "The key that the card names cannot be used."),
    "reason.refused": ("Chip từ chối chứng minh.", "The chip refuses to prove itself."),
    "reason.broken": ("Chip không hoàn thành được việc chứng minh.", "The chip did not finish proving itself."),
    "reason.wrong_key": ("Chip không dùng khóa mà nó đưa ra.", "The chip does not use the key that it names."),
    "reason.not_supported": _NOT_UNDERSTOOD,
    "reason.not_repeatable": ("Chỉ chính con chip mới làm lại được.", "Only the chip itself can show it again."),
    "reason.not_fresh": ("Chữ ký đúng nhưng không rõ được tạo lúc nào.", "The signature is right; nothing shows when it was made."),
    "reason.other_challenge": (
        "Chip ký một câu hỏi khác với câu vừa hỏi.",
        "The chip signed another challenge than the one it was given now.",
    ),
}

"""What a clerk does about each verdict on a card, and what a verification service says beside it. What the verdicts say stands with `chip.verification`."""

_GO_ON = (
    "Tiếp đón bằng mã QR hoặc số trên thẻ như thường lệ; bằng chứng khi đó ở mức thấp hơn.",
    "Go on with the QR code or the number on the card as usual; the evidence is then of a lower level.",
)
_TELL = (
    "Không dùng thẻ này để xác nhận người bệnh. Tiếp đón bằng giấy tờ khác và báo người phụ trách; đừng tự giữ thẻ.",
    "Do not use this card to say who the patient is. Go on with other papers and tell your supervisor; do not keep the card.",
)

WORDS: dict[str, tuple[str, str]] = {
    "service.disagrees.title": (
        "Máy này và dịch vụ xác minh kết luận khác nhau",
        "This machine and the verification service come to different verdicts",
    ),
    "service.disagrees.do": _TELL,
    "service.confirmed": (
        "Dịch vụ xác minh {by} cũng xác nhận: dữ liệu đúng là của cơ quan cấp.",
        "Verification service {by} confirms it: the data are the issuer's own.",
    ),
    "service.undecided": (
        "Dịch vụ xác minh {by} chưa kết luận được. Kết quả ở máy này vẫn dùng được.",
        "Verification service {by} cannot tell. What this machine found may be used all the same.",
    ),
    "service.disagrees": (
        "Máy này thấy dữ liệu đúng; dịch vụ xác minh {by} thì không: {result}",
        "This machine finds the data right; verification service {by} does not: {result}",
    ),
    "service.not_reached": (
        "Dịch vụ xác minh không trả lời ({result}). Kết quả ở máy này vẫn dùng được; lượt khám được gửi không kèm xác nhận.",
        "The verification service did not answer ({result}). What this machine found may be used; the visit goes without its word.",
    ),
    "service.not_asked": (
        "Không hỏi dịch vụ xác minh: thẻ này thiếu một phần dữ liệu mà dịch vụ cần.",
        "The verification service was not asked: this card lacks a part that it wants.",
    ),
    "verdict.incomplete.do": (
        "Nhấc thẻ ra, đặt lại và đọc lần nữa.",
        "Take the card away, lay it down again and read it once more.",
    ),
    "verdict.malformed.do": _GO_ON,
    "verdict.forged.do": _TELL,
    "verdict.foreign_signer.do": _TELL,
    "verdict.cloned.do": _TELL,
    "verdict.revoked_signer.do": _TELL,
    "verdict.expired_signer.do": _TELL,
    "verdict.injected.do": _TELL,
    "verdict.altered.do": _TELL,
    "verdict.stripped.do": _TELL,
    "verdict.copied.do": _TELL,
    "verdict.wrong_chip_key.do": _TELL,
    "verdict.weak_chip_key.do": _TELL,
    "verdict.inconsistent.do": _TELL,
    "verdict.downgraded.do": _TELL,
    "verdict.other_person.do": (
        "Mã QR và chip là của hai thẻ khác nhau. Lấy đúng thẻ đang đặt trên đầu đọc và quét lại.",
        "The QR code and the chip are of two different cards. Take the card that lies on the reader and scan it again.",
    ),
    "verdict.expired.do": (
        "Thẻ là thật nhưng đã hết hạn: mời người bệnh đổi thẻ. Tiếp đón bằng mã QR hoặc số trên thẻ.",
        "The card is real and has expired: the holder should renew it. Go on with the QR code or the number on the card.",
    ),
    "verdict.unconfirmed.do": _GO_ON,
    "verdict.not_proven.do": (
        "Dùng được. So kỹ ảnh với người trước mặt, vì bản sao dữ liệu cũng cho kết quả này.",
        "It may be used. Compare the portrait carefully: a copy of the data would do as well.",
    ),
    "verdict.genuine.do": (
        "So ảnh với người trước mặt, rồi mở lượt khám.",
        "Compare the portrait with the person, then open the visit.",
    ),
}

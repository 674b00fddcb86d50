"""A card named for what it is: one stable code and a sentence in both languages. Which checks lead to which stands in `judge`."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence twice."""

    vietnamese: str
    english: str


class Verdict(Enum):
    """The names a card can get. It gets one: the first that applies, as `judge` asks, and `genuine` is the last."""

    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"
    FORGED = "forged"
    FOREIGN_SIGNER = "foreign_signer"
    CLONED = "cloned"
    REVOKED_SIGNER = "revoked_signer"
    EXPIRED_SIGNER = "expired_signer"
    INJECTED = "injected"
    ALTERED = "altered"
    STRIPPED = "stripped"
    COPIED = "copied"
    WRONG_CHIP_KEY = "wrong_chip_key"
    WEAK_CHIP_KEY = "weak_chip_key"
    INCONSISTENT = "inconsistent"
    DOWNGRADED = "downgraded"
    OTHER_PERSON = "other_person"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"
    NOT_PROVEN = "not_proven"
    GENUINE = "genuine"

    @property
    def words(self) -> Words:
        return _WORDS[self]

    @property
    def is_good(self) -> bool:
        """True for a card whose data are the issuer's own and whose chip proved itself, where it can."""
        return self in {Verdict.GENUINE, Verdict.NOT_PROVEN}


_WORDS = {
    Verdict.INCOMPLETE: Words(
        "Không đọc được đủ dữ liệu để kiểm tra thẻ.",
        "Too little could be read to check the card.",
    ),
    Verdict.MALFORMED: Words(
        "Dữ liệu trên thẻ không đúng định dạng chuẩn.",
        "What the card holds is not in the form that the standard prescribes.",
    ),
    Verdict.FORGED: Words(
        "Chữ ký trên dữ liệu của thẻ không đúng.",
        "The signature over the card's data is wrong.",
    ),
    Verdict.FOREIGN_SIGNER: Words(
        "Thẻ do cơ quan của nước khác ký, không phải nước ghi trên thẻ.",
        "The card is signed by another country than the one it names.",
    ),
    Verdict.CLONED: Words(
        "Người ký thẻ không được tin cậy: thẻ giả được làm lại, hoặc do cơ quan mà ta chưa biết ký.",
        "The card is signed by nobody we trust: made anew by someone else, or by an authority we do not know.",
    ),
    Verdict.REVOKED_SIGNER: Words(
        "Chứng thư của người ký thẻ đã bị thu hồi.",
        "The certificate that signed the card has been revoked.",
    ),
    Verdict.EXPIRED_SIGNER: Words(
        "Chứng thư của người ký không có hiệu lực vào lúc ký thẻ.",
        "The certificate that signed the card was not valid when it signed.",
    ),
    Verdict.INJECTED: Words(
        "Thẻ có dữ liệu mà cơ quan cấp không ký: dữ liệu được chèn thêm.",
        "The card holds data that its issuer never signed: they were put in.",
    ),
    Verdict.ALTERED: Words(
        "Dữ liệu trên thẻ đã bị sửa sau khi cơ quan cấp ký.",
        "Data on the card were changed after the issuer signed them.",
    ),
    Verdict.STRIPPED: Words(
        "Thẻ thiếu dữ liệu mà cơ quan cấp đã ký: dữ liệu đã bị bỏ đi.",
        "Data that the issuer signed are not on the card: they were taken out.",
    ),
    Verdict.COPIED: Words(
        "Dữ liệu đúng nhưng chip không chứng minh được là chip gốc: có thể là bản sao.",
        "The data are right, but the chip cannot prove that it is the original: probably a copy.",
    ),
    Verdict.WRONG_CHIP_KEY: Words(
        "Chip dùng khóa khác với khóa mà cơ quan cấp đã ký.",
        "The chip uses another key than the one the issuer signed.",
    ),
    Verdict.WEAK_CHIP_KEY: Words(
        "Khóa của chip quá yếu nên không chứng minh được gì.",
        "The chip's key is too weak to prove anything.",
    ),
    Verdict.INCONSISTENT: Words(
        "Các phần dữ liệu trên thẻ không khớp nhau.",
        "The parts of the card contradict each other.",
    ),
    Verdict.DOWNGRADED: Words(
        "Thẻ có cách mở an toàn nhưng không dùng được: thẻ hỏng, hoặc có người can thiệp.",
        "The card offers the safe way in and then refuses it: it is broken, or somebody stands in between.",
    ),
    Verdict.OTHER_PERSON: Words(
        "Số trên chip khác với số đã khai.",
        "The number in the chip is not the number that was claimed.",
    ),
    Verdict.EXPIRED: Words(
        "Thẻ đúng nhưng đã hết hạn.",
        "The card is the issuer's own, and it has expired.",
    ),
    Verdict.UNCONFIRMED: Words(
        "Chưa kết luận được: có bước kiểm tra chưa thực hiện xong.",
        "No conclusion: a check could not be finished.",
    ),
    Verdict.NOT_PROVEN: Words(
        "Dữ liệu đúng là của cơ quan cấp; chip chưa chứng minh là chip gốc.",
        "The data are the issuer's own; the chip did not prove that it is the original.",
    ),
    Verdict.GENUINE: Words(
        "Thẻ thật: dữ liệu do cơ quan cấp ký và chip là chip gốc.",
        "The data are the issuer's own, and the chip is the original.",
    ),
}

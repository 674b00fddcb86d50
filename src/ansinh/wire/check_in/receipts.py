"""What a submission is answered with. Codes as several public clients know them; which fault gets which of 123, 124 and 202 is assumed."""

from datetime import datetime, timedelta, timezone
from enum import StrEnum

import orjson

ACCEPTED = "Tiếp nhận thành công"
"""The sentence that one widespread hospital program compares letter by letter: any other with code 200 counts as a failure there."""
_VIETNAM = timezone(timedelta(hours=7))


class ReceiptCode(StrEnum):
    """`maKetQua` of submissions."""

    ACCEPTED = "200"
    STRUCTURE = "123"
    CONTENT = "124"
    FORMAT = "202"
    NOT_OPENED = "204"
    PARAMETER_WRONG = "205"
    NOT_AUTHENTICATED = "401"
    FACILITY_WRONG = "402"
    LOCKED = "403"
    SYSTEM_ERROR = "500"
    TOO_LARGE = "1001"


class NotReceivedError(ValueError):
    """A submission that is refused whole. `sentence` is for the reply and repeats nothing that was sent."""

    def __init__(self, code: ReceiptCode, sentence: str) -> None:
        super().__init__(f"{code.value}: {sentence}")
        self.code = code
        self.sentence = sentence


def render_receipt(code: ReceiptCode, sentence: str, *, transaction_id: str, received_at: datetime) -> bytes:
    """The reply of all submissions. `transaction_id` is "" for one that was not taken."""
    return orjson.dumps(
        {
            "maKetQua": code.value,
            "maGiaoDich": transaction_id,
            "thoiGianTiepNhan": f"{received_at.astimezone(_VIETNAM):%Y%m%d%H%M%S}",
            "thongDiep": sentence,
        }
    )

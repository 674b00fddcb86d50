"""What the person reads of a chip that was read: whether a desk has signed for it, and what was looked up by it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ansinh import audit
from ansinh.doors.portal import looks
from ansinh.doors.portal.words import WORDS

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def entry(kind: str, **detail: Any) -> audit.Entry:
    actor = audit.Actor("facility", "01001", "Bệnh viện Mẫu Một")
    return audit.Entry(seq=1, at=NOW, kind=kind, actor=actor, purpose="treatment", detail=detail)


@pytest.mark.parametrize(
    ("kind", "detail", "key"),
    [
        ("visit.evidence_added", {"source": "CHIP_CCCD", "proof": 7}, "access.visit_chip_proven"),
        ("visit.evidence_added", {"source": "CHIP_CCCD", "proof": 7, "confirmed_by": "police"}, "access.visit_chip_confirmed"),
        ("visit.evidence_added", {"source": "CHIP_CCCD"}, "access.visit_chip_stated"),
        ("visit.evidence_added", {"source": "QR_CCCD"}, "access.visit_evidence"),
        ("coverage.looked_up", {"presence": "chip_read"}, "access.looked_up_by_chip"),
        ("coverage.looked_up", {"code": "000"}, "access.looked_up"),
    ],
)
def test_a_chip_that_was_read_is_said_in_words(kind: str, detail: dict[str, Any], key: str) -> None:
    assert looks.look_of(entry(kind, **detail)).what_key == key
    assert all(WORDS[key])

"""An invented stay as its claim tells it; every value can be replaced by name."""

from datetime import UTC, date, datetime
from typing import Any

from ansinh import checkin
from ansinh.terms import CardNumber
from tests.register.builders import HERE

PARTICIPANT = 7


def stay(visit_id: str = "visit-1", **changes: Any) -> checkin.NewTreatment:
    values: dict[str, Any] = {
        "visit_id": visit_id,
        "facility_code": HERE,
        "participant_id": PARTICIPANT,
        "card_number": CardNumber("DN4010123456789"),
        "admitted_at": datetime(2026, 9, 1, 1, 0, tzinfo=UTC),
        "discharged_at": datetime(2026, 9, 5, 3, 30, tzinfo=UTC),
        "outcome": 1,
        "result": 2,
        "reason": "1",
        "visit_category": "1.1",
        "is_own_route": True,
        "copayment": 1_200_000,
        "received_at": datetime(2026, 9, 6, 2, 0, tzinfo=UTC),
        "accepted_on": date(2026, 9, 8),
        "tables": {"XML1": {"MA_LK": visit_id}},
    }
    return checkin.NewTreatment(**{**values, **changes})

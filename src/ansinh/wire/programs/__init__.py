"""The gateway from the other side: what hospital programs send, and how they read what comes back.

Nothing here shares code with the gateway's own reading and rendering, so that one does not hide the mistakes of the other.
"""

from ansinh.wire.programs.asking import (
    Asked,
    Encoding,
    Officer,
    Sent,
    Session,
    check_in,
    copayment,
    history,
    look_up,
    take_token,
    tell,
    visit_details,
)
from ansinh.wire.programs.good_calls import PATHS, Call, Caller
from ansinh.wire.programs.hearing import (
    Copayment,
    Heard,
    NotHeard,
    Receipt,
    Taken,
    copayment_by_json,
    is_stale,
    lookup_by_json,
    lookup_by_splitting,
    receipt_by_json,
    session_by_commas,
    session_by_json,
)
from ansinh.wire.programs.shapes import fault
from ansinh.wire.programs.spoiling import spoiled
from ansinh.wire.programs.status_file import StatusRow, render_status_file

__all__ = [
    "PATHS",
    "Asked",
    "Call",
    "Caller",
    "Copayment",
    "Encoding",
    "Heard",
    "NotHeard",
    "Officer",
    "Receipt",
    "Sent",
    "Session",
    "StatusRow",
    "Taken",
    "check_in",
    "copayment",
    "copayment_by_json",
    "fault",
    "history",
    "is_stale",
    "look_up",
    "lookup_by_json",
    "lookup_by_splitting",
    "receipt_by_json",
    "render_status_file",
    "session_by_commas",
    "session_by_json",
    "spoiled",
    "take_token",
    "tell",
    "visit_details",
]

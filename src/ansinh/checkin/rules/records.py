"""Who may see the whole record of a stay: diagnoses, drugs, results. The protocol does not say; all of this is assumed.

Where a person was treated, a facility learns from the history, and the history only with number, name and birth date. The whole record
needs no more than its number, and numbers can be counted up: so it needs a reason to ask now.
"""

from datetime import datetime, timedelta

from ansinh.wire import gateway

ResultCode = gateway.ResultCode

LOOKED_UP_WITHIN = timedelta(days=3)
VISITING_WITHIN = timedelta(days=30)
"""An open visit counts that long: many are never told to have ended, and whoever stays longer is looked up again."""

TOLD = frozenset(
    {
        ResultCode.CORRECT,
        ResultCode.MANAGED_BY_ARMY,
        ResultCode.MANAGED_BY_POLICE,
        ResultCode.EXPIRED_NEW_ISSUED,
        ResultCode.VALID_NEW_ISSUED,
        ResultCode.EXPIRED,
        ResultCode.SEX_WRONG,
        ResultCode.FACILITY_WRONG,
        ResultCode.REVOKED,
        ResultCode.REDUCED,
        ResultCode.REDUCED_MOVED_OUT,
        ResultCode.REDUCED_MOVED_WITHIN,
        ResultCode.REDUCED_READDED,
        ResultCode.REDUCED_STOPPED,
        ResultCode.CHILD_WITHOUT_CARD,
    }
)
"""Codes of a look-up that named the person rightly; the others tell nothing about anybody."""


def may_open(*, treated_at: str, asker: str, looked_up_at: datetime | None, has_open_visit: bool, now: datetime) -> bool:
    """The facility of the stay always; another one for three days after a look-up that told it something, or while it has an open visit.

    `treated_at` and `asker` are facility codes; `looked_up_at` is the asker's latest look-up of the person with a code of `TOLD`. Having
    treated the person some other time is no reason to see what another facility did.
    """
    if asker == treated_at or has_open_visit:
        return True
    return looked_up_at is not None and looked_up_at <= now <= looked_up_at + LOOKED_UP_WITHIN

"""A code that was scanned, and the answer to a question: the number the web page shows, or a refusal.

A wrong number draws new ones; three lock the account's approvals for 15 minutes, so that nobody approves by guessing.
"""

from uuid import UUID

from starlette.responses import Response

from ansinh.kit import db
from ansinh.provider import Call, go
from ansinh.sandbox.eid import approval_limits, pages, store
from ansinh.sandbox.eid.factors.approval import PICKED_UP_IN, ApprovalState, draw_numbers, read_scan_code
from ansinh.sandbox.eid.model import Approval, EidProvider
from ansinh.sandbox.eid.telephone.screen import present
from ansinh.sandbox.eid.telephone.unlock import address_with, app_form_token, ask_to_unlock, check_app_form, whose

_REFUSE = "refuse"
_STATUS = {"approvals_locked": 429, "scanned_too_often": 429}


def scanned(provider: EidProvider, call: Call) -> Response:
    """The address in the picture. Nothing happens yet: a page that made this browser open it must not choose a login for its owner."""
    with provider.database.transaction() as conn:
        if whose(provider, conn, call) is None:
            return ask_to_unlock(provider, call)
    return pages.app_scanned(csrf=app_form_token(call), code=call.params.get("c", "")[:40], language=call.language)


def scan(provider: EidProvider, call: Call) -> Response:
    """The login behind the code asks this account from now on, and no other."""
    check_app_form(call)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        said = _why_not(provider, conn, username)
        if said is None and not approval_limits.may_scan(conn, username, now=provider.now()):
            said = "scanned_too_often"
        if said is None and not store.approvals.scan(conn, read_scan_code(call.params.get("c", "")), username=username, now=provider.now()):
            said = "scan_unknown"
        if said is not None:
            return present(provider, conn, call, username, said=said, status=_STATUS.get(said, 422))
    return go(address_with(call))


def answer(provider: EidProvider, call: Call) -> Response:
    """Approves, refuses, or draws new numbers; exactly one answer counts, however many arrive at once."""
    check_app_form(call)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        store.accounts.hold(conn, username)
        said = _why_not(provider, conn, username) or _decide(provider, conn, call, username)
        if said not in {"approved", "approval_refused"}:
            return present(provider, conn, call, username, said=said, status=_STATUS.get(said, 422))
    return go(address_with(call, said=said))


def _decide(provider: EidProvider, conn: db.Connection, call: Call, username: str) -> str:
    approval = _asked(provider, conn, call, username)
    if approval is None:
        return "approval_gone"
    now, chosen = provider.now(), call.params.get("number", "")
    if chosen == _REFUSE:
        store.approvals.answer(conn, approval.approval_id, state=ApprovalState.REFUSED, now=now, expires_at=now)
        return "approval_refused"
    if chosen == str(approval.numbers.right):
        store.approvals.answer(conn, approval.approval_id, state=ApprovalState.APPROVED, now=now, expires_at=now + PICKED_UP_IN)
        approval_limits.was_right(conn, username)
        return "approved"
    if approval_limits.was_wrong(conn, username, now=now):
        return "approvals_locked"
    store.approvals.draw_again(conn, approval.approval_id, numbers=draw_numbers(provider.random()))
    return "wrong_number"


def _asked(provider: EidProvider, conn: db.Connection, call: Call, username: str) -> Approval | None:
    try:
        approval_id = UUID(call.params.get("approval", ""))
    except ValueError:
        return None
    return store.approvals.to_answer(conn, approval_id, username=username, now=provider.now())


def _why_not(provider: EidProvider, conn: db.Connection, username: str) -> str | None:
    holder = store.accounts.find(conn, username)
    if holder is None or not holder.web_login_allowed:
        return "web_login_off"
    return "approvals_locked" if approval_limits.is_locked(conn, username, now=provider.now()) else None

"""Accounts of facilities, for those of the agency's staff who administer them: closing, reopening, unlocking."""

from collections.abc import Callable

from starlette.responses import Response

from ansinh import checkin, register, staff
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import errors
from ansinh.staff import Closing, Role
from ansinh.terms import FacilityCode, TermError

_A_PAGE = 50


def accounts(desk: Desk) -> Response:
    """Accounts by name, or those of one facility (`?facility=` its code)."""
    asked = desk.request.query_params.get("facility", "").strip().upper()
    after = desk.request.query_params.get("behind", "")
    found = (
        checkin.list_accounts(desk.conn, now=desk.now, facility_code=asked or None, after=after, limit=_A_PAGE + 1)
        if _is_plain(asked, after)
        else []
    )
    shown = found[:_A_PAGE]
    return desk.page(
        "accounts.html",
        accounts=shown,
        names={each.facility_code: register.facility_name(desk.conn, FacilityCode(each.facility_code)) for each in shown},
        asked=asked,
        behind=shown[-1].username if len(found) > _A_PAGE else None,
    )


def close_account(desk: Desk) -> Response:
    """No login from now on, at the gateway or here; what was given before is called back."""
    username = _username(desk)
    checkin.close_account(desk.conn, username, by=desk.actor, now=desk.now)
    staff.end_sessions_of(desk.conn, "facility", username, because=Closing.ACCOUNT_CLOSED, now=desk.now)
    return desk.to("/accounts", done="account_closed")


def reopen_account(desk: Desk) -> Response:
    return _changed(desk, checkin.reopen_account, done="account_reopened")


def unlock_account(desk: Desk) -> Response:
    return _changed(desk, checkin.unlock_account, done="account_unlocked")


def _changed(desk: Desk, change: Callable[..., None], *, done: str) -> Response:
    change(desk.conn, _username(desk), by=desk.actor, now=desk.now)
    return desk.to("/accounts", done=done)


def _username(desk: Desk) -> str:
    """The account a form's address names by its facility. Raises NotFound("no_such_account") for what is no facility's code."""
    try:
        return f"{FacilityCode.parse(str(desk.request.path_params['code'])).value}_BV"
    except TermError as wrong:
        raise errors.NotFound("no_such_account", "no account has this name") from wrong


def _is_plain(*texts: str) -> bool:
    """Whether the texts of an address can be a name at all, and so may be asked for."""
    return all((text.isascii() and text.replace("_", "").isalnum()) or not text for text in texts)


PAGES = (
    Page(path="/accounts", show=accounts, who=Role.ADMINISTRATION, tab="nav.accounts"),
    Page(path="/accounts/{code}/close", show=close_account, who=Role.ADMINISTRATION, takes="POST"),
    Page(path="/accounts/{code}/reopen", show=reopen_account, who=Role.ADMINISTRATION, takes="POST"),
    Page(path="/accounts/{code}/unlock", show=unlock_account, who=Role.ADMINISTRATION, takes="POST"),
)

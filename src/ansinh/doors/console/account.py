"""The facility's own account: the addresses it may be used from, and its password. Check-in knows the rules."""

from starlette.responses import Response

from ansinh import checkin, staff
from ansinh.doors.console.frame import PREFIX, SESSION_COOKIE, Desk, Page
from ansinh.doors.console.guard import address_of
from ansinh.kit import errors, web
from ansinh.staff import Closing

_SHORTEST, _LONGEST = 12, 200


def account(desk: Desk) -> Response:
    """What the account may do, and the forms that change it."""
    return _account(desk)


def set_addresses(desk: Desk) -> Response:
    """From now on calls and sign-ins from the addresses of the list alone; from anywhere if it is empty.

    The address of whoever asks must be on a list that is not empty: nobody is to lock themselves out.
    """
    lines = desk.form.get("addresses", "").split()
    try:
        with desk.conn.transaction():  # a savepoint: what is found to lock its own setter out was not set
            checkin.set_allowed_addresses(desk.conn, desk.visitor.account, allowed=lines, by=desk.actor, now=desk.now)
            _refuse_a_lock_out(desk)
    except errors.Refused as refused:
        return _account(desk, refused=refused, addresses="\n".join(lines))
    return desk.to("/account", done="addresses_set")


def change_password(desk: Desk) -> Response:
    """Another password for the account, at the gateway as here; every other session and every token ends, this browser stays in."""
    form, who = desk.form, desk.visitor
    wrong = _wrong_new_password(form.get("new_password", ""), form.get("repeated", ""))
    if wrong is None:
        refusal = checkin.verify_account(desk.conn, who.account, form.get("password", ""), caller=address_of(desk.request), now=desk.now)
        if refusal is not None:
            locked = refusal is checkin.LoginRefusal.LOCKED
            wrong = errors.Refused("account_locked" if locked else "password_wrong", "the password was refused", field="password")
    if wrong is not None:
        return _account(desk, refused=wrong)
    checkin.rotate_password(desk.conn, who.account, password=form["new_password"], by=desk.actor, now=desk.now)
    staff.end_sessions_of(desk.conn, "facility", who.account, because=Closing.PASSWORD_CHANGED, now=desk.now)
    token = staff.open_facility_session(
        desk.conn, who.account, facility_code=who.facility_code, facility_name=who.name, replaces=None, now=desk.now
    )
    response = desk.to("/account", done="password_changed")
    web.set_cookie(response, SESSION_COOKIE, token, secure=desk.site.is_secure, path=PREFIX)
    return response


def _refuse_a_lock_out(desk: Desk) -> None:
    standing = checkin.standing(desk.conn, desk.visitor.account)
    if not standing.admits(address_of(desk.request), issued_at=desk.now):
        raise errors.Refused("own_address_missing", "the list leaves out the address it was sent from", field="addresses")


def _wrong_new_password(new: str, repeated: str) -> errors.Refused | None:
    if not _SHORTEST <= len(new) <= _LONGEST:
        return errors.Refused("password_length", f"a password has {_SHORTEST} to {_LONGEST} characters", field="new_password")
    if new != repeated:
        return errors.Refused("password_repeated", "the two do not agree", field="repeated")
    return None


def _account(desk: Desk, *, refused: errors.RoomError | None = None, addresses: str | None = None) -> Response:
    found = checkin.list_accounts(desk.conn, now=desk.now, facility_code=desk.visitor.facility_code)
    mine = next(each for each in found if each.username == desk.visitor.account)
    return desk.page(
        "account.html",
        status=200 if refused is None else 409,
        account=mine,
        addresses="\n".join(map(str, mine.allowed_addresses)) if addresses is None else addresses,
        own_address=address_of(desk.request),
        shortest=_SHORTEST,
        refused=refused,
    )


PAGES = (
    Page(path="/account", show=account, who="facility", tab="nav.account"),
    Page(path="/account/addresses", show=set_addresses, who="facility", takes="POST"),
    Page(path="/account/password", show=change_password, who="facility", takes="POST"),
)

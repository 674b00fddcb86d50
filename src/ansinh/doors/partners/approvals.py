"""What waits for an officer, with everything that would be told and why; approve or refuse. Who asked cannot decide."""

from datetime import datetime

from starlette.responses import Response

from ansinh.doors.partners.frame import Desk, Page
from ansinh.exchange import registrations
from ansinh.kit import crypto, errors
from ansinh.wire import eid


def waiting(desk: Desk) -> Response:
    """What waits, the oldest first."""
    return _waiting(desk)


def approve(desk: Desk) -> Response:
    """What was asked is in force from now on."""
    try:
        registrations.approve(
            desk.conn,
            desk.site.issuer,
            str(desk.request.path_params["client_id"]),
            seen=_seen(desk),
            secret=crypto.random_token(),  # told to nobody: the developer makes the real one
            by=desk.developer,
            now=desk.now,
        )
    except (errors.Refused, errors.Conflict) as refused:
        return _waiting(desk, refused=refused)
    return desk.to("/approvals", done="approved")


def refuse(desk: Desk) -> Response:
    """What was asked comes to nothing; the developer reads the reason."""
    client_id, reason = str(desk.request.path_params["client_id"]), desk.form.get("reason", "")
    try:
        registrations.refuse(desk.conn, desk.site.issuer, client_id, seen=_seen(desk), reason=reason, by=desk.developer, now=desk.now)
    except (errors.Refused, errors.Conflict) as refused:
        return _waiting(desk, refused=refused)
    return desk.to("/approvals", done="refused")


def _seen(desk: Desk) -> datetime:
    try:
        return datetime.fromisoformat(desk.form.get("seen", ""))
    except ValueError:
        raise errors.Conflict("asked_again", "what was read cannot be told") from None


def _waiting(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    return desk.page(
        "approvals.html",
        status=200 if refused is None else 409,
        clients=registrations.waiting(desk.conn, desk.site.issuer),
        meanings=eid.MEANINGS,
        refused=refused,
    )


PAGES = (
    Page(path="/approvals", show=waiting, for_officers=True, tab="nav.approvals"),
    Page(path="/approvals/{client_id}/approve", show=approve, takes="POST", for_officers=True),
    Page(path="/approvals/{client_id}/refuse", show=refuse, takes="POST", for_officers=True),
)

"""Officers and kiosks: a facility registers and withdraws its own, the agency's staff approve or refuse. Check-in knows the rules."""

from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import errors
from ansinh.register import OfficerKind, OfficerState, RegisteredOfficer
from ansinh.staff import Role

_MOST = 500  # registrations of one facility that are listed
_WAITING_A_PAGE = 50
TONES = {
    OfficerState.REQUESTED: "warn",
    OfficerState.APPROVED: "good",
    OfficerState.REFUSED: "bad",
    OfficerState.WITHDRAWN: "off",
}


def facility_officers(desk: Desk) -> Response:
    """The facility's registrations, those that count or wait first."""
    return _of_facility(desk)


def request_officer(desk: Desk) -> Response:
    """Asks for an officer or kiosk."""
    kind = OfficerKind.KIOSK if desk.form.get("kind") == OfficerKind.KIOSK.value else OfficerKind.OFFICER
    try:
        checkin.request_officer(
            desk.conn,
            desk.facility_code,
            citizen_number=desk.form.get("citizen_number", "").strip(),
            full_name=desk.form.get("full_name", ""),
            kind=kind,
            by=desk.actor,
            now=desk.now,
        )
    except (errors.Refused, errors.Conflict) as refused:
        return _of_facility(desk, refused=refused)
    return desk.to("/officers", done="officer_requested")


def withdraw_officer(desk: Desk) -> Response:
    """Withdraws a registration of the facility; another's is not there."""
    try:
        checkin.withdraw_officer(desk.conn, desk.number("officer_id"), facility_code=desk.facility_code, by=desk.actor, now=desk.now)
    except errors.Conflict as refused:
        return _of_facility(desk, refused=refused)
    return desk.to("/officers", done="officer_withdrawn")


def waiting_officers(desk: Desk) -> Response:
    """What waits for a decision, oldest first."""
    return _waiting(desk)


def approve_officer(desk: Desk) -> Response:
    """The officer or kiosk may look up cards from now on."""
    try:
        checkin.approve_officer(desk.conn, desk.number("officer_id"), by=desk.actor, now=desk.now)
    except errors.Conflict as refused:
        return _waiting(desk, refused=refused)
    return desk.to("/approvals", done="officer_approved")


def refuse_officer(desk: Desk) -> Response:
    """The request comes to nothing; the facility reads the reason."""
    officer_id = desk.number("officer_id")
    try:
        checkin.refuse_officer(desk.conn, officer_id, reason=desk.form.get("reason", ""), by=desk.actor, now=desk.now)
    except (errors.Refused, errors.Conflict) as refused:
        return _waiting(desk, refused=refused)
    return desk.to("/approvals", done="officer_refused")


def _of_facility(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    found = register.officers(desk.conn, facility_code=desk.facility_code, limit=_MOST)
    return desk.page(
        "officers.html",
        status=200 if refused is None else 409,
        officers=sorted(found, key=_open_first),
        kinds=list(OfficerKind),
        tones=TONES,
        form=desk.form,
        refused=refused,
    )


def _open_first(officer: RegisteredOfficer) -> tuple[bool, int]:
    return officer.state in {OfficerState.REFUSED, OfficerState.WITHDRAWN}, -officer.officer_id


def _waiting(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    found = register.officers(desk.conn, state=OfficerState.REQUESTED, after=desk.after, limit=_WAITING_A_PAGE + 1)
    shown = found[:_WAITING_A_PAGE]
    return desk.page(
        "approvals.html",
        status=200 if refused is None else 409,
        officers=shown,
        names={each.facility_code.value: register.facility_name(desk.conn, each.facility_code) for each in shown},
        after=shown[-1].officer_id if len(found) > _WAITING_A_PAGE else None,
        refused=refused,
    )


PAGES = (
    Page(path="/officers", show=facility_officers, who="facility", tab="nav.officers"),
    Page(path="/officers", show=request_officer, who="facility", takes="POST"),
    Page(path="/officers/{officer_id}/withdraw", show=withdraw_officer, who="facility", takes="POST"),
    Page(path="/approvals", show=waiting_officers, who=Role.OFFICERS, tab="nav.approvals"),
    Page(path="/approvals/{officer_id}/approve", show=approve_officer, who=Role.OFFICERS, takes="POST"),
    Page(path="/approvals/{officer_id}/refuse", show=refuse_officer, who=Role.OFFICERS, takes="POST"),
)

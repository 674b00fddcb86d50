"""Identities that contradict the register: the list, and both sides of one. Opening one is a look at the people in it, and recorded."""

import re

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import audit, identity, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.staff import Role

_MOST = 200
_REFERENCE = re.compile(r"[0-9A-Z-]{1,20}", re.ASCII)


def cases(desk: Desk) -> Response:
    """Open cases, oldest first, with nothing about whom they are."""
    return desk.page("cases.html", cases=identity.open_cases(desk.conn, limit=_MOST))


def case(desk: Desk) -> Response:
    """What the electronic identity says beside what the register says; each participant shown is told who looked."""
    reference = str(desk.request.path_params["reference"])
    found = identity.case_file(desk.conn, reference) if _REFERENCE.fullmatch(reference) else None
    if found is None:
        raise HTTPException(404)
    people = register.briefs(desk.conn, found.participant_ids)
    for each in people:
        event = audit.Event(
            kind="record.viewed",
            at=desk.now,
            actor=desk.actor,
            subject=each.participant_id,
            purpose="account_linking",
            detail={"page": "case"},
        )
        audit.append(desk.conn, event)
    return desk.page("case.html", case=found, people=people)


PAGES = (
    Page(path="/cases", show=cases, who=Role.CASES, tab="nav.cases"),
    Page(path="/cases/{reference}", show=case, who=Role.CASES),
)

"""Identities that contradict the register: the list, both sides of one, and what officers decide. Opening one is a look, and recorded."""

import re

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import audit, identity, register
from ansinh.doors.console.cases_shown import compared
from ansinh.doors.console.frame import Desk, Page
from ansinh.identity import Verdict
from ansinh.kit import errors
from ansinh.staff import Role

_MOST = 200
_REFERENCE = re.compile(r"[0-9A-Z-]{1,20}", re.ASCII)
_WHOM = re.compile(r"same_person:([0-9]{1,18})", re.ASCII)


def cases(desk: Desk) -> Response:
    """Open cases, oldest first, and what was passed on to the register, with nothing about whom they are."""
    return _list(desk)


def case(desk: Desk) -> Response:
    """What the electronic identity says beside what the register says; each participant shown is told who looked."""
    return _show(desk)


def decide(desk: Desk) -> Response:
    """Takes a decision, or, where a link would be moved by it, proposes it to a second officer."""
    try:
        verdict, participant_id = _finding(desk.form.get("finding", ""))
        in_force = identity.decide_case(
            desk.conn,
            _reference(desk),
            verdict=verdict,
            participant_id=participant_id,
            explanation=desk.form.get("reason", ""),
            seen=desk.form.get("seen", ""),
            officer=desk.visitor.account,
            now=desk.now,
        )
    except (errors.Refused, errors.Conflict) as refused:
        return _again(desk, refused)
    return desk.to("/cases", done="case_decided" if in_force else "case_proposed")


def answer(desk: Desk) -> Response:
    """A second officer agrees to a decision or turns it down."""
    agrees = desk.form.get("answer") == "agree"
    try:
        identity.answer_proposal(
            desk.conn, _reference(desk), agrees=agrees, seen=desk.form.get("seen", ""), officer=desk.visitor.account, now=desk.now
        )
    except (errors.Refused, errors.Conflict) as refused:
        return _again(desk, refused)
    return desk.to("/cases", done="case_decided" if agrees else "case_turned_down")


def _finding(text: str) -> tuple[Verdict, int | None]:
    """What was chosen, and of one person also which record. Raises Refused("verdict")."""
    whom = _WHOM.fullmatch(text)
    if whom:
        return Verdict.SAME_PERSON, int(whom[1])
    if text not in {each.value for each in Verdict}:
        raise errors.Refused("verdict", "say what you found", field="verdict")
    return Verdict(text), None


def _reference(desk: Desk) -> str:
    reference = str(desk.request.path_params["reference"])
    if not _REFERENCE.fullmatch(reference):
        raise HTTPException(404)
    return reference


def _list(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    return desk.page(
        "cases.html",
        status=200 if refused is None else 409,
        cases=identity.open_cases(desk.conn, limit=_MOST),
        passed_on=identity.cases_for_register(desk.conn, limit=_MOST),
        refused=refused,
    )


def _again(desk: Desk, refused: errors.RoomError) -> Response:
    """The case with what is wrong, or the list where the case is not open any more."""
    if identity.case_file(desk.conn, _reference(desk)) is None:
        return _list(desk, refused=refused)
    return _show(desk, refused=refused)


def _show(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    found = identity.case_file(desk.conn, _reference(desk))
    if found is None:
        raise HTTPException(404)
    people = register.briefs(desk.conn, found.participant_ids)
    _record_look(desk, found, people)
    return desk.page(
        "case.html",
        status=200 if refused is None else 409,
        case=found,
        sides=compared(found, people),
        verdicts=identity.VERDICTS[found.reason],
        is_mine=found.proposal is not None and found.proposal.officer == desk.visitor.account,
        longest=identity.LONGEST_EXPLANATION,
        form=desk.form,
        refused=refused,
    )


def _record_look(desk: Desk, found: identity.CaseFile, people: list[register.Brief]) -> None:
    audit.append(
        desk.conn,
        audit.Event(
            kind="identity.case_viewed",
            at=desk.now,
            actor=desk.actor,
            subject=None,
            purpose="account_linking",
            detail={"case": found.reference, "reason": found.reason.value},
        ),
    )
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


PAGES = (
    Page(path="/cases", show=cases, who=Role.CASES, tab="nav.cases"),
    Page(path="/cases/{reference}", show=case, who=Role.CASES),
    Page(path="/cases/{reference}/decide", show=decide, who=Role.CASES, takes="POST"),
    Page(path="/cases/{reference}/answer", show=answer, who=Role.CASES, takes="POST"),
)

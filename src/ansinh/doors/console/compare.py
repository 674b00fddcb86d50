"""One participant compared with the population register, now: an officer names a number, the register answers how far it agrees.

What is compared is what our register holds, never what somebody typed, so that nobody can be looked for here who is not a participant.
"""

import secrets
from dataclasses import dataclass

from starlette.responses import Response

from ansinh import audit, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import clock, errors
from ansinh.population import online
from ansinh.staff import Role
from ansinh.terms import CitizenNumber, SocialInsuranceNumber, TermError

_PURPOSE = "register.verify"
_MOST = 3  # records that one number may lead to: a disputed one leads to two


@dataclass(frozen=True, slots=True)
class Compared:
    """One participant and what came of the question; `failed` is the code of why there is no answer, "" where there is one."""

    person: register.Brief
    finding: online.Finding | None
    failed: str


def form(desk: Desk) -> Response:
    """Where a number is typed."""
    return _page(desk)


def compare(desk: Desk) -> Response:
    """Asks about whoever goes by the number, and notes the day where everything agrees."""
    if desk.site.population is None:
        return _page(desk, refused=errors.Refused("no_population_register", "no population register is connected"))
    try:
        number = _number(desk.form.get("number", ""))
    except TermError:
        return _page(desk, refused=errors.Refused("number_shape", "10 or 12 digits", field="number"))
    found = {each.participant_id: each for each in register.candidates(desk.conn, number)[:_MOST]}
    compared = []
    for person in register.briefs(desk.conn, list(found)):
        _record_look(desk, person.participant_id)
        compared.append(_ask(desk, desk.site.population, person, found[person.participant_id]))
    return _page(desk, compared=compared, nobody=not compared)


def _ask(desk: Desk, asked: "online.Register", person: register.Brief, held: register.Candidate) -> Compared:
    record = register.record_of(desk.conn, person.participant_id)
    if record is None or record.citizen_number is None:
        return Compared(person, None, "no_citizen_number")
    claim = online.Claim(citizen_number=record.citizen_number, full_name=held.full_name, birth_date=held.birth_date, sex=held.sex)
    asking = online.Asking(reference=secrets.token_hex(12), purpose=_PURPOSE, actor=desk.actor, subject=person.participant_id)
    try:
        finding = online.verify_one(desk.site.database, asked, claim, asking, mark_key=desk.site.mark_key, now=desk.now)
    except (errors.CounterpartDown, errors.Refused) as failed:
        return Compared(person, None, failed.code if failed.code in _FAILURES else "no_answer")
    if finding.verified and finding.status is online.Status.LIVING:
        because = register.Because(reason="population_register", by=desk.actor, source=asking.reference)
        day = clock.vietnam_day(desk.now)
        register.correct(desk.conn, person.participant_id, verified_on=day, because=because, now=desk.now)
    return Compared(person, finding, "")


_FAILURES = frozenset({"sex", "too_many_questions", "population_busy", "timed_out", "unreachable"})


def _page(desk: Desk, *, compared: list[Compared] | None = None, nobody: bool = False, refused: errors.Refused | None = None) -> Response:
    return desk.page(
        "compare.html",
        status=422 if refused is not None else 200,
        compared=compared or [],
        nobody=nobody,
        refused=refused,
        connected=desk.site.population is not None,
    )


def _number(text: str) -> CitizenNumber | SocialInsuranceNumber:
    digits = "".join(text.split())
    return CitizenNumber.parse(digits) if len(digits) == 12 else SocialInsuranceNumber.parse(digits)


def _record_look(desk: Desk, participant_id: int) -> None:
    event = audit.Event(
        kind="record.viewed", at=desk.now, actor=desk.actor, subject=participant_id, purpose=_PURPOSE, detail={"page": "compare"}
    )
    audit.append(desk.conn, event)


PAGES = (
    Page(path="/compare", show=form, who=Role.REVIEW, tab="nav.compare"),
    Page(path="/compare", show=compare, who=Role.REVIEW, takes="POST"),
)

"""Officers decide: one alone where no number changes, two where one does or somebody has died, two who do not know of each other where a case is reviewed blind."""

from datetime import date, datetime

from ansinh import audit
from ansinh.kit import clock, db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.population.review import deaths, effect, rules, store
from ansinh.population.review.batches import HOLD
from ansinh.population.review.looking import agreed_to, require_part, seen
from ansinh.population.review.model import CaseFile, Finding, Opinion, Outcome, Part, Standing, State
from ansinh.population.review.opening import PURPOSE


def decide(
    conn: db.Connection,
    reference: str,
    *,
    finding: Finding,
    place: int | None,
    deceased_on: date | None = None,
    seen_as: str,
    by: audit.Actor,
    now: datetime,
) -> State:
    """Where the case stands after the officer's decision. `place` is which candidate it is, for IT_IS alone; `seen_as` what was shown.

    `deceased_on` is the day on which the candidate died, where the case asks for it (`Look.asks_death`), and counts for nothing elsewhere.

    A case of the blind sample stays open for somebody else, whatever was found. Raises NotFound("no_such_case"), Conflict("not_held"),
    Conflict("case_changed") if the case or the register's record is another by now, Refused("candidate"), what `deaths.said` raises of the
    day, and what the register raises.
    """
    case = _locked(conn, reference)
    effect.hold(conn, case, by=by, now=now)
    if require_part(conn, case, by.id, now=now) is not None:
        raise Conflict("case_waits", "the case waits for a second officer")
    if seen_as != seen(conn, case):
        raise Conflict("case_changed", "the case is about something else by now")
    candidate = None if place is None else case.candidate(place)
    if (finding is Finding.IT_IS) != (candidate is not None):
        raise Refused("candidate", "say which of the candidates it is", field="finding")
    opinion = Opinion(
        officer=by.id,
        part=Part.DECIDES,
        finding=finding,
        place=place if candidate is not None else None,
        changes_number=candidate is not None and effect.changes_number(conn, case, candidate),
        deceased_on=None if candidate is None else deaths.said(conn, case, candidate, deceased_on, today=clock.vietnam_day(now)),
        facts=seen_as,
    )
    return _speak(conn, case, opinion, by=by, now=now)


def answer(conn: db.Connection, reference: str, *, agrees: bool, seen_as: str, by: audit.Actor, now: datetime) -> State:
    """Where the case stands after a second officer agreed to a decision or turned it down.

    If the case or the register's record has changed since the decision, the decision comes to nothing and the case is open anew: State.OPEN
    without the officer having spoken. Raises NotFound("no_such_case"), Refused("same_officer"), Conflict("nothing_waits"), and
    Conflict("case_changed") where it changed since the officer was shown it.
    """
    case = _locked(conn, reference)
    effect.hold(conn, case, by=by, now=now)
    if by.id in case.spoken:
        raise Refused("same_officer", "the second officer has to be another one")
    if case.state is not State.WAITS:
        raise Conflict("nothing_waits", "nothing waits for a second officer")
    proposal = require_part(conn, case, by.id, now=now)
    assert proposal is not None  # the case waits
    today = seen(conn, case)
    if proposal.facts != today:
        store.cases.begin_anew(conn, case.case_id)
        _record(conn, case, finding=proposal.finding, state="undone", by=by, now=now)
        return State.OPEN
    if seen_as != agreed_to(today, proposal):
        raise Conflict("case_changed", "the case is about something else by now")
    opinion = Opinion(
        officer=by.id,
        part=Part.CONFIRMS if agrees else Part.TURNS_DOWN,
        finding=proposal.finding,
        place=proposal.place,
        changes_number=proposal.changes_number,
        deceased_on=proposal.deceased_on,
        facts=seen_as,
    )
    return _speak(conn, case, opinion, by=by, now=now)


def papers_came(conn: db.Connection, reference: str, *, by: audit.Actor, now: datetime) -> None:
    """A case that was set aside is in the queue again, for everybody. Raises NotFound("no_such_case"), Conflict("no_papers_awaited")."""
    case = _locked(conn, reference)
    if case.state is not State.PAPERS:
        raise Conflict("no_papers_awaited", "the case does not wait for papers")
    store.cases.begin_anew(conn, case.case_id)
    _record(conn, case, finding=Finding.NEEDS_PAPERS, state="reopened", by=by, now=now)


def _speak(conn: db.Connection, case: CaseFile, opinion: Opinion, *, by: audit.Actor, now: datetime) -> State:
    if not store.opinions.insert(conn, case, opinion, now=now):
        raise Refused("same_officer", "the second officer has to be another one")
    said = store.opinions.of(conn, case)
    standing = rules.standing(said, is_sampled=case.is_sampled)
    if standing.settled is None:
        store.cases.set_standing(conn, case.case_id, state=standing.state.value, officer=by.id)
    else:
        _settle(conn, case, said, standing, by=by, now=now)
    store.batches.renew(conn, by.id, until=now + HOLD, now=now)
    _record(conn, case, finding=opinion.finding, state=_state_told(opinion, standing), by=by, now=now)
    return standing.state


def _settle(conn: db.Connection, case: CaseFile, said: list[Opinion], standing: Standing, *, by: audit.Actor, now: datetime) -> None:
    """Carries out what was found, keeps what was learnt, forgets whom it was about."""
    settled = standing.settled
    assert settled is not None
    candidate = None if settled.place is None else case.candidate(settled.place)
    if candidate is not None:
        effect.carry_out(conn, case, candidate, deceased_on=settled.deceased_on, by=by, now=now)
    month = clock.vietnam_day(now).replace(day=1)
    store.opinions.add_labels(conn, case, chosen=settled.place, month=month)
    reviewed = rules.blind_review(said) if case.is_sampled else None
    if reviewed is not None:
        store.opinions.add_check(conn, case, agreed=reviewed[0], first_stood=reviewed[1], month=month)
    outcome = Outcome.NONE if candidate is None else Outcome.IT_IS
    number = None if candidate is None or case.participant_id is not None else candidate.person.citizen_number
    store.closing.close(conn, case.case_id, outcome=outcome.value, found_number=None if number is None else number.value, now=now)


def _locked(conn: db.Connection, reference: str) -> CaseFile:
    case = store.cases.lock(conn, reference)
    if case is None:
        raise NotFound("no_such_case", "there is no open case of this reference")
    return case


def _state_told(opinion: Opinion, standing: Standing) -> str:
    if opinion.part is Part.TURNS_DOWN:
        return "turned_down"
    return {State.CLOSED: "in_force", State.WAITS: "waits_for_second_officer", State.PAPERS: "waits_for_papers"}.get(
        standing.state, "passed_on"
    )


def _record(conn: db.Connection, case: CaseFile, *, finding: Finding, state: str, by: audit.Actor, now: datetime) -> None:
    event = audit.Event(
        kind="population.case_decided",
        at=now,
        actor=by,
        subject=case.participant_id,
        purpose=PURPOSE,
        detail={"case": case.reference, "finding": finding.value, "state": state},
    )
    audit.append(conn, event)

"""Opening a case: who may, what they see, and that it is written down. What is kept back is shown on asking, with a reason, once more written down."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from ansinh import audit, register
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound
from ansinh.population.review import deaths, store
from ansinh.population.review.batches import HOLD
from ansinh.population.review.model import CaseFile, Look, Opinion, Part, Person, State
from ansinh.population.review.opening import PURPOSE


class AskedBecause(StrEnum):
    """Why an officer asks for what is kept back: a closed list, so that the log holds no sentence about anybody."""

    SAME_HOUSEHOLD = "same_household"  # two of one family, perhaps
    SAME_NAME_AND_BIRTH = "same_name_and_birth"  # several candidates agree in everything that is shown
    PAPERS_AT_HAND = "papers_at_hand"  # to compare with papers


def look(conn: db.Connection, reference: str, *, by: audit.Actor, now: datetime) -> Look:
    """The case as the officer sees it, for deciding or for agreeing to what another decided.

    Raises NotFound("no_such_case") and Conflict("not_held") for a case that is in nobody's or another's batch, or in which the officer
    has spoken.
    """
    case = _case(store.cases.case_file(conn, reference))
    proposal = require_part(conn, case, by.id, now=now)
    store.batches.renew(conn, by.id, until=now + HOLD, now=now)
    _record(conn, "population.case_viewed", case, by=by, detail={"part": "confirms" if proposal else "decides"}, now=now)
    today = seen(conn, case)
    return Look(
        case=case,
        seen=today if proposal is None else agreed_to(today, proposal),
        proposal=proposal,
        asks_death=deaths.is_asked(conn, case),
        known_death=deaths.known(case),
    )


def kept_back(
    conn: db.Connection, reference: str, *, because: AskedBecause, by: audit.Actor, now: datetime
) -> tuple[Mapping[str, str], ...]:
    """Name, address and parents of the insured person, then of each candidate, as far as they are known; raises what `look` raises."""
    case = _case(store.cases.case_file(conn, reference))
    require_part(conn, case, by.id, now=now)
    _record(conn, "population.case_details_viewed", case, by=by, detail={"because": because.value}, now=now)
    held = None if case.participant_id is None else register.record_of(conn, case.participant_id)
    address = {"address": held.address} if held is not None and held.address else {}
    return (_details(case.submitted) | address, *(_details(each.person) for each in case.candidates))


def require_part(conn: db.Connection, case: CaseFile, officer: str, *, now: datetime) -> Opinion | None:
    """None if the officer may decide the case, what they may agree to if it waits for a second one. Raises Conflict("not_held")."""
    if officer not in case.spoken:
        if case.state is State.WAITS:
            return [each for each in store.opinions.of(conn, case) if each.part is Part.DECIDES][-1]
        if case.state is State.OPEN and case.taken_by == officer and case.taken_until is not None and case.taken_until > now:
            return None
    raise Conflict("not_held", "the case is not in your batch")


def seen(conn: db.Connection, case: CaseFile) -> str:
    """A digest of the case and of what the register says of the participant: what changes either changes it."""
    facts: list[object] = [case.salt, case.reference, case.round, case.submitted, case.participant_id]
    facts += [(each.place, each.person, each.levels, each.score) for each in case.candidates]
    text = "\n".join(_plain(each) for each in facts)
    return hashlib.sha256(f"{text}\n{_register_says(conn, case)}".encode()).hexdigest()


def agreed_to(seen_today: str, proposal: Opinion) -> str:
    """A digest of what a second officer agrees to: the case as it is seen, whom it was found to be, and the day of death."""
    return hashlib.sha256(f"{seen_today}\n{proposal.officer}\n{proposal.place}\n{proposal.deceased_on}".encode()).hexdigest()


def _register_says(conn: db.Connection, case: CaseFile) -> str:
    held = None if case.participant_id is None else register.record_of(conn, case.participant_id)
    if held is None:
        return ""
    number = "" if held.citizen_number is None else held.citizen_number.value
    return "\n".join([number, held.full_name, held.birth_date.iso(), held.sex.value, str(held.verified_on), str(held.deceased_on)])


def _plain(fact: object) -> str:
    """Everything of a fact: numbers and names hide themselves from str()."""
    if isinstance(fact, tuple):
        return "|".join(_plain(each) for each in fact)
    if isinstance(fact, Person):
        return str(sorted(store.persons.kept(fact).items()))
    return str(fact)


def _details(person: Person) -> dict[str, str]:
    return {"full_name": person.full_name} | dict(person.kept_back)


def _case(case: CaseFile | None) -> CaseFile:
    if case is None:
        raise NotFound("no_such_case", "there is no open case of this reference")
    return case


def _record(conn: db.Connection, kind: str, case: CaseFile, *, by: audit.Actor, detail: dict[str, str], now: datetime) -> None:
    told = {"case": case.reference, "verdict": case.verdict.value, **detail}
    audit.append(conn, audit.Event(kind=kind, at=now, actor=by, subject=case.participant_id, purpose=PURPOSE, detail=told))

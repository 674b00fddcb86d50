"""Proving evidence: a desk's statement is taken once, for the visit, the facility and the person that it is about.

Trusted is the desk: it holds a key that the facility registered and says what it read. Nothing of the card comes here but hashes, so a
desk that lies is not found out by what it sends, but by whom it names, when it is asked. Where a verification service that we believe has
judged the same data for the same challenge, that is kept beside it (`confirmation`).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ansinh import audit, register
from ansinh.checkin import card_watch, one_card
from ansinh.checkin.confirmation import Services, confirmed_by
from ansinh.checkin.one_card import Reading
from ansinh.checkin.presence import CLOCKS_DIFFER, Evidence
from ansinh.checkin.statement_worth import FIELD, require_covered, worth_of
from ansinh.checkin.statements import PURPOSE, Origin
from ansinh.checkin.store import desks as store
from ansinh.kit import crypto, db
from ansinh.kit.errors import Refused
from ansinh.terms import CitizenNumber, TermError
from ansinh.wire import presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A statement as it came with evidence. `audience` is the gateway it must have been made for, `services` whose verdicts it believes."""

    statement: str = field(repr=False)
    audience: str
    services: Services = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose visit it is: by which number it names the person ("" for none), and who that is to the register, if anybody."""

    key: str = field(repr=False)
    participant_id: int | None


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof that is kept now: our number of it, and the verification service that confirmed it, None where none did."""

    proof_no: int
    confirmed_by: str | None


def prove(
    conn: db.Connection, presented: Presented, evidence: Evidence, *, visit_no: int, subject: Subject, facility_code: str, now: datetime
) -> Proven | None:
    """The proof that is kept now; None where this very statement has proven the visit before, which then goes on.

    The visit is held. Raises Refused, naming the field: for a desk that is not an open one of the facility, a signature, a facility or a
    gateway that is another, another person, a level that the checks do not prove, a challenge that is not ours, expired or used, a clock
    that is off, a verdict of a service we believe that does not fit, a card that was proven for another person before. A challenge is
    used up only if the caller commits.
    """
    desk = _desk_of(conn, presented.statement, facility_code=facility_code)
    claims = _read(presented.statement, desk)
    if claims.facility != facility_code:
        raise Refused("statement_other_facility", "was made for another facility", field=FIELD)
    if claims.aud != presented.audience:
        raise Refused("statement_other_audience", "was made for another gateway", field=FIELD)
    level = worth_of(claims)
    require_covered(evidence, level, claims)
    number = _require_same_person(claims.challenge, claims.subject, numbers_of(conn, subject))
    sha256 = crypto.sha256_hex(presented.statement)
    if store.known_proof(conn, visit_no, statement_sha256=sha256):
        return None
    if desk.closed_at is not None:
        raise Refused("statement_desk_closed", "the desk was closed", field=FIELD)
    issued_at = _take_challenge(conn, claims, facility_code=facility_code, now=now)
    service = confirmed_by(claims, presented.services, issued_at=issued_at, now=now)
    card = one_card.name_of(claims.hashes, {each.name for each in claims.checks if each.outcome == "successful"})
    seen = card_watch.hold_card(conn, card)
    of_others = card_watch.of_other_people(seen, number, is_confirmed=service is not None)
    proof_no = store.insert_proof(
        conn,
        visit_no,
        facility_code=facility_code,
        desk_id=desk.desk_id,
        statement_sha256=sha256,
        jti=claims.jti,
        challenge=claims.challenge,
        subject=claims.subject,
        participant_id=subject.participant_id,
        level=level.value,
        policy=claims.policy,
        access=claims.access,
        checks=[(each.name, each.outcome, each.reason) for each in claims.checks],
        sod_sha256=claims.hashes["sod"],
        card_sha256=card,
        made_at=datetime.fromtimestamp(claims.iat, UTC),
        confirmed_by=service,
        challenged_at=issued_at,
        taken_at=now,
    )
    reading = Reading(proof_no=proof_no, facility_code=facility_code, since=issued_at, until=now)
    card_watch.keep_findings(conn, reading, seen, of_others, now=now)
    return Proven(proof_no, service)


def judge_again(conn: db.Connection, visit_no: int, subject: Subject) -> None:
    """Let those proofs of a visit stand that are of the person whose visit it is now, and no others."""
    numbers: Collection[str] | None = None
    for proof in store.proofs_of(conn, visit_no):
        stands = subject.participant_id is not None and proof.participant_id == subject.participant_id
        if not stands:
            numbers = numbers_of(conn, subject) if numbers is None else numbers
            stands = _is_of(proof.challenge, proof.subject, numbers)
        if stands is not proof.stands:
            store.set_standing(conn, proof.proof_no, stands=stands)


def numbers_of(conn: db.Connection, subject: Subject) -> Collection[str]:
    """The citizen numbers that a statement about this person may be about: those the register knows; of somebody it does not, the one named.

    What a facility says of somebody whom the register knows adds none: anybody's card would prove their visit.
    """
    if subject.participant_id is not None:
        return {each.value for each in register.citizen_numbers(conn, subject.participant_id)}
    try:
        return {CitizenNumber.parse(subject.key).value}
    except TermError:
        return set()


def record_refusal(conn: db.Connection, refused: Refused, statement: str, *, origin: Origin, now: datetime) -> None:
    """Audit that a statement was not believed, in a transaction of its own: that of the visit is rolled back.

    Where its card was proven for another person before, that is kept for the agency to look at.
    """
    try:
        desk_id = presence.named_desk(statement)
    except presence.StatementError:
        desk_id = ""
    event = audit.Event(
        kind="desk.statement_refused",
        at=now,
        actor=origin.named(conn).actor(),
        subject=None,
        purpose=PURPOSE,
        detail={"because": refused.code, "desk": desk_id, "interface": origin.interface},
    )
    audit.append(conn, event)
    if isinstance(refused, card_watch.CardOfAnotherError):
        card_watch.keep_refused(conn, refused, facility_code=origin.facility_code, desk_id=desk_id, now=now)


def _desk_of(conn: db.Connection, statement: str, *, facility_code: str) -> store.DeskRow:
    try:
        desk_id = presence.named_desk(statement)
    except presence.StatementError:
        raise Refused("statement_unreadable", f"must be a compact JWS of type {presence.TYPE}", field=FIELD) from None
    desk = store.desk(conn, desk_id, facility_code=facility_code)
    if desk is None:
        raise Refused("statement_desk_unknown", "is not of a desk that this facility has registered", field=FIELD)
    return desk


def _read(statement: str, desk: store.DeskRow) -> presence.Claims:
    try:
        return presence.read(statement, desk.public_key)
    except presence.StatementError as wrong:
        if wrong.reason == "wrong_signature":
            raise Refused("statement_signature_wrong", "is not signed with the desk's key", field=FIELD) from None
        raise Refused("statement_unreadable", "its claims are not those of such a statement", field=FIELD) from None


def _require_same_person(challenge: str, subject: str, numbers: Collection[str]) -> str:
    """Which of the numbers it is about."""
    if not numbers:
        raise Refused("statement_person_unknown", "the visit names no citizen number, and the register knows none", field=FIELD)
    number = next((each for each in numbers if _is_of(challenge, subject, [each])), None)
    if number is None:
        raise Refused("statement_other_person", "is about another person than the visit", field=FIELD)
    return number


def _is_of(challenge: str, subject: str, numbers: Collection[str]) -> bool:
    return any(crypto.same(presence.subject_of(challenge, number), subject) for number in numbers)


def _take_challenge(conn: db.Connection, claims: presence.Claims, *, facility_code: str, now: datetime) -> datetime:
    """Marks it used; when it was given."""
    sha256 = crypto.sha256_hex(claims.challenge)
    given = store.challenge(conn, sha256, facility_code=facility_code, desk_id=claims.iss)
    if given is None:
        raise Refused("statement_challenge_unknown", "its challenge was not given to this desk", field=FIELD)
    if given.used_at is not None:
        raise Refused("statement_challenge_used", "its challenge was used before; read the card again", field=FIELD)
    if now >= given.expires_at:
        raise Refused("statement_challenge_expired", "its challenge is too old; read the card again", field=FIELD)
    made = claims.iat
    if not (given.issued_at - CLOCKS_DIFFER).timestamp() - 1 < made <= (now + CLOCKS_DIFFER).timestamp():
        raise Refused("statement_clock_wrong", "the desk's clock is off by more than five minutes", field=FIELD)
    store.use_challenge(conn, sha256, used_at=now)
    return given.issued_at

"""What proving looks for behind a card: the same card proven elsewhere a moment ago, or proven for another person before.

A chip's key, and a security object, is one card's, and a card is one person's. At two places at once it is kept as a finding, on both visits, and refuses
nobody. For two people it is a lie of one of the desks: the statement that comes later is refused, unless a verification service that we
believe vouches for it and did not for the earlier one. What desks said that were closed since bars nobody: else whoever states a stolen
hash first would shut its owner out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.checkin.one_card import Elsewhere, Reading, elsewhere
from ansinh.checkin.statement_worth import FIELD
from ansinh.checkin.store import cards as store
from ansinh.kit import crypto, db
from ansinh.kit.errors import Refused
from ansinh.wire import presence

_WATCHER = audit.Actor("system", "checkin")
_PURPOSE = "card_review"
_MOST = 50
"""How many of the last proofs of a card are looked at: a year's visits of most people; those of half an hour in any case."""
_SECOND = timedelta(seconds=1)


class CardOfAnotherError(Refused):
    """The card was proven for another person before, by the proof of that number."""

    def __init__(self, earlier_proof: int) -> None:
        super().__init__("statement_card_of_another", "names a card that was proven for another person before", field=FIELD)
        self.earlier_proof = earlier_proof


def hold_card(conn: db.Connection, card_sha256: str) -> Sequence[store.SeenRow]:
    """Where the card was proven before, the last first; nobody else proves it until this transaction ends.

    To be asked last of all: whoever waits here holds the own visit and nothing that the other needs, so nobody waits for ever.
    """
    store.hold(conn, card_sha256)
    return store.seen(conn, card_sha256, limit=_MOST)


def of_other_people(seen: Sequence[store.SeenRow], number: str, *, is_confirmed: bool) -> Sequence[store.SeenRow]:
    """Those of the proofs that were about another citizen number, as far as open desks say so.

    Raises CardOfAnotherError where one of them has no less behind it than what is said now.
    """
    others = [each for each in seen if each.desk_is_open and not crypto.same(presence.subject_of(each.challenge, number), each.subject)]
    bars = next((each for each in others if each.is_confirmed or not is_confirmed), None)
    if bars is not None:
        raise CardOfAnotherError(bars.proof_no)
    return others


def keep_findings(
    conn: db.Connection, reading: Reading, seen: Sequence[store.SeenRow], others: Sequence[store.SeenRow], *, now: datetime
) -> tuple[Elsewhere, ...]:
    """Keep and audit what the new proof shows; the readings elsewhere."""
    readings = [Reading(proof_no=each.proof_no, facility_code=each.facility_code, since=each.since, until=each.until) for each in seen]
    found = elsewhere(reading, readings)
    for each in found:
        seconds = -(-each.at_most // _SECOND)
        finding_no = store.insert_finding(
            conn, kind="two_places", found_at=now, earlier_proof=each.proof_no, later_proof=reading.proof_no, seconds_apart=seconds
        )
        for proof_no in (each.proof_no, reading.proof_no):
            visit = store.visit_of_proof(conn, proof_no)
            detail: dict[str, str | int] = {"finding": finding_no, "minutes": each.minutes, "visit": visit.visit_no}
            _record(conn, "card.found_at_two_places", detail, subject=visit.participant_id, now=now)
    if others:
        finding_no = store.insert_finding(
            conn, kind="two_people", found_at=now, earlier_proof=others[0].proof_no, later_proof=reading.proof_no, seconds_apart=None
        )
        _record(conn, "card.found_for_two_people", {"finding": finding_no}, subject=None, now=now)
    return found


def keep_refused(conn: db.Connection, refused: CardOfAnotherError, *, facility_code: str, desk_id: str, now: datetime) -> None:
    """Keep and audit that a desk's statement was refused because its card is another person's; once until somebody has looked at it."""
    finding_no = store.insert_refused(conn, found_at=now, earlier_proof=refused.earlier_proof, facility_code=facility_code, desk_id=desk_id)
    if finding_no is not None:
        _record(conn, "card.found_for_two_people", {"finding": finding_no}, subject=None, now=now)


def _record(conn: db.Connection, kind: str, detail: dict[str, str | int], *, subject: int | None, now: datetime) -> None:
    audit.append(conn, audit.Event(kind=kind, at=now, actor=_WATCHER, subject=subject, purpose=_PURPOSE, detail=detail))

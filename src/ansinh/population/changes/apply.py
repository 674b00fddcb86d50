"""One change carried out: the register through its own door, accounts and sessions that hang on it, all in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from ansinh import audit, identity, register
from ansinh.kit import clock, db
from ansinh.kit.errors import RoomError
from ansinh.population import review
from ansinh.population.changes import births, rules
from ansinh.population.changes.model import Outcome
from ansinh.register import Because
from ansinh.wire import population_changes as wire

ACTOR = audit.Actor("system", "population", "Cơ sở dữ liệu quốc gia về dân cư")
REASON = "population_register"

_FREEZES: Mapping[type[wire.What], str] = MappingProxyType(
    {
        wire.Death: "deceased",
        wire.NumberReplaced: "number_changed",
        wire.Merged: "number_changed",
        wire.NumberCancelled: "number_cancelled",
    }
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a change. `participant_ids`: whom it was about, or may be about; `code` only where it was left open."""

    outcome: Outcome
    participant_ids: tuple[int, ...] = ()
    code: str = ""


def apply(conn: db.Connection, change: wire.Change, *, now: datetime) -> Applied:
    """Carries the change out if it may be without a person looking, and says what became of it. The same change twice changes nothing."""
    if isinstance(change.what, wire.Born):
        return Applied(births.note(conn, change, change.what, now=now))
    match _whose(conn, change):
        case rules.Open(code, participant_ids):
            return Applied(Outcome.LEFT_OPEN, participant_ids, code)
        case rules.Already(participant_id):
            return Applied(Outcome.ALREADY, (participant_id,))
        case rules.Nobody():
            return Applied(Outcome.WAITING if births.follow(conn, change, now=now) else Outcome.NOT_PARTICIPANT)
        case rules.Applies(participant_id):
            return _carry_out(conn, change, participant_id, now=now)


def _whose(conn: db.Connection, change: wire.Change) -> rules.Whose:
    impossible = rules.impossible(change, told_on=clock.vietnam_day(change.at))
    if impossible:
        return rules.Open(impossible)
    subject = change.subject
    holders = register.holders(conn, subject.citizen_number)
    match change.what:
        case wire.NumberIssued():
            return rules.whose_first_number(change, holders, register.without_citizen_number(conn, subject.birth_date))
        case wire.NumberReplaced(_, other) | wire.Merged(_, other):
            return rules.whose_new_number(change, rules.whose(change, holders), register.holders(conn, other))
        case _:
            return rules.whose(change, holders)


def _carry_out(conn: db.Connection, change: wire.Change, participant_id: int, *, now: datetime) -> Applied:
    """The register may know better than the rules here (a later move, another day of death): then nothing of the change is kept."""
    try:
        with conn.transaction():
            changed = _Write(conn, change, participant_id, now).all()
    except RoomError as refused:
        return Applied(Outcome.LEFT_OPEN, (participant_id,), refused.code)
    return Applied(Outcome.APPLIED if changed else Outcome.ALREADY, (participant_id,))


class _Write:
    """The writes of one change about one participant."""

    def __init__(self, conn: db.Connection, change: wire.Change, participant_id: int, now: datetime) -> None:
        self._conn = conn
        self._change = change
        self._participant_id = participant_id
        self._now = now
        self._because = Because(reason=REASON, by=ACTOR, source=f"change {change.seq}")

    def all(self) -> bool:
        """Whether anything changed."""
        changed = self._record()
        if changed:
            self._freeze()
        return changed

    def _record(self) -> bool:
        number = self._change.subject.citizen_number
        match self._change.what:
            case wire.Death(deceased_on):
                return register.record_death(
                    self._conn, self._participant_id, deceased_on=deceased_on, because=self._because, now=self._now
                )
            case wire.Move(since, province_code, ward_code, ward_name, address):
                to = register.Residence(
                    province_code=province_code, ward_code=ward_code, ward_name=ward_name, address=address, first_day=since
                )
                return register.move(self._conn, self._participant_id, to, because=self._because, now=self._now)
            case wire.NumberReplaced(since, new) | wire.Merged(since, new):
                return register.replace_number(
                    self._conn, self._participant_id, number, new, since=since, because=self._because, now=self._now
                )
            case wire.NumberCancelled(since):
                return register.cancel_number(self._conn, self._participant_id, number, since=since, because=self._because, now=self._now)
            case what:
                return self._correct(what)

    def _correct(self, what: wire.What) -> bool:
        """After a correction the record may agree with the population register altogether: then it counts as verified, and so do open cases."""
        held = next(
            each
            for each in register.holders(self._conn, self._change.subject.citizen_number)
            if each.participant_id == self._participant_id
        )
        is_verified = rules.agrees_after(self._change, held)
        changed = register.correct(
            self._conn,
            self._participant_id,
            full_name=what.full_name if isinstance(what, wire.NameCorrected) else None,
            birth_date=what.birth_date if isinstance(what, wire.BirthDateCorrected) else None,
            sex=what.sex if isinstance(what, wire.SexCorrected) else None,
            verified_on=clock.vietnam_day(self._change.at) if is_verified else None,
            because=self._because,
            now=self._now,
        )
        if is_verified:
            review.overtake(self._conn, self._participant_id, now=self._now)
        return bool(changed)

    def _freeze(self) -> None:
        """Whoever logs in by an account of the dead, or of a number that is no more, has to be looked at first."""
        because = _FREEZES.get(type(self._change.what))
        if because is not None:
            identity.freeze_link(self._conn, self._participant_id, because=because, now=self._now)

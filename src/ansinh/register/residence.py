"""Where a person lives and lived: a province, a ward and an address, with their days. Codes count as of the day they were told for."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ansinh.kit import db
from ansinh.kit.errors import Conflict, Refused
from ansinh.register import history
from ansinh.register.correct import locked
from ansinh.register.history import Because, Field
from ansinh.register.store import residences as store
from ansinh.terms import names, places

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """`province_code` has three digits and is "" where only the address is known; days are inclusive, None for unknown or until now."""

    province_code: str
    ward_code: str = ""
    ward_name: str = ""
    address: str = field(repr=False)
    first_day: date | None
    last_day: date | None = None

    @property
    def province(self) -> places.Province | None:
        """The province the code meant when the person came there; see `today` for what became of it."""
        return None if self.first_day is None or not self.province_code else places.province(self.province_code, on=self.first_day)

    @property
    def today(self) -> places.Province | None:
        """The one of today's 34 provinces that the place lies in."""
        then = self.province
        return None if then is None else places.successor(then)


def residences_of(conn: db.Connection, participant_id: int) -> list[Residence]:
    """Where the person lives and lived, the latest first; empty while nothing but the record's address is known."""
    return [
        Residence(
            province_code=row.province_code,
            ward_code=row.ward_code,
            ward_name=row.ward_name,
            address=row.address,
            first_day=row.first_day,
            last_day=row.last_day,
        )
        for row in store.residences(conn, participant_id)
    ]


def move(conn: db.Connection, participant_id: int, to: Residence, *, because: Because, now: datetime) -> bool:
    """The person lives there from its first day on; what stood before is kept with its last day. False if it stood so already.

    Raises NotFound("no_such_participant"), Refused("province_unknown") for a province there was not on that day, Refused("no_first_day"),
    and Conflict("moved_before_last_move"): a move between two others is for a person to put in its place.
    """
    held = locked(conn, participant_id)
    if to.first_day is None:
        raise Refused("no_first_day", "a move has a day", field="first_day")
    if to.province is None:
        raise Refused("province_unknown", "there was no such province on that day", field="province_code")
    address = names.tidy(to.address)
    now_at = store.current(conn, participant_id)
    if now_at is not None:
        if (now_at.province_code, now_at.ward_code, now_at.address, now_at.first_day) == (
            to.province_code,
            to.ward_code,
            address,
            to.first_day,
        ):
            return False
        if now_at.first_day is not None and now_at.first_day >= to.first_day:
            raise Conflict("moved_before_last_move", "the record has a later move", field="first_day")
        store.end_current(conn, participant_id, last_day=to.first_day - _ONE_DAY)
    elif held.address:
        store.add(
            conn,
            participant_id,
            province_code="",
            ward_code="",
            ward_name="",
            address=held.address,
            first_day=None,
            last_day=to.first_day - _ONE_DAY,
        )
    store.add(
        conn,
        participant_id,
        province_code=to.province_code,
        ward_code=to.ward_code,
        ward_name=names.tidy(to.ward_name),
        address=address,
        first_day=to.first_day,
        last_day=None,
    )
    store.set_address(conn, participant_id, address=address)
    if held.address != address:
        history.note(
            conn,
            participant_id,
            Field.RESIDENCE,
            old=held.address or None,
            new=address or None,
            since=to.first_day,
            because=because,
            now=now,
        )
    history.record(conn, "register.moved", participant_id, because=because, detail={"province": to.province_code}, now=now)
    return True

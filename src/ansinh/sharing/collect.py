"""Following the register: what goes out otherwise than before becomes a numbered change in the feed, each exactly once.

Two ways lead here. The history names whose record was changed; a sweep compares every record in slices, which also finds what no
history tells (a card bought, a span that ended with the day). Both compare with what went out, so that neither repeats the other.
The register is read over one connection and compared over another, because both are streams.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ansinh import register
from ansinh.kit import clock, db
from ansinh.sharing.store import records
from ansinh.wire import shares as wire

SLICE = 20_000  # participants a sweep compares at a time
_MOST_NAMED = 50_000  # participants compared at once because the history names them


@dataclass(frozen=True, slots=True)
class Collected:
    """`changes` new ones, the newest of all with the number `seq`; `swept_all`: the sweep has come round to the end of the register."""

    changes: int
    seq: int
    swept_all: bool


def begin(database: db.Database, *, now: datetime) -> int:
    """Takes the register as it stands for what the first share by file holds; returns how many records. A second time it does nothing.

    From then on `collect` tells of what changes; what is changed while this runs is compared there.
    """
    with database.transaction() as conn, database.transaction() as source:
        position = records.take_turn(conn)
        if position is None or position.history_until is not None:
            return 0
        until = register.touched(source, since=None).until
        day = clock.vietnam_day(now)
        records.receive(conn, lambda write: register.copy_outward(source, write, on=day))
        count = records.begin(conn)
        records.move_to(conn, replace(position, history_until=until))
        return count


def restore(dsn: str, lines: Iterable[bytes]) -> None:
    """Takes what another system has shared before, so that it is not shared again: pieces of any size of PostgreSQL's text format of COPY.

    A line is participant_id, the columns of `wire.shares`, and 0. `collect` then tells of what differs from the register.
    """
    with db.connect(dsn) as conn:
        records.restore(conn, lines)
    with db.connect(dsn, autocommit=True) as conn:
        records.vacuum(conn)


def collect(database: db.Database, *, now: datetime) -> Collected:
    """One round: whose record the history names since the last, then one slice of the sweep. Begins where nothing has begun.

    Does nothing while another process is at it. One transaction: killed, it has done nothing.
    """
    with database.transaction() as conn, database.transaction() as source:
        position = records.take_turn(conn)
        if position is None:
            return Collected(0, *records.last(conn)[:1], swept_all=False)
        if position.history_until is not None:
            before = position.seq
            position = _follow_history(conn, source, position, now=now)
            position, swept_all = _sweep(conn, source, position, now=now)
            records.move_to(conn, position)
            return Collected(position.seq - before, position.seq, swept_all)
    begin(database, now=now)
    return Collected(0, 0, swept_all=True)


def _follow_history(conn: db.Connection, source: db.Connection, position: records.Position, *, now: datetime) -> records.Position:
    named = register.touched(source, since=position.history_until)
    day = clock.vietnam_day(now)
    for start in range(0, len(named.participant_ids), _MOST_NAMED):
        some = named.participant_ids[start : start + _MOST_NAMED]
        records.receive(conn, lambda write, some=some: register.copy_outward(source, write, on=day, participant_ids=some))  # type: ignore[misc]
        position = _tell(conn, position, [*records.changed(conn), *records.gone(conn, some)], now=now)
    return replace(position, history_until=named.until)


def _sweep(conn: db.Connection, source: db.Connection, position: records.Position, *, now: datetime) -> tuple[records.Position, bool]:
    after, highest = position.swept_until, register.highest_participant(source)
    until = min(after + SLICE, highest)
    day = clock.vietnam_day(now)
    records.receive(conn, lambda write: register.copy_outward_between(source, write, on=day, after=after, until=until))
    position = _tell(conn, position, [*records.changed(conn), *records.gone_between(conn, after=after, until=until)], now=now)
    at_end = until >= highest
    return replace(position, swept_until=0 if at_end else until), at_end


def _tell(conn: db.Connection, position: records.Position, changed: Sequence[records.ChangedRow], *, now: datetime) -> records.Position:
    rows, seq, chain = [], position.seq, position.chain
    for each in changed:
        seq += 1
        values = {name: str(getattr(each, name)) for name in wire.COLUMNS}
        chain = wire.chained(chain, seq, tuple(values.values()))
        rows.append(records.FeedRow(seq=seq, participant_id=each.participant_id, chain=chain, **values))
    if rows:
        records.add(conn, rows, now=now)
    return replace(position, seq=seq, chain=chain)

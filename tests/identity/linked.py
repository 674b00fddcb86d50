"""People whom an officer linked at the counter before they ever logged in."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import identity
from ansinh.identity import Candidate
from ansinh.kit import db
from ansinh.wire import eid
from tests.identity.standin import NOW


def linked(conn: db.Connection, person: eid.EidClaims, candidates: Sequence[Candidate], *, now: datetime = NOW) -> int:
    """How many were linked: 1, or 0 where something does not agree or there is a link already."""
    presented = identity.Presented(person=person, candidates=tuple(candidates))
    return identity.link_at_counter(conn, [presented], officer="mau.cases", now=now)

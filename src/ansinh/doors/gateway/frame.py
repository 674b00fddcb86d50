"""What every group of endpoints is built from. A group is a module with `endpoints(frame)`, which gives them by path in small letters."""

from collections.abc import Callable
from dataclasses import dataclass

from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.kit import clock, db


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What an installation may choose; the limits count per process and minute.

    `bind_ip`: a token works only from the address it was given to. `http_401`: a bad token is answered with HTTP 401 instead of 200
    (which of the two the official gateway does is not certain). `old_generations`: look-ups of 2016 and 2017 are answered.
    `lookups_per_minute`: per account, a brake on run-away programs.
    """

    bind_ip: bool = False
    http_401: bool = False
    old_generations: bool = False
    login_failures_per_minute: int = 30
    token_failures_per_minute: int = 300
    lookups_per_minute: int = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same for all endpoints of one process. `new_id` gives a fresh GUID."""

    database: db.Database
    gatekeeper: Gatekeeper
    token_secret: bytes
    now: clock.Clock
    new_id: Callable[[], str]
    switches: Switches

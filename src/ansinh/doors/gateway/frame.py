"""What every group of endpoints is built from. A group is a module with `endpoints(frame)`, which gives them by path in small letters."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ansinh.checkin import FileLimit
from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.doors.gateway.throttles import Throttle
from ansinh.doors.gateway.walks import Walks
from ansinh.kit import clock, db


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What an installation may choose; the limits count per process, and per minute where nothing else is said.

    `bind_ip`: a token works only from the address it was given to. `http_401`: a bad token is answered with HTTP 401 instead of 200
    (which of the two the official gateway does is not certain). `plain_passwords`: a login may carry the password itself instead of
    its MD5. `old_generations`: look-ups of 2016 and 2017 are answered. `lookups_per_minute`: per account, a brake on run-away
    programs. `lookups_of_one_card` by one account, and `accounts_per_card`: in ten minutes. `standing_recheck_s`: seconds after which
    a change of an account takes effect at the latest. `file_limit`: how large a file may be. `large_bodies`: bytes of large bodies at
    one time, in this process.
    """

    bind_ip: bool = False
    http_401: bool = False
    plain_passwords: bool = False
    old_generations: bool = False
    login_failures_per_minute: int = 30
    token_failures_per_minute: int = 300
    lookups_per_minute: int = 60_000
    lookups_of_one_card: int = 30
    accounts_per_card: int = 20
    standing_recheck_s: float = 2.0
    file_limit: FileLimit = field(default_factory=FileLimit)
    large_bodies: int = 256_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same for all endpoints of one process. `new_id` gives a fresh GUID."""

    database: db.Database
    gatekeeper: Gatekeeper
    throttle: Throttle
    walks: Walks
    token_secret: bytes
    now: clock.Clock
    new_id: Callable[[], str]
    switches: Switches

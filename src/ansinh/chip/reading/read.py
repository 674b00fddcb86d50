"""One card from its first command to its last: opened, proven, read.

In this order: what the chip says of itself (EF.COM, DG14), chip authentication, and under its keys everything else, the portrait last.
"""

from collections.abc import Callable, Sequence

from ansinh.chip.authenticate import CHALLENGE_BYTES
from ansinh.chip.checks import Check, failed, not_performed, successful
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed, SessionBroken
from ansinh.chip.lds import File
from ansinh.chip.reading.beside import CardSecurity
from ansinh.chip.reading.files import LOCKED, NO_SUCH_FILE, Files, Progress
from ansinh.chip.reading.meter import Meter
from ansinh.chip.reading.model import CHIP_AUTHENTICATION, Active, Reading
from ansinh.chip.reading.opening import Opener
from ansinh.chip.reading.plan import USUAL_GROUPS, AccessPolicy, Budget, Keys
from ansinh.chip.reading.proving import ask_active, authenticate_chip
from ansinh.chip.transport import Send, Transport

_LAST = (13, 2)
"""Groups that are read after all others: the details, and the portrait, which is most of what there is to read."""


def _quietly(_file: File, _done: int, _total: int) -> None:
    """Tells nobody."""


def read(
    transport: Transport,
    keys: Keys,
    *,
    random: Random,
    clock: Callable[[], float],
    policy: AccessPolicy = AccessPolicy(),  # noqa: B008 - frozen
    groups: Sequence[int] = USUAL_GROUPS,
    challenge: bytes | None = None,
    budget: Budget = Budget(),  # noqa: B008 - frozen
    progress: Progress = _quietly,
) -> Reading:
    """What the card holds, as far as it gives it: files that are missing, locked or not what they say are named, and the rest is read.

    `clock` counts seconds and never goes back (time.monotonic); `random` gives so many bytes. `challenge` has eight bytes, of the party that
    wants to be convinced; None: our own. Data groups 3 and 4 are never asked for. The transport stays open.

    Raises AccessDenied (see `opening.Opener`), SessionBroken, CardGone, BudgetExceeded, Malformed and CardRefused for a card that does not
    get as far as its files; Malformed, before anything is sent, for a challenge of another length and a group that does not exist.
    """
    if challenge is not None and len(challenge) != CHALLENGE_BYTES:
        raise Malformed("challenge", f"has {len(challenge)} bytes instead of {CHALLENGE_BYTES}")
    wanted = tuple(sorted({each for each in groups if File.of_group(each)} - {3, 4}))
    meter = Meter(transport, budget, clock=clock)
    reader = _Reader(meter, keys, policy=policy, random=random, progress=progress)
    return reader.run(wanted, challenge or random(CHALLENGE_BYTES))


class _Reader:
    """The state of one reading."""

    def __init__(self, meter: Meter, keys: Keys, *, policy: AccessPolicy, random: Random, progress: Progress) -> None:
        self._meter = meter
        self._random = random
        self._progress = progress
        self._opener = Opener(send=meter.send, atr=meter.atr, keys=keys, policy=policy, random=random, progress=progress)
        self._read: dict[File, bytes] = {}
        self._missing: set[File] = set()
        self._locked: set[File] = set()
        self._unreadable: dict[File, str] = {}
        self._is_closed = False
        self._opened = self._opener.open()
        self._files = self._files_over(self._opened.channel.send)

    def run(self, groups: tuple[int, ...], challenge: bytes) -> Reading:
        if self._opened.card_access is not None:
            self._read[File.CARD_ACCESS] = self._opened.card_access
        self._note_card_security(self._opened.card_security)
        mapping = self._opened.chip_mapping
        self._take(File.COM)
        if 14 in groups:
            self._take(File.DG14)
        chip = self._authenticate_chip(asked=14 in groups)
        self._take(File.SOD)
        active, refused = None, None
        for group in sorted(set(groups) - {14}, key=lambda each: (_LAST.index(each) + 1 if each in _LAST else 0, -each)):
            self._take(File.of_group(group))
            if group == 15:
                active, refused = self._ask_active(challenge)
        return Reading(
            files=self._read,
            access=self._opened.access,
            asked=groups,
            missing=frozenset(self._missing),
            locked=frozenset(self._locked),
            unreadable=self._unreadable,
            pace_failed=self._opened.pace_failed,
            chip_authentication=chip,
            chip_mapping=mapping,
            notes=self._opened.reach.notes,
            active=active,
            active_refused=refused,
            seconds=self._meter.seconds,
            commands=self._meter.commands,
            bytes_received=self._meter.bytes_received,
        )

    def _files_over(self, send: Send) -> Files:
        return Files(send, extended=self._opened.reach.extended, piece=self._opened.reach.piece)

    def _note_card_security(self, found: CardSecurity | None) -> None:
        """What became of a file that was read while the card was opened."""
        if found is None:
            return
        if found.raw is not None:
            self._read[File.CARD_SECURITY] = found.raw
        elif found.wrong:
            self._unreadable[File.CARD_SECURITY] = found.wrong
        else:
            self._refused(File.CARD_SECURITY, found.status)

    def _take(self, file: File) -> None:
        if file in self._read:
            return
        if self._is_closed:
            self._unreadable[file] = "closed"
            return
        try:
            self._read[file] = self._files.read(file, progress=self._progress)
        except CardRefused as refused:
            self._refused(file, refused.status)
        except Malformed as wrong:
            self._unreadable[file] = wrong.code

    def _refused(self, file: File, status: int) -> None:
        if status in NO_SUCH_FILE:
            self._missing.add(file)
        elif status in LOCKED:
            self._locked.add(file)
        else:
            self._unreadable[file] = f"status_{status:04x}"

    def _authenticate_chip(self, *, asked: bool) -> Check:
        """The new keys count from the first answer under them. A channel that broke by it is opened anew, with the check already lost."""
        if File.DG14 not in self._read:
            return not_performed(CHIP_AUTHENTICATION, "no_dg14" if asked else "not_asked")
        channel, ended = authenticate_chip(self._opened.channel.send, self._read[File.DG14], random=self._random, raw_send=self._meter.send)
        if channel is None:
            assert ended is not None
            if self._opened.channel.is_broken:
                self._reopen()
            return ended
        try:
            Files(channel.send).select(File.SOD)
        except SessionBroken:
            self._reopen()
            return failed(CHIP_AUTHENTICATION, "wrong_key", "the card does not use the key that its DG14 names")
        except CardRefused:
            pass  # a refusal under the new keys is an answer under them
        self._files = self._files_over(channel.send)
        return successful(CHIP_AUTHENTICATION)

    def _reopen(self) -> None:
        """A second channel by the same way, inside the same budget. A card that opens no second time is left: what was read stands."""
        try:
            self._opened = self._opener.open(self._opened)
        except (AccessDenied, CardRefused, Malformed, SessionBroken):
            self._is_closed = True
            return
        self._files = self._files_over(self._opened.channel.send)

    def _ask_active(self, challenge: bytes) -> tuple[Active | None, int | None]:
        if File.DG15 not in self._read:
            return None, None
        return ask_active(self._files.send, challenge, extended=self._files.extended)

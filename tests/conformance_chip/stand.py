"""Where a case is run: its card is read and judged as at a counter, its portrait looked at, and what came of it is held against what is expected."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ansinh.chip import access, lds, portrait, reading, trust, verification
from ansinh.chip.apdu import Command, Response
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.lds import File
from ansinh.chip.transport import Transport, faulty
from ansinh.chip.verification import Level
from ansinh.sandbox.virtual_card import Chip, VirtualCard
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, done
from tests.chip.pki import NOW
from tests.chip.sod_defects import believed

Inside = Callable[[Command, Reply], Reply]
"""Bends what the card says to a command, before it is protected."""
Wire = Callable[[bytes, bytes], bytes | None]
"""Bends an answer on its way: command and answer as bytes; None leaves it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bent:
    """A card as a case has it. Keys None: all that there are. `policy` is of access."""

    chip: Chip
    inside: Inside | None = None
    wire: Wire | None = None
    keys: reading.Keys | None = None
    policy: reading.AccessPolicy = reading.AccessPolicy()  # noqa: RUF009 - frozen
    groups: tuple[int, ...] = (1, 13, 14, 15)
    challenge: bytes | None = None
    store: Callable[[], trust.TrustStore] = believed
    budget: reading.Budget = reading.Budget()  # noqa: RUF009 - frozen


@dataclass(slots=True, kw_only=True)
class Seen:
    """What came of a card: an error, or a verified reading. `bends` counts how often the card or the wire did something else."""

    error: ChipError | None = None
    read: reading.Reading | None = None
    judged: verification.Verified | None = None
    portrait: str = "not_read"
    bends: int = 0
    asked: list[Command] = field(default_factory=list)


class _BentCard(VirtualCard):
    """A virtual card that says something else now and then."""

    def __init__(self, chip: Chip, inside: Inside | None, seen: Seen) -> None:
        super().__init__(chip)
        self._inside, self._seen = inside, seen

    def _do(self, command: Command, room: int) -> Reply:
        self._seen.asked.append(command)
        try:
            reply = super()._do(command, room)
        except Refusal as refused:
            reply = done(status=refused.status)
        if self._inside is None:
            return reply
        bent = self._inside(command, reply)
        self._seen.bends += bent is not reply
        return bent


def run(bent: Bent) -> Seen:
    """One card, from its first command to its portrait."""
    seen = Seen()
    card: Transport = _BentCard(bent.chip, bent.inside, seen)
    if bent.wire is not None:
        card = faulty.Faulty(card, _counted(bent.wire, seen))
    keys = bent.keys or reading.Keys(can=access.Can(bent.chip.can), mrz=access.MrzKey(*bent.chip.bac_key))
    try:
        seen.read = reading.read(
            card,
            keys,
            random=os.urandom,
            clock=time.monotonic,
            policy=bent.policy,
            groups=bent.groups,
            challenge=bent.challenge,
            budget=bent.budget,
        )
    except ChipError as error:
        seen.error = error
        return seen
    seen.judged = verification.verify(seen.read, bent.store(), policy=verification.Policy.hospital(), now=NOW, challenge=bent.challenge)
    seen.portrait = _portrait(seen.read)
    return seen


def _counted(wire: Wire, seen: Seen) -> faulty.Fault:
    def fault(_number: int, command: bytes, answer: bytes) -> bytes:
        bent = wire(command, answer)
        seen.bends += bent is not None and bent != answer
        return answer if bent is None else bent

    return fault


def _portrait(read: reading.Reading) -> str:
    """`shown`, or the code and the place of what keeps it from being shown."""
    if File.DG2 not in read.files:
        return read.unreadable.get(File.DG2, "not_read")
    try:
        for face in lds.read_dg2(read.files[File.DG2]):
            portrait.inspect(face.image)
    except Malformed as wrong:
        return f"{wrong.code} {wrong.field}"
    return "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Nothing is wrong: the card is genuine, and its chip proved itself. `access` is the way in; `portrait` None: was not looked at."""

    access: str = "pace_can"
    portrait: str | None = None

    def __str__(self) -> str:
        way = "" if self.access == "pace_can" else f", opened by `{self.access}`"
        return f"accepted{way}"

    def hold(self, seen: Seen) -> None:
        judged = _judged(seen)
        wrong = {each.name: (each.outcome.value, each.reason) for each in judged.checks if each.outcome in _WRONG}
        assert wrong == {}
        assert (judged.level, judged.verdict, judged.access) == (Level.CHIP_AUTHENTICATED, verification.Verdict.GENUINE, self.access)
        assert self.portrait in {None, seen.portrait}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One check ends so, for this reason, and the card is worth that level and no more."""

    check: str
    reason: str
    outcome: str = "failed"
    level: Level = Level.NONE

    def __str__(self) -> str:
        rest = "" if self.level is Level.NONE else f"; level `{self.level.value}`"
        return f"`{self.check}` {self.outcome}: `{self.reason}`{rest}"

    def hold(self, seen: Seen) -> None:
        judged = _judged(seen)
        check = judged.check(self.check)
        assert check is not None
        assert (check.outcome.value, check.reason) == (self.outcome, self.reason)
        assert judged.level is self.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The reading ends with this code; where `at` is given, because of what went wrong there."""

    code: str
    at: str = ""

    def __str__(self) -> str:
        return f"ends: `{self.code}`" + (f" ({self.at})" if self.at else "")

    def hold(self, seen: Seen) -> None:
        assert seen.error is not None
        assert seen.error.code == self.code
        assert self.at in f"{seen.error.detail} {seen.error.__cause__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The data are taken as they are signed, and the portrait is refused with this code at this place."""

    why: str

    def __str__(self) -> str:
        code, _, place = self.why.partition(" ")
        return f"the portrait is refused: `{code}`" + (f" (`{place}`)" if place else "")

    def hold(self, seen: Seen) -> None:
        assert seen.portrait == self.why
        assert _judged(seen).level is Level.CHIP_AUTHENTICATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The card is taken, and this file is named as one that could not be read."""

    file: File
    code: str

    def __str__(self) -> str:
        return f"{self.file.name} is named as not readable: `{self.code}`"

    def hold(self, seen: Seen) -> None:
        assert seen.read is not None
        assert seen.read.unreadable.get(self.file) == self.code


@dataclass(frozen=True, slots=True)
class Noted:
    """Nothing is wrong with the card, and the reading notes what was odd."""

    note: str

    def __str__(self) -> str:
        return f"accepted, with the note `{self.note}`"

    def hold(self, seen: Seen) -> None:
        Accepted(portrait="shown").hold(seen)
        assert seen.read is not None
        assert seen.read.notes == (self.note,)


Expected = Accepted | Found | Ended | Shown | Flagged | Noted
_WRONG = frozenset({Outcome.FAILED, Outcome.UNDETERMINED})


def _judged(seen: Seen) -> verification.Verified:
    assert seen.error is None, seen.error
    assert seen.judged is not None
    return seen.judged


def refused(status: int) -> Reply:
    """An answer that is a status word alone."""
    return done(status=status)


def said(data: bytes, reply: Reply) -> Reply:
    """Other data under the same status word; keys that were to follow still do."""
    return Reply(Response(data, reply.response.status), reply.session)

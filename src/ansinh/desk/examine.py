"""A card read and verified: keys in, what was found out. Knows neither stages nor the gateway; whom to trust is handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ansinh.chip import access, errors, lds, portrait, reading, transport, verification
from ansinh.chip import trust as trusts
from ansinh.desk.model import Challenge, Found, Trouble
from ansinh.desk.opening import Opener
from ansinh.kit import clock
from ansinh.wire import presence

Told = Callable[[str, int], None]
_USUAL_BYTES = {"card_access": 60, "com": 60, "sod": 2_200, "dg14": 400, "dg15": 300, "dg1": 100, "dg13": 600, "dg2": 15_000}
"""What files of a card usually have, so that the bar on the page moves as evenly as the reading does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """How cards are read at this counter. `trust` is asked for anew with each card; `random` gives so many random bytes, `seconds` counts."""

    trust: Callable[[], trusts.TrustStore] = field(repr=False)
    policy: verification.Policy
    random: Callable[[int], bytes] = field(repr=False)
    seconds: Callable[[], float] = field(repr=False)
    now: clock.Clock = field(repr=False)

    def examine(
        self, card: transport.Transport, opener: Opener, *, challenge: Challenge | None, trouble: Trouble | None, told: Told
    ) -> Found:
        """Everything about the card. `told` hears which file is read and how much of all is done, in percent. Raises ChipError."""
        done: dict[str, int] = {}

        def progress(file: lds.File, bytes_done: int, bytes_total: int) -> None:
            name = file.name.lower()
            done[name] = _USUAL_BYTES.get(name, 300) * bytes_done // max(bytes_total, 1)
            told(name, min(100, 100 * sum(done.values()) // sum(_USUAL_BYTES.values())))

        asked = None if challenge is None else presence.card_challenge(challenge.value)
        files: Mapping[lds.File, bytes] = {}
        try:
            read = reading.read(
                card,
                reading.Keys(can=access.Can(opener.can)),
                policy=reading.AccessPolicy(allow_bac=False),
                groups=reading.USUAL_GROUPS,
                progress=progress,
                challenge=asked,
                random=self.random,
                clock=self.seconds,
            )
        except errors.AccessDenied as denied:
            refused = verification.not_opened(denied, policy=self.policy)
            if refused is None:
                raise
            verified = refused
        else:
            files = read.files
            verified = verification.verify(
                read, self.trust(), policy=self.policy, now=self.now(), claimed_number=opener.claimed_number, challenge=asked
            )
        return Found(
            number=self.random(8).hex(),
            at=self.now(),
            verified=verified,
            files=files,
            picture=_picture(files.get(lds.File.DG2)) if verified.level is not verification.Level.NONE else None,
            challenge=challenge,
            trouble=trouble,
        )


def _picture(raw: bytes | None) -> bytes | None:
    """The portrait as a PNG; None where there is none that can be shown, which is no reason to refuse anybody."""
    if raw is None:
        return None
    try:
        faces = lds.read_dg2(raw)
        return portrait.decode(faces[0].image) if faces else None
    except errors.ChipError:
        return None

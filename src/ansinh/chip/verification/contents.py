"""The files of a reading, parsed once, each as far as it can be: what a check needs, or that there is nothing to check."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from ansinh.chip import lds, mrz
from ansinh.chip.errors import ChipError
from ansinh.chip.lds import File
from ansinh.chip.reading import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Contents:
    """None where the file was not read or cannot be; `unreadable` names the latter."""

    com: lds.Com | None
    lines: mrz.Td1 | None
    details: lds.Dg13 | None
    infos: lds.SecurityInfos | None
    card_access: lds.SecurityInfos | None
    active_key: bytes | None = field(repr=False)
    unreadable: frozenset[File]

    @property
    def issued_on(self) -> date | None:
        """The day on which the card was made, as the details say; None where they do not."""
        return None if self.details is None else day_of(self.details.issued_on)


def parse(reading: Reading) -> Contents:
    """What the files say. Raises nothing, whatever the bytes."""
    unreadable: set[File] = set()

    def parsed(file: File, read: Callable[[bytes], T]) -> T | None:
        raw = reading.files.get(file)
        if raw is None:
            return None
        try:
            return read(raw)
        except ChipError:
            unreadable.add(file)
            return None

    return Contents(
        com=parsed(File.COM, lds.read_com),
        lines=parsed(File.DG1, lds.read_dg1),
        details=parsed(File.DG13, lds.read_dg13),
        infos=parsed(File.DG14, lds.read_dg14),
        card_access=parsed(File.CARD_ACCESS, lds.read_card_access),
        active_key=parsed(File.DG15, lds.read_dg15),
        unreadable=frozenset(unreadable),
    )


def day_of(text: str | None) -> date | None:
    """dd/MM/yyyy as a day; None for anything else, also for a card that does not expire."""
    try:
        return datetime.strptime(text or "", "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None

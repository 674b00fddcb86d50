"""Places in words: a province of before July 2025 with what became of it."""

from dataclasses import dataclass

from ansinh import terms
from ansinh.terms import places


@dataclass(frozen=True, slots=True)
class Origin:
    """The province in which a birth was registered, as a citizen number names it, and today's province where that is another name."""

    then: str
    today: str | None


def origin_of(number: terms.CitizenNumber | None) -> Origin | None:
    """None without a number, and for people whose birth was registered abroad."""
    if number is None or number.province is None:
        return None
    today = places.today(number.value[:3]).name
    return Origin(number.province, None if today == number.province else today)

"""Keys and rungs of names as the rest of the house asks for them."""

from dataclasses import dataclass

from ansinh.terms.names.alike import rung_of_names
from ansinh.terms.names.kernel import keys_at


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Integers that are equal when names are. k1, k2 and bag are unsigned 64 bits, all 0 where there is no name.

    k1 is made of letters and tones, wherever in its syllable a tone stands; k2 of letters without any mark; bag of the same whatever the
    order of the syllables; spelling, 16 bits, of how the name is written but for case, spaces and the
    Unicode form: it tells rung 0 from rung 1, so whoever keeps keys keeps it. `flag` is the sum of 1 (decoded from
    TCVN3), 2 (from VNI), 4 (no mark at all), 8 (signs that no Vietnamese name has) and 16 (empty, or words like "không tên").
    `letters` are the bare ones, a space between syllables. Keys give a name away to whoever has a list of names: they are personal data.
    """

    k1: int
    k2: int
    bag: int
    flag: int
    syllables: int
    spelling: int
    letters: bytes

    def __repr__(self) -> str:
        return f"NameKeys(flag={self.flag}, syllables={self.syllables})"


def keys(name: str | bytes | None) -> NameKeys:
    """The keys of a name, given as text or as the bytes it came in (UTF-8, or one of the old encodings); None is no name."""
    data = b"" if name is None else name.encode("utf-8", "surrogatepass") if isinstance(name, str) else bytes(name)
    letters = bytearray(len(data) + 1)
    k1, k2, bag, flag, syllables, spelling, end = keys_at(data, 0, len(data), letters, 0)
    return NameKeys(k1, k2, bag, flag, syllables, spelling, bytes(letters[:end]))


def rung(one: str | bytes | None, other: str | bytes | None) -> int:
    """How two names agree, from 0 (exactly) to 8 (different); 9 where one is missing.

    1 the same name (tone placement, y or i, an old encoding, apostrophe) · 3 equal but for marks, and one side has none · 4 equal but for
    marks, which both have · 5 the same syllables in another order · 6 one is the other without some syllables, the given name stays ·
    7 alike (Jaro-Winkler of 0.94 or more) with the same given name. 0 and 1 are one name; 2 is not used.
    """
    return rung_of_keys(keys(one), keys(other))


def rung_of_keys(one: NameKeys, other: NameKeys) -> int:
    """The rung of two names whose keys are at hand."""
    return rung_of_names(
        one.k1, one.k2, one.bag, one.flag, one.spelling, one.letters, 0, len(one.letters),
        other.k1, other.k2, other.bag, other.flag, other.spelling, other.letters, 0, len(other.letters),
    )  # fmt: skip

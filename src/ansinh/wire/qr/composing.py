"""How a Vietnamese input method composes one word from keys: Telex and VNI, as a pure machine of small states.

The rules are those every description of the two methods gives (Telex: aa ee oo aw ow uw dd, tones s f r x j; VNI: 6 hat, 7 horn,
8 breve, 9 stroke, tones 1 to 5, 0 takes the tone off; the same mark twice takes it off again and ends the composing; a later tone
replaces an earlier one). Programs differ in one point that matters here: whether a digit ends the word, so that composing begins
anew behind it, or spoils the rest of the word. Both are modelled (`digit_ends_word`). That letters which can be no Vietnamese
syllable spoil the rest of the word too is assumed of all of them.
"""

import unicodedata
from dataclasses import dataclass, replace
from enum import Enum

_VOWELS = frozenset("aeiouy")
_ONSETS = frozenset(
    ("b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x")
)  # fmt: skip
_CODAS = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t"))
_HAT, _BREVE, _HORN, _STROKE = "\u0302", "\u0306", "\u031b", "-"
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"


class Method(Enum):
    TELEX = "telex"
    VNI = "vni"


_TONES = {
    Method.TELEX: {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT, "z": ""},
    Method.VNI: {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT, "0": ""},
}
_SHAPES: dict[Method, dict[str, tuple[str | None, str]]] = {
    Method.TELEX: {"a": (_HAT, "a"), "e": (_HAT, "e"), "o": (_HAT, "o"), "w": (None, "aou"), "d": (_STROKE, "d")},
    Method.VNI: {"6": (_HAT, "aeo"), "7": (_HORN, "ou"), "8": (_BREVE, "a"), "9": (_STROKE, "d")},
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word being composed: its letters, a shape for each ("" or a mark), one tone. `spoiled`: further keys stand for themselves."""

    letters: str = ""
    shapes: tuple[str, ...] = ()
    tone: str = ""
    spoiled: bool = False

    @property
    def text(self) -> str:
        """What the screen shows, in NFC."""
        bearer = self._tone_bearer() if self.tone else -1
        shown = ""
        for at, (letter, shape) in enumerate(zip(self.letters, self.shapes, strict=True)):
            if shape == _STROKE:
                shown += "Đ" if letter.isupper() else "đ"
            else:
                shown += letter + shape + (self.tone if at == bearer else "")
        return unicodedata.normalize("NFC", shown)

    def press(self, key: str, *, method: Method, digit_ends_word: bool) -> "Word | None":
        """The word after one more key. None if the key ends it (and stands behind it for itself)."""
        small = key.lower()
        if not (small.isascii() and small.isalnum()):
            return None
        if not self.spoiled:
            marked = self._tone(key, _TONES[method].get(small)) or self._shape(key, _SHAPES[method].get(small))
            if marked is not None:
                return marked
        if small.isdigit():
            return None if digit_ends_word else self._with(key, spoiled=True)
        grown = self._with(key)
        return grown if self.spoiled or _may_be_a_syllable(grown.letters.lower()) else replace(grown, spoiled=True)

    def _tone(self, key: str, tone: str | None) -> "Word | None":
        if tone is None or not self._vowels() or (tone == "" and not self.tone):
            return None
        if tone and tone == self.tone:
            return self._with(key, tone="", spoiled=True)
        return replace(self, tone=tone)

    def _shape(self, key: str, rule: tuple[str | None, str] | None) -> "Word | None":
        if rule is None:
            return None
        shape, bearers = rule
        at = next((each for each in reversed(range(len(self.letters))) if self.letters[each].lower() in bearers), None)
        if at is None or (shape == _STROKE and at != 0):
            return None
        mark = shape or (_BREVE if self.letters[at].lower() == "a" else _HORN)
        if self.shapes[at] == mark:
            return self._with(key, shapes=self._shaped(at, ""), spoiled=True)
        if mark == _HORN and self.letters[at - 1 : at + 1].lower() == "uo":
            return replace(self, shapes=(*self.shapes[: at - 1], mark, mark, *self.shapes[at + 1 :]))
        return replace(self, shapes=self._shaped(at, mark))

    def _shaped(self, at: int, mark: str) -> tuple[str, ...]:
        return (*self.shapes[:at], mark, *self.shapes[at + 1 :])

    def _with(self, key: str, *, shapes: tuple[str, ...] | None = None, tone: str | None = None, spoiled: bool = False) -> "Word":
        """With one more letter, which the key stands for itself."""
        shapes = self.shapes if shapes is None else shapes
        return Word(self.letters + key, (*shapes, ""), self.tone if tone is None else tone, self.spoiled or spoiled)

    def _vowels(self) -> list[int]:
        begin = len(_onset(self.letters.lower()))
        return [at for at in range(begin, len(self.letters)) if self.letters[at].lower() in _VOWELS]

    def _tone_bearer(self) -> int:
        """The shaped vowel, else the last before a final consonant, else the middle of three or the first of two."""
        vowels = self._vowels()
        shaped = [at for at in vowels if self.shapes[at]]
        if shaped:
            return shaped[-1]
        if len(vowels) == 1 or vowels[-1] < len(self.letters) - 1:
            return vowels[-1]
        return vowels[1] if len(vowels) > 2 else vowels[0]


def _onset(letters: str) -> str:
    """The consonants a syllable begins with; "qu" and "gi" before another vowel are consonants."""
    length = next((at for at, letter in enumerate(letters) if letter in _VOWELS), len(letters))
    if letters[: length + 1] in {"qu", "gi"} and letters[length + 1 : length + 2] in _VOWELS and len(letters) > length + 1:
        length += 1
    return letters[:length]


def _may_be_a_syllable(letters: str) -> bool:
    """True if a Vietnamese syllable may begin with these letters, marks aside."""
    onset = _onset(letters)
    if onset and onset not in _ONSETS:
        return False
    rest = letters[len(onset) :]
    vowels = len(rest) - len(rest.lstrip("aeiouy"))
    coda = rest[vowels:]
    return vowels <= 3 and (coda == "" or (vowels > 0 and coda in _CODAS))


def is_syllable(word: str) -> bool:
    """True if the word, marks aside, is made like a Vietnamese syllable: perhaps an onset, a vowel, perhaps a coda."""
    letters = bare(word)
    return _may_be_a_syllable(letters) and any(letter in _VOWELS for letter in letters)


def bare(text: str) -> str:
    """Each character without its marks, đ as d, in small letters: what no input method changes but adds nothing to."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))

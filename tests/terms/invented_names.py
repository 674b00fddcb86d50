"""Names put together from syllables, and other ways to write them, by means of their own: what the name keys are tested against."""

import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_ONSETS = [*"bcdđghklmnprstvx", "", "ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"]
_RHYMES = (
    "a e ê i o ô ơ u ư ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu ia ua ưa oa oe uy uê am an ang anh em en ên ênh im in inh om on ong"
    " ôm ôn ông ơm ơn um un ung ưng ăm ăn ăng âm ân âng iên iêm uôn uông ươn ương oan oang oanh uân uynh uyên"
)
_STOPPED = "ac at ach ap êt êch it ich oc ôc ôp ơp uc ut ưc ăc ăt âp ât iêt uôc ươc oat uât"
_VOWELS = "aăâeêioôơuưy"


def _place(vowels: str, *, closed: bool, new: bool) -> int:
    shaped = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    return 1 if len(vowels) == 3 or (len(vowels) == 2 and closed) or (new and vowels in ("oa", "oe", "uy")) else 0


def _syllable(onset: str, rhyme: str, tone: str, *, new: bool) -> str:
    vowels = "".join(letter for letter in rhyme if letter in _VOWELS)
    at = len(onset) + _place(vowels, closed=len(vowels) < len(rhyme), new=new)
    written = onset + rhyme
    return unicodedata.normalize("NFC", written[: at + 1] + tone + written[at + 1 :])


def _sound(onset: str, rhyme: str) -> bool:
    """No syllable that nobody could write: qu before u or o, gi before i."""
    return not (onset == "qu" and rhyme[0] in "ouưôơ") and not (onset == "gi" and rhyme[0] in "iy") and not (onset == "ng" and rhyme == "")


def _syllables(rhymes: str, tones: tuple[str, ...]) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(_ONSETS), st.sampled_from(rhymes.split())).filter(lambda each: _sound(*each))
    return st.builds(
        lambda part, tone, new: _syllable(part[0], part[1], tone, new=new).capitalize(), parts, st.sampled_from(tones), st.booleans()
    )


SYLLABLES = _syllables(_RHYMES, TONES) | _syllables(_STOPPED, ("\u0301", "\u0323"))
NAMES = st.lists(SYLLABLES, min_size=2, max_size=5).map(" ".join)


def _decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word)


def moved(name: str) -> str:
    """oa, oe and uy at a syllable's end with the tone on their other letter; not in qu."""
    words = []
    for word in name.split():
        plain = unicodedata.normalize("NFC", "".join(sign for sign in _decomposed(word) if sign not in TONES[1:]))
        tone = "".join(sign for sign in _decomposed(word) if sign in TONES[1:])
        first, second = (unicodedata.normalize("NFC", each) for each in (plain[:-1] + tone + plain[-1:], plain + tone))
        fit = plain[-2:].lower() in ("oa", "oe", "uy") and plain[-3:-2].lower() != "q"
        words.append(word if not fit else second if unicodedata.normalize("NFC", word) == first else first)
    return " ".join(words)


def bare(name: str) -> str:
    return "".join(sign for sign in _decomposed(name.replace("đ", "d").replace("Đ", "D")) if not unicodedata.combining(sign))


# By TCVN 5712:1993, as the fonts of the time showed it: letter, then the sign in Latin-1.
_TCVN3_PAIRS = (
    "àµ á¸ ả¶ ã· ạ¹ ă¨ ằ» ắ¾ ẳ¼ ẵ½ ặÆ â© ầÇ ấÊ ẩÈ ẫÉ ậË đ® èÌ éÐ ẻÎ ẽÏ ẹÑ êª ềÒ ếÕ ểÓ ễÔ ệÖ ì× íÝ ỉØ ĩÜ ịÞ òß óã ỏá õâ ọä ô« ồå ốè ổæ ỗç ộé"
    " ơ¬ ờê ớí ởë ỡì ợî ùï úó ủñ ũò ụô ư\u00ad ừõ ứø ửö ữ÷ ựù ỳú ýý ỷû ỹü ỵþ Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)
TCVN3_SIGNS = {pair[0]: pair[1] for pair in _TCVN3_PAIRS.split(" ")}
_VNI_MARKS = {
    "\u0302": dict(zip(TONES, "âàáåãä", strict=True)), "\u0306": dict(zip(TONES, "êèéúüë", strict=True)), "": dict(zip(TONES[1:], "øùûõï", strict=True)),
}  # fmt: skip
_VNI_LETTERS = {"ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def tcvn3(name: str) -> str:
    """As a program shows it that takes TCVN3 for Latin-1; a capital with a tone has no code but its small letter's."""
    return "".join(TCVN3_SIGNS.get(letter) or TCVN3_SIGNS.get(letter.lower(), letter) for letter in name)


def vni(name: str) -> str:
    return "".join(_vni_letter(letter) for letter in name)


def _vni_letter(letter: str) -> str:
    if letter.lower() in _VNI_LETTERS:
        written = _VNI_LETTERS[letter.lower()]
    else:
        base, *marks = list(_decomposed(letter.lower()))
        tone = next((mark for mark in marks if mark in TONES), "")
        shape = next((mark for mark in marks if mark not in TONES), "")
        letter_of_its_own = {"o": "ô", "u": "ö"}[base] if shape == "\u031b" else ""
        written = (letter_of_its_own or base) + _VNI_MARKS["" if letter_of_its_own else shape].get(tone, "")
    return written.upper() if letter.isupper() else written


def meaning(name: str) -> tuple[tuple[str, str], ...]:
    """What makes two spellings one name: of each syllable its letters without the tone, i for a final y, and the tone."""
    found = []
    for word in unicodedata.normalize("NFC", name).lower().split():
        tone = "".join(sign for sign in _decomposed(word) if sign in TONES[1:])
        letters = unicodedata.normalize("NFC", "".join(sign for sign in _decomposed(word) if sign not in TONES[1:]))
        if len(letters) > 1 and letters[-1] == "y" and (letters[-2] not in _VOWELS or letters == "quy"):
            letters = letters[:-1] + "i"
        found.append((letters, tone))
    return tuple(found)


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str.upper, str.lower, lambda name: unicodedata.normalize("NFD", name), lambda name: f"  {name.replace(' ', '   ')} ",
    lambda name: name.replace(" ", "\u00a0"), moved, lambda name: name.replace("Đ", "\u00d0"), lambda name: moved(unicodedata.normalize("NFD", name).upper()),
)  # fmt: skip

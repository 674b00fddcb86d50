"""What arrives when a scanner that types meets a keyboard that is not plain English: reproducible, so that reading can be tested.

A scanner in keyboard mode presses the keys of an American keyboard, one after the other; the computer makes of them what its
layout and its input method make of any keys. Vietnamese letters that the American keyboard has not are handed over as they are
(most scanners send them as Alt codes) and end the word being composed: assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ansinh.wire.qr.composing import Method, Word

# Windows' Vietnamese layout: the row of digits types letters and combining marks; so do two brackets and the equals sign.
VIETNAMESE_LAYOUT = str.maketrans("1234567890[]=!@#$)", "ăâêô\u0300\u0309\u0303\u0301\u0323đươ₫ĂÂÊÔĐ")
BRITISH_LAYOUT = str.maketrans('|\\@"#~', '~#"@£¬')
WITHOUT_SHIFT = str.maketrans('|$~:"@#&*()_+{}', "\\4`;'237890-=[]")


@dataclass(frozen=True, slots=True)
class Keyboard:
    """One way a computer may be set; `method` None is no input method; `layout` is a table for `str.translate`."""

    name: str
    method: Method | None = None
    digit_ends_word: bool = False
    layout: Mapping[int, int] | None = None
    no_shift: bool = False
    caps_lock: bool = False


KEYBOARDS = (
    Keyboard("English"),
    Keyboard("Telex", Method.TELEX),
    Keyboard("Telex, digits end a word", Method.TELEX, digit_ends_word=True),
    Keyboard("VNI", Method.VNI),
    Keyboard("VNI, digits end a word", Method.VNI, digit_ends_word=True),
    Keyboard("Vietnamese layout", layout=VIETNAMESE_LAYOUT),
    Keyboard("British layout", layout=BRITISH_LAYOUT),
    Keyboard("Shift is lost", no_shift=True),
    Keyboard("Caps Lock", caps_lock=True),
    Keyboard("Telex, Caps Lock", Method.TELEX, caps_lock=True),
    Keyboard("Telex, Shift is lost", Method.TELEX, digit_ends_word=True, no_shift=True),
)


def typed(text: str, keyboard: Keyboard) -> str:
    """What the computer receives when the scanner types `text` on that keyboard."""
    if keyboard.no_shift:
        text = "".join(each.lower() if each.isascii() else each for each in text.translate(WITHOUT_SHIFT))
    if keyboard.caps_lock:
        text = "".join(each.swapcase() if each.isascii() else each for each in text)
    if keyboard.layout is not None:
        text = text.translate(dict(keyboard.layout))
    if keyboard.method is None:
        return text
    return compose(text, method=keyboard.method, digit_ends_word=keyboard.digit_ends_word)


def compose(keys: str, *, method: Method, digit_ends_word: bool) -> str:
    """The text an input method makes of these keys, in NFC where it composed."""
    shown: list[str] = []
    word = Word()
    for key in keys:
        grown = word.press(key, method=method, digit_ends_word=digit_ends_word)
        if grown is None:
            shown += (word.text, key)
            word = Word()
        else:
            word = grown
    return "".join(shown) + word.text

"""Status files as they should not be: cut, damaged, bombs of entities, depth, other encodings."""

from collections.abc import Callable
from random import Random

# values that programs and people have been seen to put where others belong
WRONG_TEXTS = (
    "", " ", "\x00", "\ud800", "x" * 300, "x" * 70_000, "'; DROP TABLE x; --", "%00", "\u202e", "٣٤٥", "²", "NaN", "-1", "1e999", "null",
    "DN4010000000000", "001185000001", "0000000000", "\u0301" * 50, "😀", "<!DOCTYPE x>", "{{7*7}}", "../../etc/passwd", "31/02/2020",
    "99/99/9999", "0", "99999999999999999999",
)  # fmt: skip
_BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'


def _some_bytes(file: bytes, random: Random) -> bytes:
    at = random.randrange(len(file))
    return file[:at] + random.randbytes(random.randint(1, 4)) + file[at + 1 :]


FILE_SPOILERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _some_bytes,
    lambda file, random: file[: random.randrange(len(file))],
    lambda file, _random: file.replace(b"?>", b"?>" + _BOMB, 1).replace(b"FZ", b"&y;", 1),
    lambda _file, random: b"<a>" * random.choice((10, 1_000, 20_000)),
    lambda _file, random: random.randbytes(200),
    lambda file, _random: file.decode().encode("utf-16"),
    lambda file, random: file.replace(b"202611200800", random.choice(WRONG_TEXTS)[:300].encode("utf-8", "replace"), 1),
    lambda file, _random: file.replace(b"<MA_LK>", b"<MA_LK>\x00", 1),
    lambda _file, _random: b"",
    lambda file, random: file.replace(b"<TRANG_THAI_KCB>", b"<TRANG_THAI_KCB a='1'><X/>" * random.randint(1, 3)),
)

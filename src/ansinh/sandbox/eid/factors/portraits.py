"""Portraits of invented people: drawings, made from a word and always the same. They show nobody and are kept nowhere."""

from hashlib import shake_256
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 240, 320

_SKIN = ((255, 224, 196), (240, 200, 165), (222, 178, 138), (198, 150, 112))
_HAIR = ((25, 22, 20), (52, 36, 27), (90, 60, 35), (150, 150, 150), (205, 205, 205))
_TILES = (6, 8)


def draw(seed: str) -> bytes:
    """The portrait that belongs to `seed`, a PNG of 240 x 320."""
    chance = _Chance(seed)
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    _background(pen, chance)
    _head(pen, chance)
    out = BytesIO()
    picture.save(out, format="PNG", optimize=False)
    return out.getvalue()


class _Chance:
    """Numbers that follow from a word."""

    def __init__(self, seed: str) -> None:
        self._bytes = iter(shake_256(b"portrait|" + seed.encode()).digest(256))

    def below(self, bound: int) -> int:
        return next(self._bytes) * bound // 256

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)


def _background(pen: ImageDraw.ImageDraw, chance: _Chance) -> None:
    """A wall of tiles, everybody's own: most of what tells two drawings apart."""
    columns, rows = _TILES
    wide, high = WIDTH // columns, HEIGHT // rows
    for row in range(rows):
        for column in range(columns):
            shade = chance.between(20, 255)
            box = (column * wide, row * high, (column + 1) * wide - 1, (row + 1) * high - 1)
            pen.rectangle(box, fill=(shade, min(255, shade + 12), min(255, shade + 20)))


def _head(pen: ImageDraw.ImageDraw, chance: _Chance) -> None:
    x, y = WIDTH // 2 + chance.between(-18, 18), 150 + chance.between(-14, 14)
    half, tall = chance.between(42, 60), chance.between(58, 76)
    skin, hair = _SKIN[chance.below(len(_SKIN))], _HAIR[chance.below(len(_HAIR))]
    shirt = (chance.below(256), chance.below(256), chance.below(256))
    pen.ellipse((x - 95, y + tall - 5, x + 95, y + tall + 190), fill=shirt)
    pen.rectangle((x - 17, y + tall - 25, x + 17, y + tall + 18), fill=skin)
    fringe = chance.between(6, 30)
    pen.ellipse((x - half - 9, y - tall - 14, x + half + 9, y + chance.between(0, tall)), fill=hair)
    pen.ellipse((x - half, y - tall + fringe, x + half, y + tall), fill=skin)
    apart, eye = chance.between(18, 27), chance.between(4, 8)
    for side in (-1, 1):
        pen.ellipse((x + side * apart - eye, y - 8 - eye, x + side * apart + eye, y - 8 + eye), fill=(20, 20, 24))
        pen.line((x + side * apart - 13, y - 26, x + side * apart + 13, y - 26 + chance.between(-4, 4)), fill=hair, width=4)
    if chance.below(2):
        for side in (-1, 1):
            pen.ellipse((x + side * apart - 17, y - 25, x + side * apart + 17, y + 9), outline=(30, 30, 40), width=4)
    pen.line((x, y, x + chance.between(-6, 6), y + 20), fill=(120, 80, 60), width=4)
    smile = chance.between(6, 22)
    pen.arc((x - 24, y + 34 - smile // 2, x + 24, y + 34 + smile), 15, 165, fill=(140, 45, 45), width=5)

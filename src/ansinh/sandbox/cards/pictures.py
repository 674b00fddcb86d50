"""The portrait on a chip: the drawing that the eID provider has of the same person, in a format of travel documents. Nobody's face."""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from ansinh.sandbox.cards.model import PortraitKind, RecordName
from ansinh.sandbox.eid.factors import portraits

_JPEG_QUALITY = 97
_JPEG_2000_RATE = 15  # to one


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file, its size in pixels, and what it is to stand in. 10 to 16 kB, as portraits of real chips are said to have."""

    image: bytes = field(repr=False)
    kind: PortraitKind
    record: RecordName = "010"
    width: int = portraits.WIDTH
    height: int = portraits.HEIGHT


def drawn(number: str, kind: PortraitKind, record: RecordName = "010") -> Picture:
    """The portrait of the person with this citizen number."""
    out = BytesIO()
    with Image.open(BytesIO(portraits.draw(number))) as drawing:  # our own PNG, of a moment ago
        if kind == "jpeg":
            drawing.save(out, format="JPEG", quality=_JPEG_QUALITY)
        else:
            drawing.save(out, format="JPEG2000", no_jp2=kind == "j2k", quality_mode="rates", quality_layers=[_JPEG_2000_RATE])
    return Picture(out.getvalue(), kind, record)

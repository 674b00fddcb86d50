"""Images for tests: noise, no faces. Each is drawn once."""

import functools
import io

from PIL import Image

from ansinh.chip.portrait import Kind


@functools.cache
def drawn(kind: Kind, *, width: int = 120, height: int = 160, mode: str = "RGB") -> bytes:
    """An image of that kind and size, of grey noise."""
    image = Image.effect_noise((width, height), 60).convert(mode)
    options: dict[Kind, dict[str, object]] = {
        Kind.JPEG: {"format": "JPEG"},
        Kind.JP2: {"format": "JPEG2000", "quality_layers": [40]},
        Kind.J2K: {"format": "JPEG2000", "quality_layers": [40], "no_jp2": True},
    }
    return saved(image, **options[kind])


def saved(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()

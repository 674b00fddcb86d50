"""The process that decodes one portrait: image on standard input, PNG on standard output. Run as a script by `decode`, never imported.

Everything it needs is loaded first; then it gives up opening files and sockets, growing, and taking long. Whatever an image may do to a
decoder, it does it here.
"""

import io
import resource
import sys

from PIL import Image, Jpeg2KImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

CLEAN, NOT_AN_IMAGE, TOO_LARGE = 0, 3, 4


def main(width: int, height: int, cpu_s: int, memory_bytes: int, out_bytes: int) -> int:
    """Exit status: CLEAN, NOT_AN_IMAGE for what does not decode to `width` x `height`, TOO_LARGE for what needs more memory."""
    _give_up(cpu_s, memory_bytes, out_bytes)
    image = sys.stdin.buffer.read()
    try:
        png = _png(image, (width, height))
    except MemoryError:
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - decoders raise whatever they please; the process ends either way, and says nothing of the image
        return NOT_AN_IMAGE
    sys.stdout.buffer.write(png)
    sys.stdout.buffer.flush()
    return CLEAN


def _png(image: bytes, size: tuple[int, int]) -> bytes:
    plugin = JpegImagePlugin.JpegImageFile if image.startswith(b"\xff\xd8") else Jpeg2KImagePlugin.Jpeg2KImageFile
    with plugin(io.BytesIO(image)) as opened:
        if opened.size != size:
            raise ValueError("the size is not the one in the headers")
        opened.load()
        pixels = opened.convert("L" if opened.mode in {"L", "I;16", "I"} else "RGB")
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)  # without what else the file carried
    png = io.BytesIO()
    clean.save(png, "PNG")
    return png.getvalue()


def _give_up(cpu_s: int, memory_bytes: int, out_bytes: int) -> None:
    Image.preinit()
    assert all((MpoImagePlugin, PngImagePlugin, TiffImagePlugin))  # what JPEG files with Exif or several pictures make Pillow load
    for what, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, out_bytes),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))

"""Portraits nobody has reason to trust: sized up from their headers, decoded where they can do no harm."""

import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ansinh.chip import errors, portrait
from ansinh.chip.portrait import Kind
from tests.chip.drawings import drawn, saved
from tests.measuring import least_cpu_s

WORKER = Path(portrait.__file__).with_name("worker.py")


def sized(image: bytes, width: int, height: int) -> bytes:
    """The image with another size in its headers, whatever its pixels are."""
    frame = image.index(b"\xff\xc0") if image.startswith(b"\xff\xd8") else None
    if frame is not None:
        return image[: frame + 5] + struct.pack(">HH", height, width) + image[frame + 9 :]
    size = image.index(b"\xff\x4f\xff\x51")
    changed = image[: size + 8] + struct.pack(">II", width, height) + image[size + 16 :]
    if (header := changed.find(b"ihdr")) > 0:
        changed = changed[: header + 4] + struct.pack(">II", height, width) + changed[header + 12 :]
    return changed


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


@pytest.mark.parametrize("kind", list(Kind))
def test_kind_and_size_are_read_from_the_headers(kind: Kind) -> None:
    assert portrait.inspect(drawn(kind)) == portrait.Portrait(kind, 120, 160)


def test_a_progressive_picture_is_sized_up_too() -> None:
    image = saved(Image.new("L", (30, 40)), format="JPEG", progressive=True)
    assert portrait.inspect(image) == portrait.Portrait(Kind.JPEG, 30, 40)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_picture_bomb_is_refused_before_anything_is_decoded(kind: Kind) -> None:
    bomb = sized(drawn(kind), 65_535, 65_535)
    with pytest.raises(errors.Malformed, match="more than 4000000 pixels"):
        portrait.inspect(bomb)

    def refused() -> None:
        with pytest.raises(errors.Malformed, match="more than 4000000 pixels"):
            portrait.decode(bomb)

    assert least_cpu_s(refused) < 0.05


@pytest.mark.parametrize("kind", list(Kind))
def test_four_million_pixels_are_the_most(kind: Kind) -> None:
    assert portrait.inspect(sized(drawn(kind), 2_000, 2_000)).width == 2_000
    with pytest.raises(errors.Malformed, match="pixels"):
        portrait.inspect(sized(drawn(kind), 2_001, 2_000))
    with pytest.raises(errors.Malformed):
        portrait.inspect(sized(drawn(kind), 0, 160))


def test_more_bytes_than_a_portrait_has_are_refused() -> None:
    image = drawn(Kind.JPEG)
    assert portrait.inspect(image.ljust(portrait.MAX_BYTES, b"\0")).kind is Kind.JPEG
    with pytest.raises(errors.Malformed, match="at most 204800"):
        portrait.inspect(image.ljust(portrait.MAX_BYTES + 1, b"\0"))


@pytest.mark.parametrize("format_name", ["PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_other_kinds_of_image_are_said_to_be_so(format_name: str) -> None:
    with pytest.raises(errors.Unsupported, match="neither JPEG nor JPEG 2000"):
        portrait.inspect(saved(Image.new("L", (3, 4)), format=format_name))


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff", "without a frame header"),
        (b"\xff\xd8\xff\xd9", "without a frame header"),
        (b"\xff\xd8\xff\xe0\x00\x01", "without a frame header"),
        (b"\xff\xd8" + b"\xff\xe0\x00\x02" * 300, "without a frame header"),
        (b"\xff\xd8\xff\xda\x00\x02\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00", "without a frame header"),
        (b"\xff\xd8\xff\xc0\x00\x0a\x08\x00\x10\x00\x10\x01\x01\x11", "does not hold together"),
        (b"\xff\xd8\xff\xc3\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00", "of a kind that portraits do not have"),
        (b"\xff\x4f\xff\x51", "codestream without a size"),
        (drawn(Kind.J2K)[:41], "codestream without a size"),
        (drawn(Kind.JP2)[:12], "without its image header or its codestream"),
        (drawn(Kind.JP2)[:40], "longer than what holds it"),
        (drawn(Kind.JP2)[:12] + box(b"jp2c", drawn(Kind.J2K)), "without its image header or its codestream"),
        (drawn(Kind.JP2)[:12] + box(b"free", b"") * 300, "too many boxes"),
        (drawn(Kind.JP2)[:12] + b"\0\0\0\1free", "longer than what holds it"),
        (drawn(Kind.JP2)[:12] + b"\0\0\0\1", "longer than what holds it"),
    ],
)
def test_headers_that_do_not_hold_are_refused_by_their_reason(image: bytes, why: str) -> None:
    with pytest.raises(errors.Malformed, match=why):
        portrait.inspect(image)


@pytest.mark.parametrize(
    ("at", "value", "why"),
    [
        (4, b"\x00\x30", "does not hold together"),
        (40, b"\x00\x05", "does not hold together"),
        (40, b"\x00\x00", "does not hold together"),
        (16, b"\x00\x00\x00\x78", "does not hold together"),
        (20, b"\x00\x00\x00\xa0", "does not hold together"),
        (24, bytes(4), "promises what no portrait has"),
        (28, bytes(4), "promises what no portrait has"),
        (8, b"\xff" * 4 + b"\x00\x00\x00\xa0" + b"\xff\xff\xff\xfe", "promises what no portrait has"),
        (12, b"\xff" * 4 + bytes(4) + b"\xff\xff\xff\xfe", "promises what no portrait has"),
    ],
)
def test_a_codestream_that_does_not_hold_is_refused_by_its_reason(at: int, value: bytes, why: str) -> None:
    """Offsets are those of SIZ: length 4, width 8, height 12, their offsets 16 and 20, tiles 24 and 28, components 40."""
    image = drawn(Kind.J2K)
    with pytest.raises(errors.Malformed, match=why):
        portrait.inspect(image[:at] + value + image[at + len(value) :])


def test_the_size_of_a_codestream_is_without_its_offset() -> None:
    image = drawn(Kind.J2K)
    assert portrait.inspect(image[:16] + struct.pack(">II", 20, 60) + image[24:]) == portrait.Portrait(Kind.J2K, 100, 100)


@pytest.mark.parametrize("header", [box(b"ihdr", bytes(13)), box(b"colr", bytes(14)), b""])
def test_a_box_without_its_image_header_is_refused(header: bytes) -> None:
    with pytest.raises(errors.Malformed, match="without its image header"):
        portrait.inspect(drawn(Kind.JP2)[:12] + box(b"jp2h", header) + box(b"jp2c", drawn(Kind.J2K)))


def test_a_picture_of_four_inks_is_read() -> None:
    image = saved(Image.new("CMYK", (30, 40)), format="JPEG")
    assert portrait.inspect(image) == portrait.Portrait(Kind.JPEG, 30, 40)


def test_a_box_that_says_another_size_than_its_codestream_is_refused() -> None:
    image = drawn(Kind.JP2)
    header = image.index(b"ihdr")
    with pytest.raises(errors.Malformed, match="differ in size"):
        portrait.inspect(image[: header + 4] + struct.pack(">II", 16, 12) + image[header + 12 :])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_portrait_becomes_a_png_of_its_size(kind: Kind) -> None:
    with Image.open(io.BytesIO(portrait.decode(drawn(kind)))) as png:
        assert (png.format, png.size, png.mode) == ("PNG", (120, 160), "RGB")
        grey = png.convert("L").resize((1, 1)).getpixel((0, 0))
    assert isinstance(grey, int)
    assert 118 <= grey <= 138  # the mean of the noise: these are its pixels


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "an invented remark"
    png = portrait.decode(saved(Image.new("L", (8, 8)), format="JPEG", exif=exif, comment="another remark"))
    assert b"remark" not in png
    assert b"eXIf" not in png


def test_a_picture_that_is_cut_off_is_refused_not_filled_up() -> None:
    with pytest.raises(errors.Malformed, match="cannot be decoded"):
        portrait.decode(drawn(Kind.JPEG)[:2_000])


def test_a_picture_of_another_size_than_was_seen_is_refused_inside_too() -> None:
    """Where our look at the headers and the decoder's differ, the decoder's size is compared before it decodes."""
    limits = ["119", "160", "5", str(1 << 29), str(1 << 20)]
    ended = subprocess.run([sys.executable, "-I", str(WORKER), *limits], input=drawn(Kind.JPEG), capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, b"", b"")


def test_a_picture_that_takes_too_much_processor_time_is_ended() -> None:
    """A progressive JPEG may hold thousands of scans over all its pixels in a few kilobytes."""
    image = saved(Image.new("L", (2_000, 2_000)), format="JPEG", progressive=True)
    scan = image.rindex(b"\xff\xda")
    bomb = image[:scan] + image[scan:-2] * ((portrait.MAX_BYTES - scan) // len(image[scan:-2]) - 1) + b"\xff\xd9"
    with pytest.raises(errors.BudgetExceeded, match="processor time"):
        portrait.decode(bomb, cpu_s=1, timeout_s=600)


@pytest.mark.parametrize("size", [5_000, portrait.MAX_BYTES], ids=["small", "more than a pipe holds"])
def test_a_picture_that_takes_too_long_is_ended(size: int) -> None:
    began = time.monotonic()
    with pytest.raises(errors.BudgetExceeded, match="too long") as refusal:
        portrait.decode(drawn(Kind.JPEG).ljust(size, b"\0"), timeout_s=0.0)
    assert refusal.value.code == "portrait_budget"
    assert time.monotonic() - began < 60


def test_a_picture_that_needs_more_memory_than_it_may_is_refused() -> None:
    with pytest.raises(errors.BudgetExceeded, match="memory"):
        portrait.decode(saved(Image.new("RGB", (2_000, 2_000)), format="JPEG"), memory_bytes=32 * 1024 * 1024)


def test_the_decoder_can_open_nothing() -> None:
    script = (
        "import runpy, sys; from pathlib import Path\n"
        "worker = runpy.run_path(sys.argv[1], run_name='looked_at')\n"
        "worker['_give_up'](5, 1 << 29, 1 << 20)\n"
        "import socket\n"
        "for attempt in (lambda: open('/dev/null'), socket.socket):\n"
        "    try: attempt()\n"
        "    except OSError as refused: print(refused.errno)\n"
        "    else: print('opened')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-I", "-c", "import socket\n" + script, str(WORKER)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["24", "24"]  # EMFILE


def test_the_decoder_does_not_see_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # a Python that saw this would not start
    assert portrait.decode(drawn(Kind.JPEG)).startswith(b"\x89PNG")


def test_this_process_loads_no_decoder() -> None:
    script = "import sys; from ansinh.chip import lds, portrait; print([name for name in sys.modules if name.startswith('PIL')])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_png_in_the_clothes_of_a_jpeg_is_refused() -> None:
    png = b"\x89PNG\r\n\x1a\n" + box(b"IHDR", b"")[:8] + zlib.compress(b"")
    with pytest.raises(errors.Malformed):
        portrait.decode(b"\xff\xd8\xff" + png)

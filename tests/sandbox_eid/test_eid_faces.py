"""Faces and portraits without a server: the same drawing, another one, and what is no picture."""

import struct
import zlib
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ansinh.sandbox.eid.factors import portraits
from ansinh.sandbox.eid.factors.faces import MOST_BYTES, DrawingCheck, FaceAnswer, Likeness

PORTRAIT = portraits.draw("001190000001")


def compared(picture: bytes) -> FaceAnswer:
    return DrawingCheck().compare(picture, PORTRAIT)


def saved(picture: Image.Image, form: str, **how: int) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is this big, with next to nothing in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    ihdr = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_a_portrait_is_drawn_the_same_every_time() -> None:
    assert portraits.draw("001190000001") == PORTRAIT


@pytest.mark.parametrize(
    ("form", "size", "how"), [("PNG", (240, 320), {}), ("JPEG", (480, 640), {"quality": 40}), ("JPEG", (120, 160), {})]
)
def test_the_own_drawing_is_known_again_in_another_size_and_format(form: str, size: tuple[int, int], how: dict[str, int]) -> None:
    picture = Image.open(BytesIO(PORTRAIT)).convert("RGB").resize(size)
    assert compared(saved(picture, form, **how)).likeness is Likeness.VERIFIED


def test_nobody_passes_for_anybody_else() -> None:
    people = [portraits.draw(f"0011900000{number:02d}") for number in range(24)]
    check = DrawingCheck()
    assert {check.compare(one, other).likeness for one, other in combinations(people, 2)} == {Likeness.NOT_VERIFIED}


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        pytest.param(b"", "not_a_picture", id="nothing"),
        pytest.param(b"%PDF-1.7", "not_a_picture", id="another_kind"),
        pytest.param(PORTRAIT[:200], "not_a_picture", id="cut_off"),
        pytest.param(saved(Image.new("RGB", (240, 320)), "GIF"), "not_a_picture", id="format_not_offered"),
        pytest.param(PORTRAIT + bytes(MOST_BYTES), "picture_too_big", id="bytes"),
        pytest.param(png_header(2_001, 10), "picture_too_big", id="dimensions"),
        pytest.param(png_header(60_000, 60_000), "picture_too_big", id="decompression_bomb"),
        pytest.param(png_header(2_000, 2_000), "not_a_picture", id="less_than_it_says"),
        pytest.param(png_header(10, 10), "picture_too_small", id="too_small"),
        pytest.param(saved(Image.new("RGB", (240, 320), (90, 90, 90)), "PNG"), "nothing_to_see", id="one_grey"),
    ],
)
def test_what_cannot_be_compared_could_not_be_told_and_why(picture: bytes, reason: str) -> None:
    assert compared(picture) == FaceAnswer(Likeness.COULD_NOT_TELL, reason)


def test_what_is_too_big_is_refused_before_a_pixel_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_any: object, **_more: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "convert", decoded)
    assert compared(png_header(60_000, 60_000)).reason == "picture_too_big"


@settings(max_examples=60)
@given(st.integers(0, len(PORTRAIT) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_picture_never_raises(where: int, junk: bytes) -> None:
    damaged = PORTRAIT[:where] + junk + PORTRAIT[where + len(junk) :]
    assert isinstance(compared(damaged), FaceAnswer)

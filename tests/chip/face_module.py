"""The ASN.1 module of ISO/IEC 39794-5 as ICAO publishes it, as far as tests need it, put down once more for asn1crypto."""
# ruff: noqa: RUF012 - as asn1crypto has its classes

from typing import Any

from asn1crypto import core

from ansinh.chip import tlv

IMAGE = b"\xff\xd8\xff\xe0"


def whole(number: int, **options: Any) -> Any:
    return core.Integer, {"implicit": number, **options}


class Code(core.Enumerated):  # type: ignore[misc]
    _map = {number: str(number) for number in range(10)}


class FallBack(core.Sequence):  # type: ignore[misc]
    _fields = [("fallback", Code, {"implicit": 0, "optional": True}), ("later", core.OctetString, {"implicit": 5, "optional": True})]


class Extensible(core.Choice):  # type: ignore[misc]
    _alternatives = [("code", Code, {"implicit": 0}), ("extension_block", FallBack, {"implicit": 1})]


class Size(core.Sequence):  # type: ignore[misc]
    _fields = [("width", *whole(0)), ("height", *whole(1))]


class Information(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("image_data_format", Extensible, {"explicit": 0}),
        ("face_image_kind", Extensible, {"explicit": 1, "optional": True}),
        ("lossy_attempts", Extensible, {"explicit": 3, "optional": True}),
        ("distance", *whole(4, optional=True)),
        ("image_size", Size, {"implicit": 7, "optional": True}),
        ("colours", Extensible, {"explicit": 9, "optional": True}),
        ("a_later_one", core.OctetString, {"implicit": 30, "optional": True}),
    ]


class TwoDimensions(core.Sequence):  # type: ignore[misc]
    _fields = [("data", core.OctetString, {"implicit": 0}), ("information", Information, {"implicit": 1})]


class Unknown(core.Sequence):  # type: ignore[misc]
    _fields = [("some", core.OctetString, {"implicit": 0})]


class Base(core.Choice):  # type: ignore[misc]
    _alternatives = [("image", TwoDimensions, {"implicit": 0}), ("shape", Unknown, {"implicit": 1}), ("other", Unknown, {"implicit": 2})]


class ImageRepresentation(core.Choice):  # type: ignore[misc]
    _alternatives = [("base", Base, {"explicit": 0}), ("extension_block", Unknown, {"implicit": 1})]


class Day(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("year", *whole(0)),
        ("month", *whole(1, optional=True)),
        ("day", *whole(2, optional=True)),
        ("hour", *whole(3, optional=True)),
    ]


class Identity(core.Sequence):  # type: ignore[misc]
    _fields = [("gender", Extensible, {"explicit": 0, "optional": True}), ("subject_height", *whole(3, optional=True))]


class Numbers(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.Integer


class Representation(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("id", *whole(0)),
        ("image", ImageRepresentation, {"explicit": 1}),
        ("captured", Day, {"implicit": 2, "optional": True}),
        ("quality", Numbers, {"implicit": 3, "optional": True}),
        ("session", *whole(5, optional=True)),
        ("identity", Identity, {"implicit": 8, "optional": True}),
        ("landmarks", Numbers, {"implicit": 9, "optional": True}),
    ]


class Representations(core.SequenceOf):  # type: ignore[misc]
    _child_spec = Representation


class Version(core.Sequence):  # type: ignore[misc]
    _fields = [("generation", *whole(0)), ("year", *whole(1))]


class FaceImageDataBlock(core.Sequence):  # type: ignore[misc]
    """Under the tag of a SEQUENCE: asn1crypto has no application tags; `block` puts 65 in its place."""

    _fields = [("version", Version, {"implicit": 0}), ("representations", Representations, {"implicit": 1})]


def plain(code: int) -> Extensible:
    return Extensible(name="code", value=Code(code))


def by_extension(code: int | None, later: bytes | None = None) -> Extensible:
    return Extensible(name="extension_block", value=FallBack({"fallback": None if code is None else Code(code), "later": later}))


def represented(name: str) -> ImageRepresentation:
    """What stands where an image in two dimensions is expected: a `shape`, an `other` thing, or the `extension_block`."""
    some = Unknown({"some": b"points"})
    if name == "extension_block":
        return ImageRepresentation(name=name, value=some)
    return ImageRepresentation(name="base", value=Base(name=name, value=some))


def block(
    *, representations: int = 1, generation: int = 3, year: int = 2019, image: ImageRepresentation | None = None, **fields: Any
) -> bytes:
    """A FaceImageDataBlock. `fields` are those of the representation and of the information about its image, and `data`, `form`, `gender`."""
    names = [name for name, *_ in Information._fields]
    information = {"image_data_format": fields.pop("form", plain(2)), **{name: fields.pop(name) for name in names if name in fields}}
    two = TwoDimensions({"data": fields.pop("data", IMAGE), "information": information})
    if "gender" in fields:
        fields["identity"] = {"gender": fields.pop("gender"), "subject_height": 160}
    one = {"id": 0, "image": image or ImageRepresentation(name="base", value=Base(name="image", value=two)), **fields}
    made = FaceImageDataBlock({"version": {"generation": generation, "year": year}, "representations": [one] * representations})
    return b"\x65" + bytes(made.dump())[1:]


REPRESENTATION = [0xA1, 0x30]
PICTURE = [*REPRESENTATION, 0xA1, 0xA0, 0xA0]
INFORMATION = [*PICTURE, 0xA1]
"""Where these stand in a block, as tags from the outside in."""


def bent(raw: bytes, path: list[int], new: bytes) -> bytes:
    """The block with something else where the path of tags leads, and every length around it right."""

    def within(node: tlv.Node, path: list[int]) -> bytes:
        if not path:
            return new
        return tlv.encode(node.tag, *(within(each, path[1:]) if each.tag == path[0] else each.raw for each in node.children("block")))

    return within(tlv.parse(raw, "block")[0], path)

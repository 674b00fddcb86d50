"""A kept call as the JSON document it is stored as, read back. Writing is orjson's: a dataclass becomes an object, an enum its value."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ansinh.vendors.model import BodyForm, KeptCall, Label, Oddity, Part
from ansinh.vendors.shapes import Form, Note, Shape

_LISTS = ("query", "headers", "body", "reply")


def read_document(document: Mapping[str, Any], *, number: int) -> KeptCall:
    """The call as it was masked, with the number it is stored under."""
    return KeptCall(
        **{
            **document,
            **{name: _parts(document[name]) for name in _LISTS},
            "at": datetime.fromisoformat(document["at"]),
            "label": Label(document["label"]),
            "body_form": BodyForm(document["body_form"]),
            "oddities": tuple(map(Oddity, document["oddities"])),
            "number": number,
        }
    )


def _parts(documents: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(each["name"], _shape(each["shape"]), each["is_known"], each["sent_as"]) for each in documents)


def _shape(document: Mapping[str, Any]) -> Shape:
    return Shape(Form(document["form"]), document["length"], tuple(map(Note, document["notes"])), document["word"])

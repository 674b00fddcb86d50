"""What the local service of a chip reader tells the reception screens that listen to it: messages `{id, message, data}` over Socket.IO.

Field names and numbers are those of one vendor's description of its reader (model HN212); no second source is known, so all of it is
**assumed**, and so is what an empty field looks like. Whether `/event` names a channel (a Socket.IO namespace) or an event is not said.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

CHANNEL = "/event"
INFO = "/info"
RAW_GROUPS = ("dg2", "dg13", "dg14", "dg15", "sod")
"""The files of the raw message, beside the picture."""


class MessageId(IntEnum):
    """What a message is about."""

    NEW_CARD = 1
    TEXT = 2
    FAILURE = 3
    RAW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What is written on a card, as it is written there; "" where the card does not say it or it is not passed on. Dates are dd/MM/yyyy."""

    citizen_number: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)
    issued_on: str = field(default="", repr=False)
    expires_on: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    ethnicity: str = field(default="", repr=False)
    religion: str = field(default="", repr=False)
    origin: str = field(default="", repr=False)
    features: str = field(default="", repr=False)
    father: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    spouse: str = field(default="", repr=False)


def new_card() -> dict[str, Any]:
    """A card was laid on the reader."""
    return _message(MessageId.NEW_CARD, "new card", {})


def text(card: CardText) -> dict[str, Any]:
    """What is written on the card: all sixteen fields, always."""
    return _message(
        MessageId.TEXT,
        "card data",
        {
            "idCode": card.citizen_number,
            "oldIdCode": card.old_number,
            "personName": card.full_name,
            "dateOfBirth": card.birth_date,
            "gender": card.sex,
            "nationality": card.nationality,
            "race": card.ethnicity,
            "religion": card.religion,
            "originPlace": card.origin,
            "residencePlace": card.residence,
            "personalIdentification": card.features,
            "issueDate": card.issued_on,
            "expiryDate": card.expires_on,
            "fatherName": card.father,
            "motherName": card.mother,
            "wifeName": card.spouse,
        },
    )


def failure(sentence: str) -> dict[str, Any]:
    """Nothing can be told of this card; `sentence` says why, for the person at the counter."""
    return _message(MessageId.FAILURE, sentence, {})


def raw(picture: bytes, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The picture as a browser shows it, and the files of RAW_GROUPS as they were read, in base64; "" for one there is not."""
    data = {name: _base64(files.get(name, b"")) for name in RAW_GROUPS}
    return _message(MessageId.RAW, "raw data", {"img_data": _base64(picture), **data})


def info(serial: str) -> dict[str, Any]:
    """What the reader goes by."""
    return {"serial": serial}


def _message(number: MessageId, sentence: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": int(number), "message": sentence, "data": data}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")

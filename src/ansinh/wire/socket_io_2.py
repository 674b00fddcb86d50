"""Socket.IO protocol 4, that of its releases 1.x and 2.x: the messages inside Engine.IO's packets, and namespaces.

After the protocol's description (github.com/socketio/socket.io-protocol, branch v4). Messages with binary attachments are known by their
kind and not read. What is written is ASCII (see `wire.engine_io_3`).
"""

import json
import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import orjson

from ansinh.kit.errors import Refused

MAIN = "/"


class Kind(IntEnum):
    """What a message is, as its first digit says."""

    CONNECT = 0
    DISCONNECT = 1
    EVENT = 2
    ACK = 3
    ERROR = 4
    BINARY_EVENT = 5
    BINARY_ACK = 6


_UNREAD = frozenset({Kind.BINARY_EVENT, Kind.BINARY_ACK})
_FORM = re.compile(r"([0-6])(?:(/[^,]*)(?:,|\Z))?([0-9]{0,15})(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. `event` is "" unless it is an EVENT, `ack` the number to answer it with, None if no answer is asked for."""

    kind: Kind
    namespace: str = MAIN
    event: str = field(default="", repr=False)
    ack: int | None = None


def connected(namespace: str) -> str:
    """The client is in this namespace now."""
    return f"{Kind.CONNECT.value}{'' if namespace == MAIN else namespace}"


def event(name: str, argument: Any, *, namespace: str = MAIN) -> str:
    """An event with one argument."""
    return f"{Kind.EVENT.value}{_prefix(namespace)}{_json([name, argument])}"


def ack(number: int, argument: Any, *, namespace: str = MAIN) -> str:
    """The answer to an event that asked for one under this number."""
    return f"{Kind.ACK.value}{_prefix(namespace)}{number}{_json([argument])}"


def no_such_namespace(namespace: str) -> str:
    """The client cannot be in this namespace."""
    return f"{Kind.ERROR.value}{_prefix(namespace)}{_json('Invalid namespace')}"


def read(text: str) -> Message:
    """The message of an Engine.IO packet. A query after the namespace is left out. Raises Refused for what is none."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise _refused("no message begins like this")
    kind = Kind(int(found[1]))
    if kind in _UNREAD:
        return Message(kind=kind)
    namespace = (found[2] or MAIN).partition("?")[0]
    number = int(found[3]) if found[3] else None
    return Message(kind=kind, namespace=namespace, event=_name(found[4]) if kind is Kind.EVENT else "", ack=number)


def _name(arguments: str) -> str:
    """The name of an event. Clients may name it by a number: that is nobody's name here, and read as its digits."""
    try:
        parsed = orjson.loads(arguments)
    except orjson.JSONDecodeError:
        raise _refused("an event is a list in JSON") from None
    if not isinstance(parsed, list) or not parsed or not isinstance(parsed[0], str | int):
        raise _refused("an event begins with its name")
    return str(parsed[0])


def _prefix(namespace: str) -> str:
    return "" if namespace == MAIN else f"{namespace},"


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _refused(reason: str) -> Refused:
    return Refused("unreadable_packet", f"not Socket.IO 2: {reason}")

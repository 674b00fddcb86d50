"""Form-encoded parameters as OAuth wants them read: each at most once, empty ones as if absent, nothing odd inside.

Lenient readers are where attacks begin: two `redirect_uri` of which the check sees one and the redirect the other.
"""

import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import parse_qsl

from ansinh.oidc.errors import ProtocolError

Parameters: TypeAlias = Mapping[str, str]

_MOST_BYTES = 16_384
_MOST_FIELDS = 60
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # control characters, and halves of surrogate pairs, which no UTF-8 can carry
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}", re.ASCII)


def read_parameters(raw: bytes) -> dict[str, str]:
    """The parameters of a query string or form body, empty values left out (RFC 6749 3.1).

    Raises ProtocolError("invalid_request") for a repeated name (its `field`), more than 16 KiB or 60 fields, bytes that
    are not UTF-8 once decoded, and control characters.
    """
    if len(raw) > _MOST_BYTES:
        raise ProtocolError("invalid_request", "the request is too long")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:  # also UnicodeDecodeError
        raise ProtocolError("invalid_request", "the parameters cannot be decoded") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise ProtocolError("invalid_request", "a parameter is given twice", field=_nameable(name))
        found[name] = value
    return read_values(found)


def read_values(given: Mapping[str, str]) -> dict[str, str]:
    """Parameters that came by name, empty values left out. Raises ProtocolError("invalid_request") for characters no form can carry."""
    for name, value in given.items():
        if _UNFIT.search(name) or _UNFIT.search(value):
            raise ProtocolError("invalid_request", "a parameter holds control characters", field=_nameable(name))
    return {name: value for name, value in given.items() if value}


def require(params: Parameters, name: str) -> str:
    """The value of `name`; raises ProtocolError("invalid_request") naming it when absent."""
    value = params.get(name)
    if value is None:
        raise ProtocolError("invalid_request", f"{name} is missing", field=name)
    return value


def _nameable(name: str) -> str | None:
    """The name of a field for an error; whatever else it is, it is not repeated to anybody."""
    return name if _PLAIN_NAME.fullmatch(name) else None

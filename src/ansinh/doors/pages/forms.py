"""Posted forms, read by us so that their size and shape have limits. Whether a form may do what it asks is for the page to decide."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_BYTES = 16 * 1024
_MOST_FIELDS = 50


async def read_form(request: Request, *, most_bytes: int = _MOST_BYTES) -> Mapping[str, str]:
    """The fields of a URL-encoded form, the first value of each; {} where the body is no such form.

    Raises HTTPException(413) for a longer body than that. A NUL in a value makes it no form: no database can hold one.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise HTTPException(413)
    return _fields(bytes(body))


def _fields(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return {}
    return {} if any("\x00" in each for values in fields.values() for each in values) else {name: each[0] for name, each in fields.items()}

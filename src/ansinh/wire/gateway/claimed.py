"""Whose call an unanswered or refused one claims to be. A claim and no proof: for keeping the call, never for answering it."""

import re
from collections.abc import Iterable

from ansinh.wire.gateway.tokens import read_access_token

_LOOKED_AT = 4096  # bytes of the body; names stand in front of files
_USERNAME = re.compile(rb'username"?\s*[=:]\s*"?\s*([0-9]{2}[0-9a-z]{3}_bv)\b', re.IGNORECASE)
_TOKEN = re.compile(rb"\btoken\"?\s*[=:]\s*\"?([A-Za-z0-9+/=]{40,200})", re.IGNORECASE)


def claimed_username(query: bytes, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> str:
    """The account a call names in query, body or headers, or within its token, in upper case; "" for none. Header names in small letters."""
    for part in (query, body[:_LOOKED_AT]):
        found = _USERNAME.search(part)
        if found:
            return found[1].decode().upper()
    tokens = [found[1] for part in (query, body[:_LOOKED_AT]) if (found := _TOKEN.search(part))]
    for name, value in headers:
        if name == b"username" and _USERNAME.fullmatch(b"username=" + value.strip()):
            return value.strip().decode().upper()
        if name == b"accesstoken":
            tokens.append(value.strip())
        elif name == b"authorization" and value[:7].lower() == b"bearer ":
            tokens.append(value[7:].strip())
    for token in tokens:
        held = read_access_token(token.decode("latin-1"))
        if held is not None:
            return held.username.upper()
    return ""

"""The credentials of a call in its three styles: Q in the query string, H in headers, B in the body (`Credentials` from its fields).

Programs paste the token into the query as it is, without encoding it.
"""

from dataclasses import dataclass, field
from urllib.parse import unquote

from ansinh.wire.gateway.reading import WireError, read_fields
from ansinh.wire.gateway.tokens import read_access_token

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the caller says it is; "" where it says nothing. `password_hash` travels along and is not verified here."""

    token: str = field(repr=False)
    id_token: str = field(repr=False)
    username: str
    password_hash: str = field(repr=False)


def read_credentials(query: bytes) -> Credentials:
    """token, id_token, username and password in any case; of repeated names the first wins. Nothing is refused here.

    A space in the token stands for "+": that is what a decoder makes of a token pasted in without encoding.
    """
    found: dict[str, str] = {}
    for pair in query.decode("latin-1").split("&"):
        name, _, value = pair.partition("=")
        found.setdefault(name.lower(), value)
    return Credentials(
        token=_plain(found.get("token", "")).replace(" ", "+"),
        id_token=_plain(found.get("id_token", "")),
        username=_plain(found.get("username", "")),
        password_hash=_plain(found.get("password", "")),
    )


def header_credentials(*, access_token: str, token_id: str, password_hash: str, username: str) -> Credentials:
    """Style H. Header values as they came; `username` is the one in the body, "" where the body names none: then the token's own counts."""
    token = access_token[:_LONGEST].replace(" ", "+")
    if not username:
        held = read_access_token(token)
        username = "" if held is None else held.username
    return Credentials(token=token, id_token=token_id[:_LONGEST], username=username[:_LONGEST], password_hash=password_hash[:_LONGEST])


def body_credentials(body: bytes) -> Credentials:
    """Style B, and the generation of 2016: the names of style Q as fields of the body; "" where it cannot be read or names none."""
    try:
        fields = read_fields(body, ("token", "id_token", "username", "password"))
    except WireError:
        return Credentials("", "", "", "")
    return Credentials(
        token=fields["token"].replace(" ", "+"),
        id_token=fields["id_token"],
        username=fields["username"],
        password_hash=fields["password"],
    )


def _plain(value: str) -> str:
    return (unquote(value[:_LONGEST], errors="replace") if "%" in value else value[:_LONGEST]).strip()

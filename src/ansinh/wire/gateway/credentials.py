"""Style Q: the credentials of a call in its query string. Programs paste the token in as it is, without encoding it."""

from dataclasses import dataclass, field
from urllib.parse import unquote

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


def _plain(value: str) -> str:
    return (unquote(value[:_LONGEST], errors="replace") if "%" in value else value[:_LONGEST]).strip()

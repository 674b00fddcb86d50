"""What a trace may show of a request and its answer. Pure.

Whatever opens something or names somebody is not in it: of codes, tokens, secrets, verifiers, assertions and hints only that they were
there, of `state` a mark by which two can be told apart, of userinfo the names of the claims. Shown are the parameters of a list, and of
those nothing that looks like a secret or a number of a person: developers put both into places where they do not belong.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ansinh import oidc

HIDDEN = "•••"
_SHOWN = frozenset(
    {
        "client_id", "response_type", "response_mode", "scope", "redirect_uri", "code_challenge_method", "acr_values", "prompt", "max_age",
        "ui_locales", "grant_type", "token_type_hint", "client_assertion_type", "post_logout_redirect_uri",
    }
)  # fmt: skip
_ADDRESSES = frozenset({"redirect_uri", "post_logout_redirect_uri"})
_LONGEST = 300
_MOST_FIELDS = 40
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}", re.ASCII)
_DIGITS = re.compile(r"\d{9,}")  # citizen, card, insurance and telephone numbers
_SECRET = re.compile(r"[A-Za-z0-9_~+/=-]{32,}", re.ASCII)
_ANSWERED = ("token_type", "expires_in", "scope", "active", "error")
_KINDS = {
    "state": "state",
    "request_uri": "request_uri",
    "code": "code",
    "token": "token",
    "access_token": "token",
    "refresh_token": "token",
}


def shown(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters as they may be shown; an unreadable name is left out."""
    named = ((name, value) for name, value in list(params.items())[:_MOST_FIELDS] if _NAME.fullmatch(name) and not _DIGITS.search(name))
    return {name if not _SECRET.search(name) else HIDDEN: _value(name, value) for name, value in named}


def answered(body: Any) -> dict[str, str]:
    """A JSON answer: a few members as they are, of the others their names."""
    if not isinstance(body, Mapping):
        return {}
    told = {name: clean(str(body[name])) for name in _ANSWERED if name in body}
    others = sorted(name for name in body if name not in _ANSWERED and _NAME.fullmatch(str(name)))
    return {**told, "members": " ".join(others)} if others else told


def clean(text: str) -> str:
    """Text without long numbers, secrets and control characters, cut short."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST])
    return _SECRET.sub(HIDDEN, _DIGITS.sub(HIDDEN, plain))


def mark(kind: str, value: str) -> str:
    """By what two values can be found to be the same; too short to be of any other use."""
    return hashlib.sha256(f"{kind}|{value}".encode("utf-8", "replace")).hexdigest()[:16]


def marks(*groups: Mapping[str, Any]) -> list[str]:
    """The marks of everything in these by which the steps of one login hang together."""
    return [mark(kind, group[name]) for group in groups for name, kind in _KINDS.items() if isinstance(group.get(name), str)]


def session_marks(tokens: Iterable[object]) -> list[str]:
    """The marks of the sessions these id_tokens are of; proves nothing."""
    sessions = (oidc.unproven_claims(raw).get("sid") for raw in tokens if isinstance(raw, str))
    return [mark("sid", sid) for sid in sessions if isinstance(sid, str)]


def differences(given: str, registered: Iterable[str], *, any_port: bool) -> tuple[str, ...]:
    """In which parts an address differs from the registered one it is nearest to: scheme, host, port, path, query, fragment, "case", "slash".

    `any_port`: on loopback the port is free for this client, so that it is never what is wrong.
    """
    found = sorted((_difference(given, each, any_port=any_port) for each in registered), key=len)
    return found[0] if found else ()


def _difference(given: str, registered: str, *, any_port: bool) -> tuple[str, ...]:
    one, other = _parts(given), _parts(registered)
    if any_port and other["scheme"] == "http" and one["host"] == other["host"]:
        other = {**other, "port": one["port"]}
    parts = tuple(name for name in one if one[name] != other[name])
    if all(one[name].lower() == other[name].lower() for name in parts):
        return ("case",)
    if parts == ("path",) and one["path"].rstrip("/") == other["path"].rstrip("/"):
        return ("slash",)
    return parts


def _parts(address: str) -> dict[str, str]:
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError:
        return dict.fromkeys(("scheme", "host", "port", "path", "query", "fragment"), address)
    return {
        "scheme": parts.scheme, "host": parts.netloc.rpartition(":")[0] if port else parts.netloc, "port": port, "path": parts.path,
        "query": parts.query, "fragment": parts.fragment,
    }  # fmt: skip


def _value(name: str, value: str) -> str:
    if name == "state":
        return f"#{mark('state', value)[:8]}"
    if name == "claims":
        return _claims(value)
    if name not in _SHOWN:
        return HIDDEN
    return _address(value) if name in _ADDRESSES else clean(value)


def _address(value: str) -> str:
    """The address without the values of its query and without a fragment."""
    before, _, query = value.partition("#")[0].partition("?")
    names = "&".join(f"{name}={HIDDEN}" for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=None)[:10])
    scheme, separator, rest = clean(before).partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{HIDDEN + at if user else ''}{host}{'?' + clean(names) if names else ''}"


def _claims(value: str) -> str:
    try:
        asked = json.loads(value)
        names = [name for part in ("userinfo", "id_token") for name in asked.get(part, {})]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return HIDDEN
    return clean(" ".join(name for name in names if _NAME.fullmatch(name)))

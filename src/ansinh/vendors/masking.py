"""From a finished call to what may be kept of it: by a list of what is known, never by a list of what is dangerous.

A known field keeps its name and the shape of its value; the few values that are kept are words of the protocol from a closed list.
An unknown field keeps its name, if that looks like one, and a length. Whatever cannot be read is described. Tokens and passwords
leave at most the statement that they have the published form.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

from ansinh.vendors.fields import mask_fields
from ansinh.vendors.messages import LONGEST_BODY, Field, read_body, read_pairs
from ansinh.vendors.model import BodyForm, Finished, KeptCall
from ansinh.vendors.transport import Headers, canonical, decoded, label_of, mask_headers, mask_path, oddities
from ansinh.wire import gateway

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_VERSIONS = frozenset({"1.0", "1.1", "2", "3"})
_MARK_BYTES = 6
_FIRST_KEY = re.compile(rb'\{"[a-z]+":"([0-9]{2,4})"', re.IGNORECASE)


def mask(call: Finished, *, key: bytes) -> KeptCall:
    """The call without its people. `key` makes the marks: with another key, or for another account, they are other marks."""
    published = gateway.PUBLISHED_BY_PATH.get(canonical(call.path))
    body_form, body = read_body(call.body, body_length=call.body_length)
    if body_form is BodyForm.FORM and not _knows_any(body):
        body_form, body = BodyForm.UNREADABLE, []  # text that happens to hold a "=": its parts are no names
    query = read_pairs(call.query[:LONGEST_BODY])
    query = query if _knows_any(query) else []
    headers = decoded(call.headers)
    reply_form, reply = read_body(call.reply, body_length=len(call.reply))
    sent = {name.lower(): value for name, value, _ in (*reversed(body), *reversed(query)) if isinstance(value, str)}
    marks = _Marks(key, call.account)
    return KeptCall(
        account=call.account,
        is_proven=call.is_proven,
        at=call.at,
        duration_ms=round(call.duration_s * 1000),
        endpoint="" if published is None else published.name,
        method=call.method if call.method in _METHODS else "",
        path=mask_path(call.path),
        http_version=call.http_version if call.http_version in _VERSIONS else "",
        status=call.status,
        code=_code(reply) or _code_in_front(call.reply),
        label=label_of(headers),
        body_form=body_form,
        body_length=call.body_length,
        query=tuple(mask_fields(query, account=call.account)),
        headers=tuple(mask_headers(headers, account=call.account)),
        body=tuple(mask_fields(body, account=call.account)),
        reply=tuple(mask_fields(reply, account=call.account)) if reply_form is BodyForm.JSON else (),
        oddities=tuple(oddities(call, headers)),
        token_mark=marks.of("token", _token(sent, headers)),
        person_mark=marks.of("person", _person(sent)),
        request_mark=marks.of("request", f"{canonical(call.path)}\n{call.body!r}"),
    )


class _Marks:
    """Keyed fingerprints: equal for equal values of one account, without telling the value even to who can guess all values."""

    def __init__(self, key: bytes, account: str) -> None:
        self._key = key
        self._account = account

    def of(self, what: str, value: str) -> str:
        if not value:
            return ""
        text = f"{self._account}\n{what}\n{value}".encode("utf-8", "replace")
        return hmac.new(self._key, text, hashlib.sha256).digest()[:_MARK_BYTES].hex()


def _token(sent: Mapping[str, str], headers: Headers) -> str:
    text = sent.get(gateway.Name.TOKEN.lower(), "") or dict(headers).get(gateway.Name.HEADER_TOKEN.lower(), "")
    return text.strip().replace(" ", "+")


def _person(sent: Mapping[str, str]) -> str:
    """By whichever number: the last ten characters of a card are the social-insurance number."""
    number = sent.get(gateway.Name.CARD.lower(), "").strip().upper()
    return number[-10:] if len(number) == 15 else number


def _knows_any(fields: Iterable[Field]) -> bool:
    return any(name.lower() in gateway.NAMES for name, _, _ in fields)


def _code(reply: Iterable[Field]) -> str:
    result = gateway.Name.RESULT.lower()
    said = (value for name, value, _ in reply if name.lower() == result and isinstance(value, str))
    return next((value for value in said if value in gateway.VOCABULARY[result]), "")


def _code_in_front(reply: bytes) -> str:
    """The code of a reply that is too long to be read."""
    found = _FIRST_KEY.match(reply)
    code = "" if found is None else found[1].decode()
    return code if code in gateway.VOCABULARY[gateway.Name.RESULT.lower()] else ""

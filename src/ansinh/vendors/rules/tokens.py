"""Logging in and carrying the token."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from ansinh.vendors.model import KeptCall, Oddity
from ansinh.vendors.rules.catalogue import Hit, Severity, check, check_each
from ansinh.vendors.rules.parts import is_a, is_refused_token, part, published
from ansinh.vendors.shapes import Form, Note
from ansinh.wire import gateway

_LIFETIME = timedelta(minutes=10)
_TOO_OFTEN = 3


@check("TOKEN-01", Severity.WARN, source="1245/BHXH-CNTT")
def token_before_each_call(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """A token is good for ten minutes and for every call; three times taking a new one after at most one call is a habit."""
    hits: list[Hit] = []
    last: KeptCall | None = None
    used = 0
    for call in calls:
        if is_a(call, gateway.CallKind.TOKEN) and call.code == "200":
            if last is not None and used <= 1 and call.at - last.at < _LIFETIME:
                hits.append(Hit(call))
            last, used = call, 0
        elif is_refused_token(call):
            last = None  # taking a new one is right now
        else:
            used += 1
    if len(hits) >= _TOO_OFTEN:
        yield from hits


@check("TOKEN-02", Severity.ERROR, source="1923/BHXH-CNTT, annex 03, code 401")
def stale_token_used_again(calls: Sequence[KeptCall]) -> Iterator[Hit]:
    """After "Token không đúng" a client takes a new token instead of sending the old one again."""
    refused: set[str] = set()
    for call in calls:
        if call.token_mark and call.token_mark in refused:
            yield Hit(call, gateway.Name.TOKEN)
        if call.token_mark and is_refused_token(call):
            refused.add(call.token_mark)


@check_each("TOKEN-03", Severity.INFO, source="1245/BHXH-CNTT")
def password_in_small_letters(call: KeptCall) -> Iterator[str]:
    """The MD5 of the password is written in capitals; small letters are taken too."""
    sent = part(call.body, gateway.Name.PASSWORD)
    if is_a(call, gateway.CallKind.TOKEN) and sent is not None and sent.shape.form in {Form.MD5_LOWER, Form.MD5_MIXED}:
        yield gateway.Name.PASSWORD


@check_each("TOKEN-04", Severity.ERROR, source="1245/BHXH-CNTT")
def password_is_no_md5(call: KeptCall) -> Iterator[str]:
    """What travels as password is its MD5, 32 hex digits."""
    sent = part(call.body, gateway.Name.PASSWORD)
    if is_a(call, gateway.CallKind.TOKEN) and sent is not None and sent.shape.form is Form.NOT_AS_PUBLISHED:
        yield gateway.Name.PASSWORD


@check_each("TOKEN-05", Severity.ERROR, source="1245/BHXH-CNTT; RFC 3986, 2.1")
def token_damaged(call: KeptCall) -> Iterator[str]:
    """The token arrives as it was given: not cut, not encoded twice, no character changed on the way through a URL."""
    for each in (*call.query, *call.headers, *call.body):
        is_token = each.name in {gateway.Name.TOKEN, gateway.Name.HEADER_TOKEN}
        if is_token and (each.shape.form is Form.NOT_AS_PUBLISHED or Note.PLUS_AS_SPACE in each.shape.notes):
            yield each.name


@check_each("TOKEN-06", Severity.ERROR, source="no version of the gateway; token_type is a word in the reply only")
def bearer_authentication(call: KeptCall) -> Iterator[str]:
    """The gateway reads no Authorization header: Bearer occurs in public code and is invented."""
    if Oddity.BEARER in call.oddities or Oddity.OTHER_AUTHORIZATION in call.oddities:
        yield ""


@check_each("TOKEN-07", Severity.ERROR, source="1923/BHXH-CNTT, annex 03 (query); 1245/BHXH-CNTT (headers)")
def credentials_elsewhere(call: KeptCall) -> Iterator[str]:
    """Look-ups carry token and id in the query, check-in and co-payment in headers: elsewhere they are not read."""
    found = published(call)
    if found is None:
        return
    if found.style is gateway.Style.QUERY:
        yield from (name for name in (gateway.Name.TOKEN, gateway.Name.TOKEN_ID) if part(call.query, name) is None)
    elif found.style is gateway.Style.HEADERS:
        yield from (name for name in (gateway.Name.HEADER_TOKEN, gateway.Name.HEADER_TOKEN_ID) if part(call.headers, name) is None)

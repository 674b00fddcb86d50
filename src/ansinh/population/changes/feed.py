"""The feed over HTTP: a page is believed if the register signed it, for us, for this very request, just now.

Nothing of a page is logged. What arrives is hostile until all of that holds; what cannot be read of a page that is genuine is told change
by change.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ansinh import oidc
from ansinh.kit import http
from ansinh.kit.errors import CounterpartDown
from ansinh.population.changes.model import Stop
from ansinh.wire import population_pages as wire

_KEYS_PATH = "/v1/keys"
_CLOCKS_DIFFER = timedelta(minutes=5)
_KEYS_LIVE = timedelta(hours=1)


class Feed:
    """The feed at `url` (no slash at the end), for the client that the register knows as `audience`. For one thread."""

    def __init__(self, url: str, api_key: str, line: http.Sends, *, audience: str) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {api_key}"}
        self._line = line
        self._audience = audience
        self._keys: tuple[oidc.PublicKeys, datetime] | None = None

    def page(self, *, after: int, limit: int, now: datetime) -> wire.Page:
        """What happened since the change numbered `after`, at most `limit` changes.

        Raises CounterpartDown: "feed_busy" (429, 503), those of the HTTP client, and with the codes of `Stop`: refused, signature (not the
        register's, not for us, not this request, not of now), page, keys.
        """
        received = self._line.get(f"{self._url}{wire.CHANGES_PATH}?after={after}&limit={limit}", headers=self._headers)
        if received.status in {429, 503}:
            raise CounterpartDown("feed_busy", "the population register does not tell of changes at the moment")
        if received.status != 200:
            raise CounterpartDown(Stop.REFUSED, f"the population register refused to tell of changes (HTTP {received.status})")
        self._check(received, after=after, limit=limit, now=now)
        try:
            page = wire.read_page(received.json())
        except wire.UnusablePageError as wrong:
            raise CounterpartDown(Stop.PAGE, f"a page of the feed cannot be used: {wrong}") from None
        if page.after != after:
            raise CounterpartDown(Stop.PAGE, "a page of the feed begins elsewhere than asked")
        return page

    def _check(self, received: http.Heard, *, after: int, limit: int, now: datetime) -> None:
        claims = self._claims(received.headers.get(wire.SIGNATURE_HEADER, ""), now)
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(received.body).digest()).decode()}:"
        asked = {"aud": self._audience, "after": after, "limit": limit, "content_digest": digest}
        if any(claims.get(name) != value for name, value in asked.items()) or not _is_of_now(claims.get("answered_at"), now):
            raise _bad_signature()

    def _claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        try:
            try:
                signed = oidc.read_signed(token, self._current_keys(now))
            except oidc.UnknownKeyError:
                self._keys = None  # a new key may have been published since
                signed = oidc.read_signed(token, self._current_keys(now))
        except oidc.ProtocolError:
            raise _bad_signature() from None
        if signed.header.get("typ") != wire.PAGE_TYPE:
            raise _bad_signature()
        return signed.claims

    def _current_keys(self, now: datetime) -> oidc.PublicKeys:
        if self._keys is None or now - self._keys[1] > _KEYS_LIVE:
            received = self._line.get(f"{self._url}{_KEYS_PATH}")
            if received.status != 200:
                raise CounterpartDown(Stop.KEYS, "the population register does not publish its keys")
            document = received.json()
            try:
                self._keys = (oidc.read_jwks(document), now)
            except oidc.ProtocolError:
                raise CounterpartDown(Stop.KEYS, "the population register's key set cannot be used") from None
        return self._keys[0]


def _is_of_now(answered_at: object, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(answered_at) if isinstance(answered_at, str) else None
    except ValueError:
        return False
    return at is not None and at.tzinfo is not None and abs(at - now) <= _CLOCKS_DIFFER


def _bad_signature() -> CounterpartDown:
    return CounterpartDown(Stop.SIGNATURE, "a page of the feed is not signed by the population register for this request")

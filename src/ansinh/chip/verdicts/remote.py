"""A verification service elsewhere: asked over HTTP, believed only where its signature covers exactly what was asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ansinh.chip.lds import File
from ansinh.chip.verdicts.port import SignedVerdict, hashes_of, judged_files
from ansinh.kit.clock import Clock
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.kit.http import Sends
from ansinh.wire import chip_verdicts as wire

CLOCKS_DIFFER = timedelta(minutes=5)
_NOT_BOUND = "the verification service answered another question than it was asked"

_JSON = {"content-type": "application/json", "accept": "application/json"}


class RemoteVerifier:
    """The service at `url`, whose verdicts are signed by one of `keys` (a JWK set, agreed on beforehand: it is not fetched with the answer)."""

    def __init__(self, url: str, client: Sends, keys: Mapping[str, Any], *, api_key: str, issuer: str, now: Clock) -> None:
        """`api_key` is ours at the service; `issuer` is what its verdicts call themselves by."""
        self._url = url
        self._client = client
        self._keys = keys
        self._headers = {**_JSON, "authorization": f"Bearer {api_key}"}
        self._issuer = issuer
        self._now = now

    def verify(self, files: Mapping[File, bytes], *, request_id: str, nonce: bytes) -> SignedVerdict:
        """See `ChipVerifier.verify`."""
        question = wire.Question(request_id, nonce, judged_files(files))
        for name in wire.REQUIRED:
            if name not in question.files:
                raise Refused("file_missing", f"{name} was not read from the chip, and the service wants it", field=name)
        answer = self._client.post(f"{self._url}{wire.READ_PATH}", wire.written(question), headers=self._headers)
        if answer.status in {401, 403}:
            raise CounterpartDown("verifier_refused", "the verification service does not know us")
        if answer.status != 200:
            raise CounterpartDown("verifier_failed", f"the verification service answered HTTP {answer.status}")
        try:
            reply = wire.read_reply(answer.json())
            verdict = wire.read_verdict(reply.token, self._keys)
        except wire.Unreadable as wrong:
            raise CounterpartDown("verdict_unreadable", f"the verification service's answer cannot be used: {wrong}") from wrong
        _require_bound(verdict, question, issuer=self._issuer, now=self._now())
        return SignedVerdict(verdict, reply.token)


def _require_bound(verdict: wire.Verdict, question: wire.Question, *, issuer: str, now: datetime) -> None:
    asked = (question.request_id, question.nonce, hashes_of(question.files), issuer)
    if (verdict.request_id, verdict.nonce, dict(verdict.hashes), verdict.issuer) != asked:
        raise CounterpartDown("verdict_not_bound", _NOT_BOUND)
    if abs(verdict.at - now) > CLOCKS_DIFFER:
        raise CounterpartDown(
            "verdict_not_now", "the verification service's clock is more than five minutes off, or its verdict is an old one"
        )

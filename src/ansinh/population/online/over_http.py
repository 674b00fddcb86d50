"""The population register behind its API: one question, one signed answer that is believed only if it answers this very question.

Nothing of a question or an answer is logged. What arrives is hostile until its signature, its time, its question and its purpose hold.
"""

import hashlib
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import orjson
from pydantic import ValidationError

from ansinh import oidc
from ansinh.kit import http
from ansinh.kit.errors import CounterpartDown
from ansinh.population.online.model import Finding, Level, Question, Status
from ansinh.wire import population as wire

_CLOCKS_DIFFER = timedelta(minutes=5)
_KEYS_LIVE = timedelta(hours=1)
_KEYS_AGAIN = timedelta(seconds=30)  # a made-up kid must not make us fetch keys all day


class OverHttp:
    """A `Register` over the API at `url` (no slash at the end); one per process, safe to share between threads."""

    def __init__(self, url: str, api_key: str, line: http.Sends) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {api_key}", "content-type": "application/json"}
        self._line = line
        self._keys: oidc.PublicKeys | None = None
        self._keys_at: datetime | None = None
        self._lock = Lock()

    def answer(self, question: Question, *, now: datetime) -> Finding:
        """How far the register agrees.

        Raises CounterpartDown: `population_refused` (it did not take the question), `population_busy` (429, 503), `population_answer`
        (not its own protocol, not this question, too old), `population_signature`, `population_keys`, and those of the HTTP client.
        """
        body = _body(question)
        received = self._line.post(f"{self._url}{wire.VERIFY_PATH}", body, headers=self._headers)
        if received.status in {429, 503}:
            raise CounterpartDown("population_busy", "the population register does not take questions at the moment")
        if received.status != 200:
            raise CounterpartDown("population_refused", f"the population register refused the question (HTTP {received.status})")
        try:
            answer = wire.Answer.model_validate_json(received.body)
        except ValidationError:
            raise CounterpartDown("population_answer", "the population register's answer is not in its own form") from None
        self._check_signature(answer, received.json(), now)
        _check_answers(question, answer, body, now)
        return _finding(answer)

    def _check_signature(self, answer: wire.Answer, members: Any, now: datetime) -> None:
        try:
            signed = oidc.read_signed(answer.signature, self._current_keys(now))
        except oidc.UnknownKeyError:
            signed = self._read_with_new_keys(answer.signature, now)
        except oidc.ProtocolError:
            raise _bad_signature() from None
        claims = {name: value for name, value in members.items() if name != "signature"}
        if signed.header.get("typ") != wire.ANSWER_TYPE or signed.claims != claims:
            raise _bad_signature()

    def _read_with_new_keys(self, token: str, now: datetime) -> oidc.SignedToken:
        with self._lock:
            if self._keys_at is not None and now - self._keys_at >= _KEYS_AGAIN:
                self._keys = None
        try:
            return oidc.read_signed(token, self._current_keys(now))
        except oidc.ProtocolError:
            raise _bad_signature() from None

    def _current_keys(self, now: datetime) -> oidc.PublicKeys:
        with self._lock:
            if self._keys is None or self._keys_at is None or now - self._keys_at > _KEYS_LIVE:
                received = self._line.get(f"{self._url}{wire.KEYS_PATH}")
                if received.status != 200:
                    raise CounterpartDown("population_keys", "the population register does not publish its keys")
                try:
                    self._keys = oidc.read_jwks(received.json())
                except oidc.ProtocolError:
                    raise CounterpartDown("population_keys", "the population register's key set cannot be used") from None
                self._keys_at = now
            return self._keys


def _body(question: Question) -> bytes:
    claim = question.claim
    return orjson.dumps(
        {
            "request_id": question.reference,
            "purpose": question.purpose,
            "citizen_number": claim.citizen_number.value,
            "full_name": claim.full_name,
            "birth_date": claim.birth_date.iso(),
            "sex": claim.sex.value,
        }
    )


def _check_answers(question: Question, answer: wire.Answer, body: bytes, now: datetime) -> None:
    same = answer.request_id == question.reference and answer.purpose == question.purpose
    if not same or answer.question_sha256 != hashlib.sha256(body).hexdigest():
        raise CounterpartDown("population_answer", "the population register answered another question")
    if answer.answered_at.tzinfo is None or abs(answer.answered_at - now) > _CLOCKS_DIFFER:
        raise CounterpartDown("population_answer", "the population register's answer is not of now")
    fields = answer.fields
    silent = "no" in {fields.full_name, fields.birth_date}
    if (answer.result == "verified") and (silent or fields.sex == "no"):
        raise CounterpartDown("population_answer", "the population register's answer contradicts itself")


def _finding(answer: wire.Answer) -> Finding:
    return Finding(
        verified=answer.result == "verified",
        full_name=Level(answer.fields.full_name),
        birth_date=Level(answer.fields.birth_date),
        sex=Level(answer.fields.sex),
        status=None if answer.status is None else Status(answer.status),
        answered_at=answer.answered_at,
    )


def _bad_signature() -> CounterpartDown:
    return CounterpartDown("population_signature", "the population register's answer is not signed with its key")

"""What a desk asks of the gateway: to know it, a challenge before a card is read, the visit it opens with the card. One thread at a time.

A visit that the gateway may have taken without our hearing of it is said again with the same bytes, which it answers as the first time.
A service's verdict that the gateway does not take, as with keys that it does not have yet, is left out: the desk's own word stands.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from ansinh.desk import faults, statement
from ansinh.desk.line import Line, Told
from ansinh.desk.model import Admission, Challenge, Cover, Fault, Found, SeenElsewhere, Trouble, VisitAsked
from ansinh.kit import clock
from ansinh.kit.errors import RoomError
from ansinh.wire import presence

DESKS = "/api/v1/desks"
VISITS = "/api/v1/visits"
_CHALLENGE_GOOD_FOR = timedelta(minutes=9)  # the gateway keeps it for ten
_VERDICT_REFUSED = "statement_verdict_wrong"
_STATEMENT_GOOD_FOR = timedelta(minutes=4)


class NotTaken(Exception):  # noqa: N818 - an outcome
    """The gateway does not answer, or does not take it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.fault.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class _Said:
    """A visit as it was said, to be said again in the same words."""

    found: str
    asked: VisitAsked
    message: Mapping[str, Any] = field(repr=False)
    at: datetime


class Gateway:
    """The agency's gateway, as one desk with a key of its own deals with it."""

    def __init__(self, line: Line, *, key_pem: bytes, name: str, token: Callable[[], str], now: clock.Clock) -> None:
        """`name` is the facility's own of this desk; `token` gives names for statements that nobody can guess."""
        self._line = line
        self._key_pem = key_pem
        self._name = name
        self._token = token
        self._now = now
        self._is_registered = False
        self._said: _Said | None = None

    def challenge(self) -> Challenge:
        """Something new for a card to sign. Registers the desk where that was not done yet. Raises NotTaken."""
        self._register()
        told = self._tell(f"{VISITS}/challenges", {"desk_id": presence.desk_id(self._key_pem)})
        with _understood():
            return _challenge_told(told.body, self._now())

    def check_in(self, found: Found, asked: VisitAsked) -> Admission:
        """Opens the visit with the card as evidence, then looks the cover up. Raises NotTaken; without a cover the visit stands."""
        now = self._now()
        said = self._said
        if said is None or said.found != found.number or said.asked != asked or now - said.at > _STATEMENT_GOOD_FOR:
            said = _Said(found.number, asked, self._message(found, asked, now), now)
        self._said = said
        try:
            told = self._tell(VISITS, said.message)
        except NotTaken as refused:
            if _is_about_the_verdict(refused, found):
                self._said = None
                return self.check_in(_by_the_desk_alone(found), asked)
            if refused.trouble.fault.value != "gateway_down":
                self._said = None
            raise
        with _understood():
            return self._admission(told.body, found, asked, now)

    def forget(self) -> None:
        """The person of the last visit is gone: it will not be said again."""
        self._said = None

    def _message(self, found: Found, asked: VisitAsked, now: datetime) -> dict[str, Any]:
        challenge = found.challenge
        if challenge is None or now - challenge.at > _CHALLENGE_GOOD_FOR:
            challenge = self.challenge()
        account = self._line.account
        signed = statement.state(
            found,
            challenge,
            facility_code=account.facility_code,
            key_pem=self._key_pem,
            statement_id=self._token(),
            now=now,
        )
        return statement.visit_message(found, asked, challenge, signed, account=account, device=self._name, now=now)

    def _admission(self, body: Any, found: Found, asked: VisitAsked, now: datetime) -> Admission:
        visit = body["visit"]
        return Admission(
            visit_id=asked.visit_id,
            at=now,
            is_proven=any(each.get("proven") is True for each in visit["evidence"]),
            person_known=bool(visit["person_known"]),
            confirmed_by=next((str(each["confirmed_by"]) for each in visit["evidence"] if each.get("confirmed_by")), ""),
            warnings=tuple(SeenElsewhere(each["facility_code"], datetime.fromisoformat(each["since"])) for each in body["warnings"]),
            card_elsewhere=tuple(int(each["minutes"]) for each in visit.get("card_elsewhere", ())),  # gateways of before say nothing of it
            cover=self._cover(found, asked),
        )

    def _cover(self, found: Found, asked: VisitAsked) -> Cover | None:
        message = {"moment": "arrival", "person": statement.person_named(found), "officer": self._line.account.officer}
        try:
            told = self._tell(f"{VISITS}/{quote(asked.visit_id)}/look-ups", message)
            with _understood():
                return _cover_told(told.body)
        except NotTaken:
            return None

    def _register(self) -> None:
        if self._is_registered:
            return
        self._tell(DESKS, {"name": self._name, "public_key": presence.public_jwk(self._key_pem), "officer": self._line.account.officer})
        self._is_registered = True

    def _tell(self, path: str, message: Mapping[str, Any]) -> Told:
        try:
            told = self._line.tell(path, message)
        except RoomError as wrong:
            raise NotTaken(faults.of_gateway(wrong)) from wrong
        if not told.is_good:
            raise NotTaken(faults.of_problem(told.status, told.code, told.field))
        return told


@contextmanager
def _understood() -> Iterator[None]:
    """Who answers with something else than the gateway's answers is no gateway that one could go on with, and no defect of ours."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotTaken(Trouble(Fault.GATEWAY_DOWN, "answer_not_understood")) from None


def _challenge_told(body: Any, at: datetime) -> Challenge:
    value, audience = body["challenge"], body["audience"]
    presence.challenge_bytes(value)
    if not isinstance(audience, str) or not 1 <= len(audience) <= presence.LONGEST_AUDIENCE:
        raise ValueError
    return Challenge(value, audience, at)


def _cover_told(body: Any) -> Cover:
    card = body["card"] or {}
    return Cover(
        code=str(body["code"]),
        sentence=str(body["sentence"]),
        card_number=card.get("number") or "",
        percent=card.get("percent"),
        last_day=date.fromisoformat(card["last_day"]) if card.get("last_day") else None,
    )


def _is_about_the_verdict(refused: NotTaken, found: Found) -> bool:
    """Never twice: what is said then carries none."""
    return found.opinion is not None and bool(found.opinion.token) and refused.trouble.detail.startswith(_VERDICT_REFUSED)


def _by_the_desk_alone(found: Found) -> Found:
    return found if found.opinion is None else replace(found, opinion=replace(found.opinion, token=""))

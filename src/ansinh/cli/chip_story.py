"""The chip's part of the journey: a card on a counter's reader opens a visit with proof, a service elsewhere agrees, a copy is named a copy."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from ansinh import desk
from ansinh.chip import verification
from ansinh.cli.steps import StepFailed, expect
from ansinh.kit import clock, crypto, http
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import CardTrouble
from ansinh.settings import Settings
from ansinh.wiring import cards, verdicts
from ansinh.wiring import desk as wiring

_PATIENCE_S = 20.0
_TIRED = "the counter was at {stage} after {seconds:.0f} s{trouble}"


class ChipStory:
    """A facility's counter, with a slot for virtual cards where the reader would be. Everything behind the slot is as at a hospital."""

    def __init__(self, settings: Settings, url: str, *, citizen: dict[str, Any], facility: dict[str, Any], began: datetime) -> None:
        self._settings = settings
        self._url = url
        self._number = citizen["citizen_number"]
        self._facility = facility["facility_code"]
        self._visit_id = f"JOURNEY-CHIP-{began:%Y%m%d%H%M%S%f}"
        self._found: desk.Found | None = None

    def checks_in_by_chip(self) -> str:
        """Opened with the six digits, read, verified here and elsewhere, stated with the desk's key, believed by the gateway, looked up."""
        with self._counter(None) as (counter, can):
            self._found = _read(counter, can)
            expect(
                self._found.verified.level is verification.Level.CHIP_AUTHENTICATED, f"the card proved {self._found.verified.level.value}"
            )
            counter.check_in(desk.VisitAsked(visit_id=self._visit_id, category="1.1", care_kind="01"))
            _wait(counter, {desk.Stage.CHECKED_IN, desk.Stage.VERIFIED})
            admission = counter.view.admission
        if admission is None:
            trouble = counter.view.trouble
            raise StepFailed(f"the gateway did not take the visit: {trouble.fault.value if trouble else 'no reason'}")
        expect(admission.is_proven, "the gateway took the visit and did not believe the card")
        expect(bool(admission.confirmed_by), "the gateway took the visit without the verification service's word")
        expect(admission.cover is not None and admission.cover.code == "000", "the look-up at the counter was not answered with 000")
        return f"{self._found.verified.verdict.value}; evidence: {self._found.verified.level.value}, proven, confirmed by {admission.confirmed_by}"

    def a_service_elsewhere_agrees(self) -> str:
        """The same files, judged by the ministry's stand-in, which signs what it says."""
        expect(self._found is not None, "no card was read")
        assert self._found is not None
        signed = verdicts.service(self._settings).verify(
            self._found.files, request_id=crypto.random_token(12).replace("_", "-"), nonce=os.urandom(32)
        )
        expect(signed.data_are_genuine, f"the service says {signed.verdict.result}")
        return f"the issuer signed them ({signed.verdict.result}), says {signed.verdict.issuer}"

    def a_copy_is_named(self) -> str:
        """All files as on the good card, and no key in the chip: no visit can be opened with it."""
        with self._counter(CardTrouble.COPY) as (counter, can):
            found = _read(counter, can)
            expect(counter.view.stage is desk.Stage.REJECTED, f"the counter is at {counter.view.stage.value} with a copied card")
        expect(found.verified.verdict is verification.Verdict.COPIED, f"the copy was called {found.verified.verdict.value}")
        return found.verified.verdict.words.english

    @contextmanager
    def _counter(self, trouble: CardTrouble | None) -> Iterator[tuple[desk.Counter, str]]:
        card = cards.card(self._settings, self._number, trouble=trouble)
        slot = desk.Slot("Virtual reader")
        slot.put(lambda: virtual_card.VirtualCard(card.chip))
        counter = desk.Counter(
            slot,
            wiring.examiner(self._settings, policy="hospital"),
            gateway=self._gateway(),
            service=desk.SecondOpinion(verdicts.service(self._settings), random=os.urandom, within_s=_PATIENCE_S),
            now=clock.utc_now,
        )
        counter.start()
        try:
            yield counter, card.printed.can
        finally:
            counter.stop()

    def _gateway(self) -> desk.Gateway:
        account = wiring.account(self._settings, self._facility)
        if account is None:
            raise StepFailed("this installation has no account for a counter")
        client = http.Client(timeout_s=20.0, allow_hosts=self._settings.hosts)
        line = desk.Line(self._url, account, client=client, now=clock.utc_now)
        return desk.Gateway(line, key_pem=wiring.key_pem(self._settings), name="journey", token=crypto.random_token, now=clock.utc_now)


def _read(counter: desk.Counter, can: str) -> desk.Found:
    _wait(counter, {desk.Stage.ASKING})
    counter.give(can)
    _wait(counter, {desk.Stage.VERIFIED, desk.Stage.REJECTED, desk.Stage.ASKING})
    found = counter.view.found
    if found is None:
        trouble = counter.view.trouble
        raise StepFailed(f"the card was not read: {trouble.fault.value if trouble else 'no reason'}")
    return found


def _wait(counter: desk.Counter, stages: set[desk.Stage]) -> None:
    began = time.monotonic()
    while counter.view.stage not in stages:
        if time.monotonic() - began > _PATIENCE_S:
            trouble = f": {counter.view.trouble.fault.value}" if counter.view.trouble else ""
            raise StepFailed(_TIRED.format(stage=counter.view.stage.value, seconds=_PATIENCE_S, trouble=trouble))
        time.sleep(0.02)

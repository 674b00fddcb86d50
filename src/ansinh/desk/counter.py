"""One counter at work: it looks at its reader, reads the card it is given the access number of, and opens the visit when it is told to.

All of that happens on one thread, so that nothing happens twice or at the same time; what pages ask for waits for its turn. What was
read is kept in memory until the next card, until somebody says so, or for ten minutes.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

from ansinh.chip import errors
from ansinh.desk import faults, stages
from ansinh.desk.examine import Examiner
from ansinh.desk.gateway import Gateway, NotTaken
from ansinh.desk.model import Challenge, Fault, Found, Stage, Trouble, View, VisitAsked
from ansinh.desk.opening import opener_of
from ansinh.desk.second_opinion import SecondOpinion
from ansinh.desk.stations import Station
from ansinh.kit import clock, log

KEEP = timedelta(minutes=10)
_LOOK_EVERY_S = 0.2
_CHALLENGE_WITHIN_S = 2.5  # a clerk and a patient stand and wait; the card can be verified without it
_TAKEN_WITHIN_S = 2.0
_log = log.get("desk")


@dataclass(frozen=True, slots=True)
class Laid:
    """A card was laid on the reader."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A card could not be read."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class WasRead:
    """A card was read and verified, whatever it is worth."""

    found: Found


News = Laid | NotRead | WasRead


@dataclass(frozen=True, slots=True)
class _Order:
    do: Callable[[], None]
    taken: threading.Event


class Counter:
    """One reader, one clerk. `gateway` None: cards are read and verified, and no visit is opened. May be asked by several threads.

    `service`, where there is one, is asked of each good card before its result is shown, so that nobody acts on half of it.
    """

    def __init__(
        self,
        station: Station,
        examiner: Examiner,
        *,
        gateway: Gateway | None,
        now: clock.Clock,
        service: SecondOpinion | None = None,
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        self._station = station
        self._examiner = examiner
        self._gateway = gateway
        self._service = service
        self._now = now
        self._look_every_s = look_every_s
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-line")
        self._challenge: Future[Challenge] | None = None
        self._taken: threading.Event | None = None
        self._state = (0, View())
        self._hearers: list[Callable[[News], None]] = []
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)

    @property
    def view(self) -> View:
        return self._state[1]

    @property
    def state(self) -> tuple[int, View]:
        """The view with its number, which grows with each change."""
        return self._state

    @property
    def has_gateway(self) -> bool:
        return self._gateway is not None

    def hear(self, hearer: Callable[[News], None]) -> None:
        """Tells `hearer` of each card, on the counter's own thread; before `start`."""
        self._hearers.append(hearer)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after what it does now."""
        self._orders.put(None)
        self._thread.join(timeout=5.0)
        self._line.shutdown(wait=False, cancel_futures=True)
        if self._service is not None:
            self._service.close()
        self._station.close()

    def give(self, text: str) -> None:
        """The access number of the card that lies there, as typed or scanned; the reading begins."""
        self._order(lambda: self._read(text))

    def check_in(self, asked: VisitAsked) -> None:
        """Opens the visit with the card that was read."""
        self._order(lambda: self._send(asked))

    def clear(self) -> None:
        """The next person: forgets the last one."""
        self._order(lambda: self._show(stages.cleared(self.view)))

    def again(self) -> None:
        """The card that lies there, once more."""
        self._order(self._again)

    def _order(self, do: Callable[[], None]) -> None:
        """Comes back as soon as it shows, or after two seconds where the counter is busy: it is done all the same."""
        order = _Order(do, threading.Event())
        self._orders.put(order)
        order.taken.wait(_TAKEN_WITHIN_S)

    def _work(self) -> None:
        self._once(self._look)
        while True:
            try:
                order = self._orders.get(timeout=self._look_every_s)
            except queue.Empty:
                self._once(self._look)
                continue
            if order is None:
                return
            self._taken = order.taken
            self._once(order.do)
            self._once(self._look)
            order.taken.set()

    def _once(self, do: Callable[[], None]) -> None:
        """Whatever goes wrong here is shown, and the counter goes on."""
        try:
            do()
        except Exception as defect:  # noqa: BLE001 - a defect of ours must not leave a counter standing still
            _log.error("desk.failed", error=type(defect).__name__)
            trouble = Trouble(Fault.FAILED)
            self._show(stages.broke_off(self.view, trouble) if self.view.stage is Stage.READING else stages.refused(self.view, trouble))

    def _look(self) -> None:
        before = self.view
        self._show(stages.looked(before, self._station.look()))
        view = self.view
        if view.stage is Stage.ASKING and view.card != before.card:
            self._fetch_challenge()
            self._tell(Laid())
        if view.found is not None and self._now() - view.found.at > KEEP:
            self._show(stages.cleared(view, Trouble(Fault.FORGOTTEN)))

    def _again(self) -> None:
        self._fetch_challenge()
        self._show(stages.again(self.view))

    def _read(self, text: str) -> None:
        self._look()  # the card may be another one than a moment ago
        if self.view.stage is not Stage.ASKING:
            self._refuse(Trouble(Fault.NO_LONGER_POSSIBLE))
            return
        opener = opener_of(text)
        if isinstance(opener, Trouble):
            self._refuse(opener)
            return
        self._show(stages.began_reading(self.view))
        challenge, trouble = self._fetched_challenge()
        try:
            card = self._station.connect()
            try:
                found = self._examiner.examine(card, opener, challenge=challenge, trouble=trouble, told=self._advance)
            finally:
                card.close()
        except errors.ChipError as wrong:
            trouble = faults.of_card(wrong)
            _log.info("desk.not_read", fault=trouble.fault.value)
            self._show(stages.broke_off(self.view, trouble))
            self._tell(NotRead(trouble))
            return
        if self._service is not None:
            self._advance("service", 100)
            found = replace(found, opinion=self._service.ask(found))
        said = "" if found.opinion is None else found.opinion.standing.value
        _log.info("desk.read", service=said, verdict=found.verified.verdict.value, evidence=found.verified.level.value)
        self._show(stages.read(self.view, found))
        self._tell(WasRead(found))

    def _advance(self, file: str, percent: int) -> None:
        self._show(stages.advanced(self.view, file, percent))

    def _send(self, asked: VisitAsked) -> None:
        view, gateway = self.view, self._gateway
        if view.stage is not Stage.VERIFIED or view.found is None:
            self._refuse(Trouble(Fault.NO_LONGER_POSSIBLE))
            return
        if gateway is None:
            self._refuse(Trouble(Fault.NOT_CONFIGURED))
            return
        self._show(stages.began_sending(view, asked))
        found = view.found
        try:
            admission = self._line.submit(lambda: gateway.check_in(found, asked)).result()
        except NotTaken as refused:
            _log.info("desk.not_checked_in", fault=refused.trouble.fault.value)
            self._show(stages.not_sent(self.view, refused.trouble))
            return
        except Exception:
            self._show(stages.not_sent(self.view, Trouble(Fault.FAILED)))
            raise
        _log.info("desk.checked_in", proven=admission.is_proven)
        self._show(stages.sent(self.view, admission))

    def _fetch_challenge(self) -> None:
        """Asks the gateway while the clerk types."""
        if self._gateway is not None:
            self._challenge = self._line.submit(self._gateway.challenge)

    def _fetched_challenge(self) -> tuple[Challenge | None, Trouble | None]:
        coming, self._challenge = self._challenge, None
        if coming is None and self._gateway is not None:
            coming = self._line.submit(self._gateway.challenge)
        if coming is None:
            return None, None
        try:
            return coming.result(timeout=_CHALLENGE_WITHIN_S), None
        except NotTaken as refused:
            return None, refused.trouble
        except TimeoutError:
            return None, Trouble(Fault.GATEWAY_DOWN, "timed_out")

    def _show(self, view: View) -> None:
        number, shown = self._state
        if view != shown:
            self._state = (number + 1, view)
            if self._gateway is not None and shown.found is not None and view.found is None:
                self._line.submit(self._gateway.forget)
            if self._taken is not None:
                self._taken.set()

    def _refuse(self, trouble: Trouble) -> None:
        """Shown anew even if it is the same trouble as before: somebody has tried again."""
        self._state = (self._state[0] + 1, stages.refused(self.view, trouble))

    def _tell(self, news: News) -> None:
        for hearer in self._hearers:
            try:
                hearer(news)
            except Exception as defect:  # noqa: BLE001 - a screen that cannot be told must not stop the counter
                _log.error("desk.not_told", error=type(defect).__name__)

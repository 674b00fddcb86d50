"""What a verification service elsewhere says of a card that was read here. It takes away, and never gives: no level comes of it.

A service that does not answer in time stops no check-in. One that calls the data not genuine does: two who judge the same bytes and come
to different ends are something for a supervisor, not for a clerk.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ansinh.chip import verdicts
from ansinh.desk.model import Found, Opinion, Standing
from ansinh.kit import log
from ansinh.kit.errors import RoomError
from ansinh.wire import chip_verdicts as wire
from ansinh.wire import presence

WITHIN_S = 2.0
"""A clerk and a patient wait; a service on a good line answers in a tenth of it."""
_OPEN = frozenset({"unconfirmed", "incomplete"})
"""Results by which a service says that it cannot tell; that is not to say that the data are wrong."""
_NONCE_BYTES = 32
_RESULT = re.compile(r"[a-z_]{1,40}")
_log = log.get("desk")


class SecondOpinion:
    """A verification service, as one counter asks it: one card at a time."""

    def __init__(self, service: verdicts.ChipVerifier, *, random: Callable[[int], bytes], within_s: float = WITHIN_S) -> None:
        self._service = service
        self._random = random
        self._within_s = within_s
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-service")

    def ask(self, found: Found) -> Opinion | None:
        """What the service says of the files; None for a card that proves nothing here, of which nobody is told. Raises nothing.

        The gateway's challenge is the nonce, so that the gateway believes the answer; without one, any nonce serves the clerk.
        """
        person = found.verified.person
        if not found.may_check_in or person is None:
            return None
        if not verdicts.judged_files(found.files).keys() >= set(wire.REQUIRED):
            return Opinion(Standing.NOT_ASKED)
        nonce = self._random(_NONCE_BYTES) if found.challenge is None else presence.challenge_bytes(found.challenge.value)
        coming = self._line.submit(self._service.verify, found.files, request_id=self._random(12).hex(), nonce=nonce)
        try:
            signed = coming.result(timeout=self._within_s)
        except TimeoutError:
            coming.cancel()
            return Opinion(Standing.NOT_REACHED, reason="timed_out")
        except RoomError as wrong:
            return Opinion(Standing.NOT_REACHED, reason=wrong.code)
        except Exception as defect:  # noqa: BLE001 - whatever is wrong with it, the card was read
            _log.error("desk.service_failed", error=type(defect).__name__)
            return Opinion(Standing.NOT_REACHED, reason="failed")
        return _opinion(signed, nonce=nonce, subject=presence.subject_under(nonce, person.citizen_number.value))

    def close(self) -> None:
        self._line.shutdown(wait=False, cancel_futures=True)


def _opinion(signed: verdicts.SignedVerdict, *, nonce: bytes, subject: str) -> Opinion:
    verdict = signed.verdict
    if not signed.data_are_genuine:
        result = verdict.result if _RESULT.fullmatch(verdict.result) else "unknown"
        return Opinion(Standing.UNDECIDED if result in _OPEN else Standing.DISAGREES, by=verdict.issuer, reason=result)
    if verdict.subject not in {None, subject}:
        return Opinion(Standing.DISAGREES, by=verdict.issuer, reason="other_subject")
    is_shown = verdict.subject is not None and len(signed.token) <= presence.LONGEST_VERDICT  # the gateway takes no other
    return Opinion(Standing.CONFIRMED, by=verdict.issuer, nonce=nonce, token=signed.token if is_shown else "")

"""A campaign: numbered calls over several connections, counted by endpoint and status; replies that should not be are kept."""

import base64
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from ansinh.cli.fuzz.connection import Connection, Reply
from ansinh.kit.errors import Refused
from ansinh.wire import programs

_TOKEN_GOOD_FOR_S = 480.0
_CALLS_PER_CONNECTION = 40
_FACILITIES_THAT_CALL = 20
_CALLERS = 600
_MOST_FAILURES = 50
_NOT_HTTP = b"Invalid HTTP request"


@dataclass(frozen=True, slots=True)
class Failure:
    """A call whose reply should not be; all people in it are invented."""

    number: int
    seed: int
    name: str
    why: str
    request: bytes
    reply: Reply

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "seed": self.seed,
            "call": self.name,
            "why": self.why,
            "status": self.reply.status,
            "request_base64": base64.b64encode(self.request[:100_000]).decode(),
            "reply_base64": base64.b64encode(self.reply.body[:10_000]).decode(),
        }


class Campaign:
    """Calls of one seed against one gateway. `counts` are by (call, status); call "elsewhere" for paths that lead to no call.

    `taken` counts the calls that came through in spite of everything, so that a campaign that was refused at the door shows.
    """

    def __init__(self, url: str, *, facilities: list[dict[str, Any]], people: list[dict[str, Any]], seed: int) -> None:
        self._url = url
        self._seed = seed
        self._callers = _callers(facilities, people)
        self._tokens = _Tokens(url)
        self._names = self._served()
        self.counts: Counter[tuple[str, int]] = Counter()
        self.taken: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self.elapsed_s = 0.0
        self.next_number = 0

    def run(self, first: int, calls: int, *, connections: int) -> Iterator[tuple[int, float]]:
        """(calls done, seconds) about four times a second; ends early at an interrupt, or after 50 failures."""
        numbers = iter(range(first, first + calls))
        lock, stop = threading.Lock(), threading.Event()
        broken: SimpleQueue[BaseException] = SimpleQueue()
        self.next_number = first
        threads = [
            threading.Thread(target=self._work, args=(index, numbers, lock, stop, broken), daemon=True) for index in range(connections)
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in threads):
                time.sleep(0.25)
                self.elapsed_s = time.monotonic() - began
                yield sum(self.counts.values()), self.elapsed_s
        except KeyboardInterrupt:
            pass
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.elapsed_s = time.monotonic() - began
        try:
            raise broken.get_nowait()
        except Empty:
            return

    def as_dict(self) -> dict[str, Any]:
        by_call: dict[str, dict[str, int]] = {}
        for (name, status), count in sorted(self.counts.items()):
            by_call.setdefault(name, {})[str(status)] = count
        total = sum(self.counts.values())
        return {
            "seed": self._seed,
            "calls": total,
            "wall_s": round(self.elapsed_s, 1),
            "per_s": round(total / self.elapsed_s) if self.elapsed_s else 0,
            "failures": len(self.failures),
            "by_call": by_call,
            "taken": dict(sorted(self.taken.items())),
        }

    def lines(self) -> list[str]:
        told = self.as_dict()
        rows = [
            f"  {name:<20} {sum(by.values()):>7}  taken {self.taken[name]:>6}  {'  '.join(f'{status}: {count}' for status, count in by.items())}"
            for name, by in told["by_call"].items()
        ]
        reasons = Counter(failure.why for failure in self.failures)
        return [
            f"{told['calls']} calls of seed {self._seed} in {told['wall_s']} s ({told['per_s']}/s); replies that should not be: {told['failures']}",
            *rows,
            *(f"  FAIL {count} x {why}" for why, count in reasons.most_common()),
        ]

    def _work(
        self, index: int, numbers: Iterator[int], lock: threading.Lock, stop: threading.Event, broken: SimpleQueue[BaseException]
    ) -> None:
        connection, left = Connection(self._url, source=index), 0
        try:
            while not stop.is_set():
                with lock:
                    number = next(numbers, None)
                    if number is None:
                        return
                    self.next_number = number + 1
                if left == 0:
                    connection.close()
                    connection, left = Connection(self._url, source=1000 + number), _CALLS_PER_CONNECTION
                left -= 1
                self._one(number, connection, lock)
                if len(self.failures) >= _MOST_FAILURES:
                    stop.set()
        except BaseException as failed:  # noqa: BLE001 - handed to the thread that waits, which raises it
            broken.put(failed)
            stop.set()
        finally:
            connection.close()

    def _one(self, number: int, connection: Connection, lock: threading.Lock) -> None:
        call, which = programs.spoiled(number, self._seed, names=self._names, callers=self._callers)
        token, token_id = self._tokens.of(self._callers[which])
        request = call.render(token=token, token_id=token_id)
        reply = connection.call(request, method=call.method)
        why = _why(call, reply)
        with lock:
            self.counts[(call.name if call.is_found else "elsewhere", reply.status)] += 1
            self.taken[call.name] += _is_taken(reply)
            if why:
                self.failures.append(Failure(number, self._seed, call.name, why, request, reply))

    def _served(self) -> list[str]:
        """The calls this gateway has: generations that are switched off lead elsewhere."""
        served = []
        connection = Connection(self._url, source=1)
        for name, path in programs.PATHS.items():
            reply = connection.call(b"POST %s HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n" % path.encode(), method="POST")
            if reply.status == 0:
                raise Refused("no_gateway", f"nothing answers at {self._url}")
            if reply.status not in {404, 405}:
                served.append(name)
        connection.close()
        return served


class _Tokens:
    """A token for each account, taken anew before it ends, each login from an address of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._held: dict[str, tuple[bytes, bytes, float]] = {}

    def of(self, caller: programs.Caller) -> tuple[bytes, bytes]:
        with self._lock:
            held = self._held.get(caller.username)
            if held is None or time.monotonic() > held[2]:
                held = self._held[caller.username] = self._take(caller)
            return held[0], held[1]

    def _take(self, caller: programs.Caller) -> tuple[bytes, bytes, float]:
        sent = programs.take_token(caller.username, caller.password_md5, encoding=programs.Encoding.JSON)
        call = programs.Call("token", "POST", sent.path.encode(), headers=[(b"Content-Type", b"application/json")], body=sent.body)
        connection = Connection(self._url, source=500 + int(caller.username[:5]))
        reply = connection.call(call.render(token=b"", token_id=b""), method="POST")
        connection.close()
        taken = programs.session_by_json(reply.body)
        if taken.code != "200":
            raise Refused(
                "login_refused", f"{caller.username} could not log in ({taken.code}): is the system seeded with these facilities?"
            )
        return taken.access_token.encode(), taken.token_id.encode(), time.monotonic() + _TOKEN_GOOD_FOR_S


def _why(call: programs.Call, reply: Reply) -> str:
    if reply.status == 0:
        return "no reply"
    if reply.status == 400 and reply.body.startswith(_NOT_HTTP):
        return ""  # the server's own answer to what is not HTTP
    if not call.is_found:
        return f"status {reply.status}" if reply.status >= 500 else ""
    return programs.fault(call.name, call.method, reply.status, reply.headers, reply.body)


def _is_taken(reply: Reply) -> bool:
    begins = (b'{"maKetQua":"000"', b'{"maKetQua":"00"', b'{"maKetQua":"200"', b'{"MaKetQua":"20', b'{"outcome"', b'{"code"')
    return reply.status == 200 and reply.body.startswith(begins)


def _callers(facilities: list[dict[str, Any]], people: list[dict[str, Any]]) -> list[programs.Caller]:
    callers = []
    for number in range(_CALLERS):
        facility = facilities[number % _FACILITIES_THAT_CALL]
        other = facilities[_FACILITIES_THAT_CALL + number % (len(facilities) - _FACILITIES_THAT_CALL)]
        officer, person = facility["officers"][0], people[number % len(people)]
        keys = [person[name] for name in ("citizen_number", "card_number", "social_insurance_number") if person[name]]
        callers.append(
            programs.Caller(
                username=facility["username"],
                password_md5=_md5(facility["password"]),
                officer_name=officer["name"],
                officer_number=officer["citizen_number"],
                key=keys[number % len(keys)],
                full_name=person["name"],
                birth_date="/".join(reversed(person["birth_date"].split("-"))),
                login=(other["username"], _md5(other["password"])),
                sex="1" if person["sex"] == "male" else "2",
                registered_facility=person["registered_facility"] or "",
            )
        )
    return callers


def _md5(password: str) -> str:
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest().upper()

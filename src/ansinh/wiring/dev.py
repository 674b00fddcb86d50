"""The whole chain on one machine: database, schema, invented people, three origins, the worker; watched until Ctrl-C.

Each part is a process of its own, started again if it dies; the children die with this process even if it is killed.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from ansinh.kit import http
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.settings import Settings

Say = Callable[[str], None]

_READY_TIMEOUT_S = 60.0
_PORT_TIMEOUT_S = 8.0  # processes of a killed run need a moment to let go
_RESTARTS, _RESTARTS_WITHIN_S = 5, 60.0
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class _Part:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    died_at: deque[float] = field(default_factory=lambda: deque(maxlen=_RESTARTS))


class Chain:
    """The processes of one installation; a context manager that stops them all at the end."""

    def __init__(self, settings: Settings, *, dsn: str, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._environment = {
            **os.environ,
            "ANSINH_DATABASE_URL": dsn,
            "ANSINH_HOME": str(settings.home.resolve()),
            "ANSINH_HOST": settings.host,
            "ANSINH_PORT": str(settings.port),
            "ANSINH_PEOPLE": str(settings.people),
            "ANSINH_WORKERS": str(settings.workers),
        }
        names = ["vss", "exchange", "institutions"]
        self._parts = [_Part(name, [sys.executable, "-m", "ansinh", "serve", name]) for name in names]
        self._parts.append(_Part("worker", [sys.executable, "-m", "ansinh", "worker"]))

    def __enter__(self) -> Self:
        """Start everything and wait until all three origins are ready.

        Raises Refused("port_taken") naming the port, CounterpartDown("not_ready") naming the part.
        """
        for offset in range(3):
            _wait_for_port(self._settings.host, self._settings.port + offset)
        try:
            for part in self._parts:
                self._start(part)
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_unused: object) -> None:
        self.stop()

    def pid(self, name: str) -> int:
        """Process id of a part: "vss", "exchange", "institutions" or "worker"."""
        process = next(part for part in self._parts if part.name == name).process
        assert process is not None
        return process.pid

    def watch(self) -> None:
        """Start again what dies; returns never, ends with KeyboardInterrupt or, when a part keeps dying, CounterpartDown."""
        while True:
            time.sleep(0.5)
            for part in self._parts:
                self._restart_if_dead(part)

    def stop(self) -> None:
        """End the parts we started, the last first; whoever does not go in ten seconds is killed."""
        running = [part.process for part in reversed(self._parts) if part.process is not None and part.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, part: _Part) -> None:
        part.process = subprocess.Popen(  # noqa: S603 - our own program
            part.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the parts in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, and this process has no threads when it starts parts
        )

    def _restart_if_dead(self, part: _Part) -> None:
        if part.process is None or part.process.poll() is None:
            return
        part.died_at.append(time.monotonic())
        if len(part.died_at) == _RESTARTS and part.died_at[-1] - part.died_at[0] < _RESTARTS_WITHIN_S:
            raise CounterpartDown("keeps_dying", f"'{part.name}' ended {_RESTARTS} times within a minute; its last words are above")
        self._say(f"'{part.name}' ended (exit status {part.process.returncode}); starting it again")
        self._start(part)

    def _wait_until_ready(self) -> None:
        client = http.Client(timeout_s=2.0)
        deadline = time.monotonic() + _READY_TIMEOUT_S
        for offset, part in enumerate(self._parts[:3]):
            url = f"http://{_reachable(self._settings.host)}:{self._settings.port + offset}/readyz"
            while not _is_ready(client, url):
                if part.process is not None and part.process.poll() is not None:
                    raise CounterpartDown("not_ready", f"'{part.name}' ended while starting (exit status {part.process.returncode})")
                if time.monotonic() > deadline:
                    raise CounterpartDown("not_ready", f"'{part.name}' was not ready within {_READY_TIMEOUT_S:.0f} s ({url})")
                time.sleep(0.05)
        client.close()


def _is_ready(client: http.Client, url: str) -> bool:
    try:
        return client.get(url).status == 200
    except CounterpartDown:
        return False


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound


def _wait_for_port(host: str, port: int) -> None:
    deadline = time.monotonic() + _PORT_TIMEOUT_S
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as taken:
                if time.monotonic() > deadline:
                    raise Refused(
                        "port_taken", f"port {port} on {host} is taken ({taken.strerror}); choose others with `make run PORT=18000`"
                    ) from taken
            else:
                return
        time.sleep(0.2)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    """The first of three neighbouring free ports on loopback."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        if first + 2 > 65535:
            continue
        try:
            for port in (first, first + 1, first + 2):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first

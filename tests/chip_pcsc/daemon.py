"""A real pcscd with vpcd's two slots, started for the tests and stopped by its process id. One pcscd can run on a machine at a time."""

import contextlib
import fcntl
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from ansinh.chip.transport import pcsc
from ansinh.sandbox.virtual_card import Insertion, VirtualCard, inserted

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
RUNNING = Path("/run/pcscd/pcscd.pid")
LOCK = Path(tempfile.gettempdir()) / "ansinh-pcscd.lock"
WAIT_FOR_THE_OTHERS_S = 120.0
START_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class Daemon:
    """`readers` are the names PC/SC gives the two slots, `ports` where a card is put into each."""

    readers: tuple[str, str]
    ports: tuple[int, int]
    pid: int


def why_not() -> str | None:
    """Why no pcscd can be started here, or None."""
    if which("pcscd") is None:
        return "pcscd is not installed (apt install pcscd)"
    if not DRIVER.exists():
        return "vpcd is not installed (apt install vsmartcard-vpcd)"
    if os.geteuid() != 0:
        return "pcscd can be started by root only"
    try:
        import smartcard.scard  # noqa: F401
    except ImportError:
        return "pyscard is not installed (pip install 'ansinh[reader]')"
    return None


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Daemon]:
    """A pcscd of our own while the block runs; `folder` takes its configuration and log. Skips the test where there can be none.

    It ends by itself after a minute without a client, so that a run that is killed leaves none behind for long.
    """
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with _turn():
        if _is_pcscd(RUNNING):
            pytest.skip("a pcscd that is not ours runs on this machine already")
        first = _two_free_ports()
        ports = (first, first + 1)
        with (folder / "pcscd.log").open("wb") as log:
            process = subprocess.Popen(
                ["pcscd", "--foreground", "--info", "--auto-exit", "--config", str(_configuration(folder, first))], stdout=log, stderr=log
            )
        try:
            yield Daemon(_readers(process, folder), ports, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=60)


@contextlib.contextmanager
def put(card: VirtualCard, into: Daemon, *, slot: int = 0) -> Iterator[Insertion]:
    """The card is in the slot, and PC/SC knows it; afterwards the slot is empty, and PC/SC knows that too.

    pcscd looks every 0.4 s: whoever does not wait talks to the card that was there before.
    """
    assert until(lambda: not _has_card(into.readers[slot]))
    with inserted(card, port=into.ports[slot]) as insertion:
        assert until(lambda: _has_card(into.readers[slot]))
        yield insertion
    assert until(lambda: not _has_card(into.readers[slot]))


def until(true: Callable[[], bool], *, within_s: float = 60.0) -> bool:
    """Whether it became true in time."""
    end = time.monotonic() + within_s
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _has_card(reader: str) -> bool:
    return any(slot.has_card for slot in pcsc.readers() if slot.reader == reader)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Waits until no other run of these tests has its pcscd, bounded."""
    with LOCK.open("w") as lock:
        if not until(lambda: _taken(lock.fileno()), within_s=WAIT_FOR_THE_OTHERS_S):
            pytest.skip(f"another run had its pcscd for more than {WAIT_FOR_THE_OTHERS_S:.0f} s")
        yield


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_pcscd(pid_file: Path) -> bool:
    """Whether the process of that number (pcscd ends it with a zero byte) is one: what a dead one left behind may be somebody else's."""
    try:
        return (Path("/proc") / pid_file.read_text().strip("\0\n ") / "comm").read_text().strip() == "pcscd"
    except OSError:
        return False


def _two_free_ports() -> int:
    """The first of two ports in a row that nobody has."""
    for _ in range(50):
        with socket.socket() as one, socket.socket() as other:
            one.bind(("", 0))
            port: int = one.getsockname()[1]
            with contextlib.suppress(OSError):
                other.bind(("", port + 1))
                return port
    raise RuntimeError("no two free ports in a row")


def _configuration(folder: Path, port: int) -> Path:
    """Only our own reader, so that nothing that is really plugged in is touched. The port stands twice: vpcd reads it from the name."""
    path = folder / "reader.conf"
    path.write_text(f'FRIENDLYNAME "Ansinh test"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{port:X}\n')
    return path


def _readers(process: "subprocess.Popen[bytes]", folder: Path) -> tuple[str, str]:
    """The names of both slots, once pcscd has them."""
    from smartcard import scard

    found: list[str] = []

    def both() -> bool:
        assert process.poll() is None, (folder / "pcscd.log").read_text()
        nonlocal found
        status, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if status == scard.SCARD_S_SUCCESS:
            _, found = scard.SCardListReaders(context, [])
            scard.SCardReleaseContext(context)
        return len(found) >= 2

    assert until(both, within_s=START_WITHIN_S), (folder / "pcscd.log").read_text()
    return found[0], found[1]

"""A virtual reader for a bench: a pcscd of its own with vpcd, where this machine has both, nobody runs one, and we may."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from ansinh.chip import errors
from ansinh.chip.transport import pcsc

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_START_WITHIN_S = 10.0
_STOP_WITHIN_S = 5.0


def why_not() -> str | None:
    """Why no reader can be had here; None if one can."""
    if shutil.which("pcscd") is None or not DRIVER.exists():
        return "pcscd and vpcd are not installed (Debian: apt install pcscd vsmartcard-vpcd)"
    if os.geteuid() != 0:
        return "pcscd can be started by root only"
    try:
        pcsc.readers()
    except errors.ReaderUnavailable as away:
        return None if away.code == "no_service" else away.detail
    return "a pcscd that is not ours runs on this machine"


@contextlib.contextmanager
def reader(folder: Path) -> Iterator[tuple[str, int]]:
    """The name of an empty reader, and the port where a card is put into it. Raises ReaderUnavailable if pcscd does not come up."""
    port = _free_port()
    configuration = folder / "reader.conf"
    configuration.write_text(f'FRIENDLYNAME "Ansinh bench"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{port:X}\n')
    pcscd = shutil.which("pcscd") or "pcscd"
    process = subprocess.Popen(  # noqa: S603 - the system's own service
        [pcscd, "--foreground", "--config", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield _first_reader(process), port
    finally:
        process.terminate()
        try:
            process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _first_reader(process: "subprocess.Popen[bytes]") -> str:
    end = time.monotonic() + _START_WITHIN_S
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(errors.ReaderUnavailable):
            slots = pcsc.readers()
            if slots:
                return slots[0].reader
        time.sleep(0.05)
    raise errors.ReaderUnavailable("no_service", "pcscd did not come up")


def _free_port() -> int:
    """A port that nobody has, with another one above it: vpcd has two slots."""
    for _ in range(50):
        with socket.socket() as one, socket.socket() as other, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            other.bind(("127.0.0.1", port + 1))
            return port
    raise errors.ReaderUnavailable("no_service", "no two free ports in a row")

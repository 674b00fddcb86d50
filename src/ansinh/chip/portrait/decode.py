"""A portrait made into a PNG by another process with tight limits. This process never gives an image of a card to a decoder."""

import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

from ansinh.chip.errors import BudgetExceeded, ChipError, Malformed
from ansinh.chip.portrait.inspect import inspect

TIMEOUT_S = 10.0
CPU_S = 5
MEMORY_BYTES = 512 * 1024 * 1024
_MAX_PNG_BYTES = 16 * 1024 * 1024
_WORKER = Path(__file__).with_name("worker.py")
_CLEAN, _NOT_AN_IMAGE, _TOO_LARGE = 0, 3, 4  # as worker.py says
_PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def decode(image: bytes, *, timeout_s: float = TIMEOUT_S, cpu_s: int = CPU_S, memory_bytes: int = MEMORY_BYTES) -> bytes:
    """The portrait as PNG, without anything else the file carried. About 0.1 s, most of it the start of the process.

    Raises Malformed for what does not decode (Unsupported for other kinds), also if it makes the decoder crash; BudgetExceeded with code
    "portrait_budget" for what takes longer than `timeout_s`, or more processor time or memory than it may.
    """
    promised = inspect(image)
    limits = (promised.width, promised.height, cpu_s, memory_bytes, _MAX_PNG_BYTES)
    with subprocess.Popen(  # noqa: S603 - this interpreter, our own script, numbers
        [sys.executable, "-I", str(_WORKER), *map(str, limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as process:
        png, is_late = _exchange(process, image, timeout_s)
    if is_late or len(png) > _MAX_PNG_BYTES:
        raise BudgetExceeded("portrait_budget", "the portrait takes too long to decode, or becomes too large")
    if process.returncode != _CLEAN:
        raise _why(process.returncode)
    if png[:24] != _PNG_HEAD + promised.width.to_bytes(4, "big") + promised.height.to_bytes(4, "big"):
        raise Malformed("portrait", "does not become the picture its headers promise")
    return png


def _exchange(process: "subprocess.Popen[bytes]", image: bytes, timeout_s: float) -> tuple[bytes, bool]:
    """What came back, and whether the process had to be ended for taking too long."""
    assert process.stdin is not None
    assert process.stdout is not None
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(timeout_s, end)
    timer.start()
    try:
        for send in (partial(process.stdin.write, image), process.stdin.close):
            with suppress(BrokenPipeError):  # it ended before it had read everything; its exit status says why
                send()
        png = process.stdout.read(_MAX_PNG_BYTES + 1)
        if len(png) > _MAX_PNG_BYTES:
            process.kill()
        process.wait()
    finally:
        timer.cancel()
    return png, late.is_set()


def _why(status: int) -> ChipError:
    if status in {_TOO_LARGE, -9, -24}:  # SIGKILL and SIGXCPU
        return BudgetExceeded("portrait_budget", "the portrait takes more processor time or memory than it may")
    if status == _NOT_AN_IMAGE:
        return Malformed("portrait", "cannot be decoded")
    return Malformed("portrait", "made its decoder end")

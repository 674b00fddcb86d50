"""Keeping what a process has in memory from disks and from other programs: a crash writes all of it to a file."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def leave_none() -> None:
    """From now on this process leaves no core dump, and other programs of the same user cannot look into it (prctl(2)). Linux; no-op elsewhere.

    A limit of zero alone would not do: systems that hand dumps to a program of their own do not look at it (core(5)).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        import resource  # noqa: PLC0415 - there is none on other systems

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

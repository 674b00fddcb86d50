"""A process that was told to leaves nothing of its memory behind."""

import subprocess
import sys

import pytest

_PROGRAM = """
import ctypes, resource, sys
from ansinh.kit import dumps
dumps.leave_none()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
import subprocess
print(subprocess.run([sys.executable, "-c", "print('a child')"], capture_output=True, check=True, text=True).stdout)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux alone")
def test_a_process_that_was_told_to_leaves_no_dump_and_goes_on_as_before() -> None:
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True, text=True).stdout
    assert said.split("\n")[:2] == ["0 0 0", "a child"]  # PR_GET_DUMPABLE, and both limits

"""A full disk said plainly."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ansinh.kit.errors import Refused

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def said_plainly(folder: Path) -> Iterator[None]:
    """Turns "no space left" into Refused `disk_full`; what was finished stays."""
    try:
        yield
    except OSError as failed:
        if failed.errno not in _FULL and "No space left" not in str(failed):
            raise
        free = shutil.disk_usage(folder).free
        raise Refused(
            "disk_full",
            f"there is no room left to write in {folder} ({free / 1e9:.1f} GB free): make room and run the same command again; "
            "what is finished is kept.",
            field="out",
        ) from failed

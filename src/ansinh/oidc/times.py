"""Times in tokens: NumericDate, seconds since 1970 (RFC 7519 section 2)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_LAST = 253_402_300_799  # 9999-12-31T23:59:59Z


def instant(claims: Mapping[str, Any], name: str) -> datetime | None:
    """The time a claim names, to the microsecond; None where it is missing or no time."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST:
        return None
    return datetime.fromtimestamp(value, tz=UTC)

"""How large a file may be, by the hour at which it is sent: less in the busy ones, so that big files wait for the evening.

20 MB a file from Monday to Friday, 8 to 11 and 14 to 19 o'clock, 100 MB otherwise: the rule one hospital program attaches to code
1001 (one source; newer documents give no number). Public holidays count as the weekday they fall on (assumed).
"""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import clock

BUSY_HOURS = ((8, 11), (14, 19))
"""Hours of Viet Nam's day, the second of each pair no longer included."""
BUSY_WEEKDAYS = range(5)
_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimit:
    """Bytes of a file, base64 taken off."""

    in_busy_hours: int = 20 * _MB
    otherwise: int = 100 * _MB

    def at(self, now: datetime) -> int:
        """The most bytes a file may have that is sent now."""
        local = now.astimezone(clock.VIETNAM)
        is_busy = local.weekday() in BUSY_WEEKDAYS and any(first <= local.hour < last for first, last in BUSY_HOURS)
        return self.in_busy_hours if is_busy else self.otherwise

    def largest_body(self) -> int:
        """Bytes of the largest body with such a file: four for three in base64, line ends and escapes, and the fields beside it."""
        return max(self.in_busy_hours, self.otherwise) * 8 // 5 + 64 * 1024

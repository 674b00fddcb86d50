"""The four ways a room says no. Doors map them to HTTP; wire endpoints map them to the counterpart's own codes."""


class RoomError(Exception):
    """A stable `code`, a sentence without personal data, and the field at fault where there is one."""

    def __init__(self, code: str, detail: str, *, field: str | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.field = field


class Refused(RoomError):  # noqa: N818 - a refusal is a decision, not a defect
    """The rules do not allow it."""


class NotFound(RoomError):  # noqa: N818
    """There is no such thing, or the caller may not know that there is."""


class Conflict(RoomError):  # noqa: N818
    """It contradicts what is already kept."""


class CounterpartDown(RoomError):  # noqa: N818
    """Another institution did not answer in time, or not in its own protocol."""

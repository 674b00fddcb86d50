"""Formats that others fixed; the only home of Vietnamese field names. Decides nothing."""

from ansinh.wire import eid

__all__ = ["eid"]

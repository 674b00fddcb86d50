"""Formats that others fixed; the only home of Vietnamese field names. Decides nothing."""

from ansinh.wire import eid, gateway, qr

__all__ = ["eid", "gateway", "qr"]

"""Formats that others fixed; the only home of Vietnamese field names. Decides nothing."""

from ansinh.wire import claims, eid, gateway, qr

__all__ = ["claims", "eid", "gateway", "qr"]

"""Formats that others fixed; the only home of Vietnamese field names. Decides nothing."""

from ansinh.wire import check_in, claims, eid, gateway, ledger, programs, qr

__all__ = ["check_in", "claims", "eid", "gateway", "ledger", "programs", "qr"]

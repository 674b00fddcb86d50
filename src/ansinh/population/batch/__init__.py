"""Verify a whole register against the population index: units of work, a ledger, resume, publish. The door is `run`."""

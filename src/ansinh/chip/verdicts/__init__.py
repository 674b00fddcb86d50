"""A verification service behind one port: here, with our own trust store, or elsewhere, over HTTP. Its verdicts are signed either way."""

from ansinh.chip.verdicts.local import LocalVerifier
from ansinh.chip.verdicts.port import GENUINE, ChipVerifier, SignedVerdict, judged_files
from ansinh.chip.verdicts.remote import CLOCKS_DIFFER, RemoteVerifier

__all__ = ["CLOCKS_DIFFER", "GENUINE", "ChipVerifier", "LocalVerifier", "RemoteVerifier", "SignedVerdict", "judged_files"]

"""The portrait of the holder as bytes nobody has reason to trust: looked at from outside, decoded behind a wall."""

from ansinh.chip.portrait.decode import decode
from ansinh.chip.portrait.inspect import MAX_BYTES, MAX_PIXELS, Kind, Portrait, inspect, kind_of

__all__ = ["MAX_BYTES", "MAX_PIXELS", "Kind", "Portrait", "decode", "inspect", "kind_of"]

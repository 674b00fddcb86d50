"""What a person can prove who they are with, and what a set of it is worth.

Every factor ends the same way: `authorize.go_on` is told that this account passed it in this open login of this browser, and
decides whether that is enough. How a factor is proved stands in its own module; nothing here knows accounts or a database.
"""

from ansinh.sandbox.eid.factors.levels import KINDS, Factor, Kind, amr_of, level_of, would_lift

__all__ = ["KINDS", "Factor", "Kind", "amr_of", "level_of", "would_lift"]

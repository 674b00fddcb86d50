"""One counter's page: what it shows beside the counter itself, and what a form must bring along."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ansinh import desk
from ansinh.kit import clock


@dataclass(frozen=True, slots=True)
class Screens:
    """The service for the hospital's own reception screens: `port` 0: switched off; `is_taken`: another program has it."""

    port: int = 0
    is_taken: bool = False
    count: Callable[[], int] = field(default=lambda: 0, repr=False)


@dataclass(frozen=True, slots=True)
class VirtualCard:
    """On a test system: the card that a button lays down and takes away, and the digits printed on it."""

    slot: desk.Slot
    lay: Callable[[], None] = field(repr=False)
    can: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`form_token`: this process's own, in every form.

    `closing` is set when the service ends: pages that wait for a change are answered then.
    """

    counter: desk.Counter
    form_token: str = field(repr=False)
    now: clock.Clock = field(repr=False)
    facility_code: str = ""
    policy: str = ""
    screens: Screens = Screens()
    virtual: VirtualCard | None = None
    is_sandbox: bool = False
    closing: threading.Event = field(default_factory=threading.Event, repr=False)

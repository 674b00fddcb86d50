"""A transport that counts: what goes beyond the budget of a reading ends it, however the card behaves."""

from collections.abc import Callable

from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import BudgetExceeded
from ansinh.chip.reading.plan import Budget
from ansinh.chip.transport import Transport


class Meter:
    """Commands over a transport, each checked against what is left of the budget before and after it. `clock` counts seconds."""

    def __init__(self, transport: Transport, budget: Budget, *, clock: Callable[[], float]) -> None:
        self._transport = transport
        self._budget = budget
        self._clock = clock
        self._begun = clock()
        self.commands = 0
        self.bytes_received = 0

    @property
    def atr(self) -> bytes:
        return self._transport.atr

    @property
    def seconds(self) -> float:
        return self._clock() - self._begun

    def send(self, command: Command) -> Response:
        """The card's answer. Raises BudgetExceeded, and whatever the transport raises."""
        if self.commands >= self._budget.commands:
            raise BudgetExceeded("too_many_commands", f"the card wanted more than {self._budget.commands} commands")
        self._on_time()
        self.commands += 1
        raw = self._transport.transmit(command.encode())
        self.bytes_received += len(raw)
        if self.bytes_received > self._budget.bytes:
            raise BudgetExceeded("too_many_bytes", f"the card sent more than {self._budget.bytes} bytes")
        self._on_time()
        return Response.decode(raw)

    def _on_time(self) -> None:
        if self.seconds > self._budget.seconds:
            raise BudgetExceeded("too_slow", f"the card took longer than {self._budget.seconds:g} seconds")

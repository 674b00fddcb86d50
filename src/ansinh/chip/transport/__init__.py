"""Where a card is: in this process, behind a reader, in a transcript. One protocol for all of them."""

from ansinh.chip.transport import faulty, pcsc, recorded
from ansinh.chip.transport.link import Channel, Send, Through, Transport

__all__ = ["Channel", "Send", "Through", "Transport", "faulty", "pcsc", "recorded"]

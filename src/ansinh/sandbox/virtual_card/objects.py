"""The elements inside a command's data, as a card reads them: each at most once, and none that was not asked for."""

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.sandbox.virtual_card.reply import Refusal, Status


def read(data: bytes, *, allowed: frozenset[int]) -> dict[int, bytes]:
    """Values by tag. Raises Refusal 6A80."""
    try:
        nodes = tlv.parse(data, "command")
    except Malformed:
        raise Refusal(Status.WRONG_DATA) from None
    values = {node.tag: node.value for node in nodes}
    if len(values) != len(nodes) or not values.keys() <= allowed:
        raise Refusal(Status.WRONG_DATA)
    return values

"""Elements of the groups that chips use without a curve: the groups, arithmetic, public keys. Holds no protocol."""

from ansinh.chip.groups.elements import (
    decode_element,
    element_from,
    encode_element,
    new_private,
    power,
    product,
    public_key,
    shared_secret,
)
from ansinh.chip.groups.keys import UnknownGroup, read_public_key, write_public_key
from ansinh.chip.groups.named import Group, by_parameter, every, named

__all__ = [
    "Group",
    "UnknownGroup",
    "by_parameter",
    "decode_element",
    "element_from",
    "encode_element",
    "every",
    "named",
    "new_private",
    "power",
    "product",
    "public_key",
    "read_public_key",
    "shared_secret",
    "write_public_key",
]

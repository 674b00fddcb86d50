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
from ansinh.chip.groups.named import Group, by_parameter, every

__all__ = [
    "Group",
    "by_parameter",
    "decode_element",
    "element_from",
    "encode_element",
    "every",
    "new_private",
    "power",
    "product",
    "public_key",
    "shared_secret",
]

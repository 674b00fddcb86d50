"""A page whose words never change, with holes for what does: rendered once, filled each time.

What goes into a hole is escaped like everything a template shows, so it may stand in text and between the quotes of an attribute.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

_HOLE = re.compile("\x00([a-z_]+)\x00")


def hole(name: str) -> str:
    """What is given to the template in the place of a value. No page of ours can hold these characters otherwise: HTML knows no U+0000."""
    return f"\x00{name}\x00"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Texts, and between each two the name of a hole."""

    parts: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The page. Raises KeyError for a hole without a value."""
        parts = list(self.parts)
        parts[1::2] = [str(escape(values[name])) for name in self.parts[1::2]]
        return "".join(parts)


def cut(html: str) -> Skeleton:
    """A page that was rendered with holes."""
    return Skeleton(tuple(_HOLE.split(html)))

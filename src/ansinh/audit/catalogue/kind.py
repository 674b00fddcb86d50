"""What the catalogue says of one kind of event."""

from collections.abc import Mapping
from dataclasses import dataclass

from ansinh.audit.model import ActorKind


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is room or place, a dot, and what happened in the past tense. `detail` says what each allowed key means."""

    name: str
    who: tuple[ActorKind, ...]
    why: str
    detail: Mapping[str, str]

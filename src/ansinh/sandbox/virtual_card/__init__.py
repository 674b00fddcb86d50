"""A citizen card without a card: what is in it, and the chip that answers. Speaks the real protocols."""

from ansinh.sandbox.virtual_card.model import ATR, LOCKED, Chip, ChipKey, Quirks

__all__ = ["ATR", "LOCKED", "Chip", "ChipKey", "Quirks"]

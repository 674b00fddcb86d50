"""A citizen card without a card: what is in it, the chip that answers, and the slot of a reader to put it in. Speaks the real protocols."""

from ansinh.sandbox.virtual_card.card import VirtualCard
from ansinh.sandbox.virtual_card.model import ATR, LOCKED, Chip, ChipKey, Quirks
from ansinh.sandbox.virtual_card.vpcd import HOST, PORT, Insertion, inserted, serve

__all__ = ["ATR", "HOST", "LOCKED", "PORT", "Chip", "ChipKey", "Insertion", "Quirks", "VirtualCard", "inserted", "serve"]

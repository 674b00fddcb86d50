"""Texts inside the QR codes people bring to a hospital: written, read, and read again after a keyboard has mangled them.

A QR code proves nothing about who holds it: it has no signature and copies perfectly. It saves typing, and that is all. Only the
chip of a citizen card, or a login with an electronic identity account, says who is there.
"""

from ansinh.wire.qr.card import CardQr, format_card_qr
from ansinh.wire.qr.citizen import CitizenQr, format_citizen_qr
from ansinh.wire.qr.keyboard import KEYBOARDS, Keyboard, typed
from ansinh.wire.qr.model import ADVICE, Kind, QrError, Reading, Unread
from ansinh.wire.qr.reading import read

__all__ = [
    "ADVICE",
    "KEYBOARDS",
    "CardQr",
    "CitizenQr",
    "Keyboard",
    "Kind",
    "QrError",
    "Reading",
    "Unread",
    "format_card_qr",
    "format_citizen_qr",
    "read",
    "typed",
]

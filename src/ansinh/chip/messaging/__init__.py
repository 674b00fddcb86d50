"""The encrypted channel to a chip, from both its ends: keys, one session, and a way to send that ends at the first thing that is wrong."""

from ansinh.chip.messaging.ciphers import Cipher, decrypt, derive_key, encrypt, mac, pad, unpad
from ansinh.chip.messaging.secured import Secured, Send
from ansinh.chip.messaging.session import SecureMessagingError, Session

__all__ = [
    "Cipher",
    "SecureMessagingError",
    "Secured",
    "Send",
    "Session",
    "decrypt",
    "derive_key",
    "encrypt",
    "mac",
    "pad",
    "unpad",
]

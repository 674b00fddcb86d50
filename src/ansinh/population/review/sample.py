"""Which cases are reviewed blind: 2 in 100, the same ones whenever it is asked, and nobody at a desk can tell which."""

import hashlib

SHARE = 200  # of 10,000


def is_sampled(salt: str, record_id: str) -> bool:
    """Decided by a keyed digest of the record, so that a rerun draws the same cases. `salt` is the source's, and is shown nowhere."""
    digest = hashlib.blake2b(record_id.encode(), key=salt.encode()[:64], digest_size=8).digest()
    return int.from_bytes(digest, "big") % 10_000 < SHARE

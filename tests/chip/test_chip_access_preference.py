"""Of several variants of PACE the strongest is taken, whatever order the card lists them in, and what is not built is passed over."""

import os
import time
from itertools import permutations

import pytest

from ansinh.chip import access, lds, reading
from ansinh.chip.lds import File
from ansinh.sandbox.virtual_card import Chip, VirtualCard

_STEM = "0.4.0.127.0.7.2.2.4"


def _rank(kind: int, cipher: int, parameter_id: int | None) -> tuple[int, int, int] | None:
    return access.rank(f"{_STEM}.{kind}.{cipher}", parameter_id)


def test_the_weaker_of_curve_and_cipher_counts_then_the_cipher_then_the_mapping() -> None:
    strongest_first = [
        (2, 4, 18),  # AES-256 on 521 bits
        (4, 4, 18),  # the same, integrated
        (2, 4, 16),  # 192: the curve
        (2, 3, 16),
        (2, 4, 13),  # 128: the curve
        (2, 3, 13),
        (6, 2, 13),  # 128, and proves the chip
        (2, 2, 13),
        (4, 2, 13),
        (1, 4, 2),  # 112: the group
        (3, 4, 2),
        (1, 2, 1),
        (2, 2, 8),  # 96: the curve
        (1, 4, 0),  # 80: the group
        (2, 1, 13),  # 80: the cipher
        (1, 1, 0),
    ]
    ranks = [_rank(*each) for each in strongest_first]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda each: each or ())


@pytest.mark.parametrize(
    ("kind", "cipher", "parameter_id"),
    [(2, 2, None), (2, 2, 0), (1, 2, 13), (3, 2, 3), (4, 2, 10), (5, 2, 13), (6, 1, 13), (2, 5, 13), (2, 2, 31)],
)
def test_what_is_not_built_has_no_rank(kind: int, cipher: int, parameter_id: int | None) -> None:
    assert _rank(kind, cipher, parameter_id) is None


def test_a_reader_takes_the_strongest_in_whatever_order_the_card_lists_them() -> None:
    offers = [
        lds.PaceInfo(f"{_STEM}.2.1", 2, 13),
        lds.PaceInfo(f"{_STEM}.4.4", 2, 13),
        lds.PaceInfo(f"{_STEM}.1.4", 2, 0),
        lds.PaceInfo(f"{_STEM}.2.4", 1, 18),  # of a version that nobody knows
        lds.PaceInfo(f"{_STEM}.4.4", 2, 10),  # which there is not
    ]
    for listed in permutations(offers):
        assert _chosen(listed) == "0022C1A412800A04007F0007020204040483010284010D"


def test_what_is_equally_strong_is_taken_as_the_card_lists_it() -> None:
    one, other = lds.PaceInfo(f"{_STEM}.2.2", 2, 13), lds.PaceInfo(f"{_STEM}.2.2", 2, 12)
    assert _chosen((one, other)).endswith("84010D")
    assert _chosen((other, one)).endswith("84010C")


class _Stopped(Exception):  # noqa: N818 - an event
    """The choice was made, and is all that is looked at."""


class _Listening(VirtualCard):
    def transmit(self, command: bytes) -> bytes:
        if command[:4] == bytes.fromhex("0022C1A4"):
            raise _Stopped(command.hex().upper())
        return super().transmit(command)


def _chosen(offers: tuple[lds.PaceInfo, ...]) -> str:
    """What the reader chooses PACE with."""
    files = {File.CARD_ACCESS.fid: lds.write_card_access(offers)}
    card = _Listening(Chip(files=files, can="271828", bac_key=("001190000", "900101", "400101")))
    with pytest.raises(_Stopped) as stopped:
        reading.read(card, reading.Keys(can=access.Can("271828")), random=os.urandom, clock=time.monotonic)
    return str(stopped.value)

import os
from dataclasses import replace

import pytest

from ansinh.chip import access, curves, lds
from ansinh.chip.apdu import Command
from ansinh.chip.errors import AccessDenied, CardRefused
from ansinh.chip.transport import Channel
from ansinh.sandbox.virtual_card import Quirks, VirtualCard
from tests.virtual_card.cards import CAN, MRZ, SELECT_APPLICATION, card, chip, open_by_bac, open_by_pace, say, select

SET_AT = "0022C1A412800A04007F0007020204020283010284010D"
ASK_NONCE = "10860000027C0000"
WRONG = access.Can("999999")


def test_pace_opens_with_the_can_and_with_the_printed_lines() -> None:
    for password in (access.Can(CAN), access.MrzKey(*MRZ)):
        assert select(open_by_pace(card(), password), 0x0101).is_ok


def test_pace_runs_inside_the_application_as_well() -> None:
    one = card()
    say(one, "00A4040C07A0000002471001")
    assert select(open_by_pace(one), 0x0101).is_ok


def test_bac_opens_with_the_printed_lines() -> None:
    assert select(open_by_bac(card()), 0x0101).is_ok


def test_bac_with_other_lines_is_refused_and_opens_nothing() -> None:
    one = card()
    with pytest.raises(AccessDenied, match="not those of this card"):
        open_by_bac(one, ("190000018", "900101", "400102"))
    assert say(one, "00B0810001") == "6982"


def test_wrong_cans_are_counted_down_until_none_is_taken_any_more() -> None:
    one = card(can_tries=2)
    said = []
    for _ in range(3):
        with pytest.raises(AccessDenied) as denied:
            open_by_pace(one, WRONG)
        said.append((denied.value.code, denied.value.detail[-14:]))
    assert said[0] == ("wrong_password", " tries left: 1")
    assert [code for code, _ in said[1:]] == ["locked_or_blocked", "locked_or_blocked"]
    with pytest.raises(AccessDenied):
        open_by_pace(one)


@pytest.mark.parametrize("way", ["printed lines by PACE", "printed lines by BAC"])
def test_the_printed_lines_open_a_card_whose_can_is_blocked_and_unblock_it(way: str) -> None:
    one = card(can_tries=1)
    with pytest.raises(AccessDenied):
        open_by_pace(one, WRONG)
    one.reset()
    if way.endswith("PACE"):
        open_by_pace(one, access.MrzKey(*MRZ))
    else:
        open_by_bac(one)
    one.reset()
    assert select(open_by_pace(one), 0x0101).is_ok


def test_the_right_can_clears_the_count() -> None:
    one = card(can_tries=2)
    for password in (WRONG, access.Can(CAN), WRONG):
        if password is not WRONG:
            open_by_pace(one, password)
            continue
        with pytest.raises(AccessDenied, match=r"tries left: 1$"):
            open_by_pace(one, password)


def test_cards_that_do_not_count_say_only_that_it_was_wrong() -> None:
    with pytest.raises(AccessDenied, match=r"^the password is wrong$"):
        open_by_pace(card(can_tries=None), WRONG)


def test_wrong_printed_lines_are_never_counted() -> None:
    one = card(can_tries=1)
    for _ in range(2):
        with pytest.raises(AccessDenied, match=r"^the password is wrong$"):
            open_by_pace(one, access.MrzKey("190000018", "900101", "400102"))
    assert select(open_by_pace(one), 0x0101).is_ok


def test_a_downgraded_card_fails_pace_and_opens_by_bac() -> None:
    one = card(pace_status=0x6FFF)
    with pytest.raises(CardRefused) as refused:
        open_by_pace(one)
    assert refused.value.status == 0x6FFF
    assert select(open_by_bac(one), 0x0101).is_ok


def test_a_card_without_bac_does_not_know_its_commands() -> None:
    one = card(opens_by_bac=False)
    say(one, "00A4040C07A0000002471001")
    assert [say(one, "0084000008"), say(one, "0082000028" + "00" * 40 + "28")] == ["6D00", "6D00"]


def test_a_challenge_is_good_for_one_attempt() -> None:
    one = card()
    say(one, "00A4040C07A0000002471001")
    attempt = "0082000028" + "00" * 40 + "28"
    assert say(one, attempt) == "6985"
    assert say(one, "0084000008").endswith("9000")
    assert [say(one, attempt), say(one, attempt)] == ["6300", "6985"]


def test_a_proof_over_another_challenge_is_refused() -> None:
    """Replayed: sealed with the right keys, over a challenge the card gave before."""
    plain = Channel(card()).send
    plain(SELECT_APPLICATION)
    before = plain(Command(0, 0x84, 0, 0, le=8)).data
    plain(Command(0, 0x84, 0, 0, le=8))
    sealed = access.seal_cryptogram(access.bac_keys(access.MrzKey(*MRZ)), access.Cryptogram(bytes(8), before, bytes(16)))
    assert plain(Command(0, 0x82, 0, 0, sealed, le=40)).status == 0x6300


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("800A04007F00070202040202830102", "9000"),  # its only domain parameters need no naming
        ("800A04007F0007020204020283010284010C", "6A88"),
        ("800A04007F0007020204020283010384010D", "6A88"),
        ("800A04007F0007020204020384010D", "6A80"),
        ("800A04007F0007020204040283010284010D", "6A80"),  # integrated mapping
        ("83010284010D", "6A80"),
        ("800A04007F0007020204020283010283010284010D", "6A80"),
        ("800A04007F000702020402028301", "6A80"),
    ],
)
def test_pace_is_done_as_the_card_announces_and_in_no_other_way(data: str, answer: str) -> None:
    assert say(card(), f"0022C1A4{len(data) // 2:02X}{data}") == answer


def test_a_card_that_announces_no_pace_does_none() -> None:
    one = chip()
    silent = VirtualCard(replace(one, files={fid: raw for fid, raw in one.files.items() if fid != 0x011C}))
    assert say(silent, SET_AT) == "6A80"
    assert select(open_by_bac(silent), 0x0101).is_ok


@pytest.mark.parametrize(
    "step",
    [
        "00860000027C0000",  # not chained
        "10860000047C02810000",  # not empty
        "10860100027C0000",
        "10860000017C00",
        "1086000002300000",
    ],
)
def test_a_step_that_is_not_the_one_expected_ends_the_run(step: str) -> None:
    one = card()
    assert say(one, SET_AT) == "9000"
    assert say(one, step) in {"6883", "6A80", "6A86"}
    assert say(one, ASK_NONCE) == "6985"


def test_anything_in_between_ends_the_run() -> None:
    one = card()
    say(one, SET_AT)
    assert say(one, ASK_NONCE).startswith("7C1280")
    say(one, "00A4020C02011C")
    assert say(one, ASK_NONCE) == "6985"


@pytest.mark.parametrize("point", ["off the curve", "another curve's length", "infinity"])
def test_a_point_that_is_none_ends_the_run(point: str) -> None:
    one = card()
    say(one, SET_AT)
    say(one, ASK_NONCE)
    raw = {"off the curve": b"\x04" + b"\x01" * 64, "another curve's length": b"\x04" + b"\x01" * 96, "infinity": b"\0"}[point]
    answer = Channel(one).send(Command(0x10, 0x86, 0, 0, access.template(0x81, raw), le=256))
    assert answer.status == 0x6A80
    assert say(one, ASK_NONCE) == "6985"


def test_the_cards_own_key_sent_back_to_it_ends_the_run() -> None:
    fixed = bytes(31) + b"\x07"
    one = VirtualCard(chip(), random=lambda size: fixed[-size:])
    say(one, SET_AT)
    say(one, ASK_NONCE)
    curve = curves.named("brainpoolP256r1")
    assert curve is not None
    own = curves.encode_point(curve, curves.public_key(curve, 7))
    assert Channel(one).send(Command(0x10, 0x86, 0, 0, access.template(0x81, own), le=256)).status == 0x6A80


@pytest.mark.parametrize(("arc", "parameter"), [(1, 13), (2, 12), (3, 16), (4, 18)])
def test_every_cipher_and_many_curves_open(arc: int, parameter: int) -> None:
    oid = f"0.4.0.127.0.7.2.2.4.2.{arc}"
    one = VirtualCard(replace(chip(), files={0x011C: lds.write_card_access([lds.PaceInfo(oid, 2, parameter)])}, quirks=Quirks()))
    session = access.pace(Channel(one).send, oid=oid, parameter_id=parameter, password=access.Can(CAN), random=os.urandom)
    assert session.unprotect(Channel(one).send(session.protect(SELECT_APPLICATION))).is_ok

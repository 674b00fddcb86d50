import pytest

from tests.virtual_card.cards import CARD_ACCESS, DG2, card, open_by_pace, read, say, select

APPLICATION = "00A4040C07A0000002471001"
CARD_ACCESS_SELECTED = "00A4020C02011C"


def test_a_citizen_card_does_not_know_how_to_select_the_master_file() -> None:
    assert say(card(), "00A4000C") == say(card(), "00A4000C023F00") == "6D00"


def test_a_card_by_the_book_selects_the_master_file_and_leaves_the_application() -> None:
    book = card(select_mf=0x9000)
    assert say(book, APPLICATION) == "9000"
    assert say(book, "00A4000C023F00") == "9000"
    assert say(book, "00A4020C02011E") == "6A82"


@pytest.mark.parametrize("before", ["", APPLICATION])
def test_the_free_file_is_read_without_access_inside_and_outside_the_application(before: str) -> None:
    one = card()
    if before:
        say(one, before)
    assert say(one, CARD_ACCESS_SELECTED) == "9000"
    assert say(one, "00B0000000") == CARD_ACCESS.hex().upper() + "9000"


def test_the_free_file_is_read_by_its_short_identifier_too() -> None:
    assert say(card(), "00B09C0036") == CARD_ACCESS.hex().upper() + "9000"


@pytest.mark.parametrize("name", ["A0000002471001", "A00000024710"])
def test_the_application_is_selected_by_its_whole_name_only(name: str) -> None:
    length = f"{len(name) // 2:02X}"
    assert say(card(), f"00A4040C{length}{name}") == ("9000" if len(name) == 14 else "6A82")


@pytest.mark.parametrize(("p2", "answer"), [("0C", "9000"), ("00", "6F098407A00000024710019000"), ("04", "62098407A00000024710019000")])
def test_selecting_describes_what_was_selected_as_far_as_it_was_asked_for(p2: str, answer: str) -> None:
    assert say(card(), f"00A404{p2}07A000000247100100") == answer


@pytest.mark.parametrize("fid", ["011E", "0101", "0103", "0105", "7777"])
def test_without_access_every_file_answers_alike_whether_it_is_there_or_not(fid: str) -> None:
    one = card()
    say(one, APPLICATION)
    assert say(one, f"00A4020C02{fid}") == "6982"


def test_without_access_no_short_identifier_helps() -> None:
    one = card()
    say(one, APPLICATION)
    assert [say(one, "00B0810000"), say(one, "00B101010354010000")] == ["6982", "6982"]


def test_reading_without_a_file_selected_is_refused() -> None:
    assert [say(card(), "00B0000000"), say(card(), "00B100000354010000")] == ["6986", "6986"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("00B0003602", "6B00"),  # its 54 bytes are over
        ("00B07FFF01", "6B00"),
        ("00B0003502", "0D6282"),  # two asked for, one there
        ("00B0003501", "0D9000"),
        ("00B0003500", "0D9000"),  # as many as there are
        ("00B00000", "6700"),
        ("00B0000001FF00", "6700"),
        ("00B0FF0001", "6A86"),
        ("00B100000354013504", "53010D6282"),
        ("00B100000354013404", "5302010D9000"),
        ("00B10000045402003600", "6B00"),
        ("00B100000355013504", "6A80"),
        ("00B10000045401350004", "6A80"),
        ("00B100000354013502", "6700"),  # no room for a byte beside the element's own two
        ("00B1001C0354013504", "53010D6282"),
        ("00B1011C0354013504", "53010D6282"),
    ],
)
def test_reading_ends_as_the_book_says(command: str, answer: str) -> None:
    one = card()
    say(one, CARD_ACCESS_SELECTED)
    assert say(one, command) == answer


@pytest.mark.parametrize(("past_end", "answer"), [(0x6282, "0D6282"), (0x6C00, "6C01"), (0x6B00, "6B00"), (0x6700, "6700")])
def test_cards_differ_in_what_they_say_when_more_is_asked_for_than_there_is(past_end: int, answer: str) -> None:
    one = card(past_end=past_end)
    say(one, CARD_ACCESS_SELECTED)
    assert say(one, "00B0003510") == answer


def test_with_access_a_file_is_read_in_parts_and_whole() -> None:
    channel = open_by_pace(card())
    assert select(channel, 0x0102).is_ok
    parts = b"".join(read(channel, at, min(200, len(DG2) - at)).data for at in range(0, len(DG2), 200))
    assert parts == read(channel, 0, 65_536).data == DG2


def test_the_locked_groups_stay_locked_and_what_is_not_there_is_not_there() -> None:
    channel = open_by_pace(card())
    assert [select(channel, fid).status for fid in (0x0103, 0x0104, 0x0105)] == [0x6982, 0x6982, 0x6A82]


def test_a_card_that_gives_little_at_a_time_gives_that() -> None:
    channel = open_by_pace(card(max_read=100))
    select(channel, 0x0102)
    assert read(channel, 100, 65_536).data == DG2[100:200]


@pytest.mark.parametrize("command", ["", "00", "00A402", "00A4020C03011C", "00A4020C0A011C", "00B000000000"])
def test_a_command_of_the_wrong_length_is_told_so(command: str) -> None:
    assert say(card(), command) == "6700"


@pytest.mark.parametrize(
    ("command", "answer"), [("00FF0000", "6D00"), ("80A40000", "6E00"), ("01B0000001", "6E00"), ("00A4080C02011C", "6A86")]
)
def test_what_no_such_card_knows_is_refused_by_name(command: str, answer: str) -> None:
    assert say(card(), command) == answer

"""Readers as a counter sees them: what PC/SC says becomes a card, no card, or a fault with words; nothing hangs, and it recovers."""

from collections.abc import Sequence

import pytest

from ansinh import desk
from ansinh.chip import errors, transport
from ansinh.desk import Fault, faults
from ansinh.kit.errors import CounterpartDown, Refused

Slot = transport.pcsc.Slot
ATR = bytes.fromhex("3B80800101")


class Service:
    """What PC/SC would say, one answer after the other."""

    def __init__(self, *answers: Sequence[Slot] | errors.ChipError) -> None:
        self._answers = list(answers)

    def look(self, *, timeout_s: float) -> Sequence[Slot]:
        assert timeout_s == 0.0
        answer = self._answers.pop(0)
        if isinstance(answer, errors.ChipError):
            raise answer
        return answer

    def close(self) -> None:
        return


def _reader(*answers: Sequence[Slot] | errors.ChipError, wanted: str | None = None) -> desk.Reader:
    reader = desk.Reader(wanted)
    reader._watch = Service(*answers)  # type: ignore[assignment]
    return reader


def test_each_laying_of_a_card_has_its_own_number() -> None:
    here, gone = [Slot("ACS 1", ATR)], [Slot("ACS 1", None)]
    reader = _reader(gone, here, here, gone, here)
    assert [reader.look().card for _ in range(5)] == [None, 1, 1, None, 2]


def test_no_reader_and_a_dead_service_are_faults_and_both_recover() -> None:
    dead = errors.ReaderUnavailable("no_service", "no PC/SC service is running: start pcscd")
    reader = _reader([], dead, [Slot("ACS 1", ATR)])
    seen = [reader.look() for _ in range(3)]
    assert [None if each.trouble is None else each.trouble.fault for each in seen] == [Fault.NO_READER, Fault.NO_SERVICE, None]
    assert seen[2].card == 1


def test_two_cards_are_a_fault_that_names_the_readers() -> None:
    seen = _reader([Slot("ACS 1", ATR), Slot("ACS 2", ATR)]).look()
    assert (seen.card, seen.trouble) == (None, desk.Trouble(Fault.SEVERAL_CARDS, "ACS 1; ACS 2"))


def test_a_reader_that_was_chosen_is_the_only_one_looked_at() -> None:
    seen = _reader([Slot("Front desk", ATR), Slot("Back office", ATR)], wanted="front").look()
    assert (seen.reader, seen.card) == ("Front desk", 1)


def test_without_a_card_there_is_nothing_to_connect_to() -> None:
    with pytest.raises(errors.CardGone):
        _reader([]).connect()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (errors.ReaderUnavailable("no_pcsc_package", ""), Fault.NO_PCSC_PACKAGE),
        (errors.ReaderUnavailable("service_silent", ""), Fault.NO_SERVICE),
        (errors.ReaderUnavailable("in_use", ""), Fault.READER_BUSY),
        (errors.ReaderUnavailable("pcsc_failed", ""), Fault.READER_FAILED),
        (errors.ReaderUnavailable("no_card", ""), Fault.CARD_GONE),
        (errors.CardGone(), Fault.CARD_GONE),
        (errors.AccessDenied("wrong_password", "the password is wrong; tries left: 2"), Fault.WRONG_CAN),
        (errors.AccessDenied("locked_or_blocked", ""), Fault.BLOCKED),
        (errors.AccessDenied("application_missing", ""), Fault.NOT_A_CITIZEN_CARD),
        (errors.AccessDenied("not_supported", ""), Fault.NO_WAY_IN),
        (errors.SessionBroken("plain_answer", ""), Fault.CHANNEL_BROKEN),
        (errors.BudgetExceeded("too_slow", ""), Fault.TOO_SLOW),
        (errors.CardRefused("select", 0x6A82), Fault.NOT_A_CITIZEN_CARD),
        (errors.Malformed("DG1", "is empty"), Fault.CARD_FAILED),
    ],
)
def test_every_error_of_card_and_reader_is_a_fault_a_clerk_can_read(wrong: errors.ChipError, fault: Fault) -> None:
    assert faults.of_card(wrong).fault is fault


def test_tries_that_are_left_are_said() -> None:
    assert faults.of_card(errors.AccessDenied("wrong_password", "the password is wrong; tries left: 2")).detail == "2"


@pytest.mark.parametrize(
    ("status", "code", "field", "fault"),
    [
        (404, "no_such_desk", "", Fault.DESK_NOT_REGISTERED),
        (409, "desk_closed", "public_key", Fault.DESK_NOT_REGISTERED),
        (422, "statement_desk_unknown", "evidence.statement", Fault.DESK_NOT_REGISTERED),
        (422, "statement_clock_wrong", "evidence.statement", Fault.STATEMENT_REFUSED),
        (422, "at_not_of_statement", "evidence.at", Fault.STATEMENT_REFUSED),
        (422, "invalid_field", "visit_id", Fault.VISIT_NUMBER),
        (422, "officer_unknown", "officer.citizen_number", Fault.OFFICER_REFUSED),
        (422, "invalid_field", "category", Fault.VISIT_REFUSED),
    ],
)
def test_what_the_gateway_does_not_take_is_a_fault_by_its_field(status: int, code: str, field: str, fault: Fault) -> None:
    trouble = faults.of_problem(status, code, field)
    assert trouble.fault is fault
    assert trouble.detail.startswith(code)


def test_a_gateway_that_does_not_answer_is_told_from_one_that_says_no() -> None:
    assert faults.of_gateway(CounterpartDown("timed_out", "")).fault is Fault.GATEWAY_DOWN
    assert faults.of_gateway(Refused("login_refused", "")).fault is Fault.LOGIN_REFUSED

"""History, co-payment and details of a visit, as hospital programs ask for them."""

from datetime import timedelta

from tests.sandbox_hospital.between import PATIENT, Between


def test_a_program_recovers_from_the_empty_401_of_the_copayment_call(wire: Between) -> None:
    line = wire.line("2019")
    line.look_up(PATIENT.asked())
    wire.gateway.now += timedelta(hours=2)
    assert line.copayment(PATIENT.asked()).code in {"200", "204"}
    assert [answer.status for answer in wire.answers].count(401) == 1


def test_history_and_copayment_are_asked_with_the_same_token(wire: Between) -> None:
    line = wire.line()
    assert line.history(PATIENT.asked()).code == "000"
    assert line.copayment(PATIENT.asked()).code in {"200", "204"}
    assert line.logins == 1


def test_a_record_that_is_not_there_is_answered_as_such(wire: Between) -> None:
    assert wire.line().visit_details("123456789").code != "200"

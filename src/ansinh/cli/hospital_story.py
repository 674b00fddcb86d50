"""The hospital's part of the journey: look-ups by every key and by an old program, co-payment, check-in, and a second hospital."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ansinh.cli.steps import expect
from ansinh.kit import clock, http
from ansinh.sandbox import hospital
from ansinh.terms import CardNumber, FacilityCode, PartialDate, Sex
from ansinh.wire import ledger, programs, qr

_KEYBOARD = "Vietnamese layout"  # it changes every digit


class HospitalStory:
    """Two facilities and one citizen. `began` makes the number of the visit, so that each journey has one of its own."""

    def __init__(
        self, url: str, *, facilities: list[dict[str, Any]], citizen: dict[str, Any], client: http.Client, began: datetime
    ) -> None:
        self._url = url
        self._here, self._there = (_account(row) for row in facilities[:2])
        self._visit_id = f"JOURNEY-{began:%Y%m%d%H%M%S%f}"
        self._citizen = citizen
        birth = PartialDate.from_iso(citizen["birth_date"]).vietnamese()
        sex = "1" if citizen["sex"] == "male" else "2"
        self._patient = hospital.Patient(key=citizen["citizen_number"], full_name=citizen["name"], birth_date=birth, sex=sex)
        self._client = client

    def looks_up_by_health_card(self) -> str:
        """As a program does that sends forms, an MD5 in small letters and paths with stray slashes."""
        heard = self._line("2024-form").look_up(replace(self._patient, key=self._citizen["card_number"]).asked())
        expect(heard.code == "000", f"the look-up answered {heard.code}")
        return "000 by card number, sent as a form"

    def looks_up_by_a_mangled_scan(self) -> str:
        """The code of the card, typed by a scanner into a computer that writes Vietnamese."""
        keyboard = next(each for each in qr.KEYBOARDS if each.name == _KEYBOARD)
        reading = qr.read(qr.typed(self._card_code(), keyboard))
        expect(reading.full_name == self._citizen["name"], "the name in the scan was not read")
        heard = self._line().look_up(hospital.from_scan(reading).asked())
        expect(heard.code == "000", f"the look-up answered {heard.code}")
        return f"000; mended: {', '.join(sorted(reading.mended)).replace('_', ' ') or 'nothing had to be'}"

    def old_program_looks_up(self) -> str:
        """2019: no officer, and the reply cut at the text between its values."""
        heard = self._line("2019").look_up(self._patient.asked())
        expect(heard.code == "000", f"the look-up answered {heard.code}")
        expect(heard.card_number == self._citizen["card_number"], "the old program read another card")
        return f"000, valid to {heard.valid_to}"

    def looks_up_copayment(self) -> str:
        copaid = self._line().copayment(replace(self._patient, key=self._citizen["card_number"]).asked())
        expect(copaid.code in {"200", "204"}, f"the co-payment look-up answered {copaid.code}")
        return "none this year" if copaid.total is None else f"{copaid.total:,} dong this year"

    def checks_in(self) -> str:
        """By file, twice: the second time it is the same receipt. Then with evidence, through our own interface."""
        line, now = self._line(), clock.utc_now()
        first, again = (
            hospital.send_status(line, self._patient, visit_id=self._visit_id, arrived_at=now, category="1.1", care_kind="01")
            for _ in range(2)
        )
        expect(first.is_accepted, f"the check-in answered {first.code} {first.sentence}")
        expect(again == first, "a repeat was answered otherwise than the first")
        answer = self._open(line)
        expect(answer["visit"]["evidence_level"] == "qr", "the evidence was not kept")
        return f"{first.sentence}; evidence: {answer['visit']['evidence_level']}"

    def second_hospital_is_warned(self) -> str:
        answer = self._open(self._line(account=self._there))
        reasons = {warning["reason"] for warning in answer["warnings"] if warning["facility_code"] == self._here.facility_code}
        expect("checked_in_elsewhere" in reasons, f"no warning of the first hospital's visit ({len(answer['warnings'])} others)")
        return next(str(each["sentence"]) for each in answer["warnings"] if each["reason"] == "checked_in_elsewhere")

    def _line(self, program: str = "2024", *, account: hospital.Account | None = None) -> hospital.Line:
        account = account or self._here
        return hospital.Line(self._url, account, program=hospital.program(program), client=self._client, now=clock.utc_now)

    def _open(self, line: hospital.Line) -> Any:
        evidence = hospital.Evidence(ledger.CheckedBy.CARD_QR, "qr", "journey")
        return hospital.open_visit(line, self._patient, evidence, visit_id=self._visit_id, arrived_at=clock.utc_now())

    def _card_code(self) -> str:
        return qr.format_card_qr(
            qr.CardQr(
                card_number=CardNumber.parse(self._citizen["card_number"]),
                full_name=self._citizen["name"],
                birth_date=PartialDate.from_iso(self._citizen["birth_date"]),
                sex=Sex(self._citizen["sex"]),
                facility_code=FacilityCode.parse(self._citizen["registered_facility"]),
                valid_from=date(2026, 1, 1),
                valid_to=date(2026, 12, 31),
                issued_on=date(2026, 1, 1),
                issued_by="",
            )
        )


def _account(row: dict[str, Any]) -> hospital.Account:
    officer = row["officers"][0]
    return hospital.Account(
        row["facility_code"], row["username"], row["password"], programs.Officer(officer["name"], officer["citizen_number"])
    )

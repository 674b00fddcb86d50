"""Every fault, verdict, check and reason has words in both languages, and says what to do."""

import ast
from pathlib import Path

import pytest

import ansinh
from ansinh.chip import verification
from ansinh.chip.verification import Verdict
from ansinh.desk import Fault, Stage, Standing
from ansinh.doors.desk.words import WORDS
from ansinh.doors.desk.words.visits import CARE_KINDS, CATEGORIES
from ansinh.wire import claims, device

CHIP = Path(ansinh.__file__).parent / "chip"
ENDED = {"failed", "undetermined", "not_performed"}
# Said by lists and folders of certificates, which no card brings to a counter.
NOT_OF_A_CARD = {"signer_not_expected", "not_an_authority", "not_vouched_for", "fingerprint_differs", "fingerprint_missing", "older"}


def _reasons() -> set[str]:
    """Every literal reason that a check of the chip can end with."""
    found = set()
    for path in CHIP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = 1 if name in ENDED else 0 if name == "NotVerified" else None
            if place is not None and len(node.args) > place:
                reason = node.args[place]
                if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
                    found.add(reason.value)
    return found - NOT_OF_A_CARD


def test_there_are_reasons_to_word() -> None:
    assert len(_reasons()) > 40


@pytest.mark.parametrize(
    "key",
    [
        *(f"fault.{each.value}.{part}" for each in Fault for part in ("title", "do")),
        *(f"verdict.{each.value}.do" for each in Verdict),
        *(f"service.{each.value}" for each in Standing),
        *(f"service.disagrees.{part}" for part in ("title", "do")),
        *(f"level.{each.value}" for each in verification.Level),
        *(f"category.{each}" for each in CATEGORIES),
        *(f"care.{each}" for each in CARE_KINDS),
        *(f"file.{each}" for each in ("com", "sod", "dg1", "dg2", "dg13", "dg14", "dg15", "service")),
    ],
)
def test_what_a_counter_can_say_has_words(key: str) -> None:
    assert key in WORDS


def test_every_reason_a_check_can_end_with_has_a_sentence() -> None:
    assert {each for each in _reasons() if f"reason.{each}" not in WORDS} == set()


def test_every_text_stands_in_both_languages() -> None:
    assert {key for key, (vietnamese, english) in WORDS.items() if not vietnamese.strip() or not english.strip()} == set()
    same = {key for key, (vietnamese, english) in WORDS.items() if vietnamese == english}
    assert same <= {"frame.brand", "reading.percent"}


def test_what_a_counter_offers_are_codes_of_the_claim_tables() -> None:
    assert set(CATEGORIES) <= set(claims.VISIT_CATEGORIES)
    assert set(CARE_KINDS) <= set(claims.CARE_KINDS)


def test_every_stage_has_its_own_name() -> None:
    assert len({each.value for each in Stage}) == len(Stage)


def test_the_messages_of_the_device_have_the_names_of_its_description() -> None:
    card = device.CardText(citizen_number="001185000009", full_name="Nguyễn Thị Mẫu", birth_date="09/03/1985")
    told = device.text(card)
    assert list(told) == ["id", "message", "data"]
    assert list(told["data"]) == [
        "idCode", "oldIdCode", "personName", "dateOfBirth", "gender", "nationality", "race", "religion", "originPlace", "residencePlace",
        "personalIdentification", "issueDate", "expiryDate", "fatherName", "motherName", "wifeName",
    ]  # fmt: skip
    raw = device.raw(b"png", {"dg2": b"\x75\x00"})["data"]
    assert raw == {"img_data": "cG5n", "dg2": "dQA=", "dg13": "", "dg14": "", "dg15": "", "sod": ""}
    assert [device.new_card()["id"], told["id"], device.failure("Lỗi")["id"], device.raw(b"", {})["id"]] == [1, 2, 3, 4]
    assert "Mẫu" not in repr(card)

"""What the bench asks, and the code each question must be answered with.

The mix is assumed, no figures of the real gateway being public: nine in ten questions are answered 000, the rest stands for every
other code that the register of invented people can give. Numbers, spellings and encodings are mixed as programs in use send them:
six in ten ask by citizen number, three by card, one by social-insurance number; half spell the name as it is kept, the others in
capitals, with or without diacritics; one birth date in ten is a year; one body in four is a form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType
from urllib.parse import urlencode

import orjson

from ansinh.cli.bench import invented
from ansinh.cli.bench.invented import KINDS, Kind, Person
from ansinh.kit.errors import Refused
from ansinh.terms import names

FEWEST_PEOPLE = 500  # below this not every kind of person is there
_UNKNOWN = 1_000_000  # numbers at the end of the range that no seeding reaches

DEFAULT_MIX: Mapping[str, float] = MappingProxyType(
    {
        "000": 90.0,
        "001": 0.1,
        "002": 0.1,
        "003": 1.0,
        "004": 2.0,
        "010": 2.0,
        "050": 1.0,
        "051": 0.2,
        "052": 0.2,
        "053": 0.2,
        "054": 0.2,
        "055": 0.2,
        "060": 0.5,
        "061": 0.5,
        "070": 0.8,
        "110": 0.3,
        "120": 0.1,
        "121": 0.1,
        "122": 0.1,
        "123": 0.1,
        "124": 0.1,
        "130": 0.2,
    }
)
_KINDS = {
    "001": Kind.ARMY,
    "002": Kind.POLICE,
    "003": Kind.REPLACED,
    "004": Kind.RENEWED,
    "010": Kind.EXPIRED,
    "110": Kind.REVOKED,
    **{f"12{nth}": Kind.REDUCED for nth in range(5)},
    "130": Kind.CHILD,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a card as its form is filled in. `code` is the answer it must get."""

    code: str
    facility: int
    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    officer_name: str = field(repr=False)
    officer_number: str = field(repr=False)

    @property
    def facility_code(self) -> str:
        return invented.facility_code(self.facility).value

    def body(self, *, with_officer: bool = True, **more: str) -> bytes:
        """The form as JSON or, one in four, as a form; which one hangs on the question alone."""
        filled = {"maThe": self.key, "hoTen": self.full_name, "ngaySinh": self.birth_date, **more}
        if with_officer:
            filled |= {"hoTenCb": self.officer_name, "cccdCb": self.officer_number}
        return urlencode(filled).encode() if self.key[-1] in "37" else orjson.dumps(filled)


def read_mix(text: str) -> Mapping[str, float]:
    """The default mix for the word default, or codes with weights, as in 000=95,050=5. Raises Refused("mix") for a code that no question is known for."""
    if text == "default":
        return DEFAULT_MIX
    mix: dict[str, float] = {}
    for part in text.split(","):
        code, _, weight = part.strip().partition("=")
        if code not in DEFAULT_MIX or not weight.replace(".", "", 1).isdigit():
            raise Refused("mix", f"the mix is written 000=95,050=5, with codes among {', '.join(DEFAULT_MIX)}", field="mix")
        mix[code] = float(weight)
    return mix


def ask(count: int, *, participants: int, facilities: Sequence[int], mix: Mapping[str, float] = DEFAULT_MIX, seed: int) -> list[Question]:
    """`count` questions of the mix about people among `participants`, from the given facilities; the same for the same seed."""
    if participants < FEWEST_PEOPLE:
        raise Refused("participants", f"at least {FEWEST_PEOPLE} people, so that there is one for each question", field="participants")
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    codes = random.choices(list(mix), list(mix.values()), k=count)
    return [_question(random, code, random.choice(facilities), participants) for code in codes]


def _question(random: Random, code: str, facility: int, participants: int) -> Question:
    person = _someone(random, code, participants)
    officer = random.choice(invented.officers(facility))
    officer_number = "001180000000" if code == "054" else officer.citizen_number.value
    officer_name = "Lê Văn Người Khác" if code == "055" else officer.full_name
    return Question(
        code=code,
        facility=facility,
        key=_key(random, code, person),
        full_name=_spelled(random, _name(code, person.full_name)),
        birth_date=_birth_date(random, code, person),
        officer_name=officer_name,
        officer_number=officer_number,
    )


def _someone(random: Random, code: str, participants: int) -> Person:
    """A person for whom a question can have this answer."""
    if code == "050":
        return invented.person(invented.MOST - random.randrange(_UNKNOWN))
    slots = [slot for slot, kind in enumerate(KINDS) if kind is _KINDS.get(code, Kind.GOOD)]
    hundred = random.randrange(participants // 100)
    if code.startswith("12"):
        hundred = hundred // len(invented.REDUCED) * len(invented.REDUCED) + int(code[2])
        hundred %= participants // 100 // len(invented.REDUCED) * len(invented.REDUCED)
    return invented.person(hundred * 100 + random.choice(slots))


def _key(random: Random, code: str, person: Person) -> str:
    card = person.card
    match code:
        case "003" | "004":
            return person.old_card
        case "051":
            return f"ZZ{card[2:3]}{card[3:]}"
        case "052":
            return f"{card[:3]}{'01' if card[3:5] != '01' else '79'}{card[5:]}"
        case "053":
            return f"{card[:2]}{int(card[2]) % 5 + 1}{card[3:]}"
    return random.choices((person.citizen_number, card or person.citizen_number, person.social_insurance_number), (6, 3, 1))[0]


def _name(code: str, full_name: str) -> str:
    match code:
        case "060":
            return "Quách Hữu Đáng Ngờ"
        case "061":
            return f"{full_name.split(maxsplit=1)[0]} Hữu Đáng Ngờ"
    return full_name


def _spelled(random: Random, name: str) -> str:
    return random.choices((name, name.upper(), names.fold(name)), (5, 3, 2))[0]


def _birth_date(random: Random, code: str, person: Person) -> str:
    born = person.birth_date
    if code == "070":
        return f"{born.day:02d}/{born.month:02d}/{born.year - 1}"
    return str(born.year) if random.random() < 0.1 else f"{born.day:02d}/{born.month:02d}/{born.year}"

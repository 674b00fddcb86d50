"""What a hospital of the sandbox does for a patient and what it costs: drugs, services, beds, test results, and who pays which part.

Invented prices and codes; the formulas are those of the annex to decision 4750/QĐ-BYT, in decimals, rounded half up to two places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from ansinh.terms import Dong
from ansinh.wire import claims

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Disease:
    code: str
    name: str
    complaint: str


VISITS = (
    Disease("J06.9", "Nhiễm khuẩn đường hô hấp trên cấp", "Ho, sốt nhẹ"),
    Disease("I10", "Tăng huyết áp vô căn", "Tái khám huyết áp"),
    Disease("E11.9", "Đái tháo đường típ 2", "Tái khám đường huyết"),
    Disease("K29.7", "Viêm dạ dày", "Đau thượng vị"),
    Disease("M54.5", "Đau cột sống thắt lưng", "Đau lưng"),
    Disease("H10.9", "Viêm kết mạc", "Đỏ mắt"),
)
STAYS = (
    Disease("J18.9", "Viêm phổi", "Sốt cao, khó thở"),
    Disease("K35.8", "Viêm ruột thừa cấp", "Đau hố chậu phải"),
    Disease("A90", "Sốt xuất huyết Dengue", "Sốt cao ngày thứ ba"),
    Disease("S52.5", "Gãy đầu dưới xương quay", "Đau cổ tay sau ngã"),
)
LONG_STAY = Disease("S72.0", "Gãy cổ xương đùi", "Đau háng sau ngã")

_DRUGS = (
    ("40.9001", "Paracetamol", "500mg", "Viên", 480),
    ("40.9002", "Amoxicilin", "500mg", "Viên", 1_150),
    ("40.9003", "Omeprazol", "20mg", "Viên", 1_375),
    ("40.9004", "Amlodipin", "5mg", "Viên", 945),
    ("40.9005", "Metformin", "850mg", "Viên", 1_260),
    ("40.9006", "Ibuprofen", "400mg", "Viên", 725),
)
_INFUSION = ("40.9011", "Natri clorid", "0,9% 500ml", "Chai", 8_925)
_TESTS = (
    (
        ("02.9001.0001", "Tổng phân tích tế bào máu", "1", 49_700),
        (("WBC", "Bạch cầu", "G/L", 40, 140), ("HGB", "Huyết sắc tố", "g/L", 1100, 1600)),
    ),
    (("02.9001.0002", "Định lượng glucose máu", "1", 22_400), (("GLU", "Glucose", "mmol/L", 42, 118),)),
    (("02.9002.0003", "Chụp X-quang ngực thẳng", "2", 73_300), ()),
    (("02.9002.0004", "Siêu âm ổ bụng", "2", 58_600), ()),
)
_EXAMINATION = ("02.9003.0001", "Khám bệnh", "13", 50_600)
_BED = ("15.9001.0001", "Ngày giường điều trị nội khoa", 287_100)
_OPERATION = ("08.9001.0001", "Phẫu thuật loại II", 3_456_700)
_HIP = ("08.9001.0009", "Phẫu thuật thay khớp háng", 27_940_000)


@dataclass(frozen=True, slots=True)
class Bill:
    lines: tuple[claims.Line, ...]
    readings: tuple[claims.Reading, ...]
    course: tuple[tuple[datetime, str], ...]

    @property
    def in_scope(self) -> Decimal:
        """What the shares are computed from."""
        return sum((line.amounts.in_scope for line in self.lines), Decimal(0))

    @property
    def copayment(self) -> Dong:
        """Of all lines, in whole dong, half up."""
        return int(sum((line.amounts.copaid for line in self.lines), Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP))


def examination(random: Random, disease: Disease, *, at: datetime) -> Bill:
    """An hour or two as an outpatient: the examination, perhaps tests, drugs for some days; nobody's share yet."""
    found: list[claims.Line] = [_service(_EXAMINATION[:3], _EXAMINATION[3], at=at)]
    readings: list[claims.Reading] = []
    if random.random() < 0.6:
        line, values = _test(random, at=at + timedelta(minutes=20))
        found.append(line)
        readings.extend(values)
    found.extend(_drugs(random, random.randint(1, 3), days=random.choice((5, 7, 10, 28)), at=at + timedelta(minutes=50)))
    return Bill(tuple(found), tuple(readings), ((at, f"{disease.complaint}; tỉnh, tiếp xúc tốt"),))


def stay(random: Random, *, at: datetime, days: int, operation: bool, replaced_hip: bool = False) -> Bill:
    """Days in a bed with tests, drugs, and an operation or none; nobody's share yet."""
    found = [_service((*_BED[:2], "15"), _BED[2], at=at, quantity=days, unit="Ngày")]
    readings: list[claims.Reading] = []
    for morning in range(min(days, 2)):
        line, values = _test(random, at=at + timedelta(days=morning, minutes=30))
        found.append(line)
        readings.extend(values)
    if operation:
        code, name, price = _HIP if replaced_hip else _OPERATION
        found.append(_service((code, name, "8"), price, at=at + timedelta(hours=6)))
    found.extend(_drugs(random, 2, days=days, at=at + timedelta(hours=1)))
    found.append(_drug(_INFUSION, quantity=2 * days, dose="1 chai/lần * 2 lần/ngày", at=at + timedelta(hours=1)))
    course = ((at, "Vào viện, mạch huyết áp ổn định"), (at + timedelta(days=days // 2, hours=2), "Diễn biến tốt, ăn uống được"))
    return Bill(tuple(found), tuple(readings), course)


def shared(bill: Bill, percent: int) -> Bill:
    """The same bill with everybody's share when the insurance pays `percent`."""
    return replace(bill, lines=tuple(_shared(line, percent) for line in bill.lines))


def _shared(line: claims.Line, percent: int) -> claims.Line:
    fund = _half_up(line.amounts.in_scope * percent / _HUNDRED)
    return replace(line, percent=percent, amounts=replace(line.amounts, fund=fund, copaid=line.amounts.in_scope - fund))


def _test(random: Random, *, at: datetime) -> tuple[claims.Line, list[claims.Reading]]:
    (code, name, group, price), values = random.choice(_TESTS)
    done = at + timedelta(minutes=40)
    readings = [
        claims.Reading(service_code=code, code=short, name=long, value=f"{random.randint(low, high) / 10:.1f}", unit=unit, at=done)
        for short, long, unit, low, high in values
    ]
    return _service((code, name, group), price, at=at, done_at=done), readings


def _drugs(random: Random, count: int, *, days: int, at: datetime) -> Iterator[claims.Line]:
    for drug in random.sample(_DRUGS, count):
        yield _drug(drug, quantity=days * random.choice((1, 2, 3)), dose=f"1 viên/lần * {days} ngày", at=at)


def _drug(drug: tuple[str, str, str, str, int], *, quantity: int, dose: str, at: datetime) -> claims.Line:
    code, name, strength, unit, price = drug
    return claims.Line(
        code=code,
        name=name,
        unit=unit,
        group="4",
        quantity=Decimal(quantity),
        price=Decimal(price),
        percent=0,
        amounts=_unshared(Decimal(quantity) * price),
        is_drug=True,
        strength=strength,
        dose=dose,
        ordered_at=at,
    )


def _service(
    service: Sequence[str], price: int, *, at: datetime, done_at: datetime | None = None, quantity: int = 1, unit: str = "Lần"
) -> claims.Line:
    code, name, group = service
    return claims.Line(
        code=code,
        name=name,
        unit=unit,
        group=group,
        quantity=Decimal(quantity),
        price=Decimal(price),
        percent=0,
        amounts=_unshared(Decimal(quantity) * price),
        is_drug=False,
        ordered_at=at,
        done_at=done_at,
    )


def _unshared(cost: Decimal) -> claims.Amounts:
    """All of it in scope, paid at the full rate; the shares come when the percent is known."""
    total = _half_up(cost)
    return claims.Amounts(total=total, in_scope=total, fund=Decimal(0), copaid=Decimal(0))


def _half_up(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)

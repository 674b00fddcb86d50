"""People brought into the order of their numbers: within a unit, and across units between two numbers."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index.compiling import kernel

_ROW_MASK = np.uint64((1 << 24) - 1)
_ROW_BITS = np.uint64(24)


@kernel
def people_in_order(
    packed: npt.NDArray[np.uint64],
    people: Any,
    old: npt.NDArray[np.int64],
    name: npt.NDArray[np.uint32],
    birth: npt.NDArray[np.int32],
    ward: npt.NDArray[np.int32],
    province: npt.NDArray[np.uint16],
    sex: npt.NDArray[np.int8],
    status: npt.NDArray[np.uint8],
) -> Any:
    """Fills `people` with the rows that `packed` names, in its order, and returns it."""
    for i in range(len(packed)):
        row = packed[i] & _ROW_MASK
        people[i].number = np.int64(packed[i] >> _ROW_BITS)
        people[i].old = old[row]
        people[i].name = name[row]
        people[i].birth = birth[row]
        people[i].ward = ward[row]
        people[i].province = province[row]
        people[i].sex = sex[row]
        people[i].status = status[row]
    return people


@kernel
def take_over(people: Any, at: int, run: Any, names: npt.NDArray[np.uint32], provinces: npt.NDArray[np.uint16]) -> None:
    """Copies a part of a run to people[at:], its names and provinces translated to the index's."""
    for i in range(len(run)):
        people[at + i] = run[i]
        people[at + i].name = names[run[i].name]
        people[at + i].province = provinces[run[i].province]


@kernel
def is_ascending(people: Any) -> bool:
    for i in range(1, len(people)):  # noqa: SIM110 - the compiler takes no generators
        if people[i].number < people[i - 1].number:
            return False
    return True


@kernel
def packed_people(people: Any) -> npt.NDArray[np.uint64]:
    packed = np.empty(len(people), np.uint64)
    for i in range(len(people)):
        packed[i] = (np.uint64(people[i].number) << _ROW_BITS) | np.uint64(i)
    return packed


@kernel
def reordered(people: Any, packed: npt.NDArray[np.uint64], out: Any) -> Any:
    for i in range(len(packed)):
        out[i] = people[packed[i] & _ROW_MASK]
    return out


@kernel
def halves(people: Any) -> npt.NDArray[np.uint32]:
    """The lower half of each number."""
    lows = np.empty(len(people), np.uint32)
    for i in range(len(people)):
        lows[i] = np.uint32(people[i].number)
    return lows

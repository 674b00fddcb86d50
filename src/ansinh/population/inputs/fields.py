"""Columns of numbers, births, words and places, by what type they come in: values and, for each, a code of `reasons`."""

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.kit.errors import Refused
from ansinh.population.canon import DECEASED, FEMALE, GONE, LIVING, MALE, UNKNOWN_SEX
from ansinh.population.inputs import buffers, compiled, compiled_dates, compiled_words, reasons
from ansinh.terms import PROVINCES, names

Codes = npt.NDArray[np.uint8]
Meaning = tuple[int, int]  # value, code

_KNOWN_PROVINCES = np.zeros(1_000, np.bool_)
_KNOWN_PROVINCES[[int(code) for code in PROVINCES]] = True
_SECONDS_PER_DAY, _VIETNAM_SECONDS = 86_400, 7 * 3_600
_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}

WORDS_FOR_SEX = {
    **dict.fromkeys(("NAM", "MALE", "M", "TRAI", "NAM GIOI", "DAN ONG"), MALE),
    **dict.fromkeys(("NU", "N÷", "NOO", "FEMALE", "F", "GAI", "NU GIOI", "DAN BA"), FEMALE),  # N÷ and NOO: TCVN3 and VNI bytes
    **dict.fromkeys(("UNKNOWN", "U", "X", "KHAC", "OTHER", "KHONG RO", "CHUA RO"), UNKNOWN_SEX),
}
WORDS_FOR_STATUS = {
    **dict.fromkeys(("LIVING", "ALIVE", "ACTIVE", "SONG", "CON SONG", "DANG SONG", "L"), LIVING),
    **dict.fromkeys(("DECEASED", "DEAD", "DA CHET", "CHET", "DA MAT", "MAT", "TU VONG", "D"), DECEASED),
    **dict.fromkeys(("GONE", "EMIGRATED", "CANCELLED", "XOA", "DA XOA", "HUY", "XUAT CANH"), GONE),
}
_NOTHING = frozenset({"", "NULL", "NONE", "NAN", "NA", "N/A", "NIL", "-", "?", "--"})
_MOST_WORDS, _MOST_CODES, _LARGEST_PLACE = 1 << 17, 256, 999_999
_KINDS_OF_PLACE = ("THANH PHO ", "TP. ", "TP.", "TP ", "TINH ", "PHUONG ", "P. ", "P.", "XA ", "X. ", "THI TRAN ", "TT. ", "DAC KHU ")


def digits(column: Any, *, name: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Numbers of persons as integers and their widths, both our own to change; see `compiled.digits`."""
    array = buffers.plain(column)
    kind = array.type
    widths = np.empty(len(array), np.uint8)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind):
        values = _whole_numbers(array)
        compiled.widths_of(values, widths)
        return values, widths
    if not buffers.is_text(kind):
        array = buffers.as_text(array, column=name)
    values = np.empty(len(array), np.int64)
    compiled.digits(*buffers.texts(array), values, widths)
    return values, widths


def settle(
    number: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]], old: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]] | None
) -> tuple[npt.NDArray[np.int64], Codes, npt.NDArray[np.int64], Codes]:
    """(citizen numbers, codes, old numbers, codes), written over what was given."""
    values, widths = number
    former, former_widths = old if old is not None else (np.zeros(len(values), np.int64), np.empty(0, np.uint8))
    codes, old_codes = np.empty(len(values), np.uint8), np.empty(len(values), np.uint8)
    compiled.settle(values, widths, codes, former, former_widths, old_codes, _KNOWN_PROVINCES)
    return values, codes, former, old_codes


def births(column: Any, *, name: str, month_first: bool = False) -> tuple[npt.NDArray[np.int32], Codes]:
    """Births as yyyymmdd with 00 for what is unknown, 0 for none. A timestamp with a time zone is the day it was in Viet Nam."""
    array = buffers.plain(column)
    kind = array.type
    found, codes = np.empty(len(array), np.int32), np.empty(len(array), np.uint8)
    if pa.types.is_temporal(kind):
        compiled_dates.from_days(_days(array, name), found, codes)
        absent = buffers.nulls(array)
        if absent is not None:
            found[absent], codes[absent] = 0, reasons.ABSENT
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind):
        compiled_dates.from_integers(_whole_numbers(array), found, codes)
    else:
        array = array if buffers.is_text(kind) else buffers.as_text(array, column=name)
        compiled_dates.from_text(*buffers.texts(array), found, codes, month_first)
    return found, codes


def meanings(column: Any, meaning: Callable[[str], Meaning], *, name: str, kind: Any = np.int32) -> tuple[npt.NDArray[Any], Codes]:
    """Values, as numpy's `kind`, of a column of few distinct texts or integers; `meaning` is asked once for each of them."""
    array = buffers.flat(column)
    beyond = reasons.TOO_MANY_WORDS
    if isinstance(array, pa.DictionaryArray) and array.dictionary.null_count == 0 and len(array.dictionary) <= _MOST_WORDS:
        held = [_written(each) for each in array.dictionary.to_pylist()]
        ids, bitmap, offset = buffers.numbers(array.indices), *buffers.bitmap(array.indices)
    elif pa.types.is_integer(array.type) or pa.types.is_boolean(array.type):
        held, beyond = [str(each) for each in range(_MOST_CODES)], reasons.WORD
        ids, bitmap, offset = buffers.numbers(array), *buffers.bitmap(array)
    else:
        array = buffers.plain(array)
        array = array if buffers.is_text(array.type) else buffers.as_text(array, column=name)
        held, ids = _distinct(array)
        bitmap, offset = np.zeros(0, np.uint8), 0
    unknown, _ = meaning("")
    table = [*(meaning(each) for each in held), (unknown, reasons.ABSENT), (unknown, beyond)]
    found, codes = np.empty(len(array), kind), np.empty(len(array), np.uint8)
    tables = np.array([value for value, _ in table], np.int32), np.array([code for _, code in table], np.uint8)
    compiled_words.look_up(ids, bitmap, offset, *tables, found, codes)
    return found, codes


def places(column: Any, meaning: Callable[[str], Meaning], *, name: str) -> tuple[npt.NDArray[np.int32], Codes]:
    """Like `meanings`, with integers taken as the codes they are."""
    array = buffers.plain(column) if not isinstance(buffers.flat(column), pa.DictionaryArray) else buffers.flat(column)
    if not pa.types.is_integer(array.type) and not pa.types.is_floating(array.type) and not pa.types.is_null(array.type):
        return meanings(array, meaning, name=name)
    values = _whole_numbers(array)
    usable = (values >= 0) & (values <= _LARGEST_PLACE)
    codes = np.where(usable, np.where(values == 0, reasons.ABSENT, reasons.OK), reasons.WORD).astype(np.uint8)
    return np.where(usable, values, 0).astype(np.int32), codes


def sex_of(told: Mapping[str, str], *, one_is_male: bool) -> Callable[[str], Meaning]:
    own = {key.strip().casefold(): {"male": MALE, "female": FEMALE, "unknown": UNKNOWN_SEX}[value] for key, value in told.items()}
    digits_for = {} if any(key.isdigit() for key in own) else ({"1": MALE, "2": FEMALE} if one_is_male else {"0": MALE, "1": FEMALE})
    return lambda text: _meaning(text, own, digits_for, WORDS_FOR_SEX, UNKNOWN_SEX)


def status_of(told: Mapping[str, str]) -> Callable[[str], Meaning]:
    own = {key.strip().casefold(): {"living": LIVING, "deceased": DECEASED, "gone": GONE}[value] for key, value in told.items()}
    digits_for = {} if any(key.isdigit() for key in own) else {"0": LIVING, "1": DECEASED, "2": GONE}
    return lambda text: _meaning(text, own, digits_for, WORDS_FOR_STATUS, LIVING)


@lru_cache(maxsize=1 << 18)
def place_of(text: str) -> Meaning:
    """A code of digits as its number; a name, without "Tỉnh", "Phường" and the like, as a hash of at least 2^30."""
    word = _folded(text)
    if word in _NOTHING:
        return 0, reasons.ABSENT
    if word.isdigit() and word.isascii():
        return (int(word), reasons.OK) if len(word) <= 6 else (0, reasons.WORD)
    for kind in _KINDS_OF_PLACE:
        if word.startswith(kind):
            word = word.removeprefix(kind).strip()
            break
    return hash_of(word), reasons.OK


def province_of(text: str) -> Meaning:
    """Like `place_of`, and a province's name is the same as its code in citizen numbers."""
    value, code = place_of(text)
    return _PROVINCES_BY_HASH.get(value, value), code


def hash_of(word: str) -> int:
    """31 bits with the highest set, so that a hash is never a code; FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) over UTF-8."""
    value = 0x811C9DC5
    for sign in word.encode("utf-8", "surrogatepass"):
        value = (value ^ sign) * 0x01000193 & 0xFFFFFFFF
    return (value & 0x3FFFFFFF) | 0x40000000


def _whole_numbers(array: Any) -> npt.NDArray[np.int64]:
    if pa.types.is_null(array.type):
        return np.zeros(len(array), np.int64)
    return buffers.whole(array) if pa.types.is_floating(array.type) else buffers.integers(array)


def _days(array: Any, name: str) -> npt.NDArray[Any]:
    kind = array.type
    if pa.types.is_date32(kind):
        return np.asarray(array.view(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False))
    if pa.types.is_date64(kind):
        return np.asarray(array.view(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)) // (_SECONDS_PER_DAY * 1_000)
    if not pa.types.is_timestamp(kind):
        raise Refused("column_type", f"{name} has the type {kind}, which is no date", field=name)
    shift = _VIETNAM_SECONDS if kind.tz is not None else 0
    per_second = _PER_SECOND[kind.unit]
    moments = np.asarray(array.view(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False))
    return np.asarray((moments + shift * per_second) // (_SECONDS_PER_DAY * per_second))


def _distinct(array: Any) -> tuple[list[str], npt.NDArray[np.int32]]:
    ids, firsts = np.empty(len(array), np.int32), np.empty(min(_MOST_WORDS, max(len(array), 1)), np.int64)
    offsets, data = buffers.texts(array)
    count = compiled_words.distinct(offsets, data, ids, firsts, np.full(4 * _MOST_WORDS, -1, np.int64))
    held = [bytes(data[offsets[row] : offsets[row + 1]]) for row in firsts[:count].tolist()]
    return [_written(each) for each in held], ids


def _written(value: Any) -> str:
    """Text of a distinct value; bytes that are not UTF-8 byte by byte, as TCVN3 and VNI fonts show them."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("latin-1")
    return str(value)


def _folded(text: str) -> str:
    return names.fold(unicodedata.normalize("NFC", text).strip().strip("'\""))


def _meaning(text: str, own: Mapping[str, int], digits_for: Mapping[str, int], words: Mapping[str, int], unknown: int) -> Meaning:
    told = own.get(text.strip().casefold())
    if told is not None:
        return told, reasons.OK
    word = _folded(text)
    if word in _NOTHING:
        return unknown, reasons.ABSENT
    number = word.removesuffix(".0").lstrip("0") or "0"
    value = digits_for.get(number, words.get(word))
    return (unknown, reasons.WORD) if value is None else (value, reasons.OK)


_PROVINCES_BY_HASH = {place_of(name)[0]: int(code) for code, name in PROVINCES.items()} | {
    place_of("Huế")[0]: 46,
    place_of("Hồ Chí Minh")[0]: 79,
}

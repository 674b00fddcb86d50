"""Words that stand where a name should: they are no name, and two of them are not the same person."""

from ansinh.terms.names.scan import scan

# As software and clerks write them (seen in public data sets and forms; the list is assumed, not official). "Vô danh" is also Võ Danh
# without its marks, so it counts only with them; the others count with and without.
_WORDS = (
    "Không tên", "Không có tên", "Không rõ", "Không rõ tên", "Không biết", "Không biết tên", "Không xác định", "Chưa rõ", "Chưa rõ tên",
    "Chưa đặt tên", "Chưa có tên", "Chưa xác định", "Chưa biết", "Chưa cập nhật", "Chưa khai sinh", "Trẻ sơ sinh", "Sơ sinh", "Không",
    "Không có", "Null", "None", "Unknown", "No name", "Noname", "N/A", "Xxx", "Xx",
)  # fmt: skip
_WITH_MARKS_ONLY = ("Vô danh",)
_PLACES = 256


def _k1_and_k2(words: str) -> tuple[int, int]:
    data = words.encode()
    found = scan(data, 0, len(data), bytearray(len(data) + 1), 0)
    return found[0], found[1]


def _table() -> tuple[int, ...]:
    # Written without its marks, a name's k1 is its k2.
    keys = {key for words in _WORDS for key in _k1_and_k2(words)} | {_k1_and_k2(words)[0] for words in _WITH_MARKS_ONLY}
    table = [0] * _PLACES
    for key in sorted(keys):
        place = key & (_PLACES - 1)
        while table[place] != 0:
            place = (place + 1) & (_PLACES - 1)
        table[place] = key
    return tuple(table)


# k1 of each, in a hash table with linear probing by the lowest eight bits.
PLACEHOLDERS = _table()

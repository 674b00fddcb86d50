"""The report's words in Vietnamese and English, and how figures are written in Vietnamese."""

from typing import Final

from ansinh.terms import PROVINCES

# In the order in which the report shows them: what is done, what is to be mended, what waits for a person.
VERDICTS: Final[dict[str, tuple[str, str]]] = {
    "verified": ("Khớp", "Verified"),
    "assigned": ("Tìm được số", "Number found"),
    "several_numbers": ("Một người, nhiều hồ sơ", "One person, several records"),
    "differs": ("Đúng số, khác thông tin", "Right number, fields differ"),
    "deceased": ("Người đã mất", "Person has died"),
    "candidates": ("Chờ người quyết định", "A person decides"),
    "someone_else": ("Số của người khác", "Somebody else's number"),
    "not_found": ("Không tìm thấy", "Not found"),
}
MEANINGS: Final[dict[str, tuple[str, str]]] = {
    "verified": ("số định danh đúng là của người này", "the number is that of this very person"),
    "assigned": ("nhờ số cũ hoặc số gần đúng, ngoài họ tên và ngày sinh", "by an old or nearly right number beside name and birth"),
    "several_numbers": ("cần gộp hồ sơ", "records to be merged"),
    "differs": ("cần sửa theo giấy tờ gốc", "to be corrected from documents"),
    "deceased": ("cần kết thúc hồ sơ", "record to be ended"),
    "candidates": ("có người giống, chưa đủ chắc chắn", "people like this, not sure enough"),
    "someone_else": ("cần tìm đúng số", "the right number is to be found"),
    "not_found": ("không ai giống trong cơ sở dữ liệu dân cư", "nobody like this in the population register"),
}
STAGE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "number": ("Số định danh", "By the number"),
    "repair": ("Số gần đúng", "Nearly right number"),
    "old_number": ("Số chứng minh cũ", "Old card number"),
    "name_birth": ("Họ tên và ngày sinh", "Name and birth"),
    "scored": ("So sánh rộng", "Wide comparison"),
    "none": ("Không ai giống", "Nobody like this"),
}
COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "citizen_number": ("Số định danh cá nhân", "Citizen number"),
    "old_id_number": ("Số chứng minh nhân dân cũ", "Old identity card number"),
    "full_name": ("Họ và tên", "Full name"),
    "birth_date": ("Ngày sinh", "Date of birth"),
    "sex": ("Giới tính", "Sex"),
    "province": ("Tỉnh, thành phố", "Province"),
    "ward": ("Xã, phường", "Ward"),
    "record_id": ("Mã hồ sơ", "Record"),
    "status": ("Tình trạng", "State"),
    "line": ("Dòng", "Line"),
}
WORK: Final[dict[str, tuple[str, str]]] = {
    "index": ("Lập chỉ mục dân cư", "Index of the population"),
    "repeats": ("Tìm mã hồ sơ trùng", "Repeated record ids"),
    "number": ("Kiểm tra số định danh", "Number check"),
    "search": ("Tìm người", "Search"),
    "duplicates": ("Tìm hồ sơ trùng", "Duplicates"),
    "publish": ("Ghi kết quả", "Writing results"),
}
DONE: Final = ("verified", "assigned")
TO_MEND: Final = ("differs", "several_numbers", "deceased")
FOR_PEOPLE: Final = ("candidates", "someone_else")
SHORT_PROVINCES: Final = {"046": "Huế", "077": "BR-VT", "079": "TP HCM"}


def province(code: str) -> str:
    """A province of the 63 by its name on a tile."""
    return SHORT_PROVINCES.get(code, PROVINCES[code])


def number(value: float) -> str:
    """Whole, in groups of three with dots: 55.039.144."""
    return f"{round(value):,}".replace(",", ".")


def number_en(value: float) -> str:
    """Whole, in groups of three with commas: 55,039,144."""
    return f"{round(value):,}"


def share(part: float, whole: float) -> str:
    """76,4 %; what is not nothing is never 0,0 %."""
    return "–" if not whole else _percent(part / whole, ",")


def share_en(part: float, whole: float) -> str:
    """76.4%; what is not nothing is never 0.0%."""
    return "–" if not whole else _percent(part / whole, ".").replace(" ", "")


def small(value: float) -> str:
    """A figure that may be far below one, with two digits that count."""
    if value == 0:
        return "0"
    return number(value) if value >= 10 else f"{value:.2g}".replace(".", ",") if value >= 0.001 else "< 0,001"


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _percent(value: float, comma: str) -> str:
    if 0 < value < 0.0005:
        return f"< 0{comma}05 %"
    return f"{100 * value:.1f} %".replace(".", comma)

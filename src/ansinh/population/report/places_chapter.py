"""The report's chapters about where and how old people are."""

from collections.abc import Mapping

from ansinh.population.report import pictures
from ansinh.population.report.marked import Marked, both, element, joined
from ansinh.population.report.model import NOT_KNOWN, OTHER, Figures, Outcomes
from ansinh.population.report.parts import beside, section, table, unfolded
from ansinh.population.report.tiles import PLACES
from ansinh.population.report.words import DONE, VERDICTS, number, province, share
from ansinh.terms import places

_OPEN = tuple(verdict for verdict in VERDICTS if verdict not in DONE)
_HEAD = (("Tỉnh, thành phố", "Province"), ("Hồ sơ", "Records"), ("Còn việc", "Open"), ("Tỷ lệ", "Share"))
_STEPS = 5
_SHORT = {"Thành phố Hồ Chí Minh": "TP HCM"}


def provinces(figures: Figures) -> Marked | None:
    """What is left to do in each province: a map of the 63 where records name them, and the 34 of today."""
    if figures.scheme == "none":
        return None
    today = _today(figures)
    ordered = sorted(today.items(), key=lambda each: (-_share(each[1][0]), each[0]))
    rows, under = list[list[Marked | str]](), set[int]()
    for name, (outcomes, parts) in ordered:
        rows.append(_row(name, outcomes))
        for code in parts if len(parts) > 1 else ():
            under.add(len(rows))
            rows.append(_row(province(code), figures.provinces[code]))
    for code, word in ((OTHER, both("Nơi khác", "Elsewhere")), (NOT_KNOWN, both("Không rõ", "Not known"))):
        if code in figures.provinces:
            rows.append(_row(word, figures.provinces[code]))
    caption = ("34 tỉnh từ 01/7/2025", "The 34 provinces since 1 July 2025")
    if figures.scheme == "63":
        caption = ("34 tỉnh từ 01/7/2025, dưới đó các tỉnh cũ", "The 34 provinces since 1 July 2025, the old ones below them")
    listed = table(caption, _HEAD, rows, under=frozenset(under))
    bars = pictures.bars(
        "provinces",
        [
            (
                name,
                [(f"v-{verdict}", outcomes.get(verdict, 0) / (_whole(outcomes) or 1)) for verdict in _OPEN],
                share(_open(outcomes), _whole(outcomes)),
            )
            for name, (outcomes, _) in ordered
        ],
        title="Hồ sơ còn việc theo 34 tỉnh, thành phố",
        description="; ".join(f"{name} {share(_open(outcomes), _whole(outcomes))}" for name, (outcomes, _) in ordered),
    )
    legend = pictures.key((f"v-{verdict}", VERDICTS[verdict][0]) for verdict in _OPEN)
    return section(
        "provinces",
        ("Theo tỉnh, thành phố", "By province"),
        (
            "Còn việc là mọi hồ sơ chưa khớp và chưa tìm được số. Màu càng đậm, tỷ lệ còn việc càng cao.",
            "Open are all records neither verified nor with a number found. The stronger the colour, the higher their share.",
        ),
        beside(_map(figures, today), listed),
        unfolded(("Từng tỉnh còn việc gì", "What is open in each province"), element("figure", bars, legend)),
    )


def ages(figures: Figures) -> Marked | None:
    """What is left to do in each group of age."""
    if not figures.ages:
        return None
    legend = pictures.key((f"v-{verdict}", VERDICTS[verdict][0]) for verdict in _OPEN)
    drawn = pictures.bars(
        "ages",
        [
            (
                _age(group),
                [(f"v-{verdict}", outcomes.get(verdict, 0) / (_whole(outcomes) or 1)) for verdict in _OPEN],
                share(_open(outcomes), _whole(outcomes)),
            )
            for group, outcomes in figures.ages.items()
            if group != NOT_KNOWN
        ],
        title="Hồ sơ còn việc theo tuổi",
        description="; ".join(f"{_age(group)} {share(_open(outcomes), _whole(outcomes))}" for group, outcomes in figures.ages.items()),
    )
    rows = [_row(both(_age(group), _age_en(group)), outcomes) for group, outcomes in figures.ages.items()]
    return section(
        "ages",
        ("Theo tuổi", "By age"),
        (
            "Tuổi tính đến năm chạy. Trẻ em ít có số chứng minh cũ, nên khó tìm lại hơn khi thiếu số định danh.",
            "Age in the year of the run. Children have no old card number, so that they are harder to find where the number is missing.",
        ),
        beside(joined(drawn, legend), table(("Hồ sơ theo tuổi", "Records by age"), (("Tuổi", "Age"), *_HEAD[1:]), rows)),
    )


def _map(figures: Figures, today: Mapping[str, tuple[Outcomes, list[str]]]) -> Marked:
    """The tiles of the 63, each for itself or, where records name the 34, as parts of those."""
    if figures.scheme == "63":
        groups = {code: code for code in PLACES}
        held = {code: (province(code), figures.provinces.get(code, {})) for code in PLACES}
    else:
        groups = {code: places.today(code).name for code in PLACES}
        held = {name: (_SHORT.get(name, name), today.get(name, ({}, []))[0]) for name in groups.values()}
    shares = [_share(outcomes) for _, outcomes in held.values() if _whole(outcomes)]
    low, high = min(shares, default=0.0), max(shares, default=0.0)
    width = (high - low) / _STEPS or 1.0
    words = {
        group: (
            name,
            f"{name}: {share(_open(outcomes), _whole(outcomes))}",
            min(int((_share(outcomes) - low) / width), _STEPS - 1) if _whole(outcomes) else -1,
        )
        for group, (name, outcomes) in held.items()
    }
    drawn = pictures.tiles(
        "map",
        PLACES,
        groups,
        words,
        title=f"Hồ sơ còn việc theo {figures.scheme} tỉnh, thành phố",
        description="Bản đồ bằng các ô bằng nhau, bắc ở trên; số liệu trong bảng bên cạnh.",
    )
    legend = pictures.key((f"step-{step}", f"từ {share(low + step * width, 1)}") for step in range(_STEPS))
    return joined(drawn, legend)


def _today(figures: Figures) -> dict[str, tuple[Outcomes, list[str]]]:
    """Name of each of the 34 -> its outcomes and, where records name the 63, the codes it was made of."""
    found: dict[str, tuple[Outcomes, list[str]]] = {}
    for each in places.provinces_on(places.MERGED_ON):
        codes = [old.code for old in places.predecessors(each)] if figures.scheme == "63" else [each.code]
        held = [code for code in codes if code in figures.provinces]
        if held:
            found[each.name] = (_added([figures.provinces[code] for code in held]), held)
    return found


def _added(several: list[Outcomes]) -> dict[str, int]:
    return {verdict: sum(each.get(verdict, 0) for each in several) for verdict in VERDICTS}


def _row(name: Marked | str, outcomes: Outcomes) -> list[Marked | str]:
    whole = _whole(outcomes)
    return [name, number(whole), number(_open(outcomes)), share(_open(outcomes), whole)]


def _whole(outcomes: Outcomes) -> int:
    return sum(outcomes.values())


def _open(outcomes: Mapping[str, int]) -> int:
    return sum(outcomes.get(verdict, 0) for verdict in _OPEN)


def _share(outcomes: Outcomes) -> float:
    return _open(outcomes) / (_whole(outcomes) or 1)


def _age(group: str) -> str:
    return (
        "Không rõ"
        if group == NOT_KNOWN
        else f"{group.replace('+', ' trở lên')} tuổi".replace(" trở lên tuổi", " tuổi trở lên").replace("-", "–")
    )


def _age_en(group: str) -> str:
    return "Not known" if group == NOT_KNOWN else f"{group.replace('-', '–')} years"

"""The page of one record: its verdict, and a waterfall for each person it was compared with, with the same in words beside it."""

from ansinh.population import rules
from ansinh.population.report import explanation, pictures
from ansinh.population.report.explanation import Compared, Explained, Shown
from ansinh.population.report.marked import Marked, both, element, joined
from ansinh.population.report.parts import beside, document, section, table
from ansinh.population.report.words import COLUMNS, STAGE_WORDS, VERDICTS, decimal, number

_TITLE = ("Vì sao có kết quả này", "Why this record got its outcome")
_ROW, _BAR = 46, 16


def page(explained: Explained) -> str:
    """The whole page as HTML."""
    header = joined(
        element("h1", both(*_TITLE)),
        element(
            "p",
            joined(pictures.swatch(f"v-{explained.verdict}"), " ", element("strong", f"{VERDICTS[explained.verdict][0]}:"), " "),
            both(explained.vi.partition(": ")[2], explained.en),
            class_="lead",
        ),
    )
    footer = element(
        "p",
        both(
            f"Quy tắc {explained.rules}. Dữ liệu bảo hiểm {explained.insured[:16]}.",
            "Masked: initials, year of birth, last three digits." if explained.is_masked else "Not masked; who asked for it is on record.",
        ),
    )
    return document(_TITLE, header, [_record(explained), *(_compared(each) for each in explained.compared)], footer)


def _record(explained: Explained) -> Marked:
    stage = STAGE_WORDS.get(explained.stage, (explained.stage, explained.stage))
    differs = [COLUMNS.get(column, (column, column)) for column in explained.differs]
    rows: list[list[Marked | str]] = [[both("Dòng trong dữ liệu", "Row of the source"), number(explained.row)]]
    rows += _person(explained.submitted) if explained.submitted is not None else []
    rows += [
        [both("Bước giải quyết", "Settled by"), both(*stage)],
        [both("Điểm", "Score"), "–" if explained.score is None else f"{decimal(explained.score)} bit"],
        [both("Thông tin khác nhau", "What differs"), both(*(", ".join(each[place] for each in differs) or "–" for place in (0, 1)))],
    ]
    return section(
        "record",
        ("Hồ sơ", "The record"),
        None,
        table(("Hồ sơ bảo hiểm", "The insurance record"), (None, ("Giá trị", "Value")), rows, words=2),
    )


def _person(shown: Shown) -> list[list[Marked | str]]:
    told = (
        (COLUMNS["full_name"], shown.name),
        (COLUMNS["birth_date"], shown.birth),
        (COLUMNS["citizen_number"], shown.number),
        (COLUMNS["old_id_number"], shown.old),
        (COLUMNS["sex"], both(shown.sex_vi, shown.sex_en) if shown.sex_vi else ""),
        (COLUMNS["province"], shown.province),
    )
    return [[both(*words), value] for words, value in told if value]


def _compared(each: Compared) -> Marked:
    said = each.explanation
    name = f"pair-{each.rank}"
    title = (
        ("Người giữ số đã khai", "Holder of the claimed number") if each.rank == 0 else (f"Người thứ {each.rank}", f"Candidate {each.rank}")
    )
    who = ", ".join(part for part in (each.person.name, each.person.birth, f"số {each.person.number}") if part)
    rows = [
        [
            joined(
                both(f"{step.field_vi}: {step.level_vi}", f"{step.field_en}: {step.level_en}"),
                element("span", both(step.strength_vi, step.strength_en), class_="meaning"),
            ),
            _bits(step.weight),
            _bits(step.total),
        ]
        for step in said.steps
    ]
    head = (("So sánh", "Compared"), ("Bit", "Bits"), ("Tổng", "Sum"))
    caption = (f"{title[0]}: từng bước", f"{title[1]}: step by step")
    return section(
        name,
        title,
        (said.vi, said.en),
        element("p", element("strong", who), f" · {_bits(said.score)} bit, {rules.odds(said.score)}"),
        beside(
            _waterfall(name, each, who),
            table(caption, head, rows),
        ),
    )


def _waterfall(name: str, each: Compared, who: str) -> Marked:
    steps = each.explanation.steps
    low, high = explanation.bars(steps)
    scale = pictures.WIDTH / ((high - low) or 1)
    zero = -low * scale
    height = len(steps) * _ROW + 4
    drawn = list[Marked]()
    for place, step in enumerate(steps):
        y, start, end = place * _ROW, (step.total - step.weight - low) * scale, (step.total - low) * scale
        drawn += [
            element("text", f"{step.field_vi}: {step.level_vi}"[:52], x=0, y=y + 15, class_="small"),
            element("text", _bits(step.weight), x=pictures.WIDTH, y=y + 15, class_="told small", text_anchor="end"),
            element("rect", x=0, y=y + 21, width=pictures.WIDTH, height=_BAR, class_="ground", rx=2),
            element(
                "rect",
                x=min(start, end),
                y=y + 21,
                width=max(abs(end - start), 1.5),
                height=_BAR,
                class_="one" if step.weight >= 0 else "against",
            ),
            element("line", x1=zero, y1=y + 19, x2=zero, y2=y + 39, class_="axis"),
        ]
    told = "; ".join(f"{step.field_vi}: {_bits(step.weight)}" for step in steps)
    return joined(
        pictures.picture(f"{name}-waterfall", height, f"Điểm của {who} cộng lại từ đâu", told, *drawn),
        pictures.key((("one", "ủng hộ"), ("against", "chống lại"))),
    )


def _bits(hundredths: int) -> str:
    return f"{hundredths / 100:+.1f}".replace(".", ",").replace("-", "−")

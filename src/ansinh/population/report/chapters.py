"""The report's chapters about records: outcomes, flow, causes, candidates, duplicates, unusable values, examples, scale, costs."""

from ansinh.population import rules
from ansinh.population.report import pictures
from ansinh.population.report.marked import Marked, both, element, joined
from ansinh.population.report.model import Example, Figures
from ansinh.population.report.parts import beside, section, table, tiles, unfolded
from ansinh.population.report.words import (
    COLUMNS,
    DONE,
    FOR_PEOPLE,
    MEANINGS,
    STAGE_WORDS,
    TO_MEND,
    VERDICTS,
    WORK,
    decimal,
    number,
    share,
)

VERIFIED_2022, SHARED_2022 = 55_039_144, 61_408_276
"""Participants verified against the population register, and records shared back to it, as the agency told of 2022."""

_RECORDS, _SHARE = ("Hồ sơ", "Records"), ("Tỷ lệ", "Share")
_MOST_TOGETHER, _MOST_CAUSES, _MOST_FAULTS, _MOST_CANDIDATES = 10, 8, 20, 5
_GROUPS = (
    (DONE, ("xong ngay", "done")),
    (TO_MEND, ("cần sửa, gộp hoặc kết thúc", "to be corrected, merged or ended")),
    (FOR_PEOPLE, ("chờ người xem", "wait for a person")),
    (("not_found",), ("không tìm thấy", "not found")),
)


def outcomes(figures: Figures) -> Marked:
    """What became of all records, in a thousand squares."""
    counts = [(verdict, figures.outcomes.get(verdict, 0)) for verdict in VERDICTS]
    drawn = pictures.squares(
        "squares",
        counts,
        title=f"Kết quả của {number(figures.rows)} hồ sơ",
        description=pictures.counts_told((VERDICTS[verdict][0], count) for verdict, count in counts),
    )
    rows = [
        [
            joined(
                pictures.swatch(f"v-{verdict}"), " ", both(*VERDICTS[verdict]), element("span", both(*MEANINGS[verdict]), class_="meaning")
            ),
            number(count),
            share(count, figures.rows),
        ]
        for verdict, count in counts
    ]
    figure = joined(
        drawn,
        element(
            "p",
            both(
                f"Một nghìn ô: mỗi ô là {number(figures.rows / 1000) if figures.rows >= 1000 else 'chưa đến một'} hồ sơ.",
                "A thousand squares, each a thousandth of all records.",
            ),
        ),
        tiles([(share(sum(figures.outcomes.get(each, 0) for each in group), figures.rows), words) for group, words in _GROUPS]),
    )
    return section(
        "outcomes",
        ("Hồ sơ đi về đâu", "What became of the records"),
        None,
        beside(
            figure,
            table(
                ("Mỗi hồ sơ có đúng một kết quả", "Every record has exactly one outcome"),
                (("Kết quả", "Outcome"), _RECORDS, _SHARE),
                rows,
            ),
        ),
    )


def flow(figures: Figures) -> Marked | None:
    """Which stage settled what."""
    streams = {(each.stage, each.verdict): each.records for each in figures.flow}
    if not streams:
        return None
    left = [(stage, words[0]) for stage, words in STAGE_WORDS.items() if any(stage == source for source, _ in streams)]
    right = [(verdict, words[0]) for verdict, words in VERDICTS.items() if any(verdict == target for _, target in streams)]
    drawn = pictures.flow(
        "flow",
        left,
        right,
        streams,
        title="Bước nào cho kết quả nào",
        description=pictures.counts_told((f"{STAGE_WORDS[a][0]}, {VERDICTS[b][0]}", count) for (a, b), count in streams.items()),
    )
    settled = {stage: sum(count for (source, _), count in streams.items() if source == stage) for stage, _ in left}
    stages = [[both(*STAGE_WORDS[stage]), number(count), share(count, figures.rows)] for stage, count in settled.items()]
    head = [("Bước", "Stage"), *(VERDICTS[verdict] for verdict, _ in right)]
    rows = [[both(*STAGE_WORDS[stage]), *(number(streams.get((stage, verdict), 0)) for verdict, _ in right)] for stage, _ in left]
    return section(
        "flow",
        ("Bước nào giải quyết", "Which stage settled it"),
        (
            "Số định danh được kiểm tra trước. Chỉ hồ sơ nào số không giải quyết được mới phải tìm theo số cũ, số gần đúng, họ tên và ngày sinh.",
            "The number is checked first. Only records that it does not settle are searched for by old number, nearly right number, name and birth.",
        ),
        beside(
            drawn,
            table(("Hồ sơ theo bước", "Records by stage"), (("Bước", "Stage"), _RECORDS, _SHARE), stages),
            unfolded(("Từng kết quả", "Each outcome"), table(("Hồ sơ theo bước và kết quả", "Records by stage and outcome"), head, rows)),
        ),
    )


def causes(figures: Figures) -> Marked | None:
    """Which fields differ, how, and which together."""
    whole = figures.outcomes.get("differs", 0)
    fields = {column: counts.get("differs", 0) for column, counts in figures.fields.items() if counts.get("differs", 0)}
    if not whole:
        return None
    known = rules.current()
    drawn = pictures.bars(
        "fields",
        [
            (COLUMNS.get(column, (column, column))[0], [("v-differs", count)], f"{number(count)} · {share(count, whole)}")
            for column, count in fields.items()
        ],
        title="Thông tin khác nhau ở các hồ sơ đúng số",
        description=pictures.counts_told((COLUMNS.get(column, (column, column))[0], count) for column, count in fields.items()),
        most=whole,
    )
    how = [
        [
            both(*_cause(known.field(each.field), each.level)),
            number(each.records),
            share(each.records, whole),
        ]
        for each in figures.causes[:_MOST_CAUSES]
    ]
    together = [
        [
            both(*(" + ".join(COLUMNS.get(column, (column, column))[place] for column in each.columns) for place in (0, 1))),
            number(each.records),
            share(each.records, whole),
        ]
        for each in figures.together[:_MOST_TOGETHER]
    ]
    return section(
        "causes",
        ("Khác ở đâu, khác thế nào", "What differs, and how"),
        (
            f"{number(whole)} hồ sơ có số định danh đúng là của người đó, nhưng thông tin khác nhau.",
            "Of records whose number is that person's, while fields differ. One record may differ in several.",
        ),
        beside(
            drawn,
            table(
                ("Khác thế nào", "How it differs"),
                (("Thông tin", "Field"), _RECORDS, _SHARE),
                how,
            ),
        ),
        unfolded(
            ("Những thông tin cùng khác nhau", "What differs together"),
            table(("Mỗi hồ sơ đếm một lần", "Every record once"), (("Thông tin", "Fields"), _RECORDS, _SHARE), together),
        ),
    )


def candidates(figures: Figures) -> Marked | None:
    """How many people a record might be about."""
    shown = [each for each in FOR_PEOPLE if figures.outcomes.get(each, 0)]
    if not shown:
        return None
    bins = [
        (str(many), [(f"v-{verdict}", figures.candidates.get(verdict, {}).get(many, 0)) for verdict in shown])
        for many in range(_MOST_CANDIDATES + 1)
    ]
    drawn = pictures.columns(
        "candidates",
        bins,
        title="Số người có thể là chủ hồ sơ",
        description=pictures.counts_told((f"{label} người", sum(count for _, count in parts)) for label, parts in bins),
    )
    rows = [[label, *(number(count) for _, count in parts)] for label, parts in bins]
    return section(
        "candidates",
        ("Người xem phải chọn trong mấy người", "How many people there are to choose from"),
        (
            "Nhiều nhất năm người được giữ lại cho mỗi hồ sơ, người giống nhất đứng đầu.",
            "At most five are kept for each record, the best first.",
        ),
        beside(
            joined(drawn, pictures.key((f"v-{verdict}", VERDICTS[verdict][0]) for verdict in shown)),
            table(
                ("Hồ sơ theo số người tìm được", "Records by people found"),
                (("Số người", "People"), *(VERDICTS[each] for each in shown)),
                rows,
            ),
        ),
    )


def duplicates(figures: Figures) -> Marked | None:
    """People with several insurance records."""
    if not figures.duplicates:
        return None
    people = sum(figures.duplicates.values())
    records = sum(many * count for many, count in figures.duplicates.items())
    drawn = pictures.bars(
        "duplicates",
        [(f"{many} hồ sơ", [("v-several_numbers", count)], f"{number(count)} người") for many, count in figures.duplicates.items()],
        title="Người có nhiều hồ sơ",
        description=pictures.counts_told((f"{many} hồ sơ", count) for many, count in figures.duplicates.items()),
    )
    rows = [[str(many), number(count), number(many * count)] for many, count in figures.duplicates.items()]
    return section(
        "duplicates",
        ("Một người, nhiều hồ sơ", "One person, several records"),
        (
            f"{number(people)} người có {number(records)} hồ sơ: {number(records - people)} hồ sơ thừa nếu gộp lại.",
            "People whose number several records ended with; all but one of each are to be merged.",
        ),
        beside(
            drawn,
            table(("Người theo số hồ sơ", "People by records"), (("Hồ sơ mỗi người", "Records each"), ("Người", "People"), _RECORDS), rows),
        ),
    )


def unusable(figures: Figures) -> Marked:
    """Values that were not used, and those read otherwise than they were written."""
    rows = [
        [
            both(*COLUMNS.get(each.column, (each.column, each.column))),
            joined(element("code", each.reason), element("span", each.sentence, lang="en", class_="en")),
            element("span", "; ".join(each.examples) or f"row {number(each.first_row)}", lang="en"),
            both("dùng tiếp", "went on") if each.kept else both("bỏ dòng", "left out"),
            number(each.values),
        ]
        for each in figures.unusable[:_MOST_FAULTS]
    ]
    other = [
        [
            both(*COLUMNS.get(each.column, (each.column, each.column))),
            element("code", each.reason),
            element("span", "; ".join(each.examples), lang="en"),
            number(each.values),
        ]
        for each in figures.read_otherwise[:_MOST_FAULTS]
    ]
    empty = [
        [both(*COLUMNS.get(column, (column, column))), number(count), share(count, figures.rows)]
        for column, count in figures.absent.items()
        if count
    ]
    head = (("Cột", "Column"), ("Lý do", "Reason"), ("Ví dụ đã che", "Masked examples"))
    return section(
        "unusable",
        ("Giá trị không dùng được", "Values that could not be used"),
        (
            f"{number(sum(each.values for each in figures.unusable))} giá trị; {number(figures.left_out)} dòng không có kết quả. Từng dòng có trong rejected.parquet.",
            "Records went on without the value; rows that were left out have no outcome. Every one is listed in rejected.parquet.",
        ),
        table(("Không dùng được", "Not used"), (*head, ("Dòng", "Row"), ("Giá trị", "Values")), rows, words=4)
        if rows
        else element("p", both("Mọi giá trị đều dùng được.", "Every value could be used."), class_="note"),
        table(("Đọc khác với cách ghi", "Read otherwise than written"), (*head, ("Giá trị", "Values")), other, words=3) if other else None,
        unfolded(
            ("Ô trống", "Empty values"),
            table(("Giá trị để trống theo cột", "Empty values by column"), (("Cột", "Column"), ("Giá trị", "Values"), _SHARE), empty),
        )
        if empty
        else None,
    )


def examples(figures: Figures) -> Marked | None:
    """A few records of every verdict, masked."""
    if not figures.examples:
        return None
    shown = sorted(figures.examples, key=lambda each: (list(VERDICTS).index(each.verdict), each.row))
    return section(
        "examples",
        ("Ví dụ đã che", "Masked examples"),
        (
            "Chữ đầu của họ tên, năm sinh, ba số cuối của số tìm được hoặc đã khai. Xem đầy đủ từng hồ sơ: ansinh population explain.",
            "Initials, year of birth, last three digits of the number found or claimed. To see why a record got its outcome: ansinh population explain.",
        ),
        table(
            ("Vài hồ sơ của mỗi kết quả", "Some records of every outcome"),
            (("Kết quả", "Outcome"), ("Người", "Person"), ("Vì sao", "Why"), ("Dòng", "Row"), ("Điểm", "Bits")),
            [_example(each) for each in shown],
            words=3,
        ),
    )


def mission(figures: Figures) -> Marked:
    """The run beside what the agency told of."""
    rows = (
        ("Đã xác thực đến 2022", "Verified as of 2022", VERIFIED_2022, "v-not_found"),
        ("Đã chia sẻ đến 2022", "Shared as of 2022", SHARED_2022, "v-not_found"),
        ("Lần chạy này", "This run", figures.rows, "one"),
    )
    drawn = pictures.bars(
        "mission",
        [(vi, [(kind, count)], number(count)) for vi, _, count, kind in rows],
        title="Quy mô của lần chạy này",
        description=pictures.counts_told((vi, count) for vi, _, count, _ in rows),
    )
    told = [[both(vi, en), number(count), share(count, VERIFIED_2022)] for vi, en, count, _ in rows]
    return section(
        "mission",
        ("So với quy mô cả nước", "Beside the size of the nation"),
        None,
        beside(drawn, table(("Hồ sơ", "Records"), (None, _RECORDS, ("So với đã xác thực", "Of those verified")), told)),
    )


def costs(figures: Figures) -> Marked | None:
    """What the run cost, stage by stage."""
    order = list(WORK)
    shown = sorted(figures.costs, key=lambda each: order.index(each.stage) if each.stage in WORK else len(order))
    words = {each.stage: WORK.get(each.stage, (each.stage, each.stage)) for each in shown}
    if not shown:
        return None
    drawn = pictures.bars(
        "costs",
        [(words[each.stage][0], [("one", each.seconds)], f"{decimal(each.seconds)} s") for each in shown],
        title="Thời gian của từng bước",
        description="; ".join(f"{words[each.stage][0]} {decimal(each.seconds)} giây" for each in shown),
    )
    rows = [
        [both(*words[each.stage]), decimal(each.seconds), decimal(each.cpu_seconds), decimal(each.peak_rss_bytes / 2**30)] for each in shown
    ]
    rows.append(
        [
            both("Tổng cộng", "In all"),
            decimal(sum(each.seconds for each in shown)),
            decimal(sum(each.cpu_seconds for each in shown)),
            decimal(max(each.peak_rss_bytes for each in shown) / 2**30),
        ]
    )
    return section(
        "costs",
        ("Chạy mất bao lâu", "What the run cost"),
        (
            "Bước đã làm xong trước khi bị gián đoạn thì không tính lại.",
            "A stage that was finished before an interruption is not counted again.",
        ),
        beside(
            drawn,
            table(
                ("Theo bước", "By stage"),
                (("Bước", "Stage"), ("Giây", "Seconds"), ("Giây CPU", "CPU seconds"), ("GiB", "GiB")),
                rows,
            ),
        ),
    )


def _cause(field: rules.Field, level: str) -> tuple[str, str]:
    held = field.level(level)
    return f"{field.vi}: {held.vi}", f"{field.en}: {held.en}"


def _example(each: Example) -> list[Marked | str]:
    differs = [COLUMNS.get(column, (column, column)) for column in each.differs]
    said = each.vi or (f"Khác: {', '.join(vi for vi, _ in differs)}." if differs else MEANINGS[each.verdict][0])
    said_en = each.en or (f"Differ: {', '.join(en for _, en in differs)}." if differs else MEANINGS[each.verdict][1])
    born = str(each.birth_year) if each.birth_year else "?"
    return [
        joined(pictures.swatch(f"v-{each.verdict}"), " ", both(*VERDICTS[each.verdict])),
        joined(
            each.initials or "–",
            element("br"),
            f"{born}, {each.province}" if each.province else born,
            *([element("br"), f"số …{each.last_digits}"] if each.last_digits else []),
        ),
        both(said, said_en),
        number(each.row),
        "–" if each.score is None else decimal(each.score),
    ]

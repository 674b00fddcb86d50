"""The report's chapters about how sure it is: scores beside the thresholds, expected errors, what people found on review."""

from ansinh.population import rules
from ansinh.population.report import pictures
from ansinh.population.report.counting import BIN_BITS
from ansinh.population.report.marked import Marked, both, element, joined
from ansinh.population.report.model import Counted, Expected, Figures, Reviewed
from ansinh.population.report.parts import section, table, unfolded
from ansinh.population.report.words import STAGE_WORDS, VERDICTS, number, share, small

_THRESHOLDS = {"show_score": "cho người xem", "assign_score": "tự nhận"}


def scores(figures: Figures) -> Marked | None:
    """How high the searched records scored, and where the rules draw their lines."""
    if not figures.scores:
        return None
    lows = range(min(each.low for each in figures.scores), max(each.low for each in figures.scores) + 1, BIN_BITS)
    shown = [verdict for verdict in VERDICTS if any(each.verdict == verdict for each in figures.scores)]
    counts = {(each.low, each.verdict): each.records for each in figures.scores}
    bins = [(str(low), [(f"v-{verdict}", counts.get((low, verdict), 0)) for verdict in shown]) for low in lows]
    known = rules.current()
    marks = [
        ((known.thresholds[name].value / 100 - lows[0]) / BIN_BITS, f"{word}: {known.thresholds[name].value / 100:g} bit")
        for name, word in _THRESHOLDS.items()
    ]
    drawn = pictures.columns(
        "scores",
        bins,
        title="Điểm của các hồ sơ phải tìm",
        description=pictures.counts_told((f"từ {label} bit", sum(count for _, count in parts)) for label, parts in bins),
        marks=marks,
        every=max(1, len(bins) // 8),
    )
    rows = [
        [f"{low} – {low + BIN_BITS}", rules.odds(low * 100), number(sum(count for _, count in parts))]
        for low, (_, parts) in zip(lows, bins, strict=True)
        if any(count for _, count in parts)
    ]
    return section(
        "scores",
        ("Chắc đến đâu", "How sure the search is"),
        (
            "Điểm là số lần gấp đôi của khả năng hai bên là một người. Điểm cao vẫn chưa đủ: phải có thêm số cũ hoặc số gần đúng mới được nhận.",
            "A score says how often the odds double that both are one person. A high score is not enough: it takes an old or nearly right number too.",
        ),
        element("figure", drawn, pictures.key((f"v-{verdict}", VERDICTS[verdict][0]) for verdict in shown)),
        unfolded(
            ("Bảng số liệu", "Figures"),
            table(("Hồ sơ theo điểm", "Records by score"), (("Bit", "Bits"), ("Khả năng", "Odds"), ("Hồ sơ", "Records")), rows),
        ),
    )


def errors(figures: Figures) -> Marked:
    """How many automatic decisions are expected to be wrong."""
    rows = [
        _expected(("Tự tìm được số", "Numbers assigned"), figures.assigned),
        _expected(("Khớp theo số", "Confirmed at the number"), figures.confirmed),
    ]
    head = (
        ("Quyết định không qua người", "Decided without a person"),
        ("Hồ sơ", "Records"),
        ("Sai dự kiến", "Expected wrong"),
        ("95 %", "95 %"),
        ("Nếu điểm cao hơn thực 3 bit", "If scores are 3 bits too high"),
    )
    return section(
        "errors",
        ("Sai sót dự kiến", "Estimated errors"),
        None,
        table(("Theo chính điểm số của từng hồ sơ", "By the odds that the scores themselves state"), head, rows),
        element(
            "p",
            both(
                "Ước tính này chỉ đúng bằng trọng số trong bộ quy tắc, và trọng số ở đó là phỏng đoán thận trọng. "
                "Cột cuối cho thấy nếu mọi điểm đều cao hơn thực tế 3 bit (tám lần). Chỉ việc xem lại của người mới là đo thật.",
                "This is as right as the weights in the rules, which are cautious guesses. The last column says what would be if every "
                "score were 3 bits (eight times) too high. Only reviews by people measure it.",
            ),
            class_="note",
        ),
        _reviewed(figures.reviewed)
        if figures.reviewed is not None
        else element(
            "p",
            both(
                "Chưa có kết quả xem lại của người trong báo cáo này: ansinh population report OUT --reviews.",
                "No findings of people are in this report yet: ansinh population report OUT --reviews.",
            ),
        ),
    )


def _expected(words: tuple[str, str], each: Expected) -> list[Marked | str]:
    return [both(*words), number(each.records), small(each.wrong), f"{number(each.low)} – {number(each.high)}", number(each.if_too_sure)]


def _reviewed(reviewed: Reviewed) -> Marked:
    rows = [_counted(both("Kết luận đầu không đứng vững", "First findings that did not stand"), reviewed.first_findings_wrong)]
    rows += [_counted(both(*STAGE_WORDS.get(stage, (stage, stage))), each) for stage, each in reviewed.by_stage.items()]
    head = (("Xem lại độc lập", "Blind reviews"), ("Sai", "Wrong"), ("Đã xem", "Reviewed"), ("Tỷ lệ", "Share"), ("95 %", "95 %"))
    return joined(
        table(("Đo bằng việc xem lại của người", "Measured by reviews of people"), head, rows, under=frozenset(range(1, len(rows)))),
        element(
            "p",
            both(
                f"{number(reviewed.same)} người được đưa ra đúng là chủ hồ sơ, {number(reviewed.others)} thì không.",
                "Candidates that officers found to be the person, and those they found not to be.",
            ),
        ),
    )


def _counted(words: Marked, each: Counted) -> list[Marked | str]:
    return [words, number(each.hits), number(each.trials), share(each.hits, each.trials), f"{share(each.low, 1)} – {share(each.high, 1)}"]

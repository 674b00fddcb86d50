"""report.html: what became of every record, as pictures with the figures beside them. Owns the order of the chapters, not their figures."""

from datetime import datetime

from ansinh.kit import clock
from ansinh.population.report import chapters, places_chapter, sureness
from ansinh.population.report.marked import Marked, both, element, joined
from ansinh.population.report.model import Figures
from ansinh.population.report.parts import document
from ansinh.population.report.words import DONE, number, number_en, share, share_en

_TITLE = ("Kết quả đối chiếu với cơ sở dữ liệu dân cư", "Verification against the population register")


def page(figures: Figures) -> str:
    """The whole page as HTML."""
    return document(
        _TITLE,
        _header(figures),
        [
            chapters.outcomes(figures),
            chapters.flow(figures),
            chapters.causes(figures),
            places_chapter.provinces(figures),
            places_chapter.ages(figures),
            chapters.candidates(figures),
            sureness.scores(figures),
            sureness.errors(figures),
            chapters.duplicates(figures),
            chapters.unusable(figures),
            chapters.examples(figures),
            chapters.mission(figures),
            chapters.costs(figures),
        ],
        _footer(figures),
    )


def _header(figures: Figures) -> Marked:
    done = sum(figures.outcomes.get(each, 0) for each in DONE)
    if not figures.rows:
        said = both("Không có hồ sơ nào để đối chiếu.", "There was no record to verify.")
    else:
        said = both(
            f"{number(figures.rows)} hồ sơ bảo hiểm đã được đối chiếu với {number(figures.population)} người; "
            f"{share(done, figures.rows)} xong ngay, không cần ai xem lại.",
            f"{number_en(figures.rows)} insurance records were verified against {number_en(figures.population)} people; "
            f"{share_en(done, figures.rows)} are done without anybody looking again.",
        )
    return joined(element("h1", both(*_TITLE)), element("p", said, class_="lead"))


def _footer(figures: Figures) -> Marked:
    begun = ""
    if figures.started:
        begun = f"{datetime.fromisoformat(figures.started).astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}"
    return joined(
        element(
            "p",
            both(
                f"Bắt đầu {begun}. Quy tắc {figures.rules}. Chương trình {figures.code}. Dữ liệu bảo hiểm {figures.insured[:16]}.",
                "Begun at that time (Viet Nam), with these rules, this program and this input (head of its SHA-256).",
            ),
        ),
        element(
            "p",
            both(
                "Trang này không chứa số định danh, họ tên hay mã hồ sơ nào: chỉ có số đếm và ví dụ đã che.",
                "This page holds no number of a person, no name and no record id: counts only, and examples that are masked.",
            ),
        ),
    )

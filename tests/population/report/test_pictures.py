import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.population.index import STAGES
from ansinh.population.index import VERDICTS as VERDICTS_OF_A_RUN
from ansinh.population.report import pictures
from ansinh.population.report.people import AGES, age_group, by_province
from ansinh.population.report.tiles import PLACES
from ansinh.population.report.words import MEANINGS, STAGE_WORDS, VERDICTS, number, share
from ansinh.terms import PROVINCES


@settings(max_examples=20)
@given(st.lists(st.integers(0, 10**8), min_size=8, max_size=8))
def test_there_are_a_thousand_squares_whatever_the_outcomes(counts: list[int]) -> None:
    drawn = pictures.squares("x", list(zip(VERDICTS, counts, strict=True)), title="t", description="d")
    shown = {verdict: drawn.count(f'class="v-{verdict}"') for verdict in VERDICTS}
    assert sum(shown.values()) == (1000 if sum(counts) else 0)
    for verdict, count in zip(VERDICTS, counts, strict=True):
        assert not sum(counts) or abs(shown[verdict] - 1000 * count / sum(counts)) < 1


def test_every_province_has_its_own_tile_and_the_map_goes_from_north_to_south() -> None:
    assert set(PLACES) == set(PROVINCES)
    assert len(set(PLACES.values())) == len(PLACES)
    down_the_coast = ["002", "001", "038", "040", "042", "044", "045", "048", "051", "052", "056", "058", "060"]
    rows = [PLACES[code][1] for code in down_the_coast]
    assert all(above < below for above, below in pairwise(rows))


def test_neighbours_of_one_group_carry_their_word_once() -> None:
    drawn = pictures.tiles(
        "m",
        {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (3, 3)},
        {"a": "one", "b": "one", "c": "one", "d": "one"},
        {"one": ("Huế", "Huế: 1 %", 2)},
        title="t",
        description="d",
    )
    assert len(re.findall(r"<text[^>]*>Huế</text>", drawn)) == 2


def test_the_words_know_every_verdict_and_stage_of_a_run() -> None:
    assert set(VERDICTS) == set(MEANINGS) == set(VERDICTS_OF_A_RUN)
    assert set(STAGE_WORDS) == set(STAGES)


def test_codes_that_went_out_of_use_tell_that_the_63_are_meant() -> None:
    wide = len(AGES) + 1
    place = {code: nth * wide for nth, code in enumerate(sorted(PROVINCES))}
    assert by_province([("verified", place["001"], 900), ("verified", place["002"], 9)])[0] == "63"
    assert by_province([("verified", place["001"], 900), ("verified", place["024"], 9)])[0] == "34"
    assert by_province([("verified", (len(PROVINCES) + 1) * wide, 9)]) == ("none", {"unknown": {"verified": 9}})


def test_figures_are_written_as_in_vietnam() -> None:
    assert number(55_039_144) == "55.039.144"
    assert share(764, 1000) == "76,4 %"
    assert share(1, 100_000) == "< 0,05 %"
    assert share(0, 5) == "0,0 %"
    assert [age_group(place) for place in (0, 9, 10)] == ["0-5", "80+", "unknown"]

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh.population import report
from tests.population.report.conftest import Run


@pytest.fixture(scope="module")
def pages(many: Run, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    record_id = next(row["record_id"] for row in many.verdicts() if row["verdict"] == "someone_else")
    found = report.explain(many.out, str(record_id), origin=many.origin(), index_dir=many.index_dir)
    one = tmp_path_factory.mktemp("one") / "one.html"
    one.write_text(report.page_of(found), "utf-8")
    return [many.out / report.PAGE, one]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_and_a_phone_is_wide_enough(pages: list[Path], chromium: Any, scheme: str) -> None:
    page = chromium.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert [(each["id"], each["nodes"][0]["html"][:100]) for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [each for each in said if "axe" not in each] == []

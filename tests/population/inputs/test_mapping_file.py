from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.population import inputs


def _load(folder: Path, text: str) -> inputs.Mapping:
    path = folder / "mapping.toml"
    path.write_text(text, "utf-8")
    return inputs.load_mapping(path)


def test_a_mapping_file_says_columns_codes_and_forms(tmp_path: Path) -> None:
    told = _load(
        tmp_path,
        'date_order = "mdy"\ndelimiter = ";"\n[columns]\nfull_name = "HO_TEN"\nward = ""\n[sex]\n"1" = "male"\n[status]\nDC = "deceased"\n',
    )
    assert told == inputs.Mapping(
        columns={"full_name": "HO_TEN", "ward": ""}, sex={"1": "male"}, status={"DC": "deceased"}, date_order="mdy", delimiter=";"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colums = ""', "colums is not known"),
        ('[columns]\nname = "X"', "columns.name is not known; known are record_id"),
        ("[columns]\nfull_name = 3", "table of texts"),
        ('[sex]\n"1" = "man"', "means one of male, female, unknown"),
        ('date_order = "ymd"', 'date_order is "dmy" or "mdy"'),
        ('delimiter = ";;"', "at most 1 characters"),
        ("= 1", "is not TOML"),
    ],
)
def test_a_slip_of_the_pen_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        _load(tmp_path, text)


def test_a_missing_mapping_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        inputs.load_mapping(tmp_path / "mapping.toml")

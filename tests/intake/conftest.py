"""What several tests of intake begin with."""

import pytest
from spreadsheets.drawing import of_one, write_csv, write_ods, write_xls, write_xlsx


@pytest.fixture(scope="session", autouse=True)
def of_langson(tmp_path_factory):
    """What tests draw lies in a dataset of Lạng Sơn, whose units their files name."""
    about = "title_vi: Thử\nkind: official\nprovince: '20'\n"
    (tmp_path_factory.getbasetemp() / "dataset.yaml").write_text(about, "utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Returns of five districts: two of one name, one with an error, two of one form without a unit of money."""
    monkeypatch.setenv("COLUMNS", "200")
    place = tmp_path / "thu"
    for part in ("cao loc", "van quan"):
        (place / part).mkdir(parents=True)
    write_xlsx(place / "cao loc" / "bao cao.xlsx", of_one("Cao Lộc"))
    wrong = of_one("Văn Quan", 1)
    wrong.put("D8", "chưa rõ số")
    write_xlsx(place / "van quan" / "bao cao.xlsx", wrong)
    write_ods(place / "BC huyen Binh Gia.ods", of_one("Bình Gia", 2, unit_line=None))
    write_xls(place / "huu lung.xls", of_one("Hữu Lũng", 3, unit_line=None))
    write_csv(place / "dinh lap.csv", of_one("Đình Lập", 4))
    (place / "cong van.docx").write_bytes(b"PK")
    (place / "~$huu lung.xls").write_bytes(b"")
    return place

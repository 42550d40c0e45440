"""The data dictionary, generated from the schema: `python -m mtqg_analysis.ledger.dictionary > data/README.md`."""

import sys

from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.cells import form_words
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS

HEAD = """# Bộ dữ liệu

Tệp này được sinh từ lược đồ trong mã nguồn (`python -m mtqg_analysis.ledger.dictionary`);
xin sửa lược đồ, không sửa tệp.

Một bộ dữ liệu là một thư mục. Mọi tệp là CSV UTF-8, phân cách bằng dấu phẩy, dòng đầu là tên cột,
số thập phân dùng dấu chấm. Tệp Excel lưu lại theo kiểu Việt Nam (dấu chấm phẩy hoặc tab, UTF-16, 52,6, 31/12/2024, mất
số 0 ở đầu mã) vẫn được đọc đúng và `mtqg check` nói đã đọc thế nào; nơi có hai cách hiểu, tệp bị từ chối bằng một câu.

| bộ dữ liệu | nội dung |
| --- | --- |
| `langson` | số liệu đã công bố về tỉnh Lạng Sơn |
| `national` | số liệu đã công bố của cả nước và các tỉnh khác |
| `illustrative` | số liệu minh họa đến từng đơn vị, không có thật, do `make.py` trong thư mục sinh ra |

`dataset.yaml` khai báo: `title_vi` (tên), `kind` (`published` đã công bố, `official` chính thức,
`illustrative` minh họa), `province` (mã tỉnh, trống khi là cả nước), `currency_unit`.
"""

ORDERS = {"": "", "rising": "thấp ≤ cơ sở ≤ cao", "falling": "thấp ≥ cơ sở ≥ cao"}


def data_dictionary() -> str:
    """The Markdown text of data/README.md: every file of a dataset folder, column by column, with its codes."""
    tables = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS, **SIDE_COLUMNS}
    parts = [HEAD, *(_table(name, columns) for name, columns in tables.items())]
    parts += [_assumptions(), _codes(tables), _measures()]
    return "\n".join(parts)


def _table(name: str, columns: tuple[Column, ...]) -> str:
    need = "bắt buộc" if name in ("facts", "sources") else "không bắt buộc"
    rows = [
        f"| `{column.name}` | {_escaped(column.meaning)} | {'có' if column.required else ''} | {_form(column)} |"
        for column in columns
    ]
    return "\n".join(
        [f"## `{name}.csv` ({need})\n", "| cột | ý nghĩa | phải có | giá trị |", "| --- | --- | --- | --- |", *rows, ""]
    )


def _form(column: Column) -> str:
    return f"mã `{column.codes}`" if column.codes else _escaped(form_words(column)) if column.form else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _assumptions() -> str:
    """What each parameter of assumptions.csv may be, and for which scenarios and places."""
    rows = [
        f"| `{row.parameter}` | {_escaped(row.scenarios)} | {_escaped(row.places)} | {row.unit} | {row.least} | "
        f"{row.most} | {_escaped(row.without.replace('least', row.least).replace('most', row.most))} | "
        f"{ORDERS[row.order]} |"
        for row in table("assumptions").itertuples()
    ]
    head = "| tham số | kịch bản | cột được điền | đơn vị | từ | đến | không được bằng | thứ tự kịch bản |"
    return "\n".join(["## Các giả định\n", head, f"|{' --- |' * 8}", *rows, ""])


def _codes(tables: dict[str, tuple[Column, ...]]) -> str:
    kinds = dict.fromkeys(column.codes for columns in tables.values() for column in columns if column.codes)
    labels = table("labels")
    rows = [
        f"| `{kind}` | `{code}` | {label} |"
        for kind in kinds
        for code, label in labels.loc[labels["kind"] == kind, ["code", "label_vi"]].itertuples(index=False)
        if code
    ]
    return "\n".join(["## Các mã\n", "| loại | mã | nghĩa |", "| --- | --- | --- |", *rows, ""])


def _measures() -> str:
    indicators = table("indicators").drop_duplicates(["measure", "part_of", "fund", "plan_basis"])
    columns = ["measure", "part_of", "fund", "plan_basis", "label_vi"]
    rows = [
        f"| `{measure}` | {part_of} | {fund} | {basis} | {label} |"
        for measure, part_of, fund, basis, label in indicators[columns].itertuples(index=False)
    ]
    head = "| đại lượng | phạm vi | nguồn vốn | cơ sở kế hoạch | tên |"
    return "\n".join(["## Các đại lượng\n", head, "| --- | --- | --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(data_dictionary())

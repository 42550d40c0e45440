"""A workbook calculated without a spreadsheet program: formulas are arithmetic, sums of cells, and sums of the data."""

import re
from collections import defaultdict

SUM = re.compile(r"SUM\(([A-Z]+\d+):([A-Z]+\d+)\)")
SUMIFS = re.compile(r"SUMIFS\(So_lieu\[([^\]]+)\]((?:,So_lieu\[[^\]]+\],\"[^\"]*\")+)\)")
CRITERION = re.compile(r",So_lieu\[([^\]]+)\],\"([^\"]*)\"")
CELL = re.compile(r"(?<![\w.])[A-Z]{1,3}\d+")


def data_of(book):
    """The rows of the data sheet by their headings, with the row of the sheet as `row`; none where there is none."""
    if "So_lieu" not in book.sheetnames:
        return []
    sheet = book["So_lieu"]
    (table,) = sheet.tables.values()
    head, *rows = sheet[table.ref]
    names = [cell.value for cell in head]
    return [
        {name: "" if cell.value is None else cell.value for name, cell in zip(names, row, strict=True)}
        | {"row": row[0].row}
        for row in rows
    ]


def calculated(book):
    """The value of every cell with a formula, by sheet and address."""
    data, found, places = data_of(book), {}, defaultdict(set)
    for place, row in enumerate(data):
        for name, value in row.items():
            places[name, str(value)].add(place)

    def of_data(match):
        rows = set.intersection(*(places[criterion] for criterion in CRITERION.findall(match[2])))
        return repr(float(sum(data[place][match[1]] for place in sorted(rows))))

    def value(sheet, address):
        cell = sheet[address]
        if cell.data_type != "f":
            return float(cell.value)
        if (sheet.title, address) not in found:
            text = SUMIFS.sub(of_data, cell.value[1:])
            text = SUM.sub(
                lambda ends: repr(sum(value(sheet, one.coordinate) for (one,) in sheet[ends[0][4:-1]])), text
            )
            text = CELL.sub(lambda at: repr(value(sheet, at[0])), text)
            assert re.fullmatch(r"[-+*/().\de]+", text), cell.value  # nothing else is ever run
            found[sheet.title, address] = eval(text)
        return found[sheet.title, address]

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value(sheet, cell.coordinate)
    return found

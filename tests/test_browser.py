"""Reports as a browser shows them: Chromium, where the machine has one."""

import csv
import io
import shutil
from datetime import date

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from mtqg_analysis import Table
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import name_rows
from mtqg_analysis.report.formats.exporters import MtqgHTMLExporter
from mtqg_analysis.report.theme import canvas

pytestmark = pytest.mark.full  # starts a browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome")
FOUND = next(filter(None, map(shutil.which, NAMES)), None)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SCOPE = Scope("tỷ đồng", "31/12/2024", "kế hoạch tỉnh giao", "thực hiện")
UNITS = ("Đình Lập", "Bắc Sơn", "Ba Bể", "Ân Thi", "Chi Lăng", "Tràng Định", "Ea H'leo", "Dương Minh Châu", "Văn Lãng",
         "Văn Quan", "=CMD()", "-Xã")  # fmt: skip
PAID = (1234.5, -7.25, 98.0, None, 1000000.0, 12.5, 3.0, 2.0, 0.5, 45.0, 46.0, 47.0)


@pytest.fixture(scope="module")
def browser():
    if FOUND is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(NAMES)}")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=FOUND)
        yield started
        started.close()


@pytest.fixture
def opened(browser):
    """Opens a file at a size, in a scheme; a page that writes an error to the console fails."""
    contexts, said = [], []

    def opening(file, size=DESKTOP, **about):
        contexts.append(browser.new_context(viewport=size, **about))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield opening
    for context in contexts:
        context.close()
    assert said == []


def written(folder, *displays, heads=()):
    cells = [nbformat.v4.new_markdown_cell(f"## {text}\n\n" + "Chữ. " * 400) for text in heads]
    for shown in displays:
        data, about = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=about)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output]))
    file = folder / "trang.html"
    file.write_text(MtqgHTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0], "utf-8")
    return file


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Units with amounts and days, in two groups whose label is one merged cell, with a row of totals."""
    days = [date(2024, 1 + n, 28 - n) for n in range(12)]
    frame = pd.DataFrame({
        "kind": ["huyện"] * 8 + ["xã"] * 4 + ["Tổng"],
        "unit": [*UNITS, "Cộng"],
        "day": [*days, date(2024, 12, 31)],
        "paid": [*PAID, sum(one or 0 for one in PAID)],
    })  # fmt: skip
    columns = (Column("kind", "Cấp", rows=True), Column("unit", "Đơn vị"), Column("day", "Ngày", "date"),
               Column("paid", "Giải ngân", "decimal", 2, group="Vốn"))  # fmt: skip
    table = Table("don_vi", "Giải ngân của đơn vị", frame, columns, SCOPE, total=True)
    return written(tmp_path_factory.mktemp("page"), table, heads=("Một", "Hai", "Ba"))


def column(page, heading):
    """The texts of a column from top to bottom, where no cell is merged."""
    place = ["Cấp", "Đơn vị", "Ngày", "Giải ngân"].index(heading)
    return page.locator("tbody tr").evaluate_all(f"rows => rows.map(row => row.cells[{place}].textContent)")


# Tables ------------------------------------------------------------------------------------------------------------


def test_words_sort_as_vietnamese_does(opened, tables):
    page = opened(tables)
    page.get_by_role("button", name="Đơn vị").click()
    assert column(page, "Đơn vị") == [
        "-Xã", "=CMD()", "Ân Thi", "Ba Bể", "Bắc Sơn", "Chi Lăng", "Dương Minh Châu", "Đình Lập", "Ea H'leo",
        "Tràng Định", "Văn Lãng", "Văn Quan", "Cộng",
    ]  # fmt: skip


def test_amounts_sort_as_numbers_with_the_unknown_and_the_total_last(opened, tables):
    page = opened(tables)
    head = page.get_by_role("columnheader", name="Giải ngân")
    for direction, first, last in (("ascending", "−7,25", "1.000.000,00"), ("descending", "1.000.000,00", "−7,25")):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        texts = column(page, "Giải ngân")
        assert (texts[0], texts[10], texts[11]) == (first, last, "chưa có số liệu")
        assert column(page, "Đơn vị")[-1] == "Cộng"
        assert set(column(page, "Cấp")[:12]) == {"huyện", "xã"}


def test_days_sort_by_the_year_and_month_and_a_third_click_gives_the_printed_order_back(opened, tables):
    page = opened(tables)
    printed = page.locator("tbody").evaluate_all("all => all.map(one => one.outerHTML)")
    button = page.get_by_role("button", name="Ngày")
    button.click()
    button.click()
    assert column(page, "Ngày")[:2] == ["17/12/2024", "18/11/2024"]
    button.click()
    assert page.locator("tbody").evaluate_all("all => all.map(one => one.outerHTML)") == printed


def test_the_filter_reads_over_marks_and_says_how_many_rows_are_left(opened, tables):
    page = opened(tables)
    page.get_by_role("searchbox").fill("dinh")
    assert column(page, "Đơn vị") == ["Đình Lập", "Tràng Định", "Cộng"]
    assert page.locator("output").inner_text() == "2/12 dòng"
    page.get_by_role("searchbox").fill("")
    assert page.locator("tbody tr").count() == 13
    assert page.locator("output").inner_text() == ""


def test_csv_opens_in_excel_and_runs_nothing(opened, tables):
    page = opened(tables)
    with page.expect_download() as given:
        page.get_by_role("button", name="CSV").click()
    assert given.value.suggested_filename == "don_vi.csv"
    content = given.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Cấp", "Đơn vị", "Ngày", "Vốn – Giải ngân"]
    assert [row[1] for row in rows[1:]] == [*UNITS[:10], "'=CMD()", "'-Xã", "Cộng"]
    assert [row[3] for row in rows[1:6]] == ["1234,50", "-7,25", "98,00", "chưa có số liệu", "1000000,00"]
    assert {row[0] for row in rows[1:9]} == {"huyện"}


def test_a_table_is_worked_by_keyboard_alone(opened, tables):
    page = opened(tables)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("van")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "CSV"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Đơn vị"
    assert column(page, "Đơn vị") == ["Văn Lãng", "Văn Quan", "Cộng"]


def test_without_script_the_page_shows_no_tool_that_would_not_work(opened, tables):
    page = opened(tables, java_script_enabled=False)
    assert page.locator("tbody tr").count() == 13
    assert not page.get_by_role("button").first.is_visible()
    assert not page.get_by_role("searchbox").is_visible()


# Charts ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def charts(tmp_path_factory):
    figure, (axes,) = canvas()
    axes.barh(range(3), [10.5, 20, 30])
    axes.set_xlabel("tỷ đồng")
    name_rows(axes, UNITS[:3])
    chart = Chart(figure, name="hinh", title="Ba thanh", alt="Ba thanh", scope=SCOPE, illustrative=False)
    return written(tmp_path_factory.mktemp("chart"), chart)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_value_is_said_where_the_pointer_is(opened, charts, size):
    page = opened(charts, size)
    tip = page.get_by_role("status")
    assert not tip.is_visible()
    box, at = page.locator(".mtqg-drawing").bounding_box(), page.locator("[data-at]").nth(1).get_attribute("data-at")
    x, y = list(map(float, at.split()))[2 * (size == PHONE) :][:2]
    page.mouse.move(box["x"] + box["width"] * x / 100 - 6, box["y"] + box["height"] * y / 100 + 6)
    assert tip.inner_text() == "Bắc Sơn: 20 tỷ đồng"
    seen = tip.bounding_box()
    assert box["x"] <= seen["x"] < seen["x"] + seen["width"] <= box["x"] + box["width"]
    page.mouse.move(0, 0)
    assert not tip.is_visible()


def test_a_chart_is_one_stop_of_the_tab_key_and_arrows_go_through_its_values(opened, charts):
    page = opened(charts)
    page.locator(".anchor").focus()
    page.keyboard.press("Tab")
    said = [page.get_by_role("status").inner_text()]
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        said.append(page.get_by_role("status").inner_text())
    assert said == ["Đình Lập: 10,5 tỷ đồng", "Bắc Sơn: 20 tỷ đồng", "Ba Bể: 30 tỷ đồng"]
    page.keyboard.press("Escape")
    assert not page.get_by_role("status").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_one_drawing_is_shown_whole_with_letters_large_enough_to_read(opened, charts, size):
    page = opened(charts, size)
    drawings = page.locator(".mtqg-drawing svg")
    assert [drawings.nth(place).is_visible() for place in (0, 1)] == [size == DESKTOP, size == PHONE]
    letters = page.locator(".mtqg-drawing svg:visible text").evaluate_all(
        "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.left, box.right, box.height]; })"
    )
    assert all(0 <= left < right <= size["width"] and height >= 11 for left, right, height in letters)


def test_without_script_the_values_of_a_chart_unfold(opened, charts):
    page = opened(charts, java_script_enabled=False)
    page.get_by_text("Các số trong hình").click()
    assert page.locator("li", has_text="Bắc Sơn: 20 tỷ đồng").is_visible()


# The page ----------------------------------------------------------------------------------------------------------


def test_the_contents_list_marks_the_section_that_is_read(opened, tables):
    page = opened(tables)
    assert page.locator("nav [aria-current]").inner_text() == "Một"
    page.get_by_role("heading", name="Ba").evaluate("one => one.scrollIntoView()")
    page.locator("nav [aria-current]", has_text="Ba").wait_for()
    assert page.locator("nav [aria-current]").count() == 1


def test_on_a_phone_the_contents_list_opens_over_the_text(opened, tables):
    page = opened(tables, PHONE)
    assert not page.get_by_role("navigation").is_visible()
    page.get_by_role("button", name="Mục lục").click()
    page.get_by_role("navigation").get_by_role("link", name="Hai").click()
    assert not page.get_by_role("navigation").is_visible()


SEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width, 20) / 2, Math.max(box.top, 60) + 5];
    const above = document.elementFromPoint(x, Math.min(y, box.bottom - 2));
    return [one.tagName, one.textContent.slice(0, 40), Boolean(above && (one.contains(above) || above.contains(one))),
            getComputedStyle(one).outlineStyle];
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_report_is_gone_through_by_keyboard_and_each_stop_is_seen(opened, reports, size):
    page = opened(reports["year-end"] / "report.html", size)
    stops = []
    while (page.keyboard.press("Tab"), stop := page.evaluate(SEEN))[1][0] != "BODY":
        stops.append(stop)
    assert [one for one in stops if not one[2] or one[3] == "none"] == []
    assert 8 < len(stops) < 60


@pytest.mark.parametrize("part", ["report", "analysis"])
def test_a_report_breaks_no_rule_of_accessibility_and_no_page_is_wider_than_its_screen(opened, reports, part):
    for size, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        page = opened(reports["year-end"] / f"{part}.html", size, color_scheme=scheme, bypass_csp=True)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], (size, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]

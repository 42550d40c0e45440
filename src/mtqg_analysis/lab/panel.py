"""The panel of `explore.ipynb`: what is chosen changes table, chart and map at once, without a line of code."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from mtqg_analysis.domain.errors import MtqgError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.lab import choice as choices
from mtqg_analysis.lab.choice import Choice
from mtqg_analysis.lab.own_notebook import FOLDER, USUAL, put_into
from mtqg_analysis.lab.view import View
from mtqg_analysis.report.cells import MONEY
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.cut_chart import measure_word
from mtqg_analysis.report.formats.page import font_faces
from mtqg_analysis.report.markup import table_html
from mtqg_analysis.report.pages import exploring
from mtqg_analysis.run.reports import project_root

LABELS = {
    "data": to_translate("Bộ dữ liệu"),
    "year": to_translate("Năm kế hoạch"),
    "as_of": to_translate("Ngày chốt"),
    "level": to_translate("Cấp"),
    "unit": to_translate("Đơn vị"),
    "programme": to_translate("Chương trình"),
    "capital": to_translate("Loại vốn"),
    "rows": to_translate("Chia theo"),
    "columns": to_translate("và theo"),
    "beside": to_translate("So với"),
}
CHART, MAP = "chart", "map"
STYLE = """
.mtqg-panel figure{margin:0}.mtqg-panel .mtqg-scroll{overflow-x:auto}.mtqg-panel table{border-collapse:collapse;
font-variant-numeric:tabular-nums;color:var(--jp-content-font-color1,#222);line-height:1.35}.mtqg-panel th,
.mtqg-panel td{padding:2px 8px;border-bottom:1px solid var(--jp-border-color2,#ddd)}.mtqg-panel th{text-align:left;
background:var(--jp-layout-color2,#f3f3f3)}.mtqg-panel .total td{font-weight:bold}.mtqg-panel svg{max-width:100%;
height:auto;background:#fff}.mtqg-panel pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0;
color:var(--jp-content-font-color1,#222)}.mtqg-panel .widget-html-content{white-space:normal;line-height:1.4}
.mtqg-panel :focus-visible{outline:2px solid var(--jp-brand-color1,#0072B2)}"""
ROW = widgets.Layout(flex_flow="row wrap", width="100%", align_items="center")
WIDE = widgets.Layout(width="100%", overflow="hidden")


def panel(data: str = "") -> None:
    """Shows the panel over a dataset, which can be changed there.

    data: its folder, as commands name it; empty for the first of the project.
    """
    display(Panel(data or choices.datasets()[0]).box)  # type: ignore[no-untyped-call]


class Panel:
    """The widgets and what they show. box: all of them; choice: what is chosen; view: what is shown, if anything is."""

    def __init__(self, data: str) -> None:
        self.choice = Choice(data)
        self.view: View | None = None
        self._quiet = False
        self.chosen = {name: _select(words) for name, words in LABELS.items()}
        self.measure = _select(to_translate("Đại lượng"), [(measure_word(code), code) for code in MONEY], "rate")
        self.picture = widgets.ToggleButtons(options=[(tr("Biểu đồ"), CHART), (tr("Bản đồ"), MAP)])
        self.words = widgets.Text(placeholder=tr("lọc dòng"), layout=widgets.Layout(width="12em"))
        self.order = _select(to_translate("Sắp theo"), [(tr("như in"), "")], "")
        self.falling = widgets.Checkbox(value=True, description=tr("giảm dần"), indent=False)
        self.file = widgets.Text(value=USUAL, layout=widgets.Layout(width="18em"))
        self.shown = {name: widgets.HTML(layout=WIDE) for name in ("said", "drawn", "table", "code")}
        self.box = widgets.VBox(self._rows(), layout=widgets.Layout(width="100%", overflow="hidden"))
        self.box.add_class("mtqg-panel")
        self._listen()
        self._choose()

    def _rows(self) -> list[widgets.Widget]:
        buttons = [
            self._button(tr("Đưa vào báo cáo của tôi"), self._put),
            self.file,
            self._button(tr("Lưu CSV"), lambda: self._save("csv")),
            self._button(tr("Lưu Excel"), lambda: self._save("xlsx")),
        ]
        return [
            widgets.HTML(f"<style>{''.join(font_faces())}{STYLE}</style>"),
            widgets.HBox([*self.chosen.values(), self.measure], layout=ROW),
            self.shown["said"],
            self.picture,
            self.shown["drawn"],
            widgets.HBox([self.words, self.order, self.falling], layout=ROW),
            self.shown["table"],
            widgets.HBox(buttons, layout=ROW),
            self.shown["code"],
        ]

    def _button(self, words: str, do: Callable[[], str]) -> widgets.Button:
        button = widgets.Button(description=words, layout=widgets.Layout(width="auto"))

        def pressed(_: widgets.Button) -> None:
            self._say(self._tried(do))

        button.on_click(pressed)
        return button

    def _listen(self) -> None:
        for name in self.chosen:
            self.chosen[name].observe(self._changed, "value")
        for widget, react in (
            (self.measure, self._draw),
            (self.picture, self._draw),
            (self.words, self._tabulate),
            (self.order, self._tabulate),
            (self.falling, self._tabulate),
        ):
            widget.observe(lambda _, react=react: None if self._quiet else react(), "value")

    def _changed(self, _: Any) -> None:
        if not self._quiet:
            given = {name: widget.value for name, widget in self.chosen.items() if widget.value is not None}
            self.choice = replace(self.choice, **given)
            self._choose()

    def _choose(self) -> None:
        """Shows what is chosen; what is not there is replaced by what is, and a refusal is said in words."""
        try:
            self.choice, options = choices.completed(self.choice)
            self._offer(options)
            self.view = choices.view_of(self.choice)
        except MtqgError as refused:
            self.view = None
            self._offer({"data": [(one, one) for one in choices.datasets()]})
            self._say(str(refused))
            self._without_view()
            return
        self._say("")
        self._tabulate()  # first: figures are there sooner than a drawing
        self._draw()
        self.shown["code"].value = "".join(f"<pre>{escape(line)}</pre>" for line in (self.view.code, self.view.command))

    def _without_view(self) -> None:
        self.shown["drawn"].value = self.shown["code"].value = ""
        held = exploring.overview(choices.ledger_at(self.choice.data))
        self.shown["table"].value = table_html(held.as_resource())

    def _offer(self, options: Any) -> None:
        self._quiet = True
        for name, offered in options.items():
            widget, code = self.chosen[name], getattr(self.choice, name)
            if list(widget.options) != list(offered):
                widget.options = offered
            widget.value = code if code in {one for _, one in offered} else None
        self._quiet = False

    def _draw(self) -> None:
        if self.view is None:
            return
        drawn: Chart | None = self.view.map if self.picture.value == MAP else self.view.draw(self.measure.value)
        nothing = tr("Không có bản đồ: hãy chia theo huyện hoặc xã có trong danh mục, hoặc thêm bản đồ của mình.")
        self.shown["drawn"].value = escape(nothing) if drawn is None else _drawing(drawn)

    def _tabulate(self) -> None:
        if self.view is None:
            return
        table = self.view.table
        self._quiet = True
        columns = [(column.label, column.name) for column in table.columns if column.kind != "text"]
        self.order.options = [(tr("như in"), ""), *columns]
        self._quiet = False
        shown = choices.arranged(table, self.words.value, self.order.value or "", self.falling.value)
        self.shown["table"].value = table_html(shown.as_resource(), self.view.ledger.is_illustrative)

    def _put(self) -> str:
        assert self.view is not None
        return put_into(self.view, self.file.value, self.measure.value)

    def _save(self, kind: str) -> str:
        assert self.view is not None
        folder = project_root() / FOLDER
        folder.mkdir(exist_ok=True)
        return self.view.save(folder / f"{self.view.table.name}.{kind}")

    def _tried(self, do: Callable[[], str]) -> str:
        try:
            return do() if self.view else tr("Chưa có gì để đưa đi: hãy chọn phần có số liệu.")
        except MtqgError as refused:
            return str(refused)

    def _say(self, text: str) -> None:
        self.shown["said"].value = f'<p role="status">{escape(text)}</p>' if text else ""


def _select(words: str, options: choices.Options | None = None, value: str | None = None) -> widgets.Dropdown:
    layout = widgets.Layout(width="17em")
    style = {"description_width": "7.5em"}
    return widgets.Dropdown(description=tr(words), options=options or [], value=value, layout=layout, style=style)


def _drawing(chart: Chart) -> str:
    title = f"<b>{escape(chart.title)}</b><br><small>{escape(chart.scope.line)}</small>"
    said = f'<svg role="img" aria-label="{escape(chart.alt)}" style="width:100%;max-width:720px" '
    notes = "<br>".join(map(escape, chart.notes))
    return f"<figure>{title}<div>{chart.svg.replace('<svg ', said, 1)}</div><figcaption>{notes}</figcaption></figure>"

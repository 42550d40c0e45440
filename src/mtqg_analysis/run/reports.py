"""The three reports: their notebooks, and where their outputs lie."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import mtqg_analysis
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import LANGUAGES, to_translate


@dataclass(frozen=True)
class Report:
    """One kind of report. span: the notebook parameter that names its year or years.

    file: a notebook of the user's own; None for one of the project's.
    """

    name: str
    notebook: str
    title: str
    span: str
    file: Path | None = None

    def path(self, root: Path) -> Path:
        """The notebook that is executed."""
        return self.file or root / "notebooks" / f"{self.notebook}.ipynb"


REPORTS = {
    report.name: report
    for report in (
        Report("year-end", "year_end_evaluation", to_translate("Đánh giá năm"), "year"),
        Report("comparison", "yearly_comparison", to_translate("So sánh các năm"), "years"),
        Report("baseline", "planning_baseline", to_translate("Cơ sở lập kế hoạch"), "horizon"),
    )
}
SAID = {"data", "year", "years", "horizon", "as_of", "known_on"}  # in the name of a report's folder
SAID |= {"term", "plan_basis", "exclude_carried_over", "language"}
OWN = ".ipynb"  # ends the name of a notebook of the user's own
FORMATS = ("html", "pdf", "docx", "xlsx", "pptx")


def report_named(name: str) -> Report:
    """The report of this name, or the notebook of the user's own that it means.

    Raises ParameterError, naming the reports there are.
    """
    if name.endswith(OWN):
        return report_of(Path(name))
    if name not in REPORTS:
        raise ParameterError("Không có báo cáo «{name}»; hãy chọn trong: {known}.", name=name, known=", ".join(REPORTS))
    return REPORTS[name]


def report_of(file: Path) -> Report:
    """The report that a notebook of the user's own is.

    Raises ParameterError where there is no such file, or one that is no notebook or declares no parameters.
    """
    from mtqg_analysis.run.parameters import declared_parameters  # here, because it loads papermill

    found = file.absolute()
    if not found.is_file():
        raise ParameterError("Không tìm thấy sổ tay {notebook}.", notebook=file)
    if not declared_parameters(found):
        raise ParameterError(
            "Sổ tay {notebook} chưa khai tham số nào; hãy gắn nhãn parameters cho ô đầu và khai, ví dụ: "
            'data: str = "data/langson".',
            notebook=file,
        )
    title = json.loads(found.read_text(encoding="utf-8")).get("metadata", {}).get("title", found.stem)
    return Report(found.name, found.stem, str(title), "year", found)


def project_root() -> Path:
    """The folder that holds `notebooks/`: the working folder or one above it, else where the package lies."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "notebooks" / "year_end_evaluation.ipynb").is_file():
            return folder
    return Path(mtqg_analysis.__file__).resolve().parents[2]


def parse_formats(text: str) -> tuple[str, ...]:
    """The formats of a comma-separated list, in the order of `FORMATS`.

    >>> parse_formats("pdf,html")
    ('html', 'pdf')
    """
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    unknown = wanted - set(FORMATS)
    if unknown or not wanted:
        raise ParameterError(
            "Định dạng «{text}» không có; hãy chọn trong: {known}, cách nhau bằng dấu phẩy.",
            text=text,
            known=", ".join(FORMATS),
        )
    return tuple(name for name in FORMATS if name in wanted)


def output_folder(report: Report, parameters: dict[str, object], usual: dict[str, object], base: Path) -> Path:
    """Where one report lies: <base>/<notebook>/<dataset>_<years>_<cut-off>, then what else is asked for of the figures.

    usual: what the notebook declares as its defaults. Whatever the name does not say and is not as usual (a dataset
    that does not lie at `data/<its name>`, another context, a map, an issuer, a parameter of the user's own) is said by
    six hexadecimal digits of its SHA-256 at the end. So the same parameters always lead to the same folder, and reports
    of different parameters stand beside each other.
    """
    dataset = normalize("NFC", Path(str(parameters.get("data", ""))).stem)
    language = parameters.get("language", LANGUAGES[0])
    language = "" if language == LANGUAGES[0] else language
    own_money = "current-year" if parameters.get("exclude_carried_over") else ""
    asked = [parameters.get("term"), parameters.get("plan_basis"), own_money]
    said = [parameters.get(name) for name in (report.span, "as_of")]
    parts = [dataset, *said, *asked, parameters.get("known_on"), language]
    name = "_".join(str(part) for part in parts if part) or report.notebook
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name).lstrip(".")
    unsaid = {key: value for key, value in parameters.items() if key not in SAID and value != usual[key]}
    if parameters.get("data", f"data/{dataset}") != f"data/{dataset}" or safe != name:
        unsaid |= {"data": parameters.get("data"), "name": name}
    mark = hashlib.sha256(json.dumps(unsaid, sort_keys=True).encode()).hexdigest()[:6] if unsaid else ""
    return base / report.notebook / "_".join(part for part in (safe, mark) if part)

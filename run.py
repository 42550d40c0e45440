"""Makes the project's own environment, then runs one job in it: ``python run.py report …``.

A new machine may have nothing but Python, so this file needs nothing but the standard library. It can be read by any
Python since 3.6, because a Python that is too old must still be able to say so.
"""

import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "complete"
LOG = ROOT / ".venv.log"
TURN = ROOT / ".venv.lock"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"

# What works on the project itself, in its folder, with the packages of the test lock.
DOCS = ["sphinx", "-c", "docs", "-b", "html", "-W", "--keep-going", ".", "build/site"]
WORKSHOP = {"test": ["pytest"], "docs": DOCS, "pre-commit": ["pre_commit"]}
WORKSHOP |= {tool: [tool] for tool in ("ruff", "mypy", "nbstripout")}
JUPYTER = ROOT / "src" / "mtqg_analysis" / "lab" / "jupyter"  # what of JupyterLab is set for this project alone
START = "/lab/tree/notebooks/bat-dau.md"
LAB = ["jupyterlab", f"--notebook-dir={ROOT}", f"--LabApp.default_url={START}"]
LAB += [f"--LabApp.app_settings_dir={JUPYTER / 'settings'}"]

USAGE = """\
python run.py report …   lập báo cáo                     make a report
python run.py check …    kiểm tra một bộ dữ liệu         check a dataset
python run.py intake …   đọc bảng tính gửi đến           read spreadsheets that came in
python run.py batch …    lập hàng loạt theo đơn đặt      make many reports by one order
python run.py form …     ghi biểu trống để gửi đi        write blank forms to send out
python run.py lab        mở JupyterLab ở trang bắt đầu   open JupyterLab on its start page
python run.py test …     chạy kiểm thử (--all: đầy đủ)   run the tests (--all: in full)
python run.py docs       dựng trang tài liệu build/site  build the pages of the documentation
python run.py --help     mọi lệnh của mtqg               every command of mtqg

Lần chạy đầu tạo môi trường .venv.                       The first run makes the environment .venv."""


def say(vietnamese: str, english: str) -> None:
    """Speak to the person at the terminal; standard output belongs to the job."""
    print(vietnamese, english, sep="\n", file=sys.stderr, flush=True)


def refuse(vietnamese: str, english: str) -> NoReturn:
    """End with the status that means "it could not run"."""
    say(vietnamese, english)
    sys.exit(2)


def require_supported_python(version: tuple) -> None:
    """Refuse a Python for which the locked packages do not exist."""
    if (3, 11) <= tuple(version[:2]) <= (3, 13):
        return
    found = "{}.{}".format(*version)
    refuse(
        f"Python đang chạy là {found}, cần 3.11, 3.12 hoặc 3.13. Hãy cài một bản đó rồi gọi bằng tên của nó,"
        " ví dụ: python3.11 run.py (Windows: py -3.11 run.py).",
        f"This is Python {found}; 3.11, 3.12 or 3.13 is needed. Install one of them and call it by its name,"
        " for example: python3.11 run.py (Windows: py -3.11 run.py).",
    )


# Ahead of the definitions below, whose annotations an older Python cannot evaluate.
require_supported_python(sys.version_info)


def main(arguments: list[str]) -> int:
    """Run the job that the first word names; the answer is its exit status."""
    if not arguments:
        print(USAGE)
        return 0
    job, *rest = arguments
    try:
        make_ready([RUNTIME_LOCK, TEST_LOCK] if job in WORKSHOP else [RUNTIME_LOCK])
    except KeyboardInterrupt:
        say("Đã dừng; lần chạy sau sẽ cài lại từ đầu.", "Stopped; the next run installs from the start.")
        return 130
    return run(job, rest)


def run(job: str, rest: list[str]) -> int:
    """Run the workshop's jobs and ``lab`` on this project; hand every other word to ``mtqg`` where the user stands."""
    of_project = WORKSHOP | {"lab": LAB}
    python = python_of(ENVIRONMENT)
    command = [str(python), "-m", *of_project.get(job, ["mtqg_analysis", job]), *rest]
    # The job receives the same Ctrl-C and decides what it means; this process only waits for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    status = subprocess.call(command, cwd=ROOT if job in of_project else None, env=child_environment(python))
    return status if status >= 0 else 128 - status


def python_of(environment: Path, system: str = os.name) -> Path:
    """Where a virtual environment keeps its Python."""
    return environment / ("Scripts/python.exe" if system == "nt" else "bin/python")


def child_environment(python: Path) -> dict[str, str]:
    """UTF-8 whatever the console's code page, the environment's commands ahead of all others, our own JupyterLab."""
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath)])
    settings = os.pathsep.join(filter(None, [str(JUPYTER), os.environ.get("JUPYTER_CONFIG_PATH")]))
    utf8 = {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, **utf8, "PATH": path, "JUPYTER_CONFIG_PATH": settings}


def make_ready(locks: list[Path]) -> None:
    """Install what the locks name, unless the environment already holds exactly that."""
    if not is_ready(locks):
        with turn_to_install():
            if not is_ready(locks):
                install(locks)


def is_ready(locks: list[Path]) -> bool:
    """Whether an installation of these very locks was completed here."""
    return STAMP.exists() and python_of(ENVIRONMENT).exists() and fingerprint(locks) in STAMP.read_text().split()


def fingerprint(locks: list[Path]) -> str:
    """A digest of all that decides what the environment holds; its place too, since it cannot be moved."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [platform.python_version(), str(ROOT), settings["build-system"], settings["project"]]
    parts += [lock.read_text(encoding="utf-8") for lock in locks]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@contextmanager
def turn_to_install() -> Iterator[None]:
    """Let one process install at a time."""
    try:
        TURN.mkdir()
    except FileExistsError:
        refuse(
            f"Một lệnh run.py khác đang cài môi trường; hãy đợi. Nếu không có lệnh nào, hãy xóa thư mục {TURN}.",
            f"Another run.py is installing the environment; wait for it. If there is none, delete the folder {TURN}.",
        )
    try:
        yield
    finally:
        TURN.rmdir()


def install(locks: list[Path]) -> None:
    """Build the environment, or add the test packages to a good one; the stamp comes last, all at once."""
    fingerprints = [fingerprint(locks[:count]) for count in range(1, len(locks) + 1)]
    if not is_ready(locks[:1]):
        erase_environment()
    STAMP.unlink(missing_ok=True)
    LOG.unlink(missing_ok=True)
    say(
        "Đang cài đặt môi trường (chỉ lần này, khoảng một phút)…",
        "Installing the environment (only this once, about a minute)…",
    )
    uv = uv_to_use()
    done = uv is not None and succeeds(steps(locks, uv))
    if uv and not done:
        say("uv không cài được, chuyển sang pip.", "uv could not install it; trying pip instead.")
        erase_environment()
    if not done and not succeeds(steps(locks)):
        print(*LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-15:], sep="\n", file=sys.stderr)
        refuse(f"Không cài được môi trường. Toàn văn: {LOG}", f"The environment cannot be installed. In full: {LOG}")
    unfinished = STAMP.with_suffix(".unfinished")
    unfinished.write_text("\n".join(fingerprints))
    unfinished.replace(STAMP)


def erase_environment() -> None:
    """Start from nothing, so that no half-made or outdated package survives; the stamp goes first."""
    try:
        STAMP.unlink(missing_ok=True)
        if ENVIRONMENT.exists():
            shutil.rmtree(ENVIRONMENT)
    except OSError as error:
        refuse(
            f"Không xóa được môi trường cũ ({error}). Hãy đóng JupyterLab và chương trình đang dùng nó, rồi chạy lại.",
            f"The old environment cannot be deleted ({error}). Close JupyterLab and whatever uses it, then run again.",
        )


def uv_to_use() -> str | None:
    """The faster installer if there is one, except where pip alone has been told where packages come from."""
    return None if {"PIP_INDEX_URL", "PIP_NO_INDEX"} & os.environ.keys() else shutil.which("uv")


def steps(locks: list[Path], uv: str | None = None) -> list[list[str]]:
    """The commands that make and fill the environment, with uv or with what comes with Python."""
    python = str(python_of(ENVIRONMENT))
    if uv:
        options, add = ["--without-pip"], [uv, "pip", "install", f"--python={python}", "--compile-bytecode"]
    else:
        options, add = [], [python, "-m", "pip", "install"]
    # run.py may itself be run by the Python of the environment that was just erased.
    base = getattr(sys, "_base_executable", sys.executable)
    return [
        [base, "-m", "venv", *options, str(ENVIRONMENT)],
        [*add, "--require-hashes", *(f"--requirement={lock}" for lock in locks)],
        [*add, "--no-deps", "--no-build-isolation", f"--editable={ROOT}"],
    ]


def succeeds(commands: list[list[str]]) -> bool:
    """Run the commands in order until one fails, keeping what they print for the log."""
    with LOG.open("ab") as log:
        return all(
            subprocess.call(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT) == 0 for command in commands
        )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))

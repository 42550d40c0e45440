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
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "complete"
LOG = ROOT / ".venv.log"
TURN = ROOT / ".venv.turn"
HELD = ENVIRONMENT / "held"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"

# What works on the project itself, in its folder, with the packages of the test lock.
DOCS = ["sphinx", "-c", "docs", "-b", "html", "-W", "--keep-going", ".", "build/site"]
WORKSHOP = {"test": ["pytest"], "docs": DOCS, "pre-commit": ["pre_commit"], "audit": ["tests.audit"]}
WORKSHOP |= {tool: [tool] for tool in ("ruff", "mypy", "nbstripout")}
JUPYTER = ROOT / "src" / "mtqg_analysis" / "lab" / "jupyter"  # what of JupyterLab is set for this project alone
START = "/lab/tree/notebooks/bat-dau.md"
LAB = ["jupyterlab", f"--notebook-dir={ROOT}", f"--LabApp.default_url={START}"]
LAB += [f"--LabApp.app_settings_dir={JUPYTER / 'settings'}"]

STEPS = [
    ("tạo thư mục .venv", "making the folder .venv"),
    ("tải và cài các gói", "downloading and installing the packages"),
    ("cài chính dự án", "installing the project itself"),
]

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
    if os.name == "nt":
        end_together()
    try:
        with interrupted_by_term():
            make_ready([RUNTIME_LOCK, TEST_LOCK] if job in WORKSHOP else [RUNTIME_LOCK])
    except KeyboardInterrupt as stopped:
        say("Đã dừng; lần chạy sau sẽ cài tiếp cho đủ.", "Stopped; the next run completes the installation.")
        return 143 if stopped.args == (signal.SIGTERM,) else 130
    except OSError as error:
        refuse(
            f"Không cài được môi trường ở {ROOT} ({error}). Hãy xem quyền ghi và chỗ trống của ổ đĩa, rồi gọi lại.",
            f"The environment cannot be installed in {ROOT} ({error}). See that it may be written to and that the disk"
            " has room, then call again.",
        )
    return run(job, rest)


@contextmanager
def interrupted_by_term() -> Iterator[None]:
    """Take ``kill`` like Ctrl-C, so that what was begun is ended with this process."""

    def interrupt(number, frame):
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run(job: str, rest: list[str]) -> int:
    """Run the workshop's jobs and ``lab`` on this project; hand every other word to ``mtqg`` where the user stands."""
    of_project = WORKSHOP | {"lab": LAB}
    python = python_of(ENVIRONMENT)
    command = [str(python), "-m", *of_project.get(job, ["mtqg_analysis", job]), *rest]
    if job in of_project:
        os.chdir(ROOT)
    try:
        if os.name != "nt":
            # The job takes the place of this process, so that whatever ends the one ends the other.
            os.execve(command[0], command, child_environment(python))
        return wait_for(command, child_environment(python))
    except OSError as error:
        STAMP.unlink()
        refuse(
            f"Môi trường .venv hỏng ({error}). Hãy gọi lại lệnh này: môi trường sẽ được cài lại.",
            f"The environment .venv is damaged ({error}). Call this again: it will be installed anew.",
        )


def wait_for(command: list[str], environment: dict[str, str]) -> int:
    """On Windows, where a process cannot be replaced: run the job and end with its status."""
    # The job receives the same Ctrl-C and decides what it means; this process only waits for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.call(command, env=environment)


def end_together() -> None:
    """On Windows, put this process into a job object: the system ends all in it when this process is gone."""
    import ctypes
    from ctypes import wintypes

    class Limits(ctypes.Structure):  # JOBOBJECT_EXTENDED_LIMIT_INFORMATION, of which only the flags are set
        _fields_ = [
            ("times", ctypes.c_int64 * 2),
            ("flags", wintypes.DWORD),
            ("sizes", ctypes.c_size_t * 2),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("classes", wintypes.DWORD * 2),
            ("counters", ctypes.c_uint64 * 6),
            ("memory", ctypes.c_size_t * 4),
        ]

    extended, kill_on_close = 9, 0x2000
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job, limits = kernel.CreateJobObjectW(None, None), Limits(flags=kill_on_close)
    if not (
        kernel.SetInformationJobObject(job, extended, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    ):
        say(
            "Hệ điều hành không cho gộp tiến trình: nếu cửa sổ này bị tắt đột ngột, hãy tắt cả JupyterLab.",
            "The system refuses a job object: if this window is closed by force, end JupyterLab too.",
        )


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
    """Whether an installation of these very locks was completed here, and nothing of it has gone since."""
    if not (STAMP.exists() and python_of(ENVIRONMENT).exists() and fingerprint(locks) in STAMP.read_text().split()):
        return False
    held = HELD.read_text(encoding="utf-8").splitlines() if HELD.exists() else []
    return set(held) <= set(installed())


def installed() -> list[str]:
    """The names of what the environment's folders of packages hold: a package, or what pip says of one."""
    folders = [ENVIRONMENT / "Lib/site-packages", *ENVIRONMENT.glob("lib/python*/site-packages")]
    return sorted({entry.name for folder in folders if folder.is_dir() for entry in folder.iterdir()})


def fingerprint(locks: list[Path]) -> str:
    """A digest of all that decides what the environment holds; its place too, since it cannot be moved."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [platform.python_version(), str(ROOT), settings["build-system"], settings["project"]]
    parts += [lock.read_text(encoding="utf-8") for lock in locks]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@contextmanager
def turn_to_install() -> Iterator[None]:
    """Let one process install at a time; the others wait.

    The system frees the lock when its holder is gone, with all that it had begun: an installer that outlives a killed
    run.py is waited for, not worked against.
    """
    with TURN.open("ab") as turn:
        os.set_inheritable(turn.fileno(), True)
        told = False
        while not locked(turn):
            if not told:
                say(
                    "Một lệnh run.py khác đang cài môi trường; đang đợi…",
                    "Another run.py is installing the environment; waiting…",
                )
            told = True
            time.sleep(0.2)
        yield


def locked(file) -> bool:
    """Whether the file could be locked for as long as it is open."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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
    HELD.write_text("\n".join(name for name in installed() if name != "__pycache__"), encoding="utf-8")
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
    """Run the commands in order until one fails, keeping what they print for the log and saying where they are."""
    with LOG.open("ab") as log:
        for number, (command, (vietnamese, english)) in enumerate(zip(commands, STEPS, strict=True), start=1):
            say(f"  {number}/{len(commands)} {vietnamese}", f"      {english}")
            if status_of(command, log) != 0:
                return False
    return True


def status_of(command: list[str], log) -> int:
    """Run one command to its end; however this process is interrupted, the command and what it began end first."""
    # It holds the lock too (close_fds), and is in a session of its own, to be ended whole.
    with subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, close_fds=False, start_new_session=True
    ) as process:
        begun = time.monotonic()
        try:
            while True:
                try:
                    return process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    seconds = time.monotonic() - begun
                    print(f"      … {seconds:.0f} s", file=sys.stderr, flush=True)
        finally:
            end_whole(process)


def end_whole(process: subprocess.Popen) -> None:
    """End a command and what it began: where it was killed, that lives on and writes what the next call erases."""
    if os.name == "nt":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))

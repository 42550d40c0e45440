"""``run.py`` seen from outside: a small checkout, a stand-in for uv that installs nothing, and no network."""

import ast
import importlib.util
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent

UV = """\
    #!/bin/sh
    echo "$@" >> "$0.calls"
    exit ${UV_STATUS:-0}
    """

MTQG = """\
    import os, signal, sys
    print(*sys.argv[1:], sys.flags.utf8_mode, "dự án")
    if sys.argv[1:] == ["die"]:
        os.kill(os.getpid(), signal.SIGTERM)
    sys.exit(7)
    """

PYPROJECT = """\
    [build-system]
    requires = ["hatchling"]
    [project]
    name = "small"
    [tool.ruff]
    line-length = 120
    """


@dataclass(frozen=True)
class Checkout:
    """A project folder of its own for each test."""

    root: Path

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        offline = self.write("pip.conf", f"[global]\nno-index = true\nfind-links = {self.root}\n")
        commands = os.pathsep.join([str(self.root / "bin"), os.defpath])
        return subprocess.run(
            [sys.executable, str(self.root / "run.py"), *arguments],
            env={
                **inherited,
                "PATH": commands,
                "PIP_CONFIG_FILE": str(offline),
                "PYTHONPATH": str(self.root / "modules"),
                **settings,
            },
            capture_output=True,
            encoding="utf-8",
        )

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def installer_calls(self) -> list[str]:
        return (self.root / "bin" / "uv.calls").read_text().splitlines()

    def installations(self) -> int:
        return sum("--require-hashes" in call for call in self.installer_calls())


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if os.name == "nt":
        pytest.skip("the stand-in for uv is a shell script")
    made = Checkout(tmp_path)
    made.write("run.py", (ROOT / "run.py").read_text(encoding="utf-8"))
    made.write("pyproject.toml", PYPROJECT)
    made.write("requirements.lock", "one==1\n")
    made.write("requirements-test.lock", "two==2\n")
    made.write("modules/mtqg_analysis.py", MTQG)
    made.write("modules/pytest.py", "import os, sys; print('pytest', *sys.argv[1:], os.getcwd())")
    made.write("bin/uv", UV).chmod(0o755)
    return made


@pytest.fixture(scope="module")
def run():
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_arguments_it_says_what_it_can_do_and_installs_nothing(checkout):
    told = checkout.run()
    assert told.returncode == 0
    assert "lập báo cáo" in told.stdout
    assert "make a report" in told.stdout
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13), (3, 14, 0)])
def test_an_unsupported_python_is_told_what_was_found_and_what_to_do(run, version, capsys):
    with pytest.raises(SystemExit) as ended:
        run.require_supported_python(version)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert f"This is Python {version[0]}.{version[1]}; 3.11, 3.12 or 3.13 is needed" in told
    assert "python3.11 run.py" in told


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 13, 1)])
def test_a_supported_python_is_let_through(run, version):
    run.require_supported_python(version)


def test_an_old_python_can_read_the_whole_file_and_is_refused_by_it():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    pretend = "import runpy, sys; sys.version_info = (3, 6, 15); runpy.run_path(sys.argv[1])"
    refused = subprocess.run([sys.executable, "-c", pretend, str(ROOT / "run.py")], capture_output=True)
    assert refused.returncode == 2


@pytest.mark.parametrize(("system", "place"), [("nt", "Scripts/python.exe"), ("posix", "bin/python")])
def test_each_system_keeps_its_python_in_its_own_place(run, system, place):
    assert run.python_of(Path("e"), system) == Path("e") / place


def test_a_job_gets_its_words_and_utf8_and_its_status_is_passed_on(checkout):
    done = checkout.run("check", "data/langson")
    assert done.stdout == "check data/langson 1 dự án\n"
    assert done.returncode == 7


def test_a_job_that_is_killed_ends_as_a_shell_would_say(checkout):
    assert checkout.run("die").returncode == -signal.SIGTERM  # the job has taken the place of run.py


def test_tests_run_in_the_project_with_the_test_lock(checkout):
    done = checkout.run("test", "-k", "money")
    assert done.stdout == f"pytest -k money {checkout.root}\n"
    assert "requirements-test.lock" in checkout.installer_calls()[0]


def test_bytecode_is_compiled_and_the_project_itself_is_installed_last(checkout):
    checkout.run("check")
    locked, itself = checkout.installer_calls()
    assert "--compile-bytecode --require-hashes" in locked
    assert itself.endswith(f"--no-deps --no-build-isolation --editable={checkout.root}")


def test_a_later_call_installs_nothing_and_says_nothing(checkout):
    checkout.run("check")
    assert checkout.run("check").stderr == ""
    assert checkout.installations() == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "installations"),
    [
        ("requirements.lock", "one==1", "one==2", 2),
        ("pyproject.toml", "small", "other", 2),
        ("pyproject.toml", "120", "100", 1),
    ],
)
def test_only_a_change_of_what_is_installed_rebuilds_the_environment(checkout, name, old, new, installations):
    checkout.run("check")
    checkout.write(name, (checkout.root / name).read_text().replace(old, new))
    checkout.run("check")
    assert checkout.installations() == installations


def test_a_moved_environment_is_rebuilt(checkout, tmp_path):
    checkout.run("check")
    moved = Checkout(checkout.root.rename(tmp_path.with_name("moved")))
    assert "Installing" in moved.run("check").stderr


def test_an_environment_whose_python_is_gone_is_rebuilt(checkout, run):
    checkout.run("check")
    run.python_of(checkout.root / ".venv").unlink()
    assert checkout.run("check").returncode == 7
    assert checkout.installations() == 2


def test_test_packages_are_added_to_a_good_environment(checkout):
    checkout.run("check")
    kept = checkout.write(".venv/kept", "")
    checkout.run("test")
    checkout.run("check")
    assert kept.exists()
    assert checkout.installations() == 2


@pytest.mark.full
def test_a_failed_installation_shows_why_and_leaves_nothing_to_trust(checkout):
    checkout.write("requirements.lock", f"one==1 --hash=sha256:{'0' * 64}\n")
    with zipfile.ZipFile(checkout.root / "one-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("one-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: one\nVersion: 1\n")
        wheel.writestr("one-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("one-1.dist-info/RECORD", "")

    failed = checkout.run("check", UV_STATUS="1")
    assert failed.returncode == 2
    assert "trying pip instead" in failed.stderr
    assert "DO NOT MATCH THE HASHES" in failed.stderr
    assert str(checkout.root / ".venv.log") in failed.stderr

    assert "Installing" in checkout.run("check").stderr


@pytest.mark.full
def test_an_interrupted_addition_is_rebuilt_from_the_start(checkout):
    checkout.run("check")
    half_made = checkout.write(".venv/half-made", "")
    checkout.write("bin/uv", "#!/bin/sh\nkill -INT $PPID\nexec sleep 5\n")
    stopped = checkout.run("test")
    assert stopped.returncode == 130
    assert "Traceback" not in stopped.stderr

    checkout.write("bin/uv", UV)
    checkout.run("check")
    assert not half_made.exists()


def has_ended(process):
    """Whether it has, though perhaps nobody has asked yet how."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def begun(checkout, *arguments):
    """A call of which only the beginning is waited for: until the stand-in for uv says that it runs."""
    checkout.write("bin/uv", '#!/bin/sh\necho $$ > "$0.pid"\nsleep 3\n').chmod(0o755)
    environment = os.environ | {"PATH": f"{checkout.root / 'bin'}{os.pathsep}{os.defpath}"}
    command = subprocess.Popen(
        [sys.executable, checkout.root / "run.py", *arguments], env=environment, stderr=subprocess.PIPE
    )
    pid = checkout.root / "bin/uv.pid"
    while not (pid.exists() and pid.read_text().strip()):
        time.sleep(0.02)
    return command, psutil.Process(int(pid.read_text()))


def test_an_installation_that_is_told_to_stop_stops_whole_and_the_next_one_ends_right(checkout):
    command, installer = begun(checkout, "check")
    command.terminate()
    assert command.wait(3) == 143
    assert "Stopped" in command.stderr.read().decode()
    assert has_ended(installer)
    checkout.write("bin/uv", UV)
    assert checkout.run("check").returncode == 7


def test_what_an_installer_leaves_running_ends_with_it(checkout):
    checkout.write("bin/uv", '#!/bin/sh\nsleep 60 > /dev/null 2>&1 &\necho $! > "$0.left"\n').chmod(0o755)
    assert checkout.run("check").returncode == 7
    left = int((checkout.root / "bin/uv.left").read_text())
    assert not psutil.pid_exists(left) or has_ended(psutil.Process(left))


def test_the_installer_of_a_killed_call_is_waited_for(checkout):
    command, installer = begun(checkout, "check")
    command.kill()
    command.communicate()
    checkout.write("bin/uv.new", UV).chmod(0o755)
    (checkout.root / "bin/uv.new").rename(checkout.root / "bin/uv")
    second = checkout.run("check")
    assert second.returncode == 7
    assert "Another run.py is installing" in second.stderr
    assert has_ended(installer)


def test_a_job_is_told_to_stop_with_run_py(checkout):
    checkout.run("check")
    checkout.write("modules/mtqg_analysis.py", "import sys, time\nprint('on', flush=True)\ntime.sleep(30)")
    command = subprocess.Popen(
        [sys.executable, checkout.root / "run.py", "check"],
        env=os.environ | {"PYTHONPATH": str(checkout.root / "modules")},
        stdout=subprocess.PIPE,
    )
    assert command.stdout.readline() == b"on\n"
    assert psutil.Process(command.pid).children() == []
    command.terminate()
    assert command.wait(3) == -signal.SIGTERM


def test_an_environment_that_lost_a_package_is_rebuilt(checkout):
    uv = "#!/bin/sh\nfor place in .venv/lib/python*/site-packages; do mkdir -p $place/one; done\n"
    checkout.write("bin/uv", uv).chmod(0o755)
    assert checkout.run("check").returncode == 7
    assert checkout.run("check").stderr == ""
    (package,) = (checkout.root / ".venv").glob("lib/python*/site-packages/one")
    package.rmdir()
    assert "2/3" in checkout.run("check").stderr
    assert package.exists()


def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(checkout):
    (checkout.root / ".venv.turn").mkdir()  # as root may write everywhere, a folder lies where a file is to be
    refused = checkout.run("check")
    assert refused.returncode == 2
    assert "Không cài được môi trường ở" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("name", ["PIP_INDEX_URL", "PIP_NO_INDEX"])
def test_uv_steps_aside_where_only_pip_was_told_of_an_index(run, monkeypatch, name):
    monkeypatch.setattr(run.shutil, "which", lambda command: command)
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    assert run.uv_to_use() == "uv"
    monkeypatch.setenv(name, "1")
    assert run.uv_to_use() is None

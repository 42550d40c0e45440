"""A command that is told to stop ends whole: its processes, its hidden files, its status, and one sentence."""

import os
import signal
import subprocess
import sys
import time

import pytest

from mtqg_analysis.ledger.keeping import replaced
from mtqg_analysis.run.stopping import Stopped, stoppable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_block_once_and_says_its_status(number, status):
    before = signal.getsignal(number)

    def told_twice():
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)  # who clears up is not told again

    with pytest.raises(Stopped) as stopped, stoppable():
        told_twice()
    assert stopped.value.status == status
    assert signal.getsignal(number) == before


def test_what_is_ignored_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_file_that_is_being_written_is_as_before(tmp_path):
    file = tmp_path / "bieu.xlsx"
    file.write_text("của tôi", "utf-8")

    def stops(place):
        place.write_text("dở", "utf-8")
        raise Stopped(signal.SIGTERM)

    with pytest.raises(Stopped):
        replaced(file, stops)
    assert {one.name: one.read_text("utf-8") for one in tmp_path.iterdir()} == {"bieu.xlsx": "của tôi"}


SLOW = """
import sys, time
import mtqg_analysis.intake.forms as forms
def write(place, *_):
    place.write_bytes(b"half")
    print("on", flush=True)
    time.sleep(30)
forms.write_planning_form = write
from mtqg_analysis.cli import main
sys.argv = ["mtqg", "form", "planning", "--data", "data/langson", "--out", sys.argv[1]]
main()
"""


def test_a_command_says_that_it_was_stopped_and_leaves_nothing(tmp_path):
    command = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(tmp_path / "a.xlsx")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout.readline() == b"on\n"
    begun = time.monotonic()
    command.terminate()
    said = command.communicate(timeout=10)[1].decode("utf-8")
    assert (command.returncode, said) == (143, "Đã dừng theo yêu cầu; không tệp nào bị ghi dở.\n")
    assert time.monotonic() - begun < 3
    assert list(tmp_path.iterdir()) == []


def test_what_a_command_began_ends_at_once_when_told():
    code = "import os; from mtqg_analysis.run.stopping import *\nwith stoppable():\n    stop_at_once()\n"
    code += "    os.kill(os.getpid(), SIGNALS[0]); os.kill(os.getpid(), 15)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGTERM

"""What a double click starts: the lab, in the project's folder, wherever the click came from."""

import os
import re
import subprocess

import pytest


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_script_runs_the_lab_in_its_own_folder(root, tmp_path):
    fake = tmp_path / "python3"
    fake.write_text('#!/bin/sh\necho "$PWD: $*"\n')
    fake.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        [root / "khoi-dong.command"], cwd=tmp_path, env={"PATH": path}, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == f"{root}: run.py lab\n"


@pytest.mark.skipif(os.name == "nt", reason="a desktop of Linux")
def test_the_desktop_entry_starts_the_script_that_lies_beside_it(root, tmp_path):
    folder = tmp_path / "dự án"
    folder.mkdir()
    (folder / "khoi-dong.command").write_text('#!/bin/sh\necho "started"\n')
    (folder / "khoi-dong.command").chmod(0o755)
    (entry,) = re.findall("^Exec=(.+)$", (root / "khoi-dong.desktop").read_text("utf-8"), re.MULTILINE)
    line = entry.replace("\\\\", "\\").replace("%k", f'"{folder}/khoi-dong.desktop"')  # as the specification says
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("started\n", "")


def test_the_windows_file_has_the_line_ends_that_windows_needs_and_runs_the_same(root):
    content = (root / "khoi-dong.cmd").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 3
    assert b'cd /d "%~dp0"' in content
    assert b"py run.py lab" in content

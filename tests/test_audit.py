"""What the audit of the locks tells from the answers of pip-audit, for which a program stands in."""

import json
import os
import sys

import pytest

from tests import audit

STAND_IN = """\
    #!{python}
    import json, sys
    out, listed = (word.partition("=")[2] for word in sys.argv[-2:])
    pinned = [line.strip().split("==") for line in open(listed)]
    found = json.loads({answer!r})
    whole = [{{"name": name, "version": version, **found.get(name, found["others"])}} for name, version in pinned]
    open(out, "w").write(json.dumps({{"dependencies": whole}}))
    """
SAFE, UNASKED = {"vulns": []}, {"skip_reason": "not found"}
UNSAFE = {"vulns": [{"id": "PYSEC-1", "fix_versions": ["9.9"]}]}


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ({"others": SAFE}, 0, "0 known to be unsafe"),
        ({"others": SAFE, "numpy": UNSAFE}, 1, "PYSEC-1 mended in: 9.9"),
        ({"others": UNASKED}, 2, "could not be asked about (not found)"),
        ({"others": SAFE, "numpy": UNASKED}, 2, "could not be asked about (not found)"),
    ],
)
def test_only_what_was_asked_about_is_called_safe(tmp_path, monkeypatch, capsys, answer, status, said):
    python = tmp_path / "python"
    python.write_text("\n".join(line[4:] for line in STAND_IN.splitlines()).format(
        python=sys.executable, answer=json.dumps(answer)
    ))  # fmt: skip
    python.chmod(0o755)
    monkeypatch.setattr(audit, "PLACE", tmp_path)
    monkeypatch.setattr(audit, "installed", lambda: python)
    assert audit.main() == status
    assert said in capsys.readouterr().out


def test_every_pinned_version_is_asked_about_whatever_system_it_is_for():
    asked = {f"{name}=={version}" for one in audit.pinned() for name, version in one.items()}
    lines = [line.split()[0] for lock in audit.LOCKS for line in lock.read_text("utf-8").splitlines() if "==" in line]
    assert asked == {line for line in lines if not line.startswith(("#", "--"))}
    assert any(name == "pywinpty" for one in audit.pinned() for name in one)

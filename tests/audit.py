"""Asks whether a package that the locks name is known to be unsafe: `python run.py audit`.

pip-audit asks the index of packages about every pinned version, for whatever system. It lies in an environment of its
own below `build/`, so that nothing of it joins the locked packages. Status 0: all were asked about and nothing is known
against them; 1: something is; 2: not all could be asked about, which is said with its reason and is no good answer.
"""

import json
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "audit"
LOCK = ROOT / "tests" / "audit.lock"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-test.lock", LOCK)
PINNED = re.compile(r"^([\w.-]+)==([\w.!+-]+)", re.MULTILINE)


def pinned(locks: tuple[Path, ...] = LOCKS) -> list[dict[str, str]]:
    """Every version that the locks pin, for whatever system, by name; of a name with several versions one a list.

    pip-audit asks about one version of a name at a time.
    """
    lists: list[dict[str, str]] = []
    for name, version in sorted({pair for lock in locks for pair in PINNED.findall(lock.read_text("utf-8"))}):
        free = next((one for one in lists if name not in one), None)
        if free is None:
            lists.append(free := {})
        free[name] = version
    return lists


def installed() -> Path | None:
    """The Python that has pip-audit, as its lock says; None where it cannot be installed."""
    python = PLACE / "environment" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    known = PLACE / "lock"
    if known.is_file() and known.read_bytes() == LOCK.read_bytes():
        return python
    venv.create(PLACE / "environment", with_pip=True, clear=True)
    add = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", f"--requirement={LOCK}"]
    if subprocess.run(add).returncode:
        return None
    known.write_bytes(LOCK.read_bytes())
    return python


def asked(python: Path, versions: dict[str, str]) -> tuple[list[dict[str, object]], str]:
    """What pip-audit found of each of these packages, and what it said; no finding where it could not ask."""
    listed, found = PLACE / "asked.txt", PLACE / "found.json"
    listed.write_text("".join(f"{name}=={version}\n" for name, version in versions.items()), "utf-8")
    found.unlink(missing_ok=True)
    command = [str(python), "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner=off", "--format=json"]
    command += [f"--output={found}", f"--requirement={listed}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    return (json.loads(found.read_text("utf-8"))["dependencies"] if found.is_file() else []), done.stderr


def main() -> int:
    """Prints what is known of the pinned versions, and which could not be asked about."""
    lists = pinned()
    count = sum(map(len, lists))
    python = installed()
    if python is None:
        print("Skipped: pip-audit cannot be installed here; see above why. Nothing was asked.")
        return 2
    answers = [asked(python, versions) for versions in lists]
    answered = [one for found, _ in answers for one in found if "skip_reason" not in one]
    for one in answered:
        for fault in one["vulns"]:  # type: ignore[attr-defined]
            print(one["name"], one["version"], fault["id"], "mended in:", ", ".join(fault["fix_versions"]) or "-")
    unsafe = sum(bool(one["vulns"]) for one in answered)
    if len(answered) < count:
        reasons = [str(one["skip_reason"]) for found, _ in answers for one in found if "skip_reason" in one]
        why = (reasons or [said.strip().splitlines()[-1] for _, said in answers if said.strip()] or ["no answer"])[0]
        print(f"Skipped: {count - len(answered)} of {count} versions could not be asked about ({why}).")
    print(f"{len(answered)} of {count} pinned versions asked about, {unsafe} known to be unsafe.")
    return 1 if unsafe else 2 if len(answered) < count else 0


if __name__ == "__main__":
    sys.exit(main())

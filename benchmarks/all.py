"""Every benchmark one after another, for a machine on which nobody else works: about an hour on two cores.

python benchmarks/all.py > figures.md
"""

from pathlib import Path

from measured import PYTHON, run

HERE = Path(__file__).resolve().parent
SERIES = (
    "reports.py --count 20 --loop 5 --turns 3",
    "reports.py --count 100 --loop 5 --turns 3",
    "reports.py --count 10 --loop 3 --turns 3 --formats html,pdf,docx,xlsx",
    "reports.py --count 10 --loop 3 --turns 3 --data illustrative",
    "unchanged.py --counts 20 100 1000 10000",
    "ledger.py --facts 10000 100000 1000000",
    "paper.py --rows 1000 2000 4000 8000 --formats pdf,docx,xlsx,html --browser",
)


def main():
    for line in SERIES:
        script, *rest = line.split()
        print(f"\n    python benchmarks/{line}\n\n{run([PYTHON, HERE / script, *rest], HERE.parent)}", flush=True)


if __name__ == "__main__":
    main()

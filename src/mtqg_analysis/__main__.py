"""`python -m mtqg_analysis` is `mtqg`."""

from mtqg_analysis.cli import main

if __name__ == "__main__":
    main()

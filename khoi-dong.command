#!/bin/sh
# Opens JupyterLab on its start page; for a double click on macOS and Linux.
cd "$(dirname "$0")" && exec python3 run.py lab

"""What an analyst does by hand in JupyterLab or any Python: ask for a cut, look at it, take it along."""

"""What papermill loads of this package whenever it is imported, by whomever: so it imports nothing itself."""

from typing import Any


class MtqgEngine:
    """`papermill --engine mtqg`: `ForkedEngine` of `run/engine.py`, imported when a notebook is run by it."""

    @staticmethod
    def execute_notebook(nb: Any, kernel_name: str, **named: Any) -> Any:
        """Runs the cells of a notebook."""
        from mtqg_analysis.run.engine import ForkedEngine

        return ForkedEngine.execute_notebook(nb, kernel_name, **named)

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> Any:
        """The kernel that a notebook names, which is not started."""
        from mtqg_analysis.run.engine import ForkedEngine

        return ForkedEngine.nb_kernel_name(nb, name)

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> Any:
        """The language of a notebook."""
        from mtqg_analysis.run.engine import ForkedEngine

        return ForkedEngine.nb_language(nb, language)

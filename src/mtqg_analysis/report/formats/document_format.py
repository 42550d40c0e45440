"""Margins and type sizes of the signed formats, from the reference table of Decree 30/2020/NĐ-CP, Annex I."""

from functools import cache

from mtqg_analysis.domain.reference import table


@cache
def document_format() -> dict[str, float]:
    """Each figure by its name: margins and indents in millimetres, type sizes and spaces in points.

    >>> document_format()["margin_left"], document_format()["motto_size"]
    (30.0, 14.0)
    """
    rows = table("document_format")
    return {name: float(value) for name, value in zip(rows["name"], rows["value"], strict=True)}

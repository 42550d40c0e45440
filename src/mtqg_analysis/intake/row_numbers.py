"""The numbers that rows have, in their own column or before their label: A, I, 1, 1.1, a, -."""

import re

OUTERMOST = ("roman", "capital")  # rows so numbered follow each other and never stand within one another
_CLASSES = (
    ("roman", r"[IVX]+"),
    ("capital", r"[A-ZĐ]"),
    ("digits", r"\d+"),
    ("dotted", r"\d+(?:\.\d+)+"),
    ("small", r"[a-zđ]"),
    ("dash", r"[-+*•–]"),
)


def number_class(ordinal: str, label: str) -> str:
    """The kind of number that a row has: roman, capital, digits, dotted, small, dash; empty without one.

    >>> number_class("II", "Vốn đối ứng"), number_class("", "A. VỐN ĐẦU TƯ"), number_class("", "Huyện Cao Lộc")
    ('roman', 'capital', '')
    """
    mark = (ordinal or _leading(label)).strip(" .()/:")
    return next((name for name, form in _CLASSES if re.fullmatch(form, mark)), "")


def _leading(label: str) -> str:
    match = re.match(r"\s*(?:([IVX]+|[A-ZĐ]|\d+(?:\.\d+)*|[a-zđ])\s*[.)/]|([-+*•–]))", label)
    return (match[1] or match[2]) if match else ""

"""Names of works as keys that compare, and how alike two of them are.

Two keys of a name: one keeps its accents ("Tân" is not "Tấn"), the bare one does not, for files typed without them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist
from scipy.sparse import csr_matrix

from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.reference import fold, table

MOST_LETTERS = 300  # longer than any name of a work: what stands beyond is somebody's essay, or an attack
AT_ONCE = 100_000  # pairs compared together, which bounds the memory
_WORD = re.compile(r"\w+")
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_COUNTED = ("đoạn", "đợt", "số", "tuyến", "doan", "dot", "so", "tuyen")


def key(text: str, year: int) -> str:
    """A name's key with accents: composed, caseless, tones placed alike, no punctuation, abbreviations written out.

    text: as entered; letters after the first `MOST_LETTERS` are not read. Numbers and years stay.

    >>> key("Sửa chữa, nâng cấp đường GT  thôn Nà Lầu (2026)", 2026)
    'sửa chữa nâng cấp đường giao thông thôn nà lầu 2026'
    """
    known = _abbreviations(year)
    return " ".join(known.get(word, word) for word in _WORD.findall(spelled(_clipped(text))))


def _clipped(text: str) -> str:
    """The first letters of a text, composed before they are counted, so that both ways to write it end alike."""
    return unicodedata.normalize("NFC", text[: 4 * MOST_LETTERS])[:MOST_LETTERS]


@cache
def _abbreviations(year: int) -> dict[str, str]:
    """The abbreviations in use in a year, folded."""
    rows = table("abbreviations")
    begun = (rows["valid_from"] == "") | (rows["valid_from"] <= f"{year}-12-31")
    rows = rows[begun & ((rows["valid_to"] == "") | (rows["valid_to"] >= f"{year}-01-01"))]
    return {fold(short): spelled(long) for short, long in zip(rows["abbreviation"], rows["expansion"], strict=True)}


def bare(text: str) -> str:
    """A key without its diacritics. `đ` is a letter of its own to Unicode and is mapped by hand.

    >>> bare("đường thôn nà lầu")
    'duong thon na lau'
    """
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def numbers(text: str) -> frozenset[str]:
    """The numbers in a key, Roman ones too where they count a round, stretch or phase.

    >>> sorted(numbers("cải tạo tuyến ii km3 giai đoạn 2"))
    ['2', '3']
    """
    words = text.split()
    roman = (_ROMAN.get(word, "") for before, word in pairwise(words) if before in _COUNTED)
    return frozenset(str(int(found)) for found in (*re.findall(r"\d{1,9}", text), *roman) if found)


def similarities(left: Sequence[str], right: Sequence[str]) -> pd.DataFrame:
    """How alike two columns of bare keys are, pair by pair, from 0 to 1.

    Columns: token_set and token_sort (ratios of rapidfuzz) and grams (cosine of the counts of three letters in a
    row). token_set is 1 for a title whose words are all in the other, so it is never used alone.

    >>> one = "nang cap duong giao thong thon na lau xa khang chien"
    >>> other = ["sua chua nang cap duong gt thon na lau xa khang chien",
    ...          "sua chua nang cap duong giao thong thon na lau xa khang chien",
    ...          "ho tro bo giong sinh san cho ho ngheo xa khang chien"]
    >>> (100 * similarities([one] * 3, other)).round(3)[["token_set", "token_sort"]].values.tolist()
    [[88.172, 83.81], [100.0, 92.035], [63.366, 59.615]]
    >>> similarities([one] * 3, other)["grams"].round(4).tolist()
    [0.8237, 0.9365, 0.4052]
    """
    parts = [
        _compared(left[start : start + AT_ONCE], right[start : start + AT_ONCE])
        for start in range(0, max(1, len(left)), AT_ONCE)
    ]
    return pd.concat(parts, ignore_index=True)


def _compared(left: Sequence[str], right: Sequence[str]) -> pd.DataFrame:
    known = {text: place for place, text in enumerate(dict.fromkeys([*left, *right]))}
    grams = _grams(list(known))
    rows, others = ([known[text] for text in side] for side in (left, right))
    cosine = np.asarray(grams[rows].multiply(grams[others]).sum(axis=1)).ravel()
    same = np.asarray(rows) == np.asarray(others)
    return pd.DataFrame(
        {
            "token_set": cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float64) / 100,
            "token_sort": cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float64) / 100,
            "grams": np.where(same, 1.0, np.minimum(cosine, 1.0)),
        }
    )


def _grams(texts: list[str]) -> csr_matrix:
    """One row a text: the counts of its triples of letters, scaled to length 1; a row of zeros where it has none."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    inside = owners[:-2] == owners[2:]
    triples = ((letters[:-2] << 42) | (letters[1:-1] << 21) | letters[2:])[inside]
    kinds, columns = np.unique(triples, return_inverse=True)
    counts = csr_matrix((np.ones(len(triples)), (owners[:-2][inside], columns)), shape=(len(texts), max(1, len(kinds))))
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return csr_matrix(counts.multiply(scale[:, None]))

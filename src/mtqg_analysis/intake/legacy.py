"""Vietnamese text of before Unicode: TCVN3 (fonts .Vn…) and VNI (fonts VNI-…), whose letters are misnamed Latin ones.

TCVN3 gives one letter for each: the table is TCVN 5712:1993, as iconv has it. VNI writes a base letter and then its
mark. Neither can be told from a single cell, so the whole file, or all text of one font, is judged together.
"""

import re
import unicodedata

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_MARKS = {  # after a plain vowel: what letter the pair stands for
    "a": dict(zip("ùøûõïêâéèúüëáàåãä", "áàảãạăâắằẳẵặấầẩẫậ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_PAIRS = {base + mark: letter for base, marks in _VNI_MARKS.items() for mark, letter in marks.items()}
_VNI_SINGLE = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))
_VNI = _VNI_PAIRS | _VNI_SINGLE
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE)


def from_tcvn3(text: str, font: str = "") -> str:
    """Text written in TCVN3; a font whose name ends in H shows capitals.

    >>> from_tcvn3("HuyÖn Trµng §Þnh"), from_tcvn3("Tæng céng", ".VnTimeH")
    ('Huyện Tràng Định', 'TỔNG CỘNG')
    """
    decoded = text.translate(_TCVN3)
    return decoded.upper() if font.startswith(".Vn") and font.endswith("H") else decoded


def from_vni(text: str, font: str = "") -> str:
    """Text written in VNI; the font plays no part.

    >>> from_vni("Huyeän Traøng Ñònh")
    'Huyện Tràng Định'
    """
    return _VNI_PATTERN.sub(_vni_letter, text)


def from_cp1258(text: str, font: str = "") -> str:
    r"""Text of Windows-1258 that was read as Western European, as of an old workbook that names no code page.

    >>> from_cp1258("Huyê\xf2n Tra\xccng")
    'Huyện Tràng'
    """
    try:
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("cp1258"))
    except UnicodeError:
        return text


def _vni_letter(match: re.Match[str]) -> str:
    written = match.group()
    letter = _VNI[written.lower()]
    return letter.upper() if written[0].isupper() else letter

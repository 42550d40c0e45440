"""What a finding says to whoever filled in the file: what to mend in it, without the words of the command line."""

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.finding import Finding

WORDS = {
    "UNIT_MISSING": to_translate("Bảng không ghi đơn vị tính; đề nghị thêm dòng «Đơn vị tính: …» phía trên bảng."),
    "NUM_AMBIGUOUS": to_translate("«{found}» hiểu được hai cách; đề nghị nhập dạng số, không nhập dạng chữ."),
    "NAME_AMBIGUOUS_LEVEL": to_translate("«{found}» là tên của nhiều cấp; đề nghị ghi rõ huyện, xã hay phường."),
    "NAME_UNKNOWN": to_translate("«{found}» không có trong danh mục đơn vị; đề nghị ghi đúng tên đơn vị."),
    "NOT_STORED": to_translate(
        "Chưa rõ năm kế hoạch hoặc ngày chốt số liệu; đề nghị ghi «Năm …», «Số liệu đến ngày …/…/…» phía trên bảng."
    ),
}
COMMANDS = ("--", "mtqg ")  # what only the person at the command line can do


def to_sender(finding: Finding) -> str:
    """The sentence of a finding as its sender gets it."""
    if not any(word in finding.message for word in COMMANDS):
        return finding.message
    if finding.kind in WORDS:
        return tr(WORDS[finding.kind], found=finding.found)
    return f"{label('finding', finding.kind)}: «{finding.found}»" if finding.found else label("finding", finding.kind)

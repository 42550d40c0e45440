"""What Word leaves in a report after a person typed in it, done to the file without Word."""

import copy

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph


def control(file, place):
    """The content control of a place."""
    return next(
        one
        for one in file.element.body.iter(qn("w:sdt"))
        for tag in one.iter(qn("w:tag"))
        if tag.get(qn("w:val")).endswith(f":{place}")
    )


def paragraphs_of(file, place):
    return list(control(file, place).iter(qn("w:p")))


def said_at(file, place):
    """What a place says, paragraph by paragraph."""
    return ["".join(text.text for text in one.iter(qn("w:t"))) for one in paragraphs_of(file, place)]


def type_at(file, place, texts):
    """The words of a place, replaced by others, as when somebody marks all and types; the request to write goes."""
    properties, content = control(file, place)
    for asking in properties.findall(qn("w:showingPlcHdr")):
        properties.remove(asking)
    old = list(content)
    for text in texts:
        made = copy.deepcopy(old[0])
        for run in made.findall(qn("w:r")):
            made.remove(run)
        content.append(made)
        Paragraph(made, file._body).add_run(text)
    for one in old:
        content.remove(one)
    if not texts:
        content.append(parse_xml(f"<w:p {nsdecls('w')}/>"))


def add_at(file, place, xml):
    """Puts a piece of WordprocessingML at the end of a place's last paragraph."""
    made = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
    paragraphs_of(file, place)[-1].extend(list(made))


def saved(file, target, author="Nguyễn Thị Hà"):
    file.core_properties.last_modified_by = author
    file.save(target)
    return target


def opened(source):
    return docx.Document(source)

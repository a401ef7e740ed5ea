"""The Protocol as a file for a word processor, to be worked on further: the same parts as on paper, in plain styles."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from documents.builders.base import Facts
from documents.typography import HARD

MADE = (1980, 1, 1, 0, 0, 0)  # the same facts give the same bytes
LANGUAGE_TAGS = {"it": "it-IT", "ru": "ru-RU"}
FONT = "Times New Roman"  # there on every computer, in both alphabets


def docx(faces: list[dict], facts: Facts) -> bytes:
    """Return the file: one language as text, two as a table whose rows say the same."""
    from docx import Document

    document = Document()
    styled(document, faces[0]["language"])
    for face in faces:
        if facts["draft"]:
            write(document.add_paragraph(style="Subtitle"), face["draft"], face["language"])
        write(document.add_paragraph(style="Title"), face["title"], face["language"])
        if facts["session"]["demonstration"]:
            write(document.add_paragraph(style="Subtitle"), face["demonstration"], face["language"])
    if len(faces) == 1:
        single(document, faces[0])
    else:
        facing(document, faces)
    for face in faces:
        annex(document, face)
    footer(document.sections[0], faces)
    named(document, faces[0])
    return packed(document)


# --- Text -----------------------------------------------------------------------------------------------------------


def write(paragraph, text: str, language: str) -> None:
    """Write a text into a paragraph and say in which language it is, for whoever checks the spelling."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), LANGUAGE_TAGS[language])
    run._r.get_or_add_rPr().append(tag)


def blocks(place, found: list[tuple[str, list[str]]], language: str) -> None:
    """Write paragraphs and lists into a document or a cell."""
    for kind, texts in found:
        for text in texts:
            write(place.add_paragraph(style="List Bullet" if kind == "ul" else "Normal"), text, language)


def heading(place, part: dict, language: str) -> None:
    if part["heading"] or part["number"]:
        number = f"{part['number']}. " if part["number"] else ""
        write(place.add_paragraph(style="Heading 1"), f"{number}{part['heading']}", language)


def single(document, face: dict) -> None:
    """Write one language below its title, with the lines to sign at the end."""
    language = face["language"]
    blocks(document, face["preamble"], language)
    for part in face["parts"]:
        heading(document, part, language)
        blocks(document, part["blocks"], language)
    blocks(document, face["closing"], language)
    signatures(document, [face])


def facing(document, faces: list[dict]) -> None:
    """Write two languages as a table, a row a part, then the lines to sign in both."""
    table = document.add_table(rows=1, cols=len(faces))
    table.style = "Table Grid"
    for cell, face in zip(table.rows[0].cells, faces, strict=True):
        write(cell.paragraphs[0], face["name"], face["language"])
    repeated(table.rows[0])
    for parts in facing_parts(faces):
        row = table.add_row()
        for cell, face, part in zip(row.cells, faces, parts, strict=True):
            heading(cell, part, face["language"])
            blocks(cell, part["blocks"], face["language"])
            if len(cell.paragraphs) > 1:  # the one a new cell has must not stay empty above the text
                first = cell.paragraphs[0]._p
                first.getparent().remove(first)
    signatures(document, faces)


def facing_parts(faces: list[dict]) -> Iterator[list[dict]]:
    """Yield what stands beside each other: the preambles, the parts of one key, the closings."""
    empty = {"heading": "", "number": "", "blocks": []}
    yield [empty | {"blocks": face["preamble"]} for face in faces]
    by_key = [{part["key"]: part for part in face["parts"]} for face in faces]
    for key in dict.fromkeys(key for parts in by_key for key in parts):
        yield [parts.get(key, empty) for parts in by_key]
    yield [empty | {"blocks": face["closing"]} for face in faces]


def signatures(document, faces: list[dict]) -> None:
    """Write a column for each side, with a line to sign on."""
    most = max(len(face["signatures"]) for face in faces)
    if not most:
        return
    document.add_paragraph()
    table = document.add_table(rows=1, cols=most)
    for number, cell in enumerate(table.rows[0].cells):
        write(cell.paragraphs[0], "_" * 28, faces[0]["language"])
        for face in faces:
            if number < len(face["signatures"]):
                one = face["signatures"][number]
                write(cell.add_paragraph(), one["side"], face["language"])
                write(cell.add_paragraph(), one["name"], face["language"])


def annex(document, face: dict) -> None:
    if face["annex"]:
        document.add_page_break()
        heading(document, face["annex"], face["language"])
        blocks(document, face["annex"]["blocks"], face["language"])


# --- The file -------------------------------------------------------------------------------------------------------


def styled(document, language: str) -> None:
    """Give the styles of the template one plain face in black, and A4 with the margins of an act."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    for name, size in (("Normal", 11), ("List Bullet", 11), ("Heading 1", 12), ("Title", 18), ("Subtitle", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):  # a face of the theme would win over the one that is named
            del fonts.attrib[attribute]
        for attribute in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{attribute}"), FONT)
        style.paragraph_format.space_after = Pt(4)
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(22)
    default = document.styles.element.find(f".//{qn('w:lang')}")
    if default is not None:
        default.set(qn("w:val"), LANGUAGE_TAGS[language])


def repeated(row) -> None:
    """Repeat the first row of a table on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def footer(section, faces: list[dict]) -> None:
    """Say at the foot as of when the figures are, and on which page one is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    for face in faces:
        if face["stamp"]:
            write(paragraph, f"{face['stamp']} · ", face["language"])
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def named(document, face: dict) -> None:
    """Give the file its title and no name of a person or program; a fixed date, for the sake of the same bytes."""
    told = document.core_properties
    told.title, told.language = face["title"].replace(HARD, " "), LANGUAGE_TAGS[face["language"]]
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def packed(document) -> bytes:
    """Return the file; what it is made of carries one fixed date."""
    written, output = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return output.getvalue()

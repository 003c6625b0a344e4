"""The file formats of an appendix: each writer turns an `Appendix` into bytes that depend on nothing else."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pandas as pd

from corpus_tools import latex
from corpus_tools.charts.labels import Lang
from corpus_tools.charts.publish import csv_text

EPOCH = datetime(1980, 1, 1)
EXCEL_CHARACTERS = 32_767
WIDEST_COLUMN = 60
PAGE_MILLIMETRES = 250
_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
WORDS = {
    "caption": ("附录：原文证据", "Appendix: evidence from the sources"),
    "evidence": ("证据", "Evidence"),
    "sources": ("来源", "Sources"),
    "about": ("说明", "About"),
    "raw": ("原文位置", "Raw span"),
    "note": (
        "“原文起”“原文止”（印刷本合为“原文位置”）指原始文件解码后的字符区间，自零计数，含起不含止。",
        "Raw start and raw end (on paper: raw span) are character positions in the decoded file, counted from zero;"
        " the end is not included.",
    ),
    "corpus": ("语料SHA-256：{hash}。", "SHA-256 of the corpus: {hash}."),
}


class Appendix(NamedTuple):
    """What is written, whatever the format."""

    caption: str
    note: str
    evidence: pd.DataFrame
    sources: pd.DataFrame | None
    lang: Lang

    def word(self, key: str) -> str:
        """Return a fixed word of the page in its language."""
        return WORDS[key][self.lang == "en"]

    def parts(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the tables with their titles."""
        yield self.word("evidence"), self.evidence
        if self.sources is not None:
            yield self.word("sources"), self.sources


@cache
def _columns() -> dict[str, tuple[str, str, int]]:
    """Return heading in Chinese and English and width on paper of the columns, in the order of the page."""
    lines = (Path(__file__).parent / "data" / "appendix_columns.csv").read_text("utf-8").splitlines()
    _, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    return {name: (zh, en, int(width)) for name, zh, en, width in rows}


def _headings(table: pd.DataFrame, lang: Lang) -> list[str]:
    known = _columns()
    return [known[name][:2][lang == "en"] if name in known else name for name in map(str, table)]


def _page(table: pd.DataFrame, appendix: Appendix) -> tuple[list[str], list[int], list[list[str]]]:
    """Return headings, widths in millimetres and rows of what goes on paper: no empty column, one for the span."""
    known = _columns()
    names: list[Any] = [name for name in known if name in table and known[name][2] and table[name].notna().any()]
    names += [name for name in table.columns if name not in known]
    if "raw_quote" in names and "quote" in names:
        names.remove("quote")
    page, widths = table[names], [known.get(name, ("", "", 20))[2] for name in names]
    headings, rows = _headings(page, appendix.lang), [[_printed(cell) for cell in row] for row in page.values.tolist()]
    if {"raw_start", "raw_end"} <= set(table):
        headings, widths = [*headings, appendix.word("raw")], [*widths, 22]
        spans = zip(table["raw_start"], table["raw_end"], strict=True)
        rows = [[*row, f"{start}–{end}"] for row, (start, end) in zip(rows, spans, strict=True)]
    return headings, [round(PAGE_MILLIMETRES * width / sum(widths)) for width in widths], rows


def _printed(cell: object) -> str:
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def _csv(appendix: Appendix) -> bytes:
    return csv_text(appendix.evidence).encode("utf-8-sig")


def _tex(appendix: Appendix) -> bytes:
    tables = [(title, *_page(table, appendix)) for title, table in appendix.parts()]
    return latex.document(appendix.caption, appendix.note, tables, lang=appendix.lang).encode()


def _xlsx(appendix: Appendix) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in appendix.parts():
        _fill(book.create_sheet(title), _headings(table, appendix.lang), table)
    about = pd.DataFrame({"": [appendix.caption, appendix.note]})
    _fill(book.create_sheet(appendix.word("about")), [appendix.word("about")], about)
    book.properties.creator, book.properties.created = "corpus-tools", EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    return _dateless(buffer.getvalue())


def _fill(sheet: Any, headings: list[str], table: pd.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    rows = [headings, *table.astype(object).values.tolist()]
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            _set(sheet.cell(row, column), value)
    for column, cells in enumerate(zip(*rows, strict=True), 1):
        width = max(max(map(_columns_wide, _printed(cell).split("\n"))) for cell in cells)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(width, WIDEST_COLUMN) + 2
        sheet.cell(1, column).font = Font(bold=True)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions


def _set(cell: Any, value: object) -> None:
    """Set a cell; text is text whatever it begins with."""
    if isinstance(value, str):
        text = _EXCEL_ESCAPE.sub("_x005F_", value)
        cell.value = text if len(text) <= EXCEL_CHARACTERS else f"{text[: EXCEL_CHARACTERS - 1]}…"
        cell.data_type, cell.quotePrefix = "s", True
    elif _printed(value):
        cell.value = value.item() if hasattr(value, "item") else value


def _columns_wide(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _docx(appendix: Appendix) -> bytes:
    try:
        import docx
    except ImportError:
        raise ImportError("A .docx appendix needs python-docx: pip install 'corpus-tools[formats]'") from None
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    page = docx.Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(23)
    _set_font(page.styles["Normal"], Pt(9))
    page.add_heading(appendix.caption, level=1)
    page.add_paragraph(appendix.note)
    for title, table in appendix.parts():
        page.add_heading(title, level=2)
        _add_table(page, *_page(table, appendix))
    about = page.core_properties
    about.author, about.title, about.comments = "corpus-tools", appendix.caption[:255], ""
    about.created = about.modified = EPOCH
    buffer = io.BytesIO()
    page.save(buffer)
    return _dateless(buffer.getvalue())


def _set_font(style: Any, size: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name, style.font.size = "Times New Roman", size
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")


def _add_table(page: Any, headings: list[str], widths: list[int], rows: list[list[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    grid = page.add_table(rows=len(rows) + 1, cols=len(headings), style="Table Grid")
    for line, texts in zip(grid.rows, [headings, *rows], strict=True):
        for cell, text, width in zip(line.cells, texts, widths, strict=True):
            cell.text, cell.width = text, Mm(width)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _dateless(archive: bytes) -> bytes:
    """Return an Office file anew with fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Appendix], bytes]] = {".xlsx": _xlsx, ".docx": _docx, ".tex": _tex, ".csv": _csv}

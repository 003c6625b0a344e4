"""What is inside a file: plain text, a web page, a word processor's file, a PDF, a table of reports."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar
from zipfile import ZipFile

from corpus_tools.text.decoding import decode


class Page(NamedTuple):
    """The text of a file, the encoding it was in, and what the file says of itself."""

    text: str
    encoding: str | None
    said: Mapping[str, str]


class Row(NamedTuple):
    """One report of a table: its text or the reason why there is none, and its other known columns."""

    text: str | None
    error: str | None
    encoding: str | None
    declared: Mapping[str, str]


MOST_BYTES = 100_000_000  # of one report, of a JSON array, of an Office file unpacked
_T = TypeVar("_T")


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a file that is to be held in memory as a whole.

    Raises
    ------
    ValueError
        If it is larger than any report.
    """
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(
            f"{size:,} bytes; expected at most {MOST_BYTES:,}. Split it, or make it a csv or jsonl table with one "
            "report a row."
        )
    return file.read_bytes()


# ---------------------------------------------------------------- one report a file

_TEXT = ("", ".txt", ".text", ".md")
_HTML = (".html", ".htm", ".xhtml", ".shtml")
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls, wps)", "Save it as docx, xlsx or txt."),
    (b"%PDF", "a PDF", "Give it the ending .pdf."),
    (b"PK\x03\x04", "a zip archive or Office file", "Unpack it, or give it the ending .docx or .xlsx."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it."),
    (b"Rar!", "a rar archive", "Unpack it."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it."),
    (b"\x89PNG", "a picture", "Put its text into a txt file."),
    (b"\xff\xd8\xff", "a picture", "Put its text into a txt file."),
    (b"GIF8", "a picture", "Put its text into a txt file."),
)
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*\?>\s*<!doctype\s+html)", re.I
)


def read_file(data: bytes, suffix: str, *, declared: str | None = None) -> Page:
    """Return the text of one report from the bytes of its file and the ending of its name.

    Raises
    ------
    ValueError
        If the format is unknown, broken or needs a library that is not installed.
    """
    suffix = suffix.lower()
    if suffix == ".docx":
        return Page(_docx_text(data), None, {})
    if suffix == ".pdf":
        return Page(_pdf_text(data), None, {})
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"the content is {kind}; expected txt, html, docx or pdf. {remedy}")
    if suffix in _HTML or _LOOKS_LIKE_HTML.match(data[:500]):
        return _html_page(data, declared)
    if suffix not in _TEXT and b"\0" in data[:4000]:
        raise ValueError(
            f"{suffix} is no format that is known; expected txt, html, docx, pdf or a table. Save it as txt."
        )
    text, encoding = decode(data, declared=declared)
    return Page(text, encoding, {})


def _optional(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise ValueError(f"reading this format needs {package}: pip install {package}") from error


def _docx_text(data: bytes) -> str:
    docx = _optional("docx", "python-docx")
    _check_unpacked(io.BytesIO(data), "a docx file")
    with _readable("a docx file"):
        blocks = docx.Document(io.BytesIO(data)).iter_inner_content()
        return "\n".join(line for block in blocks for line in _docx_lines(block))


def _docx_lines(block: Any) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            yield "\t".join(dict.fromkeys(cell.text for cell in row.cells))
    else:
        yield block.text


def _pdf_text(data: bytes) -> str:
    pypdf = _optional("pypdf", "pypdf")
    with _readable("a PDF"):
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if not text.strip():
        raise ValueError("the PDF has no text layer; expected text, found pictures of it. Run OCR on it first.")
    return text


@contextmanager
def _readable(expected: str) -> Iterator[None]:
    """Turn whatever a library raises on a broken file into a ValueError that says what was expected."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise ValueError(f"not {expected} that can be read ({error}). Open it and save it again.") from error


def _check_unpacked(file: io.BytesIO | Path, expected: str) -> None:
    """Refuse an Office file that unpacks to more than any report has, before any of it is unpacked."""
    with _readable(expected), ZipFile(file) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > MOST_BYTES:
        raise ValueError(f"unpacks to {size:,} bytes; expected at most {MOST_BYTES:,}. Save its text as txt or csv.")


# ---------------------------------------------------------------- web pages

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""", re.I
)
# Chinese government sites name the facts of an article in <meta> by a standard of 2017 (GovSite metadata).
_META = {
    "html_title": ("articletitle", "og:title"),
    "html_date": ("pubdate", "publishdate", "article:published_time"),
    "html_outlet": ("contentsource", "source"),
    "html_authors": ("author",),
}
_BYLINE = re.compile(
    r"(?:来源|來源|发布时间|發佈時間|发布日期|时间|時間|日期|作者|编辑|編輯|责编|記者|记者)\s*[:：]|\d{4}[-年/]\d{1,2}[-月/]\d{1,2}"
)


def _html_page(data: bytes, declared: str | None) -> Page:
    found = _CHARSET.search(data[:4096])
    hint = (found[1] or found[2]).decode("ascii", "replace") if found else None
    html, encoding = decode(data, declared=declared, hint=hint)
    if not html.strip():
        return Page("", encoding, {})
    with _readable("a web page"):
        tree = import_module("lxml.html").document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
        said = _said(tree)
        _unwrap_layout(tree)
        return Page(_article(tree, said.get("html_title", "")), encoding, said)


def _said(tree: Any) -> dict[str, str]:
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): (meta.get("content") or "").strip()
        for meta in tree.iter("meta")
    }
    said = {key: next((metas[name] for name in names if metas.get(name)), "") for key, names in _META.items()}
    said["html_title"] = said["html_title"] or " ".join((tree.findtext(".//title") or "").split())
    return {key: value for key, value in said.items() if value}


def _unwrap_layout(tree: Any) -> None:
    """Make plain blocks of tables that only place things on the page, so that their paragraphs stay apart."""
    for cell in list(tree.iter("td", "th")):
        if any(True for _ in cell.iter("p", "br", "div", "table", "center")) or len(cell.text_content()) > 300:
            for node in [cell, *cell.iterancestors("tr", "tbody", "table", "td")]:
                node.tag = "div"


def _article(tree: Any, page_title: str) -> str:
    """Return the article with line structure, and the title and byline above it, which extraction leaves out."""
    import trafilatura

    lines = _visible_lines(tree)
    body = trafilatura.extract(tree, include_comments=False, favor_recall=True) or ""
    if sum(map(len, body.split())) < 0.3 * sum(len(line) for line in lines if len(line) > 30):
        body = "\n".join(lines)
    return "\n".join([*_head(lines, body, page_title), body])


_BLOCKS = frozenset(
    ("p", "div", "br", "li", "tr", "td", "th", "dl", "dt", "dd", "table", "ul", "ol", "section", "article", "header")
) | {"footer", "title", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "select", "option", "button", "textarea"))


def _visible_lines(tree: Any) -> list[str]:
    parts: list[str] = []

    def visit(node: Any) -> None:
        if isinstance(node.tag, str) and node.tag not in _UNSEEN:
            edge = "\n" if node.tag in _BLOCKS else ""
            parts.extend([edge, node.text or ""])
            for child in node:
                visit(child)
                parts.append(child.tail or "")
            parts.append(edge)

    visit(tree)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _head(lines: list[str], body: str, page_title: str) -> list[str]:
    """Return the headline and the bylines that stand before the body and are not in it."""
    known = {" ".join(line.split()) for line in body.split("\n")}
    start = next((i for i, line in enumerate(lines) if line in known and (len(line) > 20 or _BYLINE.search(line))), 0)
    return [line for line in lines[max(0, start - 12) : start] if line not in known and _is_heading(line, page_title)]


def _is_heading(line: str, page_title: str) -> bool:
    return len(line) < 120 and bool(_BYLINE.search(line) or (len(line) >= 6 and page_title.startswith(line)))


# ---------------------------------------------------------------- tables of reports

_TEXT_NAMES = ("text", "正文", "content", "内容", "body", "全文", "raw", "fulltext")
_COLUMN_NAMES = {
    "doc_id": ("doc_id", "id", "编号", "文档编号"),
    "city": ("city", "城市", "地市"),
    "province": ("province", "省份"),
    "adcode": ("adcode", "行政区划代码"),
    "published_on": ("published_on", "date", "publish_date", "pubdate", "日期", "发布日期", "发布时间", "时间"),
    "outlet": ("outlet", "source", "media", "来源", "媒体"),
    "title": ("title", "标题", "题名"),
    "authors": ("authors", "author", "作者", "记者"),
    "url": ("url", "link", "链接", "网址"),
}
_LOOKED_AT = 100

Record = Mapping[str, Any]


def read_table(file: Path, *, declared: str | None = None) -> Iterator[Row]:
    """Yield the reports of a table, one a row, without holding more of it in memory than a few rows.

    The text is in the column ``text`` (or 正文, content ...), else in the one with the longest strings.

    Raises
    ------
    ValueError
        If no column holds text, the format is broken or needs a library that is not installed.
    """
    for encoding, records in TABLES[file.suffix.lower()](file, declared):
        head = list(itertools.islice(records, _LOOKED_AT))
        text = _text_column(head)
        names = _declared_columns(head, text)
        for record in itertools.chain(head, records):
            yield _row(record, text, names, encoding)


def _text_column(records: list[Record]) -> str:
    columns = list(dict.fromkeys(column for record in records for column in record if column))
    for name in _TEXT_NAMES:
        for column in columns:
            if column.strip().lower() == name:
                return column
    lengths = {column: sum(len(str(record.get(column) or "")) for record in records) for column in columns}
    longest = max(columns, key=lambda column: lengths[column], default=None)
    if longest is None and records:
        raise ValueError(str(records[0][""]))
    if longest is None or lengths[longest] < 20 * len(records):
        raise ValueError(f"no column holds text; found {', '.join(columns) or 'none'}. Name the column 'text'.")
    return longest


def _declared_columns(records: list[Record], text: str) -> dict[str, str]:
    columns = {column.strip().lower(): column for record in records for column in record if column and column != text}
    found = {
        key: next((columns[name] for name in names if name in columns), None) for key, names in _COLUMN_NAMES.items()
    }
    return {key: column for key, column in found.items() if column is not None}


def _row(record: Record, text: str, names: Mapping[str, str], encoding: str | None) -> Row:
    declared = {key: _cell(record.get(column)) for key, column in names.items()}
    declared = {key: value for key, value in declared.items() if value}
    if "" in record:
        return Row(None, str(record[""]), encoding, declared)
    value = record.get(text)
    if not isinstance(value, str) or not value.strip():
        return Row(None, f"column {text!r} is empty or no text. Fill it or delete the row.", encoding, declared)
    return Row(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), None, encoding, declared)


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    return (value.isoformat().removesuffix("T00:00:00") if hasattr(value, "isoformat") else str(value)).strip()


def _encoding_of(file: Path, declared: str | None) -> str:
    with file.open("rb") as stream:
        return decode(stream.read(1 << 20), declared=declared)[1]


def _delimited(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    encoding = _encoding_of(file, declared)
    csv.field_size_limit(MOST_BYTES)
    with file.open(encoding=encoding, newline="", errors="strict" if declared else "replace") as stream:
        lines = _lines(stream)
        header = next(lines, "")
        delimiter = max("\t,;|", key=header.count)
        columns = next(csv.reader([header], delimiter=delimiter), [])
        reader = csv.DictReader(lines, columns, delimiter=delimiter, restkey="")
        yield encoding, (_whole(record, len(columns)) for record in _each(reader, "a table"))


def _lines(stream: TextIO) -> Iterator[str]:
    """Yield lines of bearable length."""
    for line in iter(lambda: stream.readline(MOST_BYTES), ""):
        if len(line) == MOST_BYTES:
            raise ValueError(f"a line of {MOST_BYTES:,} characters or more; expected one report. Split the file.")
        yield line


def _each(records: Iterable[_T], expected: str) -> Iterator[_T]:
    with _readable(expected):
        yield from records


def _whole(record: Record, width: int) -> Record:
    if "" not in record:
        return record
    return {**record, "": f"{width + len(record[''])} fields where the header has {width}. Put quotes around the text."}


def _json_lines(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    encoding = _encoding_of(file, declared)
    with file.open(encoding=encoding, newline="\n", errors="strict" if declared else "replace") as stream:
        yield encoding, (_json_record(line) for line in _lines(stream) if line.strip())


def _json_record(line: str) -> Record:
    try:
        return _as_record(json.loads(line))
    except (ValueError, RecursionError) as error:
        return {"": f"no valid JSON ({error}). One object a line is expected."}


def _as_record(record: object) -> Record:
    return record if isinstance(record, dict) else {"": f"found {type(record).__name__}; expected a JSON object."}


def _json_array(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    text, encoding = decode(read_bytes(file), declared=declared)
    with _readable("JSON"):
        records = json.loads(text)
    if not isinstance(records, list):
        raise ValueError(f"found a JSON {type(records).__name__}; expected an array of objects or a jsonl file")
    yield encoding, (_as_record(record) for record in records)


def _parquet(file: Path, _: str | None) -> Iterator[tuple[None, Iterator[Record]]]:
    parquet = _optional("pyarrow.parquet", "pyarrow")
    with _readable("a Parquet file"):
        batches = parquet.ParquetFile(file).iter_batches(batch_size=256)
    yield None, (record for batch in _each(batches, "a Parquet file") for record in batch.to_pylist())


def _workbook(file: Path, _: str | None) -> Iterator[tuple[None, Iterator[Record]]]:
    openpyxl = _optional("openpyxl", "openpyxl")
    _check_unpacked(file, "an xlsx file")
    with _readable("an xlsx file"):
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = _each(sheet.iter_rows(values_only=True), "an xlsx file")
        columns = [str(cell or "") for cell in next(rows, ())]
        if any(columns):
            yield None, (dict(zip(columns, row, strict=False)) for row in rows if any(cell is not None for cell in row))
    book.close()


Reader = Callable[[Path, "str | None"], Iterator[tuple["str | None", Iterator[Record]]]]
TABLES: dict[str, Reader] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json_array,
    ".parquet": _parquet,
    ".xlsx": _workbook,
}

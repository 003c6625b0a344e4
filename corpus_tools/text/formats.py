"""What is inside the file of one report: plain text, a web page, a word processor's file, a PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from corpus_tools.text.decoding import decode
from corpus_tools.text.guards import check_unpacked, optional, readable
from corpus_tools.text.shapes import site_suffix


class Page(NamedTuple):
    """The text of a file, the encoding it was in, and what the file says of itself."""

    text: str
    encoding: str | None
    said: Mapping[str, str]


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


def _docx_text(data: bytes) -> str:
    docx = optional("docx", "python-docx")
    check_unpacked(io.BytesIO(data), "a docx file")
    with readable("a docx file"):
        blocks = docx.Document(io.BytesIO(data)).iter_inner_content()
        return "\n".join(line for block in blocks for line in _docx_lines(block))


def _docx_lines(block: Any) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            yield "\t".join(dict.fromkeys(cell.text for cell in row.cells))
    else:
        yield block.text


def _pdf_text(data: bytes) -> str:
    pypdf = optional("pypdf", "pypdf")
    with readable("a PDF"):
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if not text.strip():
        raise ValueError("the PDF has no text layer; expected text, found pictures of it. Run OCR on it first.")
    return text


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
_FIELD = re.compile(
    r"\s*(?:来源|來源|稿源|作者|记者|記者|编辑|編輯|责编|责任编辑|审核|时间|時間|日期|发布\w{2}|發佈\w{2}|阅读\w?|閱讀\w?|浏览\w{0,2}|点击\w{0,2}|访问量|字[号体])\s*[:：]"
    r"|\s*(?:19|20)\d\d[-年/.]\d|\s*[【\[]?(?:打印|关闭|收藏|分享|纠错)"
)
_BYLINE = re.compile(
    r"(?:来源|來源|发布时间|發佈時間|发布日期|时间|時間|日期|作者|编辑|編輯|责编|記者|记者)\s*[:：]|\d{4}[-年/]\d{1,2}[-月/]\d{1,2}"
)


def _html_page(data: bytes, declared: str | None) -> Page:
    found = _CHARSET.search(data[:4096])
    hint = (found[1] or found[2]).decode("ascii", "replace") if found else None
    html, encoding = decode(data, declared=declared, hint=hint)
    if not html.strip():
        return Page("", encoding, {})
    with readable("a web page"):
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
    title = said["html_title"] or " ".join((tree.findtext(".//title") or "").split())
    said["html_title"] = title[: len(title) - site_suffix(title)]
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
                parts.append(" " if _FIELD.match(child.text or "") else "")
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

"""Page furniture: what a page prints around the report, told by the shape of lines and by what repeats.

A page is read as a head (breadcrumb, title, dateline, controls), a body and a tail (signature, editor, links, footer).
A line is furniture only if its shape says so where it stands; what stays unsure is body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from corpus_tools.text.dates import FULL_DATE
from corpus_tools.text.layout import reflow
from corpus_tools.text.tracing import Change

Kind = Literal[
    "title",
    "breadcrumb",
    "dateline",
    "controls",
    "editor",
    "byline",
    "lead",
    "caption",
    "related",
    "footer",
    "navigation",
    "heading",
    "body",
]
KEPT = ("body", "heading")
_END_MARKS = ("editor", "controls", "related", "footer", "byline")

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[。！？!?；;…][”’』」）)》\"']*$|[.]{3,}$")
_COMMA = re.compile(r"[，,、；;。]")
_CRUMB = re.compile(r"\s*(?:>+|»|›|→|＞+|/|\||(?<=首页)\s?[-—]+|\s[-—]+(?=\s))\s*")
_SEGMENTS = re.compile(r"\s*[|｜·丨]\s*|\s{2,}")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．](?!\d)|第[一二三四五六七八九十]+[章节条部步])"
)
_LONE_BAR = re.compile(r"(?<![|｜])(?<=[。！？”])\s*[|｜]$")
_SIGNED = re.compile(r"[（(](?P<inside>[^（）()\n]{2,40})[)）]\s*$")
_SIGNING = re.compile(
    r"记者|通讯员|供稿|来源|摄影|文/|图/|作者|编辑|撰稿|报社|日报|晚报|时报|网信办|宣传部|融媒|电视台|发布|委组织部$|办公室$"
)
_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[\s、，,/]+[\u4e00-\u9fff·]{2,4}){0,5}$")
_ALONE = re.compile(
    r"[（(【\[]?\s*(?:本报|本网|特约|全媒体|见习|实习)*(?:记者|通讯员|供稿|作者|文/|文[:：])[\s:：]*[^。，,！？]{2,30}$"
)
_PHOTO = re.compile(
    r"(?:[\s/　）)]|[\u4e00-\u9fff]{2,4}\s)(?:摄|供图|图)[）)]?$|(?:资料图片?|图片?来源[:：]?[^。]{0,12})[）)]?$"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:人民政府|门户网站|政府网|新闻网|委员会|网|局|厅|报|在线|频道|中心|平台|客户端|发布)(?:网站)?$"
)
_RIGHTS = re.compile(
    r"ICP备|公网安备|网安备|网站标识码|版权所有|版权均属|版权与免责|免责声明|不得转载|技术支持[:：]"
    r"|All Rights Reserved|Copyright|©"
)
_CONTACT = re.compile(r"(?:电话|传真|邮编|地址|邮箱|E-mail|投稿信箱)\s*[:：]", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\d+号$")


class Block(NamedTuple):
    """``text[start:end]`` is of one kind; a block never spans two lines."""

    kind: Kind
    start: int
    end: int


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    kind: Kind | None = None
    signature: int = 0
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = re.sub(r"\s+", "", self.text)

    @property
    def is_paragraph(self) -> bool:
        size = len(self.text)
        if self.text[-1] in "：:":
            return size >= 5
        if _SENTENCE_END.search(self.text):
            return size >= 30 or (size >= 8 and bool(_COMMA.search(self.text)))
        return size >= 45 and bool(_COMMA.search(self.text))


def label_lines(text: str) -> tuple[Block, ...]:
    r"""Label the lines of a page by what they are; blocks are in order, do not overlap and leave out only white space.

    Parameters
    ----------
    text
        The text of a page in Simplified characters, one line of its layout a line.

    Examples
    --------
    >>> page = "首页 > 要闻\n秦州区春耕忙\n来源：天水日报 2021-03-05\n秦州区抢抓农时，春耕备耕有序推进。\n【打印】"
    >>> [(block.kind, page[block.start : block.end]) for block in label_lines(page)]
    [('breadcrumb', '首页 > 要闻'), ('title', '秦州区春耕忙'), ('dateline', '来源：天水日报 2021-03-05'),
     ('body', '秦州区抢抓农时，春耕备耕有序推进。'), ('controls', '【打印】')]
    """
    lines = list(_lines(text))
    if len(lines) > 1:
        _label_shapes(lines)
        _label_repeated_leads(lines)
        first = next((i for i, line in enumerate(lines) if line.kind is None and line.is_paragraph), None)
        start = _label_head(lines, first)
        _label_tail(lines, start)
        _label_signature(lines)
        _label_repeated_titles(lines)
    return tuple(block for line in lines for block in _blocks(line))


def drop_furniture(text: str, blocks: Iterable[Block]) -> list[Change]:
    r"""Return the changes that leave body paragraphs only, one a line, without hard wraps or layout white space.

    The reason of a change is the kind of furniture, or `layout`, `hard wrap`, `gap`, `flattened paragraph`.

    Examples
    --------
    >>> page = "打印 关闭\n　　县直单位响应。各地推进，\n成效明显，群众满意。\n\n责任编辑：王芳"
    >>> changes = drop_furniture(page, label_lines(page))
    >>> [(page[change.start : change.end], change.after, change.reason) for change in changes]
    [('打印 关闭', '', 'controls'), ('\n　　', '', 'layout'), ('\n', '', 'hard wrap'),
     ('\n\n', '', 'layout'), ('责任编辑：王芳', '', 'editor')]
    """
    blocks = tuple(blocks)
    dropped = [Change(block.start, block.end, "", block.kind) for block in blocks if block.kind not in KEPT]
    kept = [(block.start, block.end) for block in blocks if block.kind in KEPT]
    return sorted(dropped + reflow(text, kept, [change[:2] for change in dropped]))


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n\r\u2028]+", text):
        stripped = _LONE_BAR.sub("", match[0].strip())
        bare = stripped.lstrip("•·●◆■▪ \u3000\xa0\t").strip() or stripped
        if stripped:
            start = match.start() + match[0].index(stripped)
            yield _Line(start, start + len(stripped), bare)


def _blocks(line: _Line) -> Iterator[Block]:
    behind = line.end - line.signature
    if line.signature:
        yield Block("body", line.start, behind)
    yield Block("byline" if line.signature else line.kind or "body", behind if line.signature else line.start, line.end)


def _is_signature(inside: str) -> bool:
    return bool(_SIGNING.search(inside) or _NAMES.match(inside.strip()))


@cache
def _phrases() -> dict[tuple[str, str], list[str]]:
    table: dict[tuple[str, str], list[str]] = defaultdict(list)
    with files("corpus_tools").joinpath("data", "page_furniture.csv").open(encoding="utf-8") as lines:
        next(lines)
        for row in DictReader(lines):
            table[row["kind"], row["match"]].append(row["phrase"])
    return {key: sorted(phrases, key=len, reverse=True) for key, phrases in table.items()}


def _either(kind: str, match: str) -> str:
    return "|".join(
        r"\s*".join(map(re.escape, phrase)) if match == "label" else re.escape(phrase)
        for phrase in _phrases()[kind, match]
    )


@cache
def _shape(kind: str, match: str) -> re.Pattern[str]:
    pattern = _either(kind, match)
    if match == "whole":
        return re.compile(rf"(?>{pattern}|[\s\d|｜/、,，:：\[\]【】()（）·•»>\-+.。…]+)+$", re.IGNORECASE)
    if match == "label":
        return re.compile(rf"(?:^|[\s|｜(（【\[;；>丨/])(?P<label>{pattern})\s*[:：]", re.IGNORECASE)
    return re.compile(rf"[\s\[【(（>]*(?:{pattern})", re.IGNORECASE)


def _label_shapes(lines: list[_Line]) -> None:
    """Give a kind to the lines whose shape alone tells it, wherever they stand."""
    for line in lines:
        line.kind = _kind_by_shape(line.text)


def _kind_by_shape(text: str) -> Kind | None:
    size = len(text)
    if size <= 60 and _HAN.search(text) and _shape("controls", "whole").match(text):
        return "controls"
    if size <= 120 and _is_breadcrumb(text):
        return "breadcrumb"
    if size <= 160 and _shape("caption", "start").match(text):
        return "caption"
    if size <= 160 and _PHOTO.search(text) and not text.startswith(("（", "(")):
        return "caption"
    if size <= 200 and _is_footer(text):
        return "footer"
    if size <= 120:
        return _kind_by_label(text)
    return None


def _is_breadcrumb(text: str) -> bool:
    if _shape("breadcrumb", "start").match(text):
        return True
    if _SENTENCE_END.search(text) or re.search(r"\d{4}|[:：]", text):
        return False
    parts = [part for part in _CRUMB.split(text) if part]
    is_path = re.search(r">|＞|»|›|^(?:网站)?首页\s*\S", text)
    return bool(is_path) and all(len(part) <= 24 for part in parts) and len(parts) > 1


def _is_footer(text: str) -> bool:
    return bool(_RIGHTS.search(text) or len(_CONTACT.findall(text)) > 1)


def _kind_by_label(text: str) -> Kind | None:
    """Read `label: value` lines by their first label; a sentence is none of them."""
    if re.search(r"[。！？!?]", text):
        return None
    found = []
    for kind in ("dateline", "editor", "byline", "controls"):
        match = _shape(kind, "label").search(text)
        if match and (match.start() == 0 or kind == "dateline" or match.start() < 12):
            found.append((match.start(), kind))
    if not found:
        return None
    kinds = [kind for _, kind in sorted(found)]
    return cast(Kind, "dateline" if "dateline" in kinds else kinds[0])


def _label_repeated_leads(lines: list[_Line]) -> None:
    """Mark the standfirst that a later paragraph repeats from its beginning."""
    by_head: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        by_head[line.key[:12]].append(i)
    for i, line in enumerate(lines[:12]):
        key = re.sub(r"^(?:摘要|导读|核心提示|内容摘要|提要|导语)[:：]?|[….]+$", "", line.key)
        later = [j for j in by_head.get(key[:12], ()) if j > i and lines[j].key.startswith(key)]
        if len(key) >= 20 and later and any(lines[j].is_paragraph for j in later) and line.kind is None:
            line.kind = "lead"


def _label_head(lines: list[_Line], first: int | None) -> int:
    """Label the lines above the first paragraph; return the index at which the body starts."""
    limit = len(lines) if first is None else first
    head = lines[:limit]
    for line in head:
        if line.kind is None and _is_bare_dateline(line.text):
            line.kind = "dateline"
    datelines = [i for i, line in enumerate(head) if line.kind == "dateline"]
    if first is None and datelines:
        limit = next((i for i in range(datelines[-1] + 1, len(lines)) if lines[i].kind is None), len(lines))
    title = _find_title(head, datelines[-1] if datelines else None, first is None)
    body = _body_start(lines, title, datelines, limit)
    for i, line in enumerate(lines[:body]):
        if line.kind is None:
            line.kind = _kind_in_head(i, line, title)
    return body


def _body_start(lines: list[_Line], title: int | None, datelines: list[int], limit: int) -> int:
    marks = [i for i in (title, *datelines[-1:]) if i is not None]
    if not marks:
        seen = [i for i, line in enumerate(lines[:limit]) if line.kind is not None]
        return seen[-1] + 1 if seen else 0
    start = max(marks) + 1
    while start < limit and (lines[start].kind is not None or _is_subtitle(lines[start].text)):
        start += 1
    return start


def _is_subtitle(text: str) -> bool:
    return bool(re.match(r"—|－|--", text) and not _SENTENCE_END.search(text)) or bool(_DOCUMENT_NUMBER.match(text))


def _kind_in_head(i: int, line: _Line, title: int | None) -> Kind:
    if i == title:
        return "title"
    if title is not None and i > title:
        return "byline" if _ALONE.match(line.text) else "title" if _is_subtitle(line.text) else "navigation"
    return "byline" if _ALONE.match(line.text) else "navigation"


def _is_bare_dateline(text: str) -> bool:
    """Tell `恩施日报 2021-05-20 07:58:03`: a full date and little else."""
    found = FULL_DATE.search(text)
    rest = text[: found.start()] + text[found.end() :] if found else ""
    return bool(found) and len(_HAN.findall(rest)) <= 24 and not re.search(r"[。，！？“《]|大会|会议", rest)


def _find_title(head: list[_Line], dateline: int | None, is_all: bool) -> int | None:
    """Return the index of the title: the likeliest line above the dateline, else below it, else at the top."""
    crumbs = {part for line in head if line.kind == "breadcrumb" for part in _CRUMB.split(line.text)}

    def candidates(span: range) -> list[int]:
        return [i for i in span if head[i].kind is None and _may_be_title(head[i].text, crumbs)]

    if dateline is not None:
        above, below = candidates(range(dateline)), candidates(range(dateline + 1, len(head)))
        if above:
            return max(above, key=lambda i: (min(len(head[i].text), 16), i))
        return below[0] if below and not is_all else None
    found = candidates(range(len(head) if not is_all else min(1, len(head))))
    if is_all and len(head) < 4:
        return None
    return max(found, key=lambda i: (min(len(head[i].text), 16), -i)) if found else None


def _may_be_title(text: str, crumbs: set[str]) -> bool:
    return (
        4 < len(text) <= 80
        and text not in crumbs
        and not _NUMBERED.match(text)
        and not _is_subtitle(text)
        and not _OFFICE.match(text)
        and not _ALONE.match(text)
        and not re.search(r"@|^第?\d+版|\s(?:主办|承办)$", text)
        and not re.search(r"[。；;：:，,、]$", text)
    )


def _label_tail(lines: list[_Line], start: int) -> None:
    """Label the body and what follows it: behind the first sure mark of an end stand links and navigation."""
    end = _first_end_mark(lines, start)
    last = max((i for i in range(start, end) if _is_text(lines[i])), default=start)
    for i, line in enumerate(lines[start:last], start):
        if line.kind in ("dateline", "byline"):
            line.kind = None
        if line.kind is None and not line.is_paragraph and len(line.text) <= 40 and _is_text(lines[i + 1]):
            line.kind = "heading"
    behind: Kind | None = None
    for i, line in enumerate(lines[last + 1 :], last + 1):
        if line.kind == "dateline" and not re.search(r"来源|稿源", line.text) and not FULL_DATE.search(line.text):
            line.kind = None
        line.kind = line.kind or _kind_in_tail(line.text)
        if line.kind is None and behind and (behind == "related" or not line.is_paragraph):
            line.kind = behind
        elif line.kind == "related" or (i >= end and behind is None):
            behind = "related" if line.kind == "related" else "navigation"


def _is_text(line: _Line) -> bool:
    return line.kind is None and line.is_paragraph


def _first_end_mark(lines: list[_Line], start: int) -> int:
    """Return the index of the first line behind most of the text that only the end of a report has."""
    sizes = [len(line.text) if _is_text(line) else 0 for line in lines]
    total, seen = sum(sizes[start:]), 0
    for i in range(start, len(lines)):
        seen += sizes[i]
        if seen >= 0.6 * total and (lines[i].kind or _kind_in_tail(lines[i].text)) in _END_MARKS:
            return i
    return len(lines)


def _kind_in_tail(text: str) -> Kind | None:
    size = len(text)
    if size <= 100 and _shape("related", "start").match(text):
        return "related"
    if _shape("footer", "start").match(text):
        return "footer"
    if size <= 60 and _shape("controls", "start").match(text):
        return "controls"
    if re.match(r"(?:[\u4e00-\u9fff]{2,8})?(?:责任编辑|责编|编辑|审核|校对)\s+[\u4e00-\u9fff]{2,4}(?:\s|$)", text):
        return "editor"
    signed = _SIGNED.match(text)
    return "byline" if (signed and _is_signature(signed["inside"])) or (size <= 36 and _ALONE.match(text)) else None


def _label_signature(lines: list[_Line]) -> None:
    """Cut the names in parentheses off the last paragraph; short lines behind them are no longer part of the report."""
    last = next((i for i in reversed(range(len(lines))) if lines[i].kind is None and lines[i].is_paragraph), None)
    if last is None:
        return
    signed = _SIGNED.search(lines[last].text)
    if signed and signed.start() and _is_signature(signed["inside"]):
        lines[last].signature = len(lines[last].text) - signed.start()
        for line in lines[last + 1 :]:
            line.kind = line.kind or "navigation"


def _label_repeated_titles(lines: list[_Line]) -> None:
    titles = {line.key for line in lines if line.kind == "title" and len(line.key) > 6}
    for line in lines:
        if line.kind in (None, "heading", "navigation") and line.key in titles:
            line.kind = "title"

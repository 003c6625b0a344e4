"""Page furniture: what a page prints around the report, told by the shape of lines and by what repeats.

A page is read as a head (breadcrumb, title, dateline, controls), a body and a tail (signature, editor, links, footer).
A line is furniture only if its shape says so where it stands; what stays unsure is body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from corpus_tools.text.dates import FULL_DATE
from corpus_tools.text.headlines import NUMBERED, Line, find_title, is_subtitle, is_value, lines_of_title
from corpus_tools.text.layout import reflow
from corpus_tools.text.mastheads import local_medium
from corpus_tools.text.shapes import (
    IMAGES,
    Kind,
    ends_sentence,
    is_bare_dateline,
    is_byline,
    is_paragraph,
    kind_anywhere,
    kind_in_tail,
    signature,
)
from corpus_tools.text.tracing import Change

KEPT = ("body", "heading")
_END_MARKS = ("editor", "controls", "related", "footer", "byline")
_HOTLINE = re.compile(r"[\u4e00-\u9fff]{0,8}热线\s*[:：]\s*[\d\s\-—、（）()]{3,}$")
_MEDIUM = re.compile(r"[\u4e00-\u9fff·]{2,10}(?:日报|晚报|时报|晨报|早报|网|在线|发布|客户端|电视台|融媒(?:体中心)?)$")
_FROM = re.compile(r"来源|稿源|转[载自]")
_WRAPS = 12  # lines of a wrapped paragraph that a lead may repeat
_FLAT_CRUMB = re.compile(
    r"(?:[您你]?(?:现在|目前|当前|所在)*的?位置\s*[:：]?\s*)?\S{2,16}(?:\s?-?[>＞»›]+\s?[^\s>＞»›]{2,16}){1,5}\s"
)
_FLAT_TITLE = re.compile(
    r"(?P<title>[^。！？，\n]{6,60}?)(?P<gap>\s{1,8})(?:(?:发布|发表|更新)?(?:时间|日期)\s*[:：]\s*)?(?=(?:19|20)\d\d\s*[-年/.])"
)
_FLAT_FIELDS = re.compile(
    r"\s*(?:(?:\d{1,2}:\d{2}(?::\d{2})?|星期[一二三四五六日天]|(?:信息来源|来源|稿源|作者|记者|通讯员|(?:责任)?编辑|责编|审核|浏览|阅读|点击|访问)"
    r"\w{0,2}\s{0,3}[:：]\s{0,3}[^\s。，]{1,20}|字[体号]\s?[:：]?[【\[\s]{0,3}(?:[大中小]\s?){2,3}[】\]]?)(?:\s{1,8}|$))*"
)
_FLAT_TAIL = re.compile(
    r"(?<=[。！？”）)])\s+[【\[（(]?(?:打印|关闭|分享|上一篇|下一篇|上一条|(?:责任)?编辑\s?[:：]|责编|审核\s?[:：]|主办|版权|相关|附件|来源\s?[:：]|作者\s?[:：])"
)
BULLETS = "•·●◆■▪□◇○◎★☆▶►▷ \u3000\xa0\t"
_COMMENTS = re.compile("评论|跟帖|留言|回复|举报")
_LONE_BAR = re.compile(r"(?<=[。！？”])\s*[|｜]$")
_LEAD_LABEL = re.compile(r"(?:摘要|导读|核心提示|内容摘要|提要|导语)[:：]?")
_ANY_LEAD_LABEL = re.compile(rf"\n{_LEAD_LABEL.pattern}")


class Block(NamedTuple):
    """``text[start:end]`` is of one kind; a block never spans two lines."""

    kind: Kind
    start: int
    end: int


def label_lines(text: str) -> tuple[Block, ...]:
    r"""Label the lines of a page by what they are; blocks are in order, do not overlap and leave out only
    white space and a bar that stands alone behind a sentence.

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
    if len(lines) == 1:
        lines = _parts_of_flat_page(lines[0], text)
    else:
        for line in lines:
            line.kind = kind_anywhere(line.text)
        _label_repeated_leads(lines)
        _label_teasers(lines)
        first = next((i for i, line in enumerate(lines) if line.is_text and not _is_loud_title(lines, i)), None)
        start = _label_head(lines, first)
        _label_tail(lines, start)
        _label_signature(lines)
        _label_repeated_titles(lines)
    return tuple(_blocks(lines))


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
    breaks = {(block.start, block.end) for block in blocks if block.kind == "break"}
    return sorted(dropped + reflow(text, kept, [change[:2] for change in dropped], breaks))


def _lines(text: str) -> Iterator[Line]:
    behind = 0
    for line in text.replace("\r", "\n").replace("\u2028", "\n").split("\n"):
        start, behind = behind, behind + len(line) + 1
        stripped = line.strip()
        if not stripped:
            continue
        start += len(line) - len(line.lstrip()) if len(stripped) < len(line) else 0
        if stripped[-1] in "|｜":
            stripped = _LONE_BAR.sub("", stripped)
        bare = (stripped.lstrip(BULLETS).strip() or stripped) if stripped[0] in BULLETS else stripped
        if stripped[0] in "!！" and (images := IMAGES.match(stripped)) and images.end() < len(stripped):
            yield Line(start, start + len(images[0].rstrip()), images[0].rstrip(), "", is_paragraph=False)
            start, stripped = start + images.end(), stripped[images.end() :]
            bare = stripped
        yield Line(start, start + len(stripped), bare, "".join(bare.split()), is_paragraph(bare))


def _parts_of_flat_page(line: Line, text: str) -> list[Line]:
    """Return title, dateline and text of a page in one line, or the line itself if it shows no such head."""
    crumb = _FLAT_CRUMB.match(text, line.start, line.end)
    top = crumb.end() if crumb else line.start
    title = _FLAT_TITLE.match(text, top, line.end)
    date = FULL_DATE.match(text, title.end(), line.end) if title else None
    fields = _FLAT_FIELDS.match(text, date.end(), line.end) if date else None
    if not title or not fields or not fields[0].strip() or fields.end() == line.end or kind_anywhere(title["title"]):
        return [line]
    tail = _FLAT_TAIL.search(text, fields.end(), line.end)
    end = tail.start() if tail else line.end
    parts: tuple[tuple[int, int, Kind | None], ...] = (
        (line.start, top, "breadcrumb"),
        (title.start(), title.end("title"), "title"),
        (title.end("gap"), fields.end(), "dateline"),
        (fields.end(), end, None),
        (end, line.end, "footer"),
    )
    words = ((start, text[start:end].rstrip(), kind) for start, end, kind in parts)
    spans = ((start + len(part) - len(part.lstrip()), part.strip(), kind) for start, part, kind in words if part)
    return [Line(start, start + len(part), part, "", is_paragraph(part), kind) for start, part, kind in spans]


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    for line in lines:
        if line.signed:
            behind = line.end - line.signed
            yield Block("body", line.start, behind)
            yield Block("byline", behind, line.end)
        else:
            yield Block(line.kind or "body", line.start, line.end)


def _label_repeated_leads(lines: list[Line]) -> None:
    """Mark the standfirst that a later paragraph repeats from its beginning."""
    heads = [line.key[:12] for line in lines]
    if len(set(heads)) == len(heads) and not _ANY_LEAD_LABEL.search("\n".join(["", *heads])):
        return
    by_head: dict[str, list[int]] = defaultdict(list)
    for i, head in enumerate(heads):
        by_head[head].append(i)
    for i, line in enumerate(lines[:12]):
        if line.kind or len(line.key) < 20:
            continue
        label = _LEAD_LABEL.match(line.key)
        key = line.key[label.end() if label else 0 :].rstrip("….")
        later = [j for j in by_head.get(key[:12], ()) if j > i and _begins_with(lines[j : j + _WRAPS], key)]
        if len(key) >= 20 and any(lines[j].is_paragraph or len(lines[j].key) < len(key) for j in later):
            is_title = not (label or line.is_paragraph) and any(_size_of_wrapped(lines, j, {key}) for j in later)
            line.kind = None if is_title else "lead"


def _begins_with(lines: list[Line], key: str) -> bool:
    """Tell whether a paragraph, perhaps wrapped, begins with the words of a lead."""
    return "".join(line.key for line in lines).startswith(key)


def _label_teasers(lines: list[Line]) -> None:
    """Mark two or more cut-off paragraphs that close a page: the beginnings of other reports."""
    unknown = [line for line in lines[-12:] if line.kind is None]
    cut = list(takewhile(lambda line: _is_cut_off(line.text), reversed(unknown)))
    if len(cut) > 1 and any(line.is_text and line not in cut for line in lines):
        for line in cut:
            line.kind = "related"


def _is_cut_off(text: str) -> bool:
    return text.endswith(("...", "…")) and not text.endswith(("......", "……")) and len(text) > 12


def _label_head(lines: list[Line], first: int | None) -> int:
    """Label the lines above the first paragraph; return the index at which the body starts."""
    head = lines[:first]
    for line in head:
        if line.kind in (None, "byline", "controls") and is_bare_dateline(line.text):
            line.kind = "dateline"
        elif line.kind is None and _HOTLINE.match(line.text):
            line.kind = "navigation"
    crumbs = [i for i, line in enumerate(head) if line.kind == "breadcrumb"]
    datelines = [i for i, line in enumerate(head) if line.kind in ("dateline", "byline")]
    title = find_title(head, crumbs, datelines, paragraph=None if first is None else lines[first].text)
    titles = lines_of_title(head, title)
    body = _body_start(lines, [*titles, *crumbs[-1:], *datelines[-1:]], len(head))
    for i, line in enumerate(lines[:body]):
        line.kind = line.kind or _kind_in_head(i, lines, titles)
    return body


def _is_loud_title(lines: list[Line], i: int) -> bool:
    """Tell a headline that ends like a sentence: short, and right above the dateline."""
    text, below = lines[i].text, lines[i + 1 : i + 3]
    is_loud = i < 12 and len(text) <= 40 and text[-1] in "！？!?…”"
    return is_loud and any(line.kind == "dateline" or is_bare_dateline(line.text) for line in below)


def _body_start(lines: list[Line], marks: list[int], limit: int) -> int:
    start = max(marks, default=-1) + 1
    controls = max((i for i in range(start, limit) if lines[i].kind == "controls"), default=-1)
    while start < limit and _is_above_body(lines[start], menu=start < controls):
        start += 1
    return start


def _is_above_body(line: Line, *, menu: bool) -> bool:
    """Tell a line that cannot begin the text; in a menu of controls, any short one cannot."""
    is_item = menu and len(line.text) <= 8 and not NUMBERED.match(line.text)
    return bool(line.kind or is_item or is_subtitle(line.text) or is_byline(line.text) or _MEDIUM.match(line.text))


def _kind_in_head(i: int, lines: list[Line], titles: list[int]) -> Kind:
    text = lines[i].text
    if i in titles or (titles and i > titles[0] and is_subtitle(text)):
        return "title"
    return "byline" if is_byline(text) and not is_value(lines, i) else "navigation"


def _label_tail(lines: list[Line], start: int) -> None:
    """Label the body and what follows it: behind the first sure mark of an end stand links and navigation."""
    end = _first_end_mark(lines, start)
    last = next((i for i in reversed(range(start, end)) if lines[i].is_text), start)
    for i, line in enumerate(lines[start:last], start):
        if line.kind in ("dateline", "byline"):
            line.kind = None
        if line.kind is None and not line.is_paragraph and len(line.text) <= 40 and lines[i + 1].is_text:
            line.kind = "heading"
    behind: Kind | None = None
    for i, line in enumerate(lines[last + 1 :], last + 1):
        if line.kind == "dateline" and not _FROM.search(line.text) and not FULL_DATE.search(line.text):
            line.kind = None
        line.kind = line.kind or kind_in_tail(line.text)
        if line.kind is None and behind is None and len(line.text) <= 16 and local_medium(line.text, 0, len(line.text)):
            line.kind, behind = "footer", "navigation"
        if line.kind is None and behind and (behind == "related" or not line.is_paragraph or len(line.text) < 40):
            line.kind = behind
        elif line.kind == "related" or (i >= end and behind is None):
            behind = "related" if line.kind == "related" else "navigation"


def _first_end_mark(lines: list[Line], start: int) -> int:
    """Return the index of the first line behind most of the text that only the end of a report has."""
    sizes = [len(line.text) if line.is_text else 0 for line in lines]
    total, seen = sum(sizes[start:]), 0
    for i in range(start, len(lines)):
        seen += sizes[i]
        if seen >= 0.6 * total and _is_end_mark(lines[i]) and not (_is_weak(lines[i]) and _goes_on(lines[i + 1 :])):
            return i
    return len(lines)


def _is_end_mark(line: Line) -> bool:
    return (line.kind or kind_in_tail(line.text)) in _END_MARKS


def _is_weak(line: Line) -> bool:
    """Tell a mark that may stand in the middle of a report, too: buttons, and a link with its headline."""
    return line.kind in ("controls", "related") and not _COMMENTS.search(line.text)


def _goes_on(lines: list[Line]) -> bool:
    """Tell whether text stands before the first mark of an end that is sure."""
    ahead = takewhile(lambda line: _is_weak(line) or not _is_end_mark(line), lines)
    return any(line.is_text for line in ahead)


def _label_signature(lines: list[Line]) -> None:
    """Cut the names in parentheses off the last paragraph; short lines behind them are no longer part of the report."""
    last = next((i for i in reversed(range(len(lines))) if lines[i].is_text), None)
    if last is None or not (size := signature(lines[last].text)) or size == len(lines[last].text):
        return
    lines[last].signed = size
    for line in lines[last + 1 :]:
        line.kind = line.kind or "navigation"


def _label_repeated_titles(lines: list[Line]) -> None:
    """Label the title where it is printed again: alone, on two or three lines, or with the date by a digital paper."""
    titles = {line.key for line in lines if line.kind == "title" and len(line.key) > 6}
    if not titles:
        return
    heads = {title[:2] for title in titles}
    closing = len(lines) - 4
    for i, line in enumerate(lines):
        if line.kind not in (None, "heading", "navigation"):
            continue
        if line.key[:2] in heads:
            for again in lines[i : i + _size_of_wrapped(lines, i, titles)]:
                again.kind = "title"
        if i >= closing and any(title in line.key for title in titles) and FULL_DATE.search(line.text):
            line.kind = line.kind if ends_sentence(line.text) else "dateline"


def _size_of_wrapped(lines: list[Line], start: int, titles: set[str]) -> int:
    """Return how many lines from one on are one of the titles, or 0."""
    if not any(title.startswith(lines[start].key) for title in titles):
        return 0
    words = ""
    for size, line in enumerate(lines[start : start + 3], 1):
        words += line.key
        if words in titles:
            return size
    return 0

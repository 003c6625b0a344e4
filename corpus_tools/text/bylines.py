"""Who a page names as its outlet and its authors, in datelines, despatch lines and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise

from corpus_tools.text.credits import FIELD_NAMES, LONGEST_CREDITS, are_credits, credited, read_credits, words
from corpus_tools.text.dates import FULL_DATE
from corpus_tools.text.furniture import Block
from corpus_tools.text.gazetteer import mentions
from corpus_tools.text.mastheads import APP, MEDIUM, OWN_LINE, local_medium
from corpus_tools.text.names import are_names, is_name

Span = tuple[int, int]

_LABELS = r"(?:来\s*源|稿\s*源|供稿单位|发布单位|发布机[构关]|来源单位|[发制]文(?:机[关构]|单位))\s*"
_LABELLED = re.compile(
    rf"(?:{_LABELS}[:：|｜丨]\s*|(?:来源于|转载自|转自)\s*[:：]?\s*)(?P<value>[^\n|｜丨;；:：]{{2,40}})"
)
_OUTLET_LABEL = re.compile(rf"\W{{0,3}}(?:信息)?{_LABELS}[:：]$")
_NEXT_FIELD = re.compile(
    r"\s*(?:$|[【\[，,]|[\s　|](?:发布|发表|更新|来源|作者|记者|通讯员|时间|日期|编辑|责任编辑|责编|审核|浏览"
    r"|阅读|点击|访问|字[号体]|已有|文号|信息来源|稿源|供稿|摄影|校对|分享|打印|关闭|收藏|大\s|小\s|参与|我要|【)|(?:19|20)\d\d\s*[-年./]|\s{2,}|(?<=[报网刊])\s)"
)
_FIELD_NAME = re.compile(rf"(?:{FIELD_NAMES}|来源|作者|记者|通讯员)$")
_QUOTED = re.compile(r"《([^》\n]+)》")
_PART = re.compile(r"[^\s|｜丨（）()【】\[\]<>]+")
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{4,12}?)(?:编印?|主办|供稿|宣)?$")
_NO_OUTLET = re.compile(r"本[报网站]|网络|互联网|转载|原创")
_NO_PART = re.compile(r"\d|星期|发表于")
_LAST_WORD = re.compile(r"[^\s|（(【\[/／]*$")
_NAMED_MEDIUM = re.compile(rf"[^:：]*?{MEDIUM}(?=数字报|电子报|电子版|融媒|·|$)")
_BRANCH = r"(?:[\u4e00-\u9fff]{2,6}(?:站|频道|分社)(?!的))?"
_DESPATCH = re.compile(
    rf"\s*(?P<outlet>[\u4e00-\u9fff·]{{0,12}}?{MEDIUM}{_BRANCH})[·\w]{{0,12}}?\s*(?:[\u4e00-\u9fff]{{2,4}}\d*月?\d*日?)?(?:讯|电|消息|报道)"
)
_LOCAL_APP = re.compile(rf"\s*{APP}(?:讯|消息|报道)[:：（(\s]")
_DESPATCHED = re.compile("讯|电|消息|报道")
_OFFICE = r"[\u4e00-\u9fff]{3,24}(?:[局委办会府部院厅处社站队]|中心|办公室)"
_BY_OFFICE = re.compile(
    rf"作者\s*[:：]\s*(?P<outlet>{_OFFICE}|[\u4e00-\u9fff·]{{2,12}}{MEDIUM})(?=[^\u4e00-\u9fff]|(?:{FIELD_NAMES})\s*[:：]|$)"
)
_ACCOUNT = re.compile(r"原创\s+(?:\S{2,12}\s+)?(?P<outlet>[\u4e00-\u9fff]{4,14})$")
_FORUM = re.compile(r"(?P<outlet>[\u4e00-\u9fff]{2,8}(?:论坛|社区网|贴吧))$")
_PUBLISHER = re.compile(r"(?P<outlet>[\u4e00-\u9fff]{2,10}报)社(?:出版|主办|编辑出版)")
_OWNER = (
    r"(?P<outlet>(?!本|该|此)[\u4e00-\u9fff]{1,22}?"
    r"(?:[网报社局厅办部委会院所站台室]|政府|中心|学校|[小中大]学|公司|集团|论坛|频道|在线|发布|党建))"
)
_RIGHTS = (
    _PUBLISHER.search,
    re.compile(rf"{_OWNER}版权所有").match,
    re.compile(rf"主办(?:单位)?\s*[:：]\s*{_OWNER}(?![\u4e00-\u9fff:：])").search,
    re.compile(
        rf"(?:(?i:Copyright)|版权所有|©)(?:[^\u4e00-\u9fff\n，,。]|版权所有){{0,30}}{_OWNER}(?![\u4e00-\u9fff:：])"
    ).search,
)
_WITH_AUTHOR = re.compile(r"(?<=[局委办会府部院校学园所站队社司报网])\s+(?P<name>[\u4e00-\u9fff]{2,4})$")
_BULLETIN = re.compile(
    r"(?P<outlet>[\u4e00-\u9fff]{2,24}(?:简报|专报|快报|通报|要情|信息|动态|通讯|参考))\n\s*[（(]?(?:\d{4}年)?总?第"
)
_EDITS = re.compile(r"[\u4e00-\u9fff]编印?(?![\u4e00-\u9fff])")
_RED_HEAD = re.compile(rf"(?P<outlet>{_OFFICE})文件$")
_OFFICE_LINE = re.compile(rf"(?P<outlet>{_OFFICE})(?:\s|$)")
_LEADING = re.compile(
    r"[^。！？\n]{0,24}?(?:[（(](?P<inside>[^（）()\n]{2,40})[)）]|(?:讯|电|消息)\s{1,3}(?=记者|通讯员)(?P<roles>[^。，]{4,24})"
    r"|(?:讯|电|消息)[\s:：]{1,3}(?P<named>[^。，:：\n]{2,20}?报道)[:：，\s])"
)
_OPENED = re.compile("[（(讯电消]")
_NAMED_DESPATCH = re.compile(r"(?:讯|电|消息)\s*[（(]$")
_CLOSING_ROLE = re.compile(r"(?<=[。！？”])\s*(?:本报|本网|全媒体|见习|实习|特约)*(?:记者|通讯员)\s*[^。，！？]{2,16}$")
_FIRST = ("body", "heading", "navigation", "dateline")


def find_outlet(text: str, blocks: Sequence[Block]) -> Span | None:
    """Return the span of the outlet: labelled in a dateline, else named by the despatch or a bare dateline."""
    return next((span for way in _ways_to_outlet(text, blocks) for span in way if span), None)


def _ways_to_outlet(text: str, blocks: Sequence[Block]) -> Iterator[Iterable[Span | None]]:
    """Yield where outlets are found, the surest first; what comes next is looked for only where nothing was found."""
    lines = [block for block in blocks if block.kind in ("dateline", "byline", "editor", "controls")]
    yield (_labelled(text, block) for block in lines)
    yield (_below_label(text, block, below) for block, below in pairwise(blocks) if block.kind == "dateline")
    yield (_despatch(text, block) for block in [block for block in blocks if block.kind == "body"][:2])
    yield (_outlet(_BY_OFFICE.search, text, block) for block in lines)
    yield _bulletin(text, blocks)
    yield (_bare(text, block) for block in lines if block.kind in ("dateline", "byline"))
    yield _of_reporters(text, blocks)
    above, below = _menus(blocks)
    yield (_outlet(OWN_LINE.match, text, block) for block in (*below, *above))
    yield (_outlet(_ACCOUNT.match, text, block) for block in below)
    yield (_outlet(_OFFICE_LINE.match, text, block) for block in below)
    yield (_outlet(_RED_HEAD.match, text, block) for block in above)
    yield (_issuer(text, *pair) for pair in pairwise(block for block in blocks if block.kind == "title"))
    yield (_forum(text, block) for block in above)
    yield _local(text, blocks)
    yield (_outlet(find, text, block) for block in blocks if block.kind == "footer" for find in _RIGHTS)


def _below_label(text: str, block: Block, below: Block) -> Span | None:
    """Return the office or medium that stands below the label of an outlet."""
    if (
        below.kind != "navigation"
        or text[block.end - 1] not in ":："
        or not _OUTLET_LABEL.match(text, block.start, block.end)
    ):
        return None
    return _outlet(OWN_LINE.match, text, below) or _outlet(_OFFICE_LINE.match, text, below)


def _issuer(text: str, block: Block, below: Block) -> Span | None:
    """Return the first line of a title in two lines: an office, and what the document is about."""
    return (block.start, block.end) if text.startswith("关于", below.start) else None


def _forum(text: str, block: Block) -> Span | None:
    """Return the name of a forum that is named after a place."""
    span = _outlet(_FORUM.match, text, block)
    return span if span and any(mentions(text, *span)) else None


def _bulletin(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """Yield the name of a bulletin above its number, unless a line of its own says who edits it."""
    head = [block for block in blocks[:4] if block.kind in ("title", "navigation", "dateline")]
    if not any(_EDITS.search(text, block.start, block.end) for block in head):
        yield from (found.span("outlet") for block in head if (found := _BULLETIN.match(text, block.start)))


def _of_reporters(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """Yield the media that stand before a role in signatures and despatches: 遵义日报记者 甲."""
    signatures = [(block.start, block.end) for block in blocks if block.kind == "byline"]
    for span in (*signatures, *_despatches(text, blocks)):
        for word, role in pairwise(read_credits(text, *span)):
            if word.kind == "office" and role.kind == "author" and text[role.end - 1] not in ":：":
                found = _NAMED_MEDIUM.match(text, word.start, word.end)
                if found and found.end() > word.start + 2 and not _NO_OUTLET.match(text, word.start):
                    yield word.start, word.end


def _local(text: str, blocks: Sequence[Block]) -> Iterable[Span | None]:
    """Return the accounts and media of a place that have a line for themselves below the text."""
    body = max((i for i, block in enumerate(blocks) if block.kind == "body"), default=len(blocks))
    tail = (block for block in blocks[body + 1 :] if block.kind in ("navigation", "footer"))
    return (local_medium(text, block.start, block.end) for block in tail)


def _menus(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the lines above the text that are neither title nor dateline: those above the title, those below it."""
    body = next((i for i, block in enumerate(blocks) if block.kind in ("body", "heading")), len(blocks))
    title = next((i for i, block in enumerate(blocks[:body]) if block.kind == "title"), body)
    above, below = blocks[:title], blocks[title:body]
    return [b for b in above if b.kind == "navigation"], [b for b in below if b.kind == "navigation"]


def _outlet(find: Callable[[str, int, int], re.Match[str] | None], text: str, block: Block) -> Span | None:
    found = find(text, block.start, block.end)
    return found.span("outlet") if found else None


def _labelled(text: str, block: Block) -> Span | None:
    for match in _LABELLED.finditer(text, block.start, block.end):
        start, end = match.span("value")
        if quoted := _QUOTED.search(text, start, end):
            return quoted.span(1)
        if text[end : end + 1] in (":", "："):
            value = text[start:end].rstrip()
            label = _FIELD_NAME.search(value) or _LAST_WORD.search(value)
            end -= len(label[0]) if label else 0
        stop = _NEXT_FIELD.search(text, start, end)
        end = stop.start() if stop else end
        end -= len(text[start:end]) - len(text[start:end].rstrip(" \u3000\xa0)）】]/／"))
        signed = _WITH_AUTHOR.search(text, start, end) if not text[start:end].isalnum() else None
        end = signed.start() if signed and is_name(signed["name"]) else end
        value = text[start:end]
        is_somebody = value in words()["nobody"] or (are_names(value) and not value.isalnum())
        if end - start > 1 and not is_somebody and not _NO_OUTLET.match(text, start, end):
            return start, end
    return None


def _despatch(text: str, block: Block) -> Span | None:
    end = min(block.end, block.start + 40)
    match = _DESPATCH.match(text, block.start, end) if _DESPATCHED.search(text, block.start, end) else None
    if match and not re.match("本[报网台]|据", match["outlet"]):
        return match.span("outlet")
    app = _LOCAL_APP.match(text, block.start, end) if match is None else None
    return app.span("outlet") if app and any(mentions(text, *app.span("place"))) else None


def _bare(text: str, block: Block) -> Span | None:
    """Return the part of `恩施日报 2021-05-20 07:58:03` that is a medium or bears the name of a place."""
    for start, end in _parts(text, block):
        medium = _NAMED_MEDIUM.match(text, start, end)
        if medium and medium.end() > start + 2:
            return start, medium.end()
    if FULL_DATE.search(text, block.start, block.end):
        for start, end in _parts(text, block):
            office = _NAMED.match(text, start, end)
            if office and any(mentions(text, *office.span("name"))):
                return office.span("name")
    return None


def _parts(text: str, block: Block) -> Iterator[Span]:
    """Yield the parts of a line between white space, bars, brackets and dates, without labels."""
    for match in _PART.finditer(text, block.start, block.end):
        start, end = match.span()
        date = FULL_DATE.search(text, start, end)
        end = date.start() if date else end
        if start < end and not _NO_PART.match(text, start, end):
            yield start, end


def find_authors(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the spans of the authors: beside a role in the dateline or the despatch, else signed, else bare names."""
    found = next((names for way in _ways_to_authors(text, blocks) for names in way if names), [])
    return [
        span for i, span in enumerate(found) if text[slice(*span)] not in {text[slice(*other)] for other in found[:i]}
    ]


def _ways_to_authors(text: str, blocks: Sequence[Block]) -> Iterator[Iterable[list[Span]]]:
    """Yield where authors are found, the surest first; what comes next is looked for only where nothing was found."""
    lines = [block for block in blocks if block.kind in ("dateline", "byline")]
    yield (credited(text, block.start, block.end) for block in lines)
    despatch = _despatches(text, blocks)
    yield (credited(text, *span) for span in despatch)
    yield (credited(text, block.start, block.end, bare=True) for block in lines if block.kind == "byline")
    yield (credited(text, *span, bare=True) for span in despatch if _opens(text, span, blocks))
    yield (credited(text, block.start, block.end, bare=True) for block in lines)
    yield (credited(text, block.start, block.end) for block in blocks if block.kind == "editor")
    short = [block for block in blocks if block.end - block.start <= LONGEST_CREDITS]
    for kinds in (_FIRST, ("caption",)):
        lines = [block for block in short if block.kind in kinds and are_credits(text[block.start : block.end])]
        yield (credited(text, block.start, block.end) for block in lines)
    yield _reporters(text, blocks)


def _despatches(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the spans of the first two despatch lines that say who wrote them."""
    first = (
        block
        for block in blocks
        if block.kind in _FIRST and _OPENED.search(text, block.start, min(block.end, block.start + 26))
    )
    return list(islice((inside for block in first for inside in _leading(text, block)), 2))


def _opens(text: str, span: Span, blocks: Sequence[Block]) -> bool:
    """Tell whether parentheses open a line, or hold nothing but names behind 本报讯."""
    if span[0] - 1 in {block.start for block in blocks}:
        return True
    inside = text[slice(*span)]
    return bool(_NAMED_DESPATCH.search(text[max(0, span[0] - 6) : span[0]])) and (
        are_names(inside) or are_credits(inside)
    )


def _reporters(text: str, blocks: Sequence[Block]) -> Iterator[list[Span]]:
    """Yield the names behind the last sentences of paragraphs: 全市响应。记者 王强."""
    ends = [block.end for block in blocks if block.kind == "body" and text[block.end - 1] not in "。”：:）)！？"]
    closing = (_CLOSING_ROLE.search(text, max(0, end - 24), end) for end in ends)
    yield [span for role in closing if role for span in credited(text, *role.span())]


def _leading(text: str, block: Block) -> Iterator[Span]:
    match = _LEADING.match(text, block.start, min(block.end, block.start + 80))
    if match:
        yield match.span(match.lastgroup or 0)

"""Who a page names as its outlet and its authors, in datelines, despatch lines and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from corpus_tools.text.dates import FULL_DATE
from corpus_tools.text.furniture import Block
from corpus_tools.text.gazetteer import mentions
from corpus_tools.text.names import are_names, is_name, is_no_name

Span = tuple[int, int]

_LABELS = r"(?:来\s*源|稿\s*源|供稿单位|发布单位|发布机[构关]|来源单位|[发制]文(?:机[关构]|单位))\s*"
_LABELLED = re.compile(rf"(?:{_LABELS}[:：|｜丨]\s*|(?:来源于|转载自|转自)\s*)(?P<value>[^\n|｜丨;；:：]{{2,40}})")
_OUTLET_LABEL = re.compile(rf"\W{{0,3}}(?:信息)?{_LABELS}[:：]$")
_NEXT_FIELD = re.compile(
    r"\s*(?:$|[【\[，,]|[\s　|](?:发布|发表|更新|来源|作者|记者|通讯员|时间|日期|编辑|责任编辑|责编|审核|浏览"
    r"|阅读|点击|访问|字[号体]|已有|文号|信息来源|稿源|供稿|摄影|校对|分享|打印|关闭|收藏|大\s|小\s|参与|我要|【)|(?:19|20)\d\d\s*[-年./]|\s{2,}|(?<=[报网刊])\s)"
)
_FIELD_NAMES = (
    r"(?:发布|发表|更新|发稿|成文|印发|生成|公开|发文|刊发|上传)?(?:时间|日期)|来源|作者|记者|通讯员|(?:责任|网络)?编辑|责编|审核|校对"
    r"|摄影|(?:浏览|阅读|点击|访问)(?:量|数|率|次数|人数)?|字[号体]|查看|评论|分享"
)
_FIELD_NAME = re.compile(rf"(?:{_FIELD_NAMES})$")
_QUOTED = re.compile(r"《([^》\n]+)》")
_PART = re.compile(r"[^\s|｜丨（）()【】\[\]<>]+")
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{4,12}?)(?:编印?|主办|供稿|宣)?$")
_NO_OUTLET = re.compile(r"本[报网站]|网络|互联网|转载")
_NO_PART = re.compile(r"\d|星期|发表于")
_LAST_WORD = re.compile(r"[^\s|（(【\[]*$")
_MEDIUM = (
    r"(?:日报|晚报|早报|时报|晨报|都市报|商报|青年报|法[治制]报|农民报|工人报|新闻网|在线|融媒体?中心|融媒|发布|客户端|电视台|新华社|新华网"
    r"|人民网|中新网|中新社|澎湃新闻|观察|头条|之声|政务网|政府网|网|报|社)"
)
_NAMED_MEDIUM = re.compile(rf"[^:：]*?{_MEDIUM}(?=数字报|电子报|电子版|融媒|·|$)")
_BRANCH = r"(?:[\u4e00-\u9fff]{2,6}(?:站|频道|分社)(?!的))?"
_DESPATCH = re.compile(
    rf"\s*(?P<outlet>[\u4e00-\u9fff·]{{0,12}}?{_MEDIUM}{_BRANCH})[·\w]{{0,12}}?\s*(?:[\u4e00-\u9fff]{{2,4}}\d*月?\d*日?)?(?:讯|电|消息|报道)"
)
_LOCAL_APP = re.compile(
    r"\s*(?P<outlet>(?:云上|掌上|今日|智慧|美丽|指尖|[微爱看潮])(?P<place>[\u4e00-\u9fff]{2,5}?))(?:讯|消息|报道)[:：（(\s]"
)
_DESPATCHED = re.compile("讯|电|消息|报道")
_OFFICE = r"[\u4e00-\u9fff]{3,24}(?:[局委办会府部院厅处社站队]|中心|办公室)"
_BY_OFFICE = re.compile(rf"作者\s*[:：]\s*(?P<outlet>{_OFFICE})(?![\u4e00-\u9fff])")
_EDITION = r"(?:[\s·]?(?:数字报(?:刊|纸)?(?:平台)?|电子报|电子版))?"
_OWN_LINE = re.compile(rf"(?P<outlet>[\u4e00-\u9fff·]{{2,12}}?{_MEDIUM}){_EDITION}$")
_ACCOUNT = re.compile(r"原创\s+(?:\S{2,12}\s+)?(?P<outlet>[\u4e00-\u9fff]{4,14})$")
_FORUM = re.compile(r"(?P<outlet>[\u4e00-\u9fff]{2,8}(?:论坛|社区网|贴吧))$")
_PUBLISHER = re.compile(r"(?P<outlet>[\u4e00-\u9fff]{2,10}报)社(?:出版|主办|编辑出版)")
_OWNER = (
    r"(?P<outlet>(?!本|该|此)[\u4e00-\u9fff]{1,22}?"
    r"(?:[网报社局厅办部委会院所站台]|政府|中心|学校|[小中大]学|公司|集团|论坛|频道|在线|发布|党建))"
)
_RIGHTS = (
    _PUBLISHER.search,
    re.compile(rf"{_OWNER}版权所有").match,
    re.compile(
        rf"(?:Copyright|版权所有|©)(?:[^\u4e00-\u9fff\n，,。]|版权所有){{0,30}}{_OWNER}(?![\u4e00-\u9fff:：])",
        re.IGNORECASE,
    ).search,
)
_WITH_AUTHOR = re.compile(r"(?<=[局委办会府部院校学园所站队社司报网])\s+(?P<name>[\u4e00-\u9fff]{2,4})$")
_RED_HEAD = re.compile(rf"(?P<outlet>{_OFFICE})文件$")
_OFFICE_LINE = re.compile(rf"(?P<outlet>{_OFFICE})(?:\s|$)")
_LEADING = re.compile(r"[^。！？\n]{0,24}?[（(](?P<inside>[^（）()\n]{2,40})[)）]")
_DESPATCH_LINE = re.compile(r"[^。，]{0,12}?(?:讯|电|消息)\s+(?=记者|通讯员)")
_OPENED = re.compile("[（(讯电消]")
_ROLES = (
    r"(?:见习|实习)?记者|实习生|原创(?=\s)|通讯员|作者|撰稿人?|供稿人?|撰文|采写|文\s*/\s*图|图\s*/\s*文|文图|图文|文(?=\s*[/:：])"
    r"|见习生|特约撰稿"
)
_ROLE = re.compile(rf"(?:{_ROLES})(?:员)?\s*[:：/]?\s*")
_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{2,3}}(?=(?:{_FIELD_NAMES})\s*[:：])"
    r"|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}"
    r"|[\u4e00-\u9fff](?:\s[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{1,4})(?![\u4e00-\u9fff]|[-_]\w)"
)
_WRITER = re.compile(r"(?:撰稿|撰文|供稿|作者|通讯员)人?\s*[:：]")
_CLOSING_ROLE = re.compile(r"(?<=[。！？”])\s*(?:本报|本网|全媒体|见习|实习|特约)*(?:记者|通讯员)\s*[^。，！？]{2,16}$")
_NAMED_DESPATCH = re.compile(r"(?:讯|电|消息)\s*[（(]$")
_SPACED_NAME = re.compile(r"(?<![^\s])[\u4e00-\u9fff]\s[\u4e00-\u9fff](?!\S)")
_WORD = re.compile(r"[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)?")
_ONE_SPACED = re.compile(r"[（(]?(?P<name>[\u4e00-\u9fff]\s[\u4e00-\u9fff])[）)]?$")
_TAIL = re.compile(r"(?:供稿|报道|摄影|摄|文)$")
_BETWEEN = re.compile(r"[\s、，,/]*")


def find_outlet(text: str, blocks: Sequence[Block]) -> Span | None:
    """Return the span of the outlet: labelled in a dateline, else named by the despatch or a bare dateline."""
    lines = [block for block in blocks if block.kind in ("dateline", "byline", "editor", "controls")]
    body = [block for block in blocks if block.kind == "body"][:2]
    above, below = _menus(blocks)
    ways: tuple[Iterable[Span | None], ...] = (
        (_labelled(text, block) for block in lines),
        (_below_label(text, block, below) for block, below in pairwise(blocks) if block.kind == "dateline"),
        (_despatch(text, block) for block in body),
        (_outlet(_BY_OFFICE.search, text, block) for block in lines),
        (_bare(text, block) for block in lines if block.kind in ("dateline", "byline")),
        (_outlet(_OWN_LINE.match, text, block) for block in (*below, *above)),
        (_outlet(_ACCOUNT.match, text, block) for block in below),
        (_outlet(_OFFICE_LINE.match, text, block) for block in below),
        (_outlet(_RED_HEAD.match, text, block) for block in above),
        (_issuer(text, *pair) for pair in pairwise(block for block in blocks if block.kind == "title")),
        (_forum(text, block) for block in above),
        (_outlet(find, text, block) for block in blocks if block.kind == "footer" for find in _RIGHTS),
    )
    return next((span for way in ways for span in way if span), None)


def _below_label(text: str, block: Block, below: Block) -> Span | None:
    """Return the office or medium that stands below the label of an outlet."""
    if (
        below.kind != "navigation"
        or text[block.end - 1] not in ":："
        or not _OUTLET_LABEL.match(text, block.start, block.end)
    ):
        return None
    return _outlet(_OWN_LINE.match, text, below) or _outlet(_OFFICE_LINE.match, text, below)


def _issuer(text: str, block: Block, below: Block) -> Span | None:
    """Return the first line of a title in two lines: an office, and what the document is about."""
    return (block.start, block.end) if text.startswith("关于", below.start) else None


def _forum(text: str, block: Block) -> Span | None:
    """Return the name of a forum that is named after a place."""
    span = _outlet(_FORUM.match, text, block)
    return span if span and any(mentions(text, *span)) else None


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
        end -= len(text[start:end]) - len(text[start:end].rstrip(" \u3000\xa0)）】]"))
        signed = _WITH_AUTHOR.search(text, start, end) if not text[start:end].isalnum() else None
        end = signed.start() if signed and is_name(signed["name"]) else end
        if end - start > 1 and not _NO_OUTLET.match(text, start, end):
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
    """Return the spans of the authors: behind a role in the dateline or the despatch, else signed, else bare names."""
    lines = [block for block in blocks if block.kind in ("dateline", "byline")]
    despatch = [inside for block in blocks if block.kind == "body" for inside in _leading(text, block)][:2]
    ways = (
        (_after_roles(text, block.start, block.end) for block in lines),
        (_after_roles(text, *span) for span in despatch),
        (_signed(text, block.start, block.end) for block in lines if block.kind == "byline"),
        (_signed(text, *span) for span in despatch if _opens(text, span, blocks)),
        ([span for span in _parts(text, block) if is_name(text[slice(*span)])] for block in lines),
        (_spaced(text, block) for block in lines),
        (_written(text, block) for block in blocks if block.kind == "editor"),
        iter([_reporters(text, blocks)]),
    )
    found = next((names for way in ways for names in way if names), [])
    return [
        span for i, span in enumerate(found) if text[slice(*span)] not in {text[slice(*other)] for other in found[:i]}
    ]


def _opens(text: str, span: Span, blocks: Sequence[Block]) -> bool:
    """Tell whether parentheses open a line, or hold nothing but names behind 本报讯."""
    if span[0] - 1 in {block.start for block in blocks}:
        return True
    return bool(_NAMED_DESPATCH.search(text[max(0, span[0] - 6) : span[0]])) and are_names(text[slice(*span)])


def _written(text: str, block: Block) -> list[Span]:
    """Return the names of the author that stand in a line with those of the editors."""
    writer = _WRITER.search(text, block.start, block.end)
    return _after_roles(text, writer.start(), block.end) if writer else []


def _reporters(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the names behind the last sentences of paragraphs: 全市响应。记者 王强."""
    ends = [block.end for block in blocks if block.kind == "body" and text[block.end - 1] not in "。”：:）)！？"]
    closing = (_CLOSING_ROLE.search(text, max(0, end - 24), end) for end in ends)
    return [span for role in closing if role for span in _after_roles(text, *role.span())]


def _spaced(text: str, block: Block) -> list[Span]:
    """Return two or more names of two characters with a blank between them: 王 强　李 娜."""
    found = [match.span() for match in _SPACED_NAME.finditer(text, block.start, block.end) if is_name(match[0])]
    return found if len(found) > 1 else []


def _leading(text: str, block: Block) -> Iterator[Span]:
    if not _OPENED.search(text, block.start, min(block.end, block.start + 26)):
        return
    match = _LEADING.match(text, block.start, min(block.end, block.start + 80))
    if match:
        yield match.span("inside")
    elif line := _DESPATCH_LINE.match(text, block.start, block.end):
        yield line.end(), min(block.end, line.end() + 16)


def _after_roles(text: str, start: int, end: int) -> list[Span]:
    """Return the names behind 记者, 通讯员, 作者 ...: as many as follow each other."""
    found: list[Span] = []
    for role in _ROLE.finditer(text, start, end):
        position = role.end()
        is_labelled = role[0].endswith((":", "：", "/")) or role[0][-1].isspace()
        while (name := _NAME.match(text, position, end)) and not is_no_name(name[0]):
            if not is_labelled and len(found) == 0 and len(name[0]) > 4:
                break
            found.append(_without_tail(text, name))
            gap = _BETWEEN.match(text, name.end(), end)
            if not gap or gap.start() == gap.end():
                break
            position = gap.end()
    return found


def _without_tail(text: str, name: re.Match[str]) -> Span:
    tail = _TAIL.search(name[0])
    return name.start(), name.start() + tail.start() if tail and tail.start() > 1 else name.end()


def _signed(text: str, start: int, end: int) -> list[Span]:
    """Return the names of a signature: （广安日报 陈玲）, (平顶山市委网信办 孙聪利供稿)."""
    if (spaced := _ONE_SPACED.match(text, start, end)) and is_name(spaced["name"]):
        return [spaced.span("name")]
    spans = [_without_tail(text, word) for word in _WORD.finditer(text, start, end)]
    return [span for span in spans if is_name(text[slice(*span)])]

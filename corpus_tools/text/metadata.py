"""What a page says about itself: title, outlet, authors, publication date, and the place that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus_tools.text.dates import Dated, full_dates
from corpus_tools.text.furniture import Block
from corpus_tools.text.gazetteer import by_code
from corpus_tools.text.places import Place, Zone, find_place

Span = tuple[int, int]

_NEXT_FIELD = (
    r"发布|发表|更新|来源|作者|记者|通讯员|时间|日期|编辑|责任编辑|责编|审核|浏览|阅读|点击|访问|字号|字体|已有"
    r"|文号|信息来源|稿源|供稿|摄影|校对|分享"
)
_VALUE_END = rf"(?=\s*(?:$|[|｜丨\n；;]|\s{{2,}}|[\[【(（]|[\s　](?:{_NEXT_FIELD})|\d{{4}}\s*[-年./]))"
_OUTLET = re.compile(
    rf"(?:来\s*源|稿源|供稿单位|发布单位|发布机构|来源单位|发文机关)\s*[:：]\s*(?P<outlet>[^\n|｜丨\d\s][^\n|｜丨；;]{{0,30}}?){_VALUE_END}"
)
_MEDIUM = (
    r"(?:日报|晚报|早报|时报|晨报|都市报|商报|青年报|法治报|法制报|农民报|工人报|新闻网|在线|融媒体?中心|融媒|发布|客户端|广播电视台|电视台|新华社|新华网|"
    r"人民网|中新网|澎湃新闻|观察|头条|之声|政务网|政府网|网|报)"
)
_DESPATCH = re.compile(
    rf"\s*[（(]?(?P<outlet>[\u4e00-\u9fff·]{{1,12}}?{_MEDIUM})(?:\s*[\u4e00-\u9fff\d月日]{{0,12}})?(?:讯|电|消息)"
)
_BARE_OUTLET = re.compile(rf"(?P<outlet>[\u4e00-\u9fff·•-]{{0,12}}{_MEDIUM})")
_ROLE = (
    r"(?:本报|本网|全媒体|融媒体?|见习|实习|特约|首席|驻[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}(?:日报|网|晚报))*"
    r"(?:记者|通讯员|作者|撰稿|供稿|撰文|采写|文/图|图/文|文|通讯)"
)
_NOT_NAME = "(?!来源|编辑|责|时间|日期|发布|浏览|阅读|通讯员|记者|摄影|供稿|摄)"
_AUTHORS = re.compile(
    rf"(?:{_ROLE})\s*[:：/]?\s*"
    rf"(?P<names>[\u4e00-\u9fff·]{{2,5}}(?:[\s、，,/]+{_NOT_NAME}[\u4e00-\u9fff·]{{2,5}}){{0,5}})"
)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_SUFFIX = re.compile(r"(?:\s*[_|]\s*|\s+[-－—]\s+)[^_|\n]{2,20}$")
_INSIDE = re.compile(r"[（(](?P<inside>[^（）()\n]{2,40})[)）]\s*$")


@dataclass(frozen=True)
class Metadata:
    """What was read from a page; `evidence` has for each field the span of the words that it was read from."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    city: str | None = None
    province: str | None = None
    adcode: str | None = None
    evidence: dict[str, Span] = field(default_factory=dict)


def read_metadata(text: str, blocks: Sequence[Block]) -> Metadata:
    r"""Read title, outlet, authors, date and place from a page and its labelled lines.

    Parameters
    ----------
    text
        The page in Simplified characters.
    blocks
        Its lines as `label_lines` gives them.

    Examples
    --------
    >>> from corpus_tools.text.furniture import label_lines
    >>> page = "秦州区春耕忙\n来源：天水日报 作者：王小明 2021-03-05\n连日来，秦州区各地抢抓农时，春耕备耕有序推进。"
    >>> found = read_metadata(page, label_lines(page))
    >>> found.title, found.outlet, found.authors, str(found.published_on), found.city, found.adcode
    ('秦州区春耕忙', '天水日报', ('王小明',), '2021-03-05', '秦州区', '620502')
    """
    title = _title(text, blocks)
    outlet = _outlet(text, blocks)
    authors = _authors(text, blocks)
    dated = _date(text, blocks)
    place = find_place(text, _zones(blocks, title, outlet))
    evidence = {"title": title, "outlet": outlet, "authors": authors[0] if authors else None}
    evidence |= {"published_on": dated and dated[1:], "city": place and place[1:]}
    return Metadata(
        title and text[slice(*title)],
        outlet and text[slice(*outlet)],
        tuple(text[slice(*span)] for span in authors),
        dated and dated.value,
        *_names(place),
        {name: span for name, span in evidence.items() if span},
    )


def _names(place: Place | None) -> tuple[str | None, str | None, str | None]:
    if not place:
        return None, None, None
    return place.unit.name, by_code()[place.unit.province].name, place.unit.adcode


def _title(text: str, blocks: Iterable[Block]) -> Span | None:
    for block in blocks:
        if block.kind == "title" and not re.match(r"—|－|--|[^\n]*[〔\[]\d{4}", text[block.start : block.end]):
            suffix = _SUFFIX.search(text, block.start, block.end)
            return block.start, suffix.start() if suffix else block.end
    return None


def _outlet(text: str, blocks: Sequence[Block]) -> Span | None:
    """Return the outlet that the dateline names, else the despatch line, else the signature."""
    lines = _of(blocks, "dateline", "byline", "editor", "controls")
    body = _of(blocks, "body")
    labelled = (_OUTLET.search(text, block.start, block.end) for block in lines)
    bare = (_BARE_OUTLET.search(text, block.start, block.end) for block in _of(blocks, "dateline", "byline"))
    despatch = (_DESPATCH.match(text, block.start, block.end) for block in body[:2])
    for match in (*labelled, *despatch, *bare):
        if match and not re.match("本[报网]|来源", match["outlet"]):
            return match.span("outlet")
    return None


def _of(blocks: Iterable[Block], *kinds: str) -> list[Block]:
    return [block for block in blocks if block.kind in kinds]


def _authors(text: str, blocks: Sequence[Block]) -> list[Span]:
    lines = _of(blocks, "dateline", "byline") + _of(blocks, "body")[:3]
    for block in lines:
        end = block.end if block.kind != "body" else min(block.end, block.start + 60)
        names = [match.span("names") for match in _AUTHORS.finditer(text, block.start, end)]
        if names:
            return [name.span() for span in names for name in _NAME.finditer(text, *span)]
    return list(_signed(text, _of(blocks, "byline")))


def _signed(text: str, lines: Iterable[Block]) -> Iterator[Span]:
    """Yield the names in a signature: （广安日报 陈玲）, (蔡甜甜 阮金雁), (平顶山市委网信办 孙聪利供稿)."""
    for block in lines:
        match = _INSIDE.search(text, block.start, block.end)
        for word in _NAME.finditer(text, *(match.span("inside") if match else (block.start, block.start))):
            name = re.sub("供稿$|摄$|文$", "", word[0])
            if (
                2 <= len(name) <= 4
                and not re.search(f"{_MEDIUM}$|[部办局委会站]$", name)
                and _starts(text, word.start())
            ):
                yield word.start(), word.start() + len(name)


def _starts(text: str, position: int) -> bool:
    return not re.match(r"[\u4e00-\u9fff]", text[position - 1])


def _date(text: str, blocks: Sequence[Block]) -> Dated | None:
    """Return the date of the dateline, else one that closes the text as 落款."""
    for block in _of(blocks, "dateline", "controls", "byline"):
        for dated in full_dates(text, block.start, block.end):
            return dated
    for block in reversed(blocks[-6:]):
        found = list(full_dates(text, block.start, block.end))
        if found and block.kind in ("body", "heading", "navigation") and block.end - block.start <= 24:
            return found[-1]
    return None


def _zones(blocks: Sequence[Block], title: Span | None, outlet: Span | None) -> list[Zone]:
    zones = [Zone(*span, kind) for span, kind in ((title, "title"), (outlet, "outlet")) if span]
    zones += [Zone(block.start, block.end, "outlet") for block in _of(blocks, "breadcrumb", "byline")]
    return zones + [Zone(block.start, block.end, "body") for block in _of(blocks, "body", "heading")]

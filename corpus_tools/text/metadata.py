"""What a page says about itself: title, outlet, authors, publication date, and the place that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from corpus_tools.text.bylines import find_authors, find_outlet
from corpus_tools.text.dates import Dated, date_behind_count, date_in_address, full_dates, is_of_visit
from corpus_tools.text.furniture import BULLETS, KEPT, Block
from corpus_tools.text.gazetteer import by_code
from corpus_tools.text.generic import Zone
from corpus_tools.text.headlines import DECREE, goes_on
from corpus_tools.text.places import Place, find_place
from corpus_tools.text.shapes import site_suffix

Span = tuple[int, int]


_LABEL = re.compile(r"(?:时间|日期|发布|发表|刊发|更新)(?:于|时间|日期)?\s*[:：】\]]?\s*$")
_PUBLISHED = re.compile(r"(?:发布|发表|刊发|公布)(?:于|时间|日期)?\s*[:：】\]]?\s*$")
_NO_TITLE = re.compile(r"—|－|--|原(?:标)?题|[^\n]*[〔\[]\d{4}")
_TITLE_FIELD = re.compile(
    r"\W{0,3}(?:标\s*题|题\s*名|名\s*称|(?:信息|文件|公文)(?:名称|标题))\s*[:：]\s*(?P<title>[^\n]{5,100}?)"
    r"(?=\s*(?:$|\n|\[打印本页\]|\s(?:索\s*引\s*号|发文\w{2}|发布\w{2}|文\s*号|来源|作者)\s*[:：]))"
)
_TITLE_LABEL = re.compile(rf"(?:[{BULLETS}]|#{{1,4}}\s)*(?:(?:主题|题目|[【\[]主题[】\]])\s*[:：]\s*)?")
_DATE_ALONE = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$|[一二][〇零○O0九]\S{2}年\S{1,2}月\S{1,3}日$")
_VENUE = re.compile(r"[（(—－-]{0,3}\s*\d{4}年[^\n]*(?:会议|大会)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")


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


class Said(NamedTuple):
    """What the lines of a page say of it: the spans of its title, its outlet and its authors, and its date."""

    title: Span | None
    outlet: Span | None
    authors: list[Span]
    dated: Dated | None


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
    return with_place(text, blocks, find_said(text, blocks))


def find_said(text: str, blocks: Sequence[Block]) -> Said:
    """Return what the lines of a page say of it."""
    return Said(_title(text, blocks), find_outlet(text, blocks), find_authors(text, blocks), _date(text, blocks))


def with_place(text: str, blocks: Sequence[Block], said: Said) -> Metadata:
    """Return the metadata of a page: what its lines say, and the place that all of it is about."""
    title, outlet, authors, dated = said
    place = find_place(text, [*_zones(blocks, title, outlet, authors), *_venues(text, blocks)])
    evidence = {"title": title, "outlet": outlet, "authors": authors[0] if authors else None}
    evidence |= {"published_on": dated and dated[1:], "city": place and place[1:]}
    return Metadata(
        title and "".join(map(str.strip, text[slice(*title)].split("\n"))),
        outlet and text[slice(*outlet)],
        _names_of(text, authors, outlet),
        dated and dated.value,
        *_names(place),
        {name: span for name, span in evidence.items() if span},
    )


def _names_of(text: str, authors: Iterable[Span], outlet: Span | None) -> tuple[str, ...]:
    """Return the names without blanks; an account that names itself is no author."""
    names = ("".join(text[slice(*span)].split()) for span in authors)
    return tuple(name for name in names if not outlet or name != text[slice(*outlet)])


def _names(place: Place | None) -> tuple[str | None, str | None, str | None]:
    if not place:
        return None, None, None
    return place.unit.name, by_code()[place.unit.province].name, place.unit.adcode


def _title(text: str, blocks: Sequence[Block]) -> Span | None:
    for i, block in enumerate(blocks):
        if block.kind == "title" and not _NO_TITLE.match(text, block.start, block.end):
            below = blocks[i + 1] if i + 1 < len(blocks) else None
            if below and below.kind == "title" and goes_on(*(text[part.start : part.end] for part in (block, below))):
                return block.start, below.end
            above = blocks[i - 1] if i else None
            if above and above.kind == "navigation" and _is_issuer(text, above, block):
                return above.start, block.end
            label = _TITLE_LABEL.match(text, block.start, block.end)
            return label.end() if label else block.start, block.end - site_suffix(text[block.start : block.end])
    fields = (_TITLE_FIELD.match(text, block.start, block.end) for block in _of(blocks, "dateline"))
    return next((field.span("title") for field in fields if field), None)


def _is_issuer(text: str, above: Block, title: Block) -> bool:
    """Tell the office above 关于…的通告 that signs it, too, from the site that it stands on."""
    office = text[above.start : above.end]
    return goes_on(office, text[title.start : title.end]) and f"{office}\n" in text[title.end :]


def _of(blocks: Iterable[Block], *kinds: str) -> list[Block]:
    return [block for block in blocks if block.kind in kinds]


def _date(text: str, blocks: Sequence[Block]) -> Dated | None:
    """Return the date of the dateline, else one that closes the text as 落款, that of a speech, that in an address."""
    lines = _of(blocks, "dateline", "controls", "byline")
    title = next((block.start for block in blocks if block.kind == "title"), 0)
    crumb = next((block.start for block in blocks if block.kind == "breadcrumb"), 0)
    found = [dated for block in lines for dated in _dates(text, block) if dated.start >= crumb or not title > crumb]
    ways: tuple[Iterable[Dated | None], ...] = (
        _behind(_PUBLISHED, text, found) if len(found) > 1 else (),
        _behind(_LABEL, text, found),
        (dated for dated in found if dated.start >= title),
        found,
        (date_behind_count(text, block.start, block.end) for block in lines),
        _closing(text, blocks),
        _decreed(text, blocks),
        (dated for venue in _venues(text, blocks) for dated in full_dates(text, venue.start, venue.end)),
        (date_in_address(text, block.start, block.end) for block in blocks if block.kind not in ("body", "related")),
    )
    return next((dated for way in ways for dated in way if dated), None)


def _behind(label: re.Pattern[str], text: str, found: Iterable[Dated]) -> Iterator[Dated]:
    return (dated for dated in found if label.search(text, max(0, dated.start - 12), dated.start))


def _dates(text: str, block: Block) -> Iterator[Dated]:
    """Yield the dates of a line that are not those of the visit to the page."""
    addresses = [match.span() for match in _ADDRESS.finditer(text, block.start, block.end)]
    for dated in full_dates(text, block.start, block.end):
        if not is_of_visit(text, dated) and not any(start <= dated.start < end for start, end in addresses):
            yield dated


def _closing(text: str, blocks: Sequence[Block]) -> Iterator[Dated]:
    for block in reversed(blocks[-6:]):
        if block.kind in ("body", "heading", "navigation") and block.end - block.start <= 24:
            yield from reversed(list(_dates(text, block)))


def _decreed(text: str, blocks: Sequence[Block]) -> Iterator[Dated]:
    """Yield the day that closes a notice above what it gives notice of: the only one that has a line for itself."""
    if not any(DECREE.search(text[block.start : block.end]) for block in _of(blocks, "title")):
        return
    short = (block for block in _of(blocks, "body", "heading") if block.end - block.start <= 16)
    alone = [block for block in short if _DATE_ALONE.match(text, block.start, block.end)]
    if len(alone) == 1:
        yield from full_dates(text, alone[0].start, alone[0].end)


def _venues(text: str, blocks: Iterable[Block]) -> Iterator[Zone]:
    for block in _of(blocks, "title"):
        if _VENUE.match(text, block.start):
            yield Zone(block.start, block.end, "body")


def _zones(blocks: Sequence[Block], title: Span | None, outlet: Span | None, authors: Iterable[Span]) -> list[Zone]:
    """Return what counts for the place: title, outlet, the site's own lines above and below the text, the text.

    Names of authors do not count, for some are those of cities (黄山), and the outlet counts once.
    """
    zones = [Zone(*span, kind) for span, kind in ((title, "title"), (outlet, "outlet")) if span]
    body = [Zone(start, end, "body") for kind, start, end in blocks if kind in KEPT]
    blocks = [block for block in blocks if block.kind not in KEPT]
    above = [block for block in _of(blocks, "navigation") if body and block.end <= body[0].start]
    site = [(block.start, block.end) for block in (*_of(blocks, "breadcrumb", "dateline", "byline", "footer"), *above)]
    for name in (*filter(None, [outlet]), *authors):
        if any(start <= name[0] < end for start, end in site):
            site = [part for span in site for part in _without(span, name)]
    zones += [Zone(*span, "outlet") for span in site]
    return zones + body


def _without(span: Span, inner: Span) -> list[Span]:
    if not span[0] <= inner[0] < span[1]:
        return [span]
    return [(start, end) for start, end in ((span[0], inner[0]), (inner[1], span[1])) if start < end]

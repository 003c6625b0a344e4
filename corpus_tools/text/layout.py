"""Layout inside the body of a page: hard wraps, indents, blank lines and gaps between sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpus_tools.text.tracing import Change

_OPEN_END = re.compile(r"[，,、（(《“‘「『—]$")
_CLOSED_END = re.compile(r"[。！？!?；;：:…”’』」》]$")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+|[•·●◆■▪◇○①-⑳—]|[一二三四五六七八九十]是|[问答][:：]"
)
_COUNTED = re.compile(
    r"[人个名户亩万亿元次项家件辆支吨米%％多余年月日例张份条所座处台套只头岁天倍]|公里|平方|小时|公斤|千米|县|村|镇"
)
_GAP = re.compile(r"[ \t\u00a0\u3000\u2002-\u200a\u202f]+")
_SENTENCE = re.compile(r"[。！？…；”）]$")
_HAN = re.compile(r"[\u3400-\u9fff“‘《（]")
_FLAT = 300


def reflow(text: str, kept: list[tuple[int, int]], dropped: Iterable[tuple[int, int]] = ()) -> list[Change]:
    r"""Return the changes that leave the `kept` spans (lines, in order) as paragraphs with one line feed between them.

    Parameters
    ----------
    text
        The text of a page.
    kept
        Half-open spans of the lines of the body.
    dropped
        Half-open spans that somebody else drops; no change touches them.

    Examples
    --------
    >>> reflow("新增5500多\n人次。", [(0, 7), (8, 11)])
    [Change(start=7, end=8, after='', reason='hard wrap', certainty='exact', alternatives=())]
    """
    is_flat = sum(end - start for start, end in kept) > _FLAT and len(kept) <= 2
    changes = [change for start, end in kept for change in _gaps(text, start, end, is_flat)]
    bounds = [(0, 0), *kept, (len(text), len(text))]
    taken = sorted(dropped)
    for i, ((_, start), (end, _)) in enumerate(pairwise(bounds)):
        inner = taken[bisect_left(taken, (start, start)) : bisect_left(taken, (end, end))]
        is_edge = i in (0, len(kept))
        wrapped = not is_edge and not inner and _is_wrapped(text, kept, i - 1)
        changes += _white_space(text, start, end, inner, keep_feed=not (is_edge or wrapped), wrapped=wrapped)
    return changes


def _white_space(
    text: str, start: int, end: int, inner: list[tuple[int, int]], *, keep_feed: bool, wrapped: bool
) -> Iterator[Change]:
    """Drop the white space of a gap around the spans that are dropped anyway, all but one line feed."""
    for (_, left), (right, _) in pairwise([(start, start), *inner, (end, end)]):
        space = text[left:right]
        feed = space.find("\n") if keep_feed else -1
        if feed >= 0:
            keep_feed = False
            yield from _dropped(left, left + feed)
            yield from _dropped(left + feed + 1, right)
        elif wrapped:
            yield Change(left, right, _joint(text[start - 1], text[end]), "hard wrap")
        else:
            yield from _dropped(left, right)


def _dropped(start: int, end: int) -> Iterator[Change]:
    if start < end:
        yield Change(start, end, "", "layout")


def _joint(before: str, after: str) -> str:
    return " " if (before + after).isascii() and before.isalnum() and after.isalnum() else ""


def _is_wrapped(text: str, kept: list[tuple[int, int]], i: int) -> bool:
    """Tell whether line `i` of the body goes on in line `i + 1`."""
    (start, end), (following, stop) = kept[i], kept[i + 1]
    line, after, between = text[start:end], text[following:stop], text[end:following]
    if _ITEM.match(after) or _CLOSED_END.search(line):
        return False
    if _OPEN_END.search(line) or after[0] in "，。、；！？）”,;!?)":
        return True
    if re.search(r"\d[多余万亿]{0,2}$", line) and _COUNTED.match(after):
        return True
    indented = re.search(r"[\u3000\u00a0 ]{2,}$|\u3000$", between)
    return between.count("\n") == 1 and not indented and len(line) >= 20 and bool(re.search(r"[，,。；、]", line))


def _gaps(text: str, start: int, end: int, is_flat: bool) -> Iterator[Change]:
    for gap in _GAP.finditer(text, start, end):
        before, after = text[gap.start() - 1], text[gap.end() : gap.end() + 1]
        if _SENTENCE.match(before) and _HAN.match(after):
            is_break = is_flat and before in "。！？…"
            yield Change(*gap.span(), "\n" if is_break else "", "flattened paragraph" if is_break else "gap")
        elif len(gap[0]) > 1 or gap[0] != " ":
            yield Change(*gap.span(), " ", "gap")

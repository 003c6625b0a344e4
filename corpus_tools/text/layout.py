"""Layout inside the body of a page: hard wraps, indents, blank lines and gaps between sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from corpus_tools.text.likelihood import load_model
from corpus_tools.text.tracing import Change

_OPEN_END = tuple("，,、（(《“‘「『—")
_CLOSED_END = tuple("。！？!?；;：:…”’』」》")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、]|[.．](?!\d))|第[一二三四五六七八九十]+|[•·●◆■▪◇○①-⑳—]|[一二三四五六七八九十]是|[问答][:：]"
)
_COUNTED = re.compile(
    r"[人个名户亩万亿元次项家件辆支吨米%％多余年月日例张份条所座处台套只头岁天倍]|公里|平方|小时|公斤|千米|县|村|镇"
)
_REST_OF_NUMBER = re.compile(r"[.．]?\d[\d.．]*[多余万亿]{0,2}")
_GAP = re.compile(r"[ \t\u00a0\u3000\u2002-\u200a\u202f]+")
_SENTENCE = re.compile(r"[。！？…；”）]$")
_HAN = re.compile(r"[\u3400-\u9fff“‘《（]")
_INDENT = re.compile(r"[\u3000\u00a0 ]{2,}$|\u3000$")
_CONTINUED = re.compile(r"[等的了和及与并或地得着们]")
_DATED = re.compile(r"(?:截[至止]到?|自)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|份|底)?[^，,。]{0,8}[，,]")
_INNER = re.compile(r"[，,。；、]")
# characters: a text in one or two lines longer than this was flattened; lines longer than this are no headings;
# wrapped pages are so wide, and their lines so much shorter at most
_FLAT, _RUNNING, _NARROW, _WIDE, _RAGGED = 300, 45, 24, 80, 3
# by how much the beginning of a line must be likelier behind the end of another than by itself (nats): always, where
# both have commas, and where the first is longer than headings of two halves are
_JOINED, _JOINED_CLAUSE, _JOINED_LONG, _HALVES = 3.5, 2.2, 1.3, 15


def reflow(
    text: str,
    kept: list[tuple[int, int]],
    dropped: Iterable[tuple[int, int]] = (),
    breaks: Set[tuple[int, int]] = frozenset(),
) -> list[Change]:
    r"""Return the changes that leave the `kept` spans (lines, in order) as paragraphs with one line feed between them.

    Parameters
    ----------
    text
        The text of a page.
    kept
        Half-open spans of the lines of the body.
    dropped
        Half-open spans that somebody else drops; no change touches them.
    breaks
        Those of them that a sentence may run past: page numbers, rules, advertisements.

    Examples
    --------
    >>> reflow("新增5500多\n人次。", [(0, 7), (8, 11)])
    [Change(start=7, end=8, after='', reason='hard wrap', certainty='exact', alternatives=())]
    """
    is_flat = sum(end - start for start, end in kept) > _FLAT and len(kept) <= 2
    spaced = kept and len(text[kept[0][0] : kept[-1][1]].split()) > len(kept)
    changes = [change for start, end in kept for change in _gaps(text, start, end, is_flat)] if spaced else []
    bounds = [(0, 0), *kept, (len(text), len(text))]
    taken, width, wrapped = sorted(dropped), _wrap_width(text, kept), False
    for i, ((_, start), (end, _)) in enumerate(pairwise(bounds)):
        is_edge = i in (0, len(kept))
        if text[start:end] == "\n" and not is_edge and text.endswith(_CLOSED_END, 0, start):
            wrapped = False
            continue
        inner = taken[bisect_left(taken, (start, start)) : bisect_left(taken, (end, end))]
        if not is_edge and inner and breaks >= set(inner):
            wrapped = _runs_past(text[slice(*kept[i - 1])], text[inner[-1][1] : end], text[slice(*kept[i])])
        else:
            wrapped = not is_edge and not inner and _is_wrapped(text, kept, i - 1, width, inside=wrapped)
        changes += _white_space(text, start, end, inner, keep_feed=not (is_edge or wrapped), wrapped=wrapped)
    return changes


def cuts_a_phrase(line: str, after: str) -> bool:
    """Tell whether the end of a line cuts a word or a phrase, by the language model.

    Examples
    --------
    >>> cuts_a_phrase("共抽检月饼样", "品120批次"), cuts_a_phrase("抗洪抢险一线党旗红", "县委组织部连日来")
    (True, False)
    """
    if not (_HAN.match(line[-1:]) and _HAN.match(after)) or _ITEM.match(line):
        return False
    if line.count("“") > line.count("”") and "”" in after:
        return True
    gain = load_model().bond(line[-6:], after[:4])
    if not (_INNER.search(line) and _INNER.search(after)):
        return gain > _JOINED
    return gain > (_JOINED_LONG if len(line) > _HALVES else _JOINED_CLAUSE)


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
    is_words = (before + after).isascii() and before.isalnum() and after.isalnum()
    return " " if is_words and not (before + after).isdigit() else ""


def _is_wrapped(text: str, kept: list[tuple[int, int]], i: int, width: int | None, *, inside: bool) -> bool:
    """Tell whether line `i` of the body goes on in line `i + 1`; `inside` says that it is itself a continuation."""
    (start, end), (following, stop) = kept[i], kept[i + 1]
    line, after, between = text[start:end], text[following:stop], text[end:following]
    if line.endswith(_CLOSED_END) or _ITEM.match(after):
        return False
    if between.count("\n") < 2 and _is_broken_number(line, after):
        return True
    if line.endswith(_OPEN_END) or after[0] in "，。、；！？）”,;!?)":
        return True
    if re.search(r"\d[多余万亿]{0,2}$", line) and _COUNTED.match(after):
        return True
    if between.count("\n") > 1 or _INDENT.search(between):
        return False
    if inside or _DATED.match(line) or (width and len(line) >= width - _RAGGED):
        return True
    is_continued = len(line) > 12 and _CONTINUED.match(after) and not _ITEM.match(line)
    return bool((len(line) >= _RUNNING or is_continued) and _INNER.search(line)) or cuts_a_phrase(line, after)


def _is_broken_number(line: str, after: str) -> bool:
    """Tell a figure of running text that the end of the line cuts through: 4⏎.2万名, 16⏎3个."""
    counted = _REST_OF_NUMBER.match(after)
    is_cut = re.search(r"\d[.．]$", line) or (line[-1:].isdigit() and counted)
    is_running = _INNER.search(line) or re.search(r"[\u4e00-\u9fff]\d+[.．]$", line)
    return bool(is_cut and is_running and counted and _COUNTED.match(after, counted.end()))


def _runs_past(line: str, space: str, after: str) -> bool:
    """Tell whether the sentence of a line goes on behind a page number or the like."""
    is_new = line.endswith(_CLOSED_END) or _INDENT.search(space) or _ITEM.match(after)
    return not is_new and bool(_INNER.search(line))


def _wrap_width(text: str, kept: list[tuple[int, int]]) -> int | None:
    """Return the width to which a page is wrapped.

    Three or more lines break off at nearly the same length, and from the first of them on none is longer.
    """
    sizes = [end - start for start, end in kept]
    broken = [
        i
        for i, (start, end) in enumerate(kept)
        if _NARROW <= end - start <= _WIDE and not text.endswith(_CLOSED_END, start, end)
    ]
    width = max((sizes[i] for i in broken), default=0)
    full = [i for i in broken if sizes[i] >= width - _RAGGED]
    return width if len(full) > 2 and max(sizes[full[0] :]) <= width + _RAGGED else None


def _gaps(text: str, start: int, end: int, is_flat: bool) -> Iterator[Change]:
    for gap in _GAP.finditer(text, start, end):
        before, after = text[gap.start() - 1], text[gap.end() : gap.end() + 1]
        if _SENTENCE.match(before) and _HAN.match(after):
            is_break = is_flat and before in "。！？…"
            yield Change(*gap.span(), "\n" if is_break else "", "flattened paragraph" if is_break else "gap")
        elif len(gap[0]) > 1 or gap[0] != " ":
            yield Change(*gap.span(), " ", "gap")

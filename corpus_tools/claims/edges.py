"""Where the members of a list begin and end in the text: inside a word, or with what left of their clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus_tools.claims.context import Context
from corpus_tools.claims.lexicon import tag, tagged
from corpus_tools.text.likelihood import load_model

FIRM = 3.5
"""What two halves of a word gain by standing together, in the logarithms of the language model."""
NEAR, CLAUSE = 600, 12
HAN = re.compile("[\u4e00-\u9fff]")
BEFORE, BEHIND = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")

Places = list[tuple[int, int]]


def places_of(context: Context, members: Sequence[str]) -> Places:
    """Return where the members stand in the text, in order: behind the slogan, or else around it; none if they do not.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> text = "落实“两票”，即操作票、巡回检查票。"
    >>> places_of(Context(text, formulas(text)[0], [], [], []), ["操作票", "巡回检查票"])
    [(8, 11), (12, 17)]
    """
    start, end = context.formula.outer
    return _in_order(context.text, end, members) or _in_order(context.text, max(0, start - NEAR), members)


def _in_order(text: str, at: int, members: Sequence[str]) -> Places:
    places = []
    for member in members:
        if (start := text.find(member, at)) < 0:
            return []
        at = start + len(member)
        places.append((start, at))
    return places


def is_torn(text: str, places: Places) -> bool:
    """Return whether some member begins or ends inside a word, and not beside another one: no reader takes that.

    Examples
    --------
    >>> is_torn("即操作票、巡回检查票。", [(2, 4), (5, 10)]), is_torn("即操作票、巡回检查票。", [(1, 4), (5, 10)])
    (True, False)
    """
    inside = [(max(0, start - 4), start, min(end, start + 4)) for start, end in places]
    inside += [(max(start, end - 4), end, end + 4) for start, end in places]
    joined = {start for start, _ in places} & {end for _, end in places}
    return any(
        _cuts(text[first:at], text[at:last])
        for first, at, last in inside
        if at not in joined and HAN.match(text, at) and HAN.match(text, at - 1)
    )


def edges(text: str, places: Places) -> Iterator[str]:
    """Yield what of their clauses is left before and behind the members: a sign, or words by their parts of speech.

    Examples
    --------
    >>> list(edges("要切实做到责任到位、排查到位。", [(5, 9), (10, 14)]))
    ['left av', 'left word 做到', 'left v before nv', 'right sign 。', 'inner left none', 'inner right none']
    """
    if not places:
        yield "not in order"
        return
    left, *lefts = [_rest(BEFORE, text[max(0, start - CLAUSE) : start]) for start, _ in places]
    *rights, right = [_rest(BEHIND, text[end : end + CLAUSE]) for _, end in places]
    (first, last), (second, _) = places[0], places[1]
    if left:
        heads = _kinds(tagged(text[first:last])[:1]) + _kinds(tagged(text[second : places[1][1]])[:1])
        yield f"left {_kinds(left[-2:])}"
        yield f"left word {left[-1][0]}"
        yield f"left {_kinds(left[-1:])} before {heads}"
        if left[-1][0] == tagged(text[second : places[1][1]])[0][0]:
            yield "left heads the second"
    else:
        yield f"left sign {text[max(0, first - 1) : first].strip()}"
    if right:
        yield f"right {_kinds(right[:2])}"
        yield f"right word {right[0][0]}"
    else:
        yield f"right sign {text[places[-1][1] :][:1].strip()}"
    for side, rests in (("left", lefts), ("right", rights)):
        yield f"inner {side} {'all' if all(rests) else 'some' if any(rests) else 'none'}"
    if all(lefts):
        ends = {_kinds(rest[-1:]) for rest in lefts}
        yield f"inner left {ends.pop() if len(ends) == 1 else 'mixed'}"


def _rest(pattern: re.Pattern[str], near: str) -> tuple[tuple[str, str], ...]:
    found = pattern.search(near)
    return tagged(found[0]) if found and found[0] else ()


def _kinds(words: Sequence[tuple[str, str]]) -> str:
    return "".join(part[0] for _, part in words)


@lru_cache(maxsize=1 << 14)
def _cuts(left: str, right: str) -> bool:
    """Return whether both the language model and jieba read a word across the place where two strings meet.

    Four characters are a phrase as often as a word: 突出重点.
    """
    if load_model().bond(left, right) < FIRM:
        return False
    return any(token.start < len(left) < token.end and len(token.text) < 4 for token in tag(left + right))

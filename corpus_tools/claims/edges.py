"""Where the members of a list begin and end in the text: inside a word, or with what left of their clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus_tools.claims.context import Context
from corpus_tools.claims.lexicon import tag, tagged
from corpus_tools.claims.parts import Part
from corpus_tools.text.likelihood import load_model

FIRM = 3.5
"""What two halves of a word gain by standing together, in the logarithms of the language model."""
NEAR, CLAUSE = 600, 12
HAN = re.compile("[\u4e00-\u9fff]")
BEFORE, BEHIND = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")

Places = Sequence[tuple[int, int]]


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


def edges(text: str, places: Places) -> list[Part]:
    """Return what of their clauses is left before and behind the members: a sign, or words by their parts of speech.

    Examples
    --------
    >>> from corpus_tools.claims.parts import told
    >>> sorted(told(edges("要切实做到责任到位、排查到位。", [(5, 9), (10, 14)])))
    ['inner left none', 'inner right none', 'left av', 'left v before nv', 'left word 做到', 'right sign 。']
    """
    if not places:
        return [(_out_of_order, ())]
    (first, last), (second, third) = places[0], places[1]
    left, right = _before(text, first), _behind(text, places[-1][1])
    heads = _head(text[first:last]) + _head(text[second:third]) if left.isalnum() else ""
    lefts = [text[start - 1].isalnum() for start, _ in places[1:]]
    rights = [text[end : end + 1].isalnum() for _, end in places[:-1]]
    ends = {_kinds(tagged(_before(text, start))[-1:]) for start, _ in places[1:]} if all(lefts) else set()
    kind = ends.pop() if len(ends) == 1 else "mixed" if ends else ""
    is_again = bool(heads) and text.startswith(tagged(left)[-1][0], second)
    inside = _how_many(lefts), _how_many(rights), kind
    return [(_at_left, (left, heads)), (_again, (is_again,)), (_at_right, (right,)), (_inside, inside)]


def _out_of_order() -> Iterator[str]:
    yield "not in order"


def _at_left(left: str, heads: str) -> Iterator[str]:
    """Yield what is left before the members, of which the first two begin with certain parts of speech."""
    if not left.isalnum():
        yield f"left sign {left.strip()}"
        return
    words = tagged(left)
    yield f"left {_kinds(words[-2:])}"
    yield f"left word {words[-1][0]}"
    yield f"left {_kinds(words[-1:])} before {heads}"


def _again(is_again: bool) -> Iterator[str]:
    """Yield that the word before the members heads the second of them, so that it belongs to the first."""
    yield from (["left heads the second"] if is_again else [])


def _at_right(right: str) -> Iterator[str]:
    if not right.isalnum():
        yield f"right sign {right.strip()}"
        return
    words = tagged(right)
    yield f"right {_kinds(words[:2])}"
    yield f"right word {words[0][0]}"


def _inside(left: str, right: str, kind: str) -> Iterator[str]:
    """Yield beside how many inner members words are left, and of which kind those are that stand before all of them."""
    yield f"inner left {left}"
    yield f"inner right {right}"
    if kind:
        yield f"inner left {kind}"


def _how_many(sides: Sequence[bool]) -> str:
    return "all" if all(sides) else "some" if any(sides) else "none"


@lru_cache(maxsize=1 << 12)
def _before(text: str, at: int) -> str:
    """Return the end of the run of letters before a place, or the sign there."""
    found = BEFORE.search(text[max(0, at - CLAUSE) : at])
    return (found and found[0]) or text[max(0, at - 1) : at]


def _behind(text: str, at: int) -> str:
    """Return the start of the run of letters behind a place, or the sign there."""
    found = BEHIND.match(text, at, at + CLAUSE)
    return (found and found[0]) or text[at : at + 1]


@lru_cache(maxsize=1 << 13)
def _head(item: str) -> str:
    return _kinds(tagged(item)[:1])


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

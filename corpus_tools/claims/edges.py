"""Lists that begin or end inside a word of the text: no reader takes such a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus_tools.claims.context import Context
from corpus_tools.claims.lexicon import tag
from corpus_tools.text.likelihood import load_model

FIRM = 3.5
"""What two halves of a word gain by standing together, in the logarithms of the language model."""
NEAR = 300
HAN = re.compile("[\u4e00-\u9fff]")


def is_torn(context: Context, members: Sequence[str]) -> bool:
    """Return whether the first member begins, or the last one ends, inside a word.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> text = "落实“两票”，即操作票、巡回检查票。"
    >>> context = Context(text, formulas(text)[0], [], [], [])
    >>> is_torn(context, ["作票", "巡回检查票"]), is_torn(context, ["操作票", "巡回检查票"])
    (True, False)
    """
    text, (first, last) = context.text, (members[0], members[-1])
    start = text.find(first, max(0, context.formula.outer[0] - NEAR))
    end = text.find(last, start) + len(last)
    if start < 0 or end < len(last):
        return False
    return _cuts(text[max(0, start - 4) : start], first[:4]) or _cuts(last[-4:], text[end : end + 4])


@lru_cache(maxsize=1 << 14)
def _cuts(left: str, right: str) -> bool:
    """Return whether both the language model and jieba read a word across the place where two strings meet.

    Four characters are a phrase as often as a word: 突出重点.
    """
    if not (HAN.match(left[-1:]) and HAN.match(right)) or load_model().bond(left, right) < FIRM:
        return False
    return any(token.start < len(left) < token.end and len(token.text) < 4 for token in tag(left + right))

"""Quotation marks and brackets without a partner: on a damaged page, a sign that bytes went without another trace."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from corpus_tools.text.tracing import Change, Traced

PAIRS = {"“": "”", "(": ")", "（": "）", "《": "》"}
OPENING = {closing: opening for opening, closing in PAIRS.items()}
MARK = re.compile("[!?！？。，,、]")


def lonely_marks(text: str, changes: list[Change]) -> Iterator[Change]:
    r"""Label the marks at which a partner may have gone, in the lines of a page once the known damage is undone.

    The text stays; each label is an `unresolved` change of one mark: the first behind an opening sign that nothing
    closes, the last before a closing sign that nothing opens.

    Examples
    --------
    >>> [(change.start, change.after, change.certainty) for change in lonely_marks("推行“廠中!蹦J,全市開", [])]
    [(5, '!', 'unresolved')]
    """
    repaired = Traced.from_raw(text).apply("restoration", changes)
    taken = {place for change in changes for place in range(change.start, change.end)}
    behind = 0
    for line in repaired.text.split("\n"):
        for place in sorted(set(_places(line))):
            start, end = repaired.raw_span(behind + place, behind + place + 1)
            if end - start == 1 and start not in taken:
                yield Change(start, end, text[start:end], "lonely mark", "unresolved")
        behind += len(line) + 1


def _places(line: str) -> Iterator[int]:
    marks = [mark.start() for mark in MARK.finditer(line)]
    waiting: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    for place, character in enumerate(line):
        if character in PAIRS:
            waiting[character].append(place)
        elif opened := OPENING.get(character):
            if waiting[opened]:
                waiting[opened].pop()
            else:
                before = bisect_left(marks, place)
                yield from marks[max(0, before - 1) : before]
    for place in chain.from_iterable(waiting.values()):
        behind = bisect_left(marks, place)
        yield from marks[behind : behind + 1]

"""Where a dropping decoder may have lost bytes without a trace: what else a mark of a damaged page may stand for.

A site that puts its byte before ！ (A3A1) puts it into the middle of 。” (A1A3 A1B1), too. A decoder that drops stray
lead bytes shows ``！`` for both if what follows is ASCII, so that a whole quotation mark is gone. Only the words
around and quotation marks without a partner can tell.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection, Iterator
from functools import reduce
from itertools import islice, product
from typing import NamedTuple

from corpus_tools.text.alphabet import FOLD, LONE_BYTE, MARKS, WIDE, code_of, load_alphabet
from corpus_tools.text.likelihood import START, Segmentation
from corpus_tools.text.suppositions import Page
from corpus_tools.text.tracing import Change

BEFORE = 6
BEHIND = 4
FIRSTS = 5
LIKELIEST = 12
SECONDS = 5
SEEN_COST = -2.0
UNSEEN_COST = -5.0
PARTNER = 10.0
NO_PARTNER = -3.0
DOUBT = -8.5
MOST = 200
_QUOTATION = re.compile("“[^“”\n]*(?=[“\n]|$)")


class Loss(NamedTuple):
    """What may have stood in the place of a mark, and how much likelier than the mark it is."""

    gain: float
    clean: str


def silent_losses(page: Page, taken: Collection[int], marks: str) -> Iterator[Change]:
    """Yield the marks that may stand for more than they show: repaired where that is likelier, else `unresolved`.

    Parameters
    ----------
    page
        A page whose decoder may have dropped lead bytes.
    taken
        The positions that other repairs cover.
    marks
        The marks before which the site is known to put its byte.
    """
    opened = {position for match in _QUOTATION.finditer(page.raw) for position in range(*match.span())}
    shown = ((position, WIDE.get(shown, shown)) for position, shown in enumerate(page.raw))
    doubtful = (
        (position, mark)
        for position, mark in shown
        if (mark in "！？" or mark in marks) and position not in taken and position not in page.within_readings
    )
    for position, mark in islice(doubtful, MOST):
        losses = [loss for loss in _losses(page, position, mark, marks, opened=position in opened) if loss.gain > DOUBT]
        if losses:
            yield _change(page, position, losses)


def _change(page: Page, position: int, losses: list[Loss]) -> Change:
    shown = page.raw[position]
    found = [loss.clean.translate(FOLD) if page.folds else loss.clean for loss in losses]
    if losses[0].gain <= 0:
        return Change(position, position + 1, shown, "mark", "unresolved", tuple(found))
    return Change(position, position + 1, found[0], "lost bytes", "inferred", (shown, *found[1:]))


def _losses(page: Page, position: int, mark: str, marks: str, *, opened: bool) -> list[Loss]:
    """Return what may have stood in the place of a mark, the likeliest first."""
    before = page.readable(max(0, position - 8 * BEFORE), position - max(0, position - 8 * BEFORE))[-BEFORE:]
    behind = page.readable(position + 1, 2 * BEHIND)[:BEHIND]
    model = page.model
    start = reduce(model.extend, before, START)
    level = reduce(model.extend, mark + behind, start).score - (SEEN_COST if mark in marks else UNSEEN_COST)
    losses = []
    candidates = _candidates(page, position, mark, marks, start, opened=opened)
    for rank, reading, clean in heapq.nlargest(LIKELIEST, candidates, key=lambda found: (found[0], found[2])):
        score = reduce(model.extend, behind, reading).score + rank - reading.score
        losses.append(Loss(score - level, clean))
    return sorted(losses, reverse=True)[:SECONDS]


def _candidates(
    page: Page, position: int, mark: str, marks: str, start: Segmentation, *, opened: bool
) -> Iterator[tuple[float, Segmentation, str]]:
    """Yield the pairs of characters whose outer bytes are dropped around the mark, and a character lost before it."""
    lead, trail = code_of(mark)
    extend, alphabet = page.model.extend, load_alphabet()
    if page.raw[position + 1 : position + 2] < "@":
        firsts = [(extend(start, first), first) for first in alphabet.by_trail.get(lead, ())]
        seconds = [second for second in alphabet.by_lead.get(trail, ()) if code_of(second)[1] > LONE_BYTE]
        for (grown, first), second in product(heapq.nlargest(FIRSTS, firsts, key=_score), seconds):
            if first in MARKS and second in "。，、；：":
                continue
            reading = extend(grown, second)
            partner = (PARTNER if opened else NO_PARTNER) if second == "”" else 0.0
            yield reading.score + partner, reading, first + second
    for other in marks:
        if other != mark and code_of(other)[1] == lead:
            for first in alphabet.by_trail.get(code_of(other)[0], ()):
                reading = extend(extend(start, first), mark)
                yield reading.score, reading, first + mark


def _score(found: tuple[Segmentation, str]) -> tuple[float, str]:
    return found[0].score, found[1]

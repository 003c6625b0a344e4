"""Find the clean text behind a stretch whose bytes were read out of step: a beam search over suppositions."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from corpus_tools.text.likelihood import START
from corpus_tools.text.suppositions import ALIGNED, Page, Place, State

BEAM = 28
MARGIN = 20.0
CONTEXT = 6


@dataclass
class Budget:
    """How many more suppositions a page may cost."""

    left: int


def realign(page: Page, start: int, end: int, budget: Budget, *, limit: int = 300) -> list[State]:
    """Return suppositions about the clean text from an aligned place on, the best first; all reach the same place.

    Parameters
    ----------
    page
        The page.
    start, end
        Where the search begins and the first place where it may end; it ends when bytes and characters have agreed
        again for six characters.
    budget
        What the search may cost; it gives up and returns nothing when that is spent.
    limit
        The number of raw characters after which the search gives up and returns nothing.
    """
    buckets = {start: {_key(first): first for first in [State(0.0, ALIGNED, "", False, START, None)]}}
    last = min(len(page.raw), start + limit)
    for position in range(start, last + 1):
        found = buckets.pop(position, {})
        while waiting := [state for state in found.values() if state.half != ALIGNED]:
            if not (moved := _unmoved(page, position, waiting, found)):
                break
            for state in moved:
                _keep(found, state)
        states = _best(found)
        aligned = [state for state in states if state.half == ALIGNED]
        finished = position >= end and position not in page.within_readings and bool(states) and _settled(states[0])
        if aligned and (finished or position == len(page.raw)):
            return aligned
        if position == len(page.raw):
            break
        if budget.left < 0:
            return []
        for rank, state in enumerate(states):
            for reached, after in Place(page, position, state).suppositions(rank):
                budget.left -= 1
                if reached > position:
                    _keep(buckets.setdefault(reached, {}), after)
    return []


def _unmoved(page: Page, position: int, states: list[State], found: dict[tuple[object, ...], State]) -> list[State]:
    """Return the states that the lone byte leads to without a step in the raw text."""
    if position == len(page.raw):
        return []
    reached = (after for state in states for after in Place(page, position, state).lone_byte())
    return [state for end, state in reached if end == position and _key(state) not in found]


def _best(found: dict[tuple[object, ...], State]) -> list[State]:
    if not found:
        return []
    states = heapq.nlargest(BEAM, found.values(), key=lambda state: (state.score, -state.half, state.reading.recent))
    return [state for state in states if state.score > states[0].score - MARGIN]


def _key(state: State) -> tuple[object, ...]:
    return state.half, state.last, state.slipped, state.reading.recent


def _keep(found: dict[tuple[object, ...], State], state: State) -> None:
    rival = found.get(_key(state))
    if rival is None or rival.score < state.score:
        found[_key(state)] = state


def _settled(state: State) -> bool:
    link = state.path if state.half == ALIGNED else None
    for _ in range(CONTEXT):
        if link is None or not link.piece.aligned or link.piece.kind not in ("as it stands", "annotation"):
            return False
        link = link.before
    return True

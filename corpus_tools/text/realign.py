"""Find the clean text behind a stretch whose bytes were read out of step: a beam search over suppositions."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus_tools.text.likelihood import START
from corpus_tools.text.suppositions import ALIGNED, Page, Place, State

BEAM = 28
MARGIN = 20.0
CONTEXT = 6
Key = tuple[object, ...]


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
        states = _states(page, position, buckets.pop(position, {}), _key)
        aligned = [state for state in states if state.half == ALIGNED]
        finished = position >= end and position not in page.within_readings and bool(states) and _settled(states[0])
        if aligned and (finished or position == len(page.raw)):
            return aligned
        if position == len(page.raw) or budget.left < 0:
            break
        _advance(page, position, states, buckets, _key, budget)
    return []


def rivals(page: Page, first: State, start: int, end: int, budget: Budget) -> list[State]:
    """Return every supposition about ``raw[start:end]`` that is worth a proof, none merged with a likelier one."""
    buckets = {start: {_whole(first): first}}
    for position in range(start, end):
        states = _states(page, position, buckets.pop(position, {}), _whole)
        if budget.left >= 0:
            _advance(page, position, states, buckets, _whole, budget)
    found = _states(page, end, buckets.get(end, {}), _whole)
    return [state for state in found if state.half == ALIGNED]


def _states(page: Page, position: int, found: dict[Key, State], key: Callable[[State], Key]) -> list[State]:
    """Return the best states at a position, with those that the lone byte leads to without a step in the raw text."""
    while waiting := [state for state in found.values() if state.half != ALIGNED]:
        if not (moved := [state for state in _unmoved(page, position, waiting) if key(state) not in found]):
            break
        for state in moved:
            _keep(found, state, key)
    return _best(found)


def _advance(
    page: Page,
    position: int,
    states: list[State],
    buckets: dict[int, dict[Key, State]],
    key: Callable[[State], Key],
    budget: Budget,
) -> None:
    for rank, state in enumerate(states):
        for reached, after in Place(page, position, state).suppositions(rank):
            budget.left -= 1
            if reached > position:
                _keep(buckets.setdefault(reached, {}), after, key)


def _unmoved(page: Page, position: int, states: list[State]) -> Iterator[State]:
    if position < len(page.raw):
        for state in states:
            yield from (after for end, after in Place(page, position, state).lone_byte() if end == position)


def _best(found: dict[Key, State]) -> list[State]:
    if not found:
        return []
    states = heapq.nlargest(BEAM, found.values(), key=lambda state: (state.score, -state.half, state.reading.recent))
    return [state for state in states if state.score > states[0].score - MARGIN]


def _key(state: State) -> Key:
    return state.half, state.last, state.slipped, state.reading.recent


def _whole(state: State) -> Key:
    return state.half, state.slipped, "".join(piece.clean for piece in state.pieces())


def _keep(found: dict[Key, State], state: State, key: Callable[[State], Key]) -> None:
    rival = found.get(key(state))
    if rival is None or rival.score < state.score:
        found[key(state)] = state


def _settled(state: State) -> bool:
    link = state.path if state.half == ALIGNED else None
    for _ in range(CONTEXT):
        if link is None or not link.piece.aligned or link.piece.kind not in ("as it stands", "annotation"):
            return False
        link = link.before
    return True

"""Traits that are told in parts, and what they weigh.

A part is a function that tells traits, and what it is told of: `(hinted, ("by bracket", "word", "alike", "full"))`. The
same parts return in list after list: what one weighs is kept, so that its traits are seldom put into words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from itertools import chain
from math import fsum

from corpus_tools.claims.lexicon import weights

TABLE = "member_weights.tsv"

Part = tuple[Callable[..., Iterable[str]], tuple[Hashable, ...]]


def told(parts: Iterable[Part]) -> frozenset[str]:
    """Return the traits of some parts."""
    return frozenset(trait for tell, said in parts for trait in tell(*said))


def weight(parts: Iterable[Part]) -> float:
    """Return what the traits of some parts weigh together, whatever their order; no two parts tell the same trait."""
    return fsum(chain.from_iterable(_weights(tell, *said) for tell, said in parts))


@lru_cache(maxsize=1 << 12)
def _weights(tell: Callable[..., Iterable[str]], *said: Hashable) -> tuple[float, ...]:
    known = weights(TABLE)
    return tuple(known[trait] for trait in tell(*said) if trait in known)


def forget() -> None:
    """Forget what parts weigh, since their traits have been weighed anew."""
    _weights.cache_clear()

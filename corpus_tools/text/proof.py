"""Prove a repair: run the damage forward over the clean text and compare it with the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, permutations

from corpus_tools.text.alphabet import WIDE, code_of
from corpus_tools.text.damage import Site, garble
from corpus_tools.text.likelihood import LOST
from corpus_tools.text.readings import load_readings
from corpus_tools.text.suppositions import Page, Piece

CONTEXT = 40
ORDERS = 24


def ways(page: Page, pieces: Sequence[Piece]) -> frozenset[bool]:
    """Return the decoders, eating ones and dropping ones, with which some site makes the raw text of a clean text.

    The clean text is that of `pieces`. The site annotates what the pieces say and what the page shows and puts its byte
    before the marks that the pieces name. The passes over the bytes may come in any order.
    """
    raw = page.raw[pieces[0].start : pieces[-1].end]
    clean = "".join(piece.clean for piece in pieces).replace(LOST, " ")
    marks = tuple(dict.fromkeys(piece.mark for piece in pieces if piece.mark))
    manner = _manner(page)
    behind = page.readable(pieces[-1].end, CONTEXT)
    tried = [
        (text, replace(manner, table=table, punctuation=punctuation))
        for text in _widths(clean + behind)
        for table in _tables(page, pieces, text)
        for punctuation in _punctuations(page, marks)
    ]
    return frozenset(
        eats
        for eats in (True, False)
        if any(garble(text, replace(site, eats=eats)).startswith(raw) for text, site in tried)
    )


def _widths(clean: str) -> tuple[str, ...]:
    """Return the text with full-width marks, as most sites have them before they fold them, and as it is."""
    wide = re.sub("(?<=[^ -~])[,:;?!()]|[,:;?!()](?=[^ -~])", lambda match: WIDE[match[0]], clean)
    return tuple(dict.fromkeys((wide, clean)))


def _manner(page: Page) -> Site:
    return Site(table=(), blank=page.blank, folds=page.folds, prefix=page.prefix.encode("ascii") or b"\x01")


def _punctuations(page: Page, marks: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    every = tuple(dict.fromkeys((*marks, *page.prefixed)))
    return islice(permutations(every), 6)


def _tables(page: Page, pieces: Sequence[Piece], clean: str) -> Iterator[tuple[tuple[str, str], ...]]:
    default = load_readings().default
    used = {piece.table: page.table.get(piece.table, default[piece.table]) for piece in pieces if piece.table}
    whole = {**page.table, **used}
    yield from _orders(whole, clean)
    if whole != used:
        yield from _orders(used, clean)


def _orders(table: Mapping[str, str], clean: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the orders of the passes that can make a difference: those of characters that share a byte."""
    stored = clean.encode("gbk", "ignore")
    present = {code_of(character): (character, reading) for character, reading in table.items()}
    present = {code: entry for code, entry in present.items() if code in stored}
    sharing = {
        code: None
        for i in range(len(stored) - 2)
        if stored[i : i + 2] in present and stored[i + 1 : i + 3] in present
        for code in (stored[i : i + 2], stored[i + 1 : i + 3])
    }
    rest = tuple(entry for code, entry in present.items() if code not in sharing)
    for order in islice(permutations(sharing), ORDERS):
        yield (*(present[code] for code in order), *rest)

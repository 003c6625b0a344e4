"""Wording common to several groups: templates from above, set apart from what a group says in its own words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus_tools.words.counting import Ints
from corpus_tools.words.segmentation import TextLike, Texts, each_document, is_word, sentences

SPANS = ("quote", "start", "end", "raw_start", "raw_end")


def shared_wording(corpus: Texts, *, by: str = "city", length: int = 10) -> pd.DataFrame:
    """Find the longest stretches of a sentence that stand, but for punctuation and spaces, in two groups or more.

    Parameters
    ----------
    by
        The attribute of the documents that names their group.
    length
        Characters, punctuation aside, that a stretch must have.

    Returns
    -------
    DataFrame
        One row an occurrence, longest passages first: `passage`, the characters without punctuation; `characters`,
        their number; `groups` in which it stands; `kind`, ``"sentence"`` where it is all of one and else
        ``"passage"``; `doc_id, city` (and `by`, if another); `quote`, `start, end, raw_start, raw_end`. A passage
        within a longer one is a row of its own only if it stands in a further place.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> a = SimpleNamespace(doc_id="a", city="汕尾市", text="我们坚决打赢疫情防控阻击战。", raw_span=lambda *span: span)
    >>> b = SimpleNamespace(doc_id="b", city="广安市", text="坚决打赢疫情防控阻击战！", raw_span=lambda *span: span)
    >>> shared_wording([a, b])[["passage", "kind", "doc_id", "start", "end"]]
           passage      kind doc_id  start  end
    0  坚决打赢疫情防控阻击战   passage      a      2   13
    1  坚决打赢疫情防控阻击战  sentence      b      0   11
    """
    documents = list(each_document(corpus))
    letters = _letters(documents, by)
    rows = [
        (passage, len(passage), groups, *_occurrence(documents, letters, place, len(passage), by))
        for passage, groups, places in _passages(letters, length)
        for place in places
    ]
    extra = [] if by in ("doc_id", "city") else [by]
    columns = ["passage", "characters", "groups", "kind", "doc_id", "city", *extra, *SPANS]
    table = pd.DataFrame(rows, columns=columns)
    table.attrs = {"by": by, "length": length}
    return table


def is_shared(tokens: pd.DataFrame, wording: pd.DataFrame) -> pd.Series[bool]:
    """Tell which tokens lie within shared wording, so that local wording can be counted apart.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 2], "end": [2, 4]})
    >>> is_shared(tokens, pd.DataFrame({"doc_id": ["a"], "start": [2], "end": [9]})).tolist()
    [False, True]
    """
    shared = np.zeros(len(tokens), dtype=bool)
    for doc_id, spans in wording.groupby("doc_id", sort=False):
        own = np.flatnonzero(tokens["doc_id"] == doc_id)
        begins, ends = spans["start"].to_numpy(), np.maximum.accumulate(spans.sort_values("start")["end"].to_numpy())
        last = np.searchsorted(np.sort(begins), tokens["start"].to_numpy()[own], side="right") - 1
        shared[own] = (last >= 0) & (ends[np.maximum(last, 0)] >= tokens["end"].to_numpy()[own])
    return pd.Series(shared, index=tokens.index, dtype="bool")


@dataclass(frozen=True)
class _Letters:
    """The word characters of all sentences in one row; a mark of its own, of group -1, stands between any two."""

    codes: Ints
    group: Ints
    document: Ints
    offset: Ints


def _letters(documents: list[TextLike], by: str) -> _Letters:
    names = [getattr(document, by) for document in documents]
    first_seen = {name: order for order, name in enumerate(dict.fromkeys(names))}
    groups = [first_seen[name] for name in names]
    rows = [(-1, -1, 0, 0)]
    for order, document in enumerate(documents):
        for span in sentences(document.text):
            places = (i for i in range(*span) if is_word(document.text[i]))
            rows += [(ord(document.text[i]), groups[order], order, i) for i in places]
            rows.append((-len(rows) - 1, -1, order, span.end))
    return _Letters(*np.array(rows, dtype=np.int64).T)


def _passages(letters: _Letters, length: int) -> list[tuple[str, int, list[int]]]:
    """Return each passage with the number of its groups and its places, longest first."""
    order = suffix_array(letters.codes)
    common = common_prefixes(letters.codes, order)
    rank = np.argsort(order)
    longest = _reach(letters.group[order], common)[rank]
    begins = np.flatnonzero((longest >= length) & (np.roll(longest, 1) != longest + 1))
    passages = {}
    for start in begins.tolist():
        size = int(longest[start])
        passage = "".join(map(chr, letters.codes[start : start + size].tolist()))
        if passage not in passages:
            places = _neighbours(order, common, int(rank[start]), size)
            passages[passage] = len(set(letters.group[places].tolist())), places
    return sorted(((p, *found) for p, found in passages.items()), key=lambda row: (-len(row[0]), row[2]))


def suffix_array(codes: Ints) -> Ints:
    """Return the starts of all suffixes in their order, by prefix doubling.

    Examples
    --------
    >>> suffix_array(np.array([2, 1, 3, 1, 3])).tolist()
    [3, 1, 0, 4, 2]
    """
    rank = pd.factorize(codes, sort=True)[0].astype(np.int64) + 1
    order, step = np.argsort(rank, kind="stable"), 1
    while len(rank) and rank.max() < len(rank):
        following = np.concatenate([rank[step:], np.zeros(min(step, len(rank)), dtype=np.int64)])
        key = rank * (len(rank) + 1) + following
        order = np.argsort(key, kind="stable")
        rank[order] = np.cumsum(np.concatenate([[1], np.diff(key[order]) > 0]))
        step *= 2
    return order


def common_prefixes(codes: Ints, order: Ints) -> Ints:
    """Return how many characters each suffix shares with the one before it in `order` (Kasai et al. 2001)."""
    text, rank = codes.tolist(), np.argsort(order)
    before = np.concatenate([[-1], order[:-1]])[rank].tolist() if len(order) else []
    common, size = np.zeros(len(text), dtype=np.int64), 0
    for start, other in enumerate(before):
        if other < 0:
            size = 0
            continue
        while max(start, other) + size < len(text) and text[start + size] == text[other + size]:
            size += 1
        common[rank[start]] = size
        size = max(size - 1, 0)
    return common


def _reach(group: Ints, common: Ints) -> Ints:
    """Return the longest prefix that each suffix, in order, shares with a suffix of another group."""
    backward = _reach_before(group[::-1].tolist(), [0, *common[:0:-1].tolist()])[::-1]
    return np.maximum(_reach_before(group.tolist(), common.tolist()), backward)


def _reach_before(group: list[int], common: list[int]) -> Ints:
    """Look at earlier suffixes only, where `reached` goes back to the last one of another group than that before."""
    found, last, reached = np.zeros(len(group), dtype=np.int64), -1, 0
    for i, (own, shared) in enumerate(zip(group, common, strict=True)):
        reached = shared if own != last else min(reached, shared)
        found[i], last = reached, own
    return found


def _neighbours(order: Ints, common: Ints, rank: int, size: int) -> list[int]:
    low, high = rank, rank + 1
    while common[low] >= size:
        low -= 1
    while high < len(order) and common[high] >= size:
        high += 1
    return sorted(order[low:high].tolist())


def _occurrence(documents: list[TextLike], letters: _Letters, place: int, size: int, by: str) -> tuple[object, ...]:
    document = documents[letters.document[place]]
    start, end = int(letters.offset[place]), int(letters.offset[place + size - 1]) + 1
    alone = letters.group[place - 1] < 0 and letters.group[place + size] < 0
    kind = "sentence" if alone else "passage"
    extra = [] if by in ("doc_id", "city") else [getattr(document, by)]
    quote = document.text[start:end]
    return (kind, document.doc_id, document.city, *extra, quote, start, end, *document.raw_span(start, end))

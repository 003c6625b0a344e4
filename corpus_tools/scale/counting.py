"""Terms counted by city on integer ids: words become numbers as they are cut, and strings again only at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_tools.scale.columns import numbers, strings

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Document

Ints = npt.NDArray[np.int64]

MEASURES = ("count", "documents", "paragraphs")
COUNTS = pa.schema(
    [pa.field("city", pa.string()), pa.field("token", pa.string()), *(pa.field(name, pa.int64()) for name in MEASURES)]
)


class TermCounter:
    """Counts the words of documents by city, a block of documents at a time.

    `cut` takes a paragraph to its pieces. A document without a city counts for the city with the empty name.
    """

    def __init__(self, cut: Callable[[str], list[str]], is_word: Callable[[str], bool]) -> None:
        self.cut, self.is_word = cut, is_word
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []
        self.cities: dict[str, int] = {}
        self.city_tokens: Counter[str] = Counter()
        self.city_documents: Counter[str] = Counter()
        self.blocks: list[Ints] = []

    def count(self, documents: Sequence[Document]) -> list[int]:
        """Count a block of documents and return how many words each of them has."""
        pieces: list[str] = []
        ends, owners = [0], []
        for number, document in enumerate(documents):
            for line in document.text.split("\n"):
                pieces += self.cut(line)
                ends.append(len(pieces))
                owners.append(number)
        token = self._numbered(pieces)
        paragraph = np.repeat(np.arange(len(owners)), np.diff(ends))[token >= 0]
        owner = np.array(owners, dtype=np.int64)
        names = [document.city or "" for document in documents]
        city = np.array([self.cities.setdefault(name, len(self.cities)) for name in names], dtype=np.int64)
        totals: list[int] = list(np.bincount(owner[paragraph], minlength=len(documents)).tolist())
        self.blocks.append(_counted(city[owner], token[token >= 0], paragraph, owner))
        self.city_documents.update(names)
        for name, total in zip(names, totals, strict=True):
            self.city_tokens[name] += total
        return totals

    def _numbered(self, pieces: list[str]) -> Ints:
        """Return the number of each piece; words are numbered as they are met, what is no word gets -1."""
        for piece in set(pieces) - self.numbers.keys():
            self.numbers[piece] = len(self.words) if self.is_word(piece) else -1
            if self.numbers[piece] >= 0:
                self.words.append(piece)
        return np.fromiter(map(self.numbers.__getitem__, pieces), np.int64, len(pieces))

    def table(self) -> pa.Table:
        """Return city, token, count, documents, paragraphs, sorted by city and token."""
        rows = np.concatenate([np.zeros((5, 0), dtype=np.int64), *self.blocks], axis=1)
        cities, city = _sorted(list(self.cities), rows[0])
        tokens, token = _sorted(self.words, rows[1])
        city, token, *measures = add_up(city, token, rows[2:])
        return counts_table(cities, city, tokens, token, measures)


def counts_table(cities: Any, city: Ints, tokens: Any, token: Ints, measures: Iterable[Ints]) -> pa.Table:
    """Return the table of counts whose cities and tokens are given by their places in two columns of names."""
    named = [cities.take(numbers(city, pa.int64())), tokens.take(numbers(token, pa.int64()))]
    return pa.table([*named, *(numbers(measure, pa.int64()) for measure in measures)], schema=COUNTS)


def add_up(city: Ints, token: Ints, measures: Ints) -> Ints:
    """Sum the rows that agree in city and token; the result is sorted by both.

    Parameters
    ----------
    city, token
        Numbers in the order in which the names are to be sorted, one a row.
    measures
        What is summed, a line a measure.

    Returns
    -------
    array
        Lines for city, token and each measure.
    """
    width = int(token.max(initial=0)) + 1
    key = city * width + token
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = _changes(key)
    sums = np.add.reduceat(measures[:, order], first, axis=1) if len(first) else measures[:, :0]
    return np.concatenate([np.stack(np.divmod(key[first], width)), sums])


def _counted(city_of: Ints, token: Ints, paragraph: Ints, owner: Ints) -> Ints:
    """Return city, token, count, documents and paragraphs; `city_of` and `owner` are given for each paragraph."""
    height, width = len(owner), int(token.max(initial=0)) + 1
    key = np.sort((city_of[paragraph] * width + token) * height + paragraph)
    pair, paragraph = np.divmod(key, max(height, 1))
    first = _changes(pair)
    is_first = np.zeros(len(key), dtype=bool)
    is_first[first] = True
    new_paragraph = is_first | (np.diff(key, prepend=-1) != 0)
    new_document = is_first | (np.diff(owner[paragraph], prepend=-1) != 0)
    counts = np.diff(first, append=len(key))
    flags = np.stack([new_document, new_paragraph]).astype(np.int64)
    sums = np.add.reduceat(flags, first, axis=1) if len(first) else flags
    return np.concatenate([np.stack(np.divmod(pair[first], width)), counts[None], sums])


def _changes(values: Ints) -> Ints:
    """Return where a sorted line of numbers takes a new value."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def _sorted(names: list[str], numbers: Ints) -> tuple[Any, Ints]:
    """Return the names in the order of their code points and the place of each number among them."""
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.zeros(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return strings([names[i] for i in order]), place[numbers]

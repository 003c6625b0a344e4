"""Terms counted by city on integer ids: words become numbers as they are cut, and strings again only at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus_tools.scale.columns import MARK, as_numpy, numbers, parted, strings

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Document

Ints = npt.NDArray[np.int64]

LINE_END = "\n"
MEASURES = ("count", "documents", "paragraphs")
COUNTS = pa.schema(
    [pa.field("city", pa.string()), pa.field("token", pa.string()), *(pa.field(name, pa.int64()) for name in MEASURES)]
)


class TermCounter:
    """Counts the words of documents by city, a block of documents at a time; Arrow finds which pieces are the same.

    `cut` takes a text to its pieces, of which each line feed is one. A document without a city counts for the city with
    the empty name.
    """

    def __init__(self, cut: Callable[[str], list[str]], is_word: Callable[[str], bool]) -> None:
        self.cut, self.is_word = cut, is_word
        self.pieces: list[pa.StringArray] = [strings([])]
        self.size = 0
        self.cities: dict[str, int] = {}
        self.city_tokens: Counter[str] = Counter()
        self.city_documents: Counter[str] = Counter()
        self.blocks: list[Ints] = []

    def count(self, documents: Sequence[Document]) -> list[int]:
        """Count a block of documents and return how many words each of them has."""
        coded = parted("".join(map(self._joined, documents))).dictionary_encode()
        piece, kinds = as_numpy(coded.indices), coded.dictionary.to_pylist()
        is_token = np.array([self.is_word(kind) for kind in kinds], dtype=bool)[piece]
        paragraph = np.cumsum(piece == (kinds.index(LINE_END) if kinds else 0))[is_token]
        token = piece[is_token].astype(np.int64) + self.size
        owner = np.repeat(np.arange(len(documents)), [document.text.count("\n") + 1 for document in documents])
        names = [document.city or "" for document in documents]
        city = np.array([self.cities.setdefault(name, len(self.cities)) for name in names], dtype=np.int64)
        totals: list[int] = list(np.bincount(owner[paragraph], minlength=len(documents)).tolist())
        self.blocks.append(_counted(city[owner], token, paragraph, owner))
        self.pieces.append(coded.dictionary)
        self.size += len(kinds)
        self.city_documents.update(names)
        for name, total in zip(names, totals, strict=True):
            self.city_tokens[name] += total
        return totals

    def _joined(self, document: Document) -> str:
        """Return the pieces of a document and a line end, each with a mark behind it: one text, not a thousand."""
        return MARK.join([*self.cut(document.text.replace(MARK, " ")), LINE_END, ""])

    def table(self) -> pa.Table:
        """Return city, token, count, documents, paragraphs, sorted by city and token."""
        rows = np.concatenate([np.zeros((5, 0), dtype=np.int64), *self.blocks], axis=1)
        cities, city = in_order(strings(list(self.cities)))
        tokens, token = in_order(pa.concat_arrays(self.pieces))
        city, token, *measures = add_up(city[rows[0]], token[rows[1]], rows[2:])
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
    order = np.argsort(key)
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


def in_order(column: pa.StringArray) -> tuple[pa.StringArray, Ints]:
    """Return the different texts of a column in the order of their code points, and the place of each row's there."""
    coded = column.dictionary_encode()
    order = pc.sort_indices(coded.dictionary)
    place = np.zeros(len(order), dtype=np.int64)
    place[as_numpy(order)] = np.arange(len(order))
    return coded.dictionary.take(order), place[as_numpy(coded.indices)]

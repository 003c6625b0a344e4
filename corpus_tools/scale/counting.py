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

Ints = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]

LINE_END = "\n"
_LINE_END = strings([LINE_END])[0]  # Arrow's own conversion loads pandas
MEASURES = ("count", "documents", "paragraphs")
COUNTS = pa.schema(
    [
        pa.field("city", pa.dictionary(pa.int32(), pa.string())),
        pa.field("token", pa.string()),
        *(pa.field(name, pa.int64()) for name in MEASURES),
    ]
)
# the bytes with which UTF-8 begins a letter or digit of ASCII, or a character from U+5000 to U+9FFF
_OPENS_WORD = np.zeros(256, dtype=bool)
_OPENS_WORD[[*range(0xE5, 0xEA), *b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = True


class TermCounter:
    """Counts the words of documents by city, a block of documents at a time; Arrow finds which pieces are the same.

    `cut` takes a text to its pieces, of which each line feed is one. A document without a city counts for the city with
    the empty name.
    """

    def __init__(self, cut: Callable[[str], list[str]], is_word: Callable[[str], bool]) -> None:
        self.cut, self.is_word = cut, is_word
        self.city_tokens: Counter[str] = Counter()
        self.city_documents: Counter[str] = Counter()
        self.blocks: list[pa.Table] = []

    def count(self, documents: Sequence[Document]) -> list[int]:
        """Count a block of documents and return how many words each of them has."""
        if not documents:
            return []
        coded = parted("".join(map(self._joined, documents))).dictionary_encode()
        piece, kinds = as_numpy(coded.indices), coded.dictionary
        is_token = _are_words(kinds, self.is_word)[piece]
        paragraph = np.cumsum(piece == pc.index(kinds, _LINE_END).as_py(), dtype=np.int32)[is_token]
        tokens, place = _sorted(kinds)
        owner = np.repeat(
            np.arange(len(documents), dtype=np.int32), [document.text.count("\n") + 1 for document in documents]
        )
        names = [document.city or "" for document in documents]
        cities = sorted(set(names))
        city = np.array([*map({name: i for i, name in enumerate(cities)}.__getitem__, names)], dtype=np.int32)
        counted = _counted(city[owner], place[piece[is_token]], paragraph, owner)
        self.blocks.append(counts_table(cities, tokens, counted))
        totals: list[int] = np.bincount(owner[paragraph], minlength=len(documents)).tolist()
        self.city_documents.update(names)
        for name, total in zip(names, totals, strict=True):
            self.city_tokens[name] += total
        return totals

    def _joined(self, document: Document) -> str:
        """Return the pieces of a document and a line end, each with a mark behind it: one text, not a thousand."""
        return MARK.join([*self.cut(document.text.replace(MARK, " ")), LINE_END, ""])

    def table(self) -> pa.Table:
        """Return city, token, count, documents, paragraphs, sorted by city and token."""
        if len(self.blocks) == 1:
            return self.blocks[0]
        return pa.concat_tables([COUNTS.empty_table(), summed(self.blocks)] if self.blocks else [COUNTS.empty_table()])


def _are_words(kinds: pa.StringArray, is_word: Callable[[str], bool]) -> Flags:
    """Tell which of the pieces are words; for most the first byte tells."""
    _, starts, data = kinds.buffers()
    first = np.frombuffer(data, np.uint8)[np.frombuffer(starts, np.int32, len(kinds))]
    found: Flags = _OPENS_WORD[first]
    others = np.flatnonzero(~found)
    found[others] = [*map(is_word, kinds.take(numbers(others, pa.int64())).to_pylist())]
    return found


def counts_table(cities: Sequence[str], tokens: pa.StringArray, rows: Ints) -> pa.Table:
    """Return the table of counts.

    Parameters
    ----------
    cities, tokens
        Names.
    rows
        Lines for city and token, given by their places among the names, and for each measure.
    """
    city = pa.DictionaryArray.from_arrays(numbers(rows[0].astype(np.int32), pa.int32()), strings(list(cities)))
    measures = (numbers(measure.astype(np.int64), pa.int64()) for measure in rows[2:])
    return pa.table([city, tokens.take(numbers(rows[1].astype(np.int32), pa.int32())), *measures], schema=COUNTS)


def summed(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the sum of counts, sorted by city and token."""
    cities, places = united([table.column("city").chunk(0).dictionary.to_pylist() for table in tables])
    city = [place[as_numpy(table.column("city").chunk(0).indices)] for table, place in zip(tables, places, strict=True)]
    measures = [np.stack([as_numpy(table.column(name)) for name in MEASURES]) for table in tables]
    tokens = pa.concat_arrays([table.column("token").chunk(0) for table in tables])
    return add_up(cities, np.concatenate(city), tokens, np.concatenate(measures, axis=1))


def united(lists: Iterable[list[str]]) -> tuple[list[str], list[Ints]]:
    """Return all names of several lists, sorted, and for each list the places of its names among them."""
    lists = list(lists)
    names = sorted({name for some in lists for name in some})
    place = {name: i for i, name in enumerate(names)}
    return names, [np.array([place[name] for name in some], dtype=np.int64) for some in lists]


def add_up(cities: Sequence[str], city: Ints, tokens: pa.StringArray, measures: Ints) -> pa.Table:
    """Sum the rows that agree in city and token; the result is sorted by both.

    Parameters
    ----------
    cities
        Names in order.
    city
        The place of the city of each row among them.
    tokens
        The token of each row.
    measures
        What is summed, a line a measure.
    """
    coded = tokens.dictionary_encode()
    tokens, place = _sorted(coded.dictionary)
    token = place[as_numpy(coded.indices)]
    order = _order(city, token)
    city, token = city[order], token[order]
    first = np.flatnonzero(_changes(city) | _changes(token))
    sums = np.add.reduceat(measures[:, order], first, axis=1) if len(first) else measures[:, :0]
    return counts_table(cities, tokens, np.concatenate([city[None, first], token[None, first], sums]))


def _counted(city_of: Ints, token: Ints, paragraph: Ints, owner: Ints) -> Ints:
    """Return city, token, count, documents and paragraphs; `city_of` and `owner` are given for each paragraph."""
    city = city_of[paragraph]
    order = _order(city, token)
    city, token, paragraph = city[order], token[order], paragraph[order]
    is_first = _changes(city) | _changes(token)
    first = np.flatnonzero(is_first)
    documents, paragraphs = (_held(is_first | _changes(each), first) for each in (owner[paragraph], paragraph))
    return np.stack([city[first], token[first], np.diff(first, append=len(city)), documents, paragraphs])


def _held(flags: Flags, first: Ints) -> Ints:
    """Return how many flags are set in each stretch; the first of each stretch is."""
    seen = np.cumsum(flags, dtype=np.int32)
    return np.diff(seen[first], append=seen[-1:] + 1)


def _order(*columns: Ints) -> Ints:
    """Return the order that sorts rows by columns of numbers, the first before the next; equal rows stay as they stand.

    Sixteen bits of one column are sorted at a time, which NumPy does by counting.
    """
    order = np.arange(len(columns[0]))
    for column in reversed(columns):
        for shift in range(0, int(column.max(initial=1)).bit_length(), 16):
            order = order[np.argsort((column[order] >> shift).astype(np.uint16), kind="stable")]
    return order


def _changes(values: Ints) -> Flags:
    """Tell where a line of numbers takes a new value."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _sorted(names: pa.StringArray) -> tuple[pa.StringArray, Ints]:
    """Return different texts in the order of their code points, and the place of each there."""
    order = pc.sort_indices(names)
    place = np.zeros(len(order), dtype=np.int32)
    place[as_numpy(order)] = np.arange(len(order))
    return names.take(order), place

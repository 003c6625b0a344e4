"""The merge: sorted counts of many parts become one sorted table, a stretch at a time, whatever the vocabulary."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from operator import methodcaller
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.scale.columns import as_numpy, numbers, strings
from corpus_tools.scale.counting import COUNTS, MEASURES, Ints, add_up, united
from corpus_tools.scale.storage import Store

FAN_IN = 32
BATCH = 1 << 13
TERMS_ROW_GROUP = 1 << 15
PER = 10_000

TERMS = pa.schema(
    [
        ("city", pa.string()),
        ("token", pa.string()),
        ("count", pa.int64()),
        ("group_tokens", pa.int64()),
        ("per_10000", pa.float64()),
        ("documents", pa.int64()),
        ("group_documents", pa.int64()),
        ("paragraphs", pa.int64()),
    ]
)


class _Rows(NamedTuple):
    """Sorted counts in hand: the city of each row as a number, its token, and a line a measure."""

    city: Ints
    token: pa.StringArray
    measures: Ints

    def part(self, start: int, end: int) -> _Rows:
        """Return some of the rows."""
        return _Rows(self.city[start:end], self.token.slice(start, end - start), self.measures[:, start:end])

    def key(self, row: int) -> tuple[int, str]:
        """Return what a row is sorted by."""
        return int(self.city[row]), self.token[row].as_py()


def write_counts(store: Store, target: str, counts: Iterator[pa.Table]) -> None:
    """Write sorted counts in the batches that a merge holds; they are read once or twice and thrown away."""
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with store.writing(target) as stream, pa.ipc.new_file(stream, COUNTS, options=options) as file:
        for table in regrouped(counts, BATCH):
            file.write_table(table.combine_chunks(), max_chunksize=BATCH)


def merge_counts(inputs: Sequence[str], target: str, *, store: Store) -> str:
    """Merge sorted counts into one file of sorted counts and return its name; a file that is there already stands."""
    if not store.exists(target):
        write_counts(store, target, merged(store, inputs))
    return target


def write_terms(
    inputs: Sequence[str], target: str, *, store: Store, tokens: Mapping[str, int], documents: Mapping[str, int]
) -> None:
    """Merge sorted counts into the table of terms: rates per 10,000 words of the city, and how many documents it has.

    Parameters
    ----------
    tokens, documents
        Words and documents of each city.
    """
    rows = (_rated(counts, tokens, documents) for counts in merged(store, inputs))
    repeating = [name for name in TERMS.names if name != "token"]
    with (
        store.writing(target) as stream,
        pq.ParquetWriter(stream, TERMS, compression="zstd", use_dictionary=repeating) as file,
    ):
        for table in regrouped(rows, TERMS_ROW_GROUP):
            file.write_table(table, row_group_size=TERMS_ROW_GROUP)


def merged(store: Store, inputs: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the sum of sorted counts, sorted by city and token, in stretches.

    Of each input only one batch of rows is held. In each round all rows up to the least of the last keys held are
    taken: no input can still bring a row for those.
    """
    with ExitStack() as stack:
        files = [pa.ipc.open_file(stack.enter_context(store.open(name))) for name in inputs]
        cities, places = united(map(_cities_of, files))
        waiting = [_batches(file, place) for file, place in zip(files, places, strict=True)]
        held = [next(batches, None) for batches in waiting]
        while present := [rows for rows in held if rows is not None]:
            limit = min(rows.key(len(rows.city) - 1) for rows in present)
            taken = []
            for i, rows in enumerate(held):
                if rows is None:
                    continue
                count, size = _up_to(rows, *limit), len(rows.city)
                taken.append(rows.part(0, count))
                held[i] = rows.part(count, size) if count < size else next(waiting[i], None)
            city, token, measures = zip(*taken, strict=True)
            yield add_up(cities, np.concatenate(city), pa.concat_arrays(token), np.concatenate(measures, axis=1))


def _cities_of(file: Any) -> list[str]:
    """Return the names of the cities in a file, which all its batches share."""
    names: list[str] = file.get_batch(0).column(0).dictionary.to_pylist() if file.num_record_batches else []
    return names


def _batches(file: Any, place: Ints) -> Iterator[_Rows]:
    for number in range(file.num_record_batches):
        city, token, *measures = file.get_batch(number).columns
        if len(token):
            yield _Rows(place[as_numpy(city.indices)], token, np.stack([*map(as_numpy, measures)]))


def _up_to(rows: _Rows, city: int, token: str) -> int:
    """Return how many rows have no key beyond the limit."""
    start, end = (int(np.searchsorted(rows.city, city, side)) for side in ("left", "right"))
    if start == end or rows.token[end - 1].as_py() <= token:
        return end
    return bisect_right(rows.token, token, start, end, key=methodcaller("as_py"))


def _rated(counts: pa.Table, tokens: Mapping[str, int], documents: Mapping[str, int]) -> pa.Table:
    coded = counts.column("city").chunk(0)
    names, city = coded.dictionary.to_pylist(), as_numpy(coded.indices)
    group_tokens = np.array([tokens[name] for name in names], dtype=np.int64)[city]
    group_documents = np.array([documents[name] for name in names], dtype=np.int64)[city]
    columns = {
        **{name: counts.column(name) for name in ("token", *MEASURES)},
        "city": strings([name or None for name in names]).take(coded.indices),
        "group_tokens": numbers(group_tokens, pa.int64()),
        "per_10000": numbers(PER * as_numpy(counts.column("count")) / group_tokens, pa.float64()),
        "group_documents": numbers(group_documents, pa.int64()),
    }
    return pa.table([columns[name] for name in TERMS.names], schema=TERMS)


def regrouped(tables: Iterator[pa.Table], group: int) -> Iterator[pa.Table]:
    """Join short stretches so that the groups of rows in the file are not small."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= group:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)

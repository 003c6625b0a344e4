"""The merge: sorted counts of many parts become one sorted table, a stretch at a time, whatever the vocabulary."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.scale.columns import as_numpy, numbers, strings
from corpus_tools.scale.counting import COUNTS, MEASURES, add_up, counts_table, in_order
from corpus_tools.scale.storage import Store

FAN_IN = 32
ROW_GROUP = 1 << 13
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

Key = tuple[str, str]


def write_counts(store: Store, target: str, counts: pa.Table) -> None:
    """Write sorted counts in the groups of rows that a merge holds."""
    _write(store, target, COUNTS, iter([counts]))


def merge_counts(inputs: Sequence[str], target: str, *, store: Store) -> str:
    """Merge sorted counts into one file of sorted counts and return its name; a file that is there already stands."""
    if not store.exists(target):
        _write(store, target, COUNTS, merged(store, inputs))
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
    _write(store, target, TERMS, rows, TERMS_ROW_GROUP)


def merged(store: Store, inputs: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the sum of sorted counts, sorted by city and token, in stretches.

    Of each input only one group of rows is held. In each round all rows up to the least of the last keys held are
    taken: no input can still bring a row for those.
    """
    with ExitStack() as stack:
        files = [pq.ParquetFile(stack.enter_context(store.open(name))) for name in inputs]
        waiting = [_groups(file) for file in files]
        held = [next(groups, None) for groups in waiting]
        while present := [rows for rows in held if rows is not None]:
            limit = min(_key(rows, len(rows) - 1) for rows in present)
            taken = []
            for i, rows in enumerate(held):
                if rows is None:
                    continue
                count = _up_to(rows, limit)
                taken.append(rows.slice(0, count))
                held[i] = rows.slice(count) if count < len(rows) else next(waiting[i], None)
            yield _summed(pa.Table.from_batches(taken))


def _groups(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    for number in range(file.num_row_groups):
        yield from file.read_row_group(number, use_threads=False).combine_chunks().to_batches()


def _up_to(rows: pa.RecordBatch, limit: Key) -> int:
    """Return how many rows have no key beyond the limit."""
    if _key(rows, 0) > limit:
        return 0
    return bisect_right(range(len(rows)), limit, key=partial(_key, rows))


def _key(rows: pa.RecordBatch, row: int) -> Key:
    return rows.column(0)[row].as_py(), rows.column(1)[row].as_py()


def _summed(table: pa.Table) -> pa.Table:
    cities, city = in_order(table.column("city").combine_chunks())
    tokens, token = in_order(table.column("token").combine_chunks())
    measures = np.stack([as_numpy(table.column(name)) for name in MEASURES])
    city, token, *sums = add_up(city, token, measures)
    return counts_table(cities, city, tokens, token, sums)


def _rated(counts: pa.Table, tokens: Mapping[str, int], documents: Mapping[str, int]) -> pa.Table:
    coded = counts.column("city").combine_chunks().dictionary_encode()
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


def _write(store: Store, target: str, schema: pa.Schema, tables: Iterator[pa.Table], group: int = ROW_GROUP) -> None:
    repeating = [name for name in schema.names if name != "token"]
    with (
        store.writing(target) as stream,
        pq.ParquetWriter(stream, schema, compression="zstd", use_dictionary=repeating) as file,
    ):
        for table in regrouped(tables, group):
            file.write_table(table, row_group_size=group)


def regrouped(tables: Iterator[pa.Table], group: int = ROW_GROUP) -> Iterator[pa.Table]:
    """Join short stretches so that the groups of rows in the file are not small."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= group:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)

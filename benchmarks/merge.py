"""Merge as many counts as the last round over ten million reports has, and show what the merge holds of them.

    python benchmarks/merge.py --inputs 32 --rows 1000000

Each input stands for the sorted counts of some 300,000 reports. Its tokens are drawn from a vocabulary of ten million
types by Zipf's law with the exponent of running text, for 333 cities; a third of the types are seen in one input only.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.scale.columns import strings
from corpus_tools.scale.counting import counts_table
from corpus_tools.scale.merging import write_counts, write_terms
from corpus_tools.scale.storage import Store

CITIES = [f"城市{number:03}" for number in range(333)]
TYPES = 10_000_000
EXPONENT = 1.05


def counts(rows: int, seed: int) -> Iterator[pa.Table]:
    """Yield sorted counts, a table a city."""
    chance = np.random.default_rng(seed)
    for number in range(len(CITIES)):
        drawn = np.minimum(chance.zipf(EXPONENT, 3 * rows // len(CITIES)), TYPES) % TYPES
        types, count = np.unique(drawn, return_counts=True)
        tokens = [f"词{kind:07}" for kind in types[: rows // len(CITIES)].tolist()]
        numbers = count[: len(tokens)]
        counted = np.stack([np.full(len(tokens), number), np.arange(len(tokens)), numbers, numbers, numbers])
        yield counts_table(CITIES, strings(tokens), counted)


def main() -> None:
    """Write the inputs, merge them, and print rows, time and memory."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inputs", type=int, nargs="+", default=[2, 8, 32])
    parser.add_argument("--rows", type=int, default=200_000, help="rows of an input")
    options = parser.parse_args()
    print("| inputs | rows read | rows written | CPU s | rows a second | peak MB |\n|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.at(folder)
        names = [f"counts/{number}.arrow" for number in range(max(options.inputs))]
        for number, name in enumerate(names):
            write_counts(store, name, counts(options.rows, number))
        for inputs in options.inputs:
            _report(store, folder, names[:inputs])


def _report(store: Store, folder: str, names: list[str]) -> None:
    each = dict.fromkeys(CITIES, 1_000_000)
    read = sum(pa.ipc.open_file(str(Path(folder, name))).read_all().num_rows for name in names)
    started = time.process_time()
    write_terms(names, "terms.parquet", store=store, tokens=each, documents=each)
    spent = time.process_time() - started
    written = pq.ParquetFile(Path(folder, "terms.parquet"))
    _check_order(written)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    rows = written.metadata.num_rows
    print(f"| {len(names)} | {read:,} | {rows:,} | {spent:.1f} | {read / spent:,.0f} | {peak:.0f} |", flush=True)


def _check_order(file: pq.ParquetFile) -> None:
    firsts = [file.read_row_group(i).slice(0, 1).to_pylist()[0] for i in range(file.num_row_groups)]
    assert all((a["city"], a["token"]) < (b["city"], b["token"]) for a, b in pairwise(firsts))


if __name__ == "__main__":
    main()

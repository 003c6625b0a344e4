"""The map: one part of a corpus to its tables."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.scale.columns import from_frame, from_rows, schema_of
from corpus_tools.scale.counting import TermCounter
from corpus_tools.scale.inputs import Part, sources
from corpus_tools.scale.merging import write_counts
from corpus_tools.scale.storage import Store
from corpus_tools.text import corpus as texts
from corpus_tools.text.sources import Source

if TYPE_CHECKING:
    import pandas as pd

BLOCK_REPORTS = 512
CLAIM_REPORTS = 128
ROW_GROUP = 1 << 16
LONG_LINE = 1_000
COUNTED = "counts"
ENGINE: Literal["rjieba"] = "rjieba"

Outcome: TypeAlias = texts.Document | Source
Frame: TypeAlias = "Callable[[Any], pd.DataFrame]"


class Made(NamedTuple):
    """What a part came to: enough to show progress and to know the totals of each city."""

    number: int
    reports: int
    unreadable: int
    size: int
    tokens: Mapping[str, int]
    documents: Mapping[str, int]


def map_part(part: Part, *, store: Store, tables: tuple[str, ...]) -> Made:
    """Write the tables of one part, then the note that it is finished; a part without its note is done again."""
    counter = TermCounter(*words())
    reports = unreadable = 0
    with ExitStack() as stack:
        stack.enter_context(_uncollected())
        files = {
            name: stack.enter_context(_table_file(store, part_name(name, part.number), schema(name)))
            for name in tables
            if name != "terms"
        }
        for block in _blocks(part):
            documents = [outcome for outcome in block if isinstance(outcome, texts.Document)]
            for name, rows in _tables_of(block, documents, counter.count(documents), list(files)):
                files[name](rows)
            reports, unreadable = reports + len(block), unreadable + len(block) - len(documents)
    if "terms" in tables:
        write_counts(store, counts_name(COUNTED, part.number), iter([counter.table()]))
    made = Made(part.number, reports, unreadable, part.size, counter.city_tokens, counter.city_documents)
    store.write_json(note_name(part.number), made._asdict())
    return made


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles while a part is made: documents hold none, and there are many of them to look through."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def part_name(table: str, number: int) -> str:
    """Return the name of the file that holds one part of a table."""
    return f"{table}/part-{number:06}.parquet"


def counts_name(folder: str, number: int) -> str:
    """Return the name of the file that holds sorted counts."""
    return f"{folder}/part-{number:06}.arrow"


def note_name(number: int) -> str:
    """Return the name of the note that says that a part is finished."""
    return f"parts/{number:06}.json"


@cache
def schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table other than terms."""
    if table == "documents":
        return schema_of(texts.DOCUMENT_COLUMNS)
    if table == "edits":
        return schema_of(texts.EDIT_COLUMNS)
    return schema_of(_frame(table)([]).columns)


@contextmanager
def _table_file(store: Store, name: str, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """Open a Parquet file and give what adds rows to it; they are written in groups that depend on the rows alone."""
    waiting: list[pa.Table] = []

    def add(rows: pa.Table) -> None:
        waiting.append(rows)
        if sum(map(len, waiting)) >= ROW_GROUP:
            file.write_table(pa.concat_tables(waiting))
            waiting.clear()

    with store.writing(name) as stream, pq.ParquetWriter(stream, schema, compression="zstd") as file:
        yield add
        if waiting:
            file.write_table(pa.concat_tables(waiting))


def _blocks(part: Part) -> Iterator[list[Outcome]]:
    """Take the reports of a part through the pipeline, some at a time; what fails comes out with its reason."""
    waiting = sources(part)
    while block := list(islice(waiting, BLOCK_REPORTS)):
        made = iter(texts.documents_from_sources([source for source in block if source.raw is not None]))
        yield [source if source.raw is None else _outcome(source, next(made)) for source in block]


def _outcome(source: Source, made: texts.Document | Exception) -> Outcome:
    if isinstance(made, Exception):
        return replace(source, raw=None, error=_failure(source.path, "documents", made))
    return made


def _tables_of(
    block: list[Outcome], documents: list[texts.Document], counts: list[int], names: list[str]
) -> Iterator[tuple[str, pa.Table]]:
    failures: dict[str, str] = {}
    for name in names:
        if name == "edits":
            yield name, from_rows(_edit_rows(documents), schema(name))
        elif name != "documents":
            for start in range(0, len(documents), CLAIM_REPORTS):
                yield name, _claims(name, documents[start : start + CLAIM_REPORTS], failures)
    if "documents" in names:
        counted = dict(zip(map(id, documents), counts, strict=True))
        rows = [_report_row(outcome, counted.get(id(outcome)), failures.get(outcome.doc_id)) for outcome in block]
        yield "documents", from_rows(rows, schema("documents"))


def _claims(name: str, documents: list[texts.Document], failures: dict[str, str]) -> pa.Table:
    """Return the rows of a table; a report on which its rules fail has none, and the reason is noted."""
    try:
        return from_frame(_frame(name)(documents), schema(name))
    except Exception:
        tables = [_claims_of_one(name, document, failures) for document in documents]
        return pa.concat_tables([schema(name).empty_table(), *tables])


def _claims_of_one(name: str, document: texts.Document, failures: dict[str, str]) -> pa.Table:
    try:
        return from_frame(_frame(name)([document]), schema(name))
    except Exception as error:
        failures[document.doc_id] = _failure(document.path, name, error)
        return schema(name).empty_table()


def _failure(path: str | None, table: str, error: Exception) -> str:
    return f"{path}: {table} cannot be made ({type(error).__name__}: {error}). Please report this text."


def _report_row(outcome: Outcome, tokens: int | None, failure: str | None) -> list[Any]:
    if isinstance(outcome, Source):
        return [getattr(outcome, name, None) for name in texts.DOCUMENT_COLUMNS]
    special = {
        "authors": "、".join(outcome.authors) or None,
        "raw_characters": len(outcome.raw),
        "characters": len(outcome.text),
        "paragraphs": len(outcome.paragraphs),
        "tokens": tokens,
        "error": failure,
    }
    return [special[name] if name in special else getattr(outcome, name) for name in texts.DOCUMENT_COLUMNS]


def _edit_rows(documents: Iterable[texts.Document]) -> list[tuple[Any, ...]]:
    return [
        (
            *(document.doc_id, receipt.step, receipt.raw_start, receipt.raw_end, receipt.before, receipt.after),
            *(receipt.certainty, receipt.reason, "|".join(receipt.alternatives)),
        )
        for document in documents
        for receipt in document.traced.receipts
    ]


def _frame(table: str) -> Frame:
    if table == "values":
        from corpus_tools.claims.reported import reported_values

        return reported_values
    if table == "slogans":
        from corpus_tools.claims.slogans import slogans

        return slogans
    from corpus_tools.words.segmentation import segment

    return partial(segment, engine=ENGINE)


@cache
def words() -> tuple[Callable[[str], list[str]], Callable[[str], bool]]:
    """Return what cuts a text and what knows a word; the pieces are those of `segment`, which cuts by sentence."""
    from corpus_tools.words.engines import load_engine
    from corpus_tools.words.lexicon import dictionary_terms
    from corpus_tools.words.segmentation import is_word, sentences

    cut = load_engine(ENGINE, dictionary_terms())

    def cut_line(line: str) -> list[str]:
        if len(line) <= LONG_LINE:
            return cut(line)
        return [piece for start, end in sentences(line) for piece in cut(line[start:end])]

    def cut_text(text: str) -> list[str]:
        lines = text.split("\n")
        if max(map(len, lines)) < LONG_LINE:
            return cut(text)
        return [piece for line in lines for piece in (*cut_line(line), "\n")][:-1]

    return cut_text, is_word

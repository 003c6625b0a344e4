"""The numbered notebooks on a reader's own corpus: figures, tables, and a page that says what could not be made."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path

import corpus_tools as ct
from corpus_tools.charts.publish import csv_text
from corpus_tools.execution import NotebookError, execute, numbered
from corpus_tools.text.corpus import Corpus
from corpus_tools.writing import write_whole

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
NEED_ANNOTATION = ("09",)


def report(
    source: str | Path,
    out: str | Path,
    *,
    only: Collection[str] = (),
    progress: Callable[[str], None] = lambda line: None,
) -> dict[str, str | None]:
    """Run the numbered notebooks on a corpus and write its tables; the committed notebooks stay as they are.

    Parameters
    ----------
    source
        Whatever `read_corpus` reads.
    out
        A folder: ``notebooks/``, ``figures/``, ``tables/`` and ``report.json`` are written there.
    only
        Numbers of the notebooks to run (``["01", "06"]``); all of them if empty.
    progress
        Told what is being done, a line at a time.

    Returns
    -------
    dict
        For each notebook None, or the reason why it ended early (one city cannot be compared with others, say).

    Raises
    ------
    ValueError
        If nothing in `source` could be read.
    """
    source, out = Path(source).resolve(), Path(out).resolve()
    progress(f"reading {source.name}")
    corpus = ct.read_corpus(source)
    if not len(corpus):
        reasons = "; ".join(f"{s.path}: {s.error}" for s in corpus.unreadable[:3]) or "the folder is empty"
        raise ValueError(f"{source}: found no report that can be read ({reasons}).")
    _write_tables(corpus, out / "tables")
    parameters = {"SOURCE": str(source), "FIGURES": str(out / "figures"), "BY": _grouping(corpus)}
    outcome = {}
    for notebook in numbered(NOTEBOOKS):
        number = notebook.name[:2]
        if number not in NEED_ANNOTATION and (not only or number in only):
            progress(f"running {notebook.stem}")
            outcome[notebook.stem] = _run(notebook, out / "notebooks" / notebook.name, parameters)
    _write(out / "report.json", json.dumps(outcome, ensure_ascii=False, indent=1) + "\n")
    return outcome


def _grouping(corpus: Corpus) -> str:
    """Compare cities where there are two or more, else documents."""
    return "city" if len({document.city for document in corpus} - {None}) > 1 else "doc_id"


def _run(notebook: Path, target: Path, parameters: dict[str, str]) -> str | None:
    try:
        execute(notebook, target, parameters=parameters)
    except NotebookError as error:
        return str(error).splitlines()[0]
    return None


def _write_tables(corpus: Corpus, folder: Path) -> None:
    tokens, values = ct.segment(corpus), ct.reported_values(corpus)
    tables = {
        "documents": corpus.documents(),
        "edits": ct.edits(corpus),
        "ledger": ct.ledger(corpus),
        "terms": ct.term_frequencies(tokens, by=_grouping(corpus)),
        "values": values,
        "series": ct.time_series(values),
        "events": ct.events(corpus),
        "slogans": ct.slogans(corpus),
    }
    for name, table in tables.items():
        _write(folder / f"{name}.csv", csv_text(table))


def _write(path: Path, text: str) -> None:
    write_whole({path: text.encode()})

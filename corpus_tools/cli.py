"""The command line: ``corpus-tools inspect FILE`` (same as ``python -m corpus_tools inspect FILE``)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import corpus_tools as ct
from corpus_tools.text.corpus import Document

CONTEXT = 12
VALUES = ["value", "approx", "unit", "noun", "as_of", "as_of_basis", "quote"]


def inspect(path: Path, *, every_change: bool = False) -> Iterator[str]:
    """Yield the lines that tell what happened to one text.

    Parameters
    ----------
    path
        A file that `read_corpus` can read.
    every_change
        List Traditional-to-Simplified and width changes too, not only repairs and what was dropped.
    """
    corpus = ct.read_corpus(path)
    for row in corpus.unreadable:
        yield f"{row.path}: {row.error}"
    for document in corpus:
        yield f"{document.path}  {document.encoding}  {len(document.raw)} raw characters  damage: {document.damage}"
        yield from _section("Metadata", document.metadata().drop(columns="declared"))
        yield from _section("Ledger", document.ledger()[["step", "fate", "characters"]])
        yield from _section("Changes", _changes(document, every_change))
        yield from _section("Reported values", ct.reported_values(document)[VALUES])
        yield from _section("Slogans", ct.slogans(document)[["slogan", "numbers", "members", "source"]])
        yield from ["", "## Text", "", document.text]


def _section(title: str, table: pd.DataFrame) -> list[str]:
    return ["", f"## {title}", "", table.to_string(index=False) if len(table) else "none"]


def _changes(document: Document, every_change: bool) -> pd.DataFrame:
    edits = document.edits()
    if not every_change:
        edits = edits[edits["step"].ne("script") & edits["reason"].ne("annotation")]
    shown = [
        {
            "raw": f"{edit['raw_start']}:{edit['raw_end']}",
            **{name: edit[name] for name in ("step", "reason", "certainty")},
            **{name: _clip(edit[name]) for name in ("before", "after")},
        }
        for edit in edits.to_dict("records")
    ]
    return pd.DataFrame(shown)


def _clip(text: str) -> str:
    flat = text.replace("\n", "⏎")
    return flat if len(flat) <= 3 * CONTEXT else f"{flat[:CONTEXT]}…{flat[-CONTEXT:]}"


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and do what it says; an error is one line that says what to do."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        sys.exit(f"corpus-tools: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corpus-tools", description="Scraped Chinese reports as evidence.")
    commands = parser.add_subparsers(required=True)
    look = commands.add_parser("inspect", help="what happened to one text: damage, receipts, metadata, values, slogans")
    look.add_argument("file", type=Path)
    look.add_argument("--every-change", action="store_true", help="list script and width changes too")
    look.set_defaults(run=_inspect)
    tell = commands.add_parser("report", help="the numbered notebooks on your own corpus, with its figures and tables")
    tell.add_argument("source", type=Path)
    tell.add_argument("--out", type=Path, required=True)
    tell.add_argument("--only", nargs="+", default=[], metavar="NUMBER", help="run only these notebooks, such as 01 06")
    tell.add_argument("--package", type=Path, help="a replication package of the report, such as replication.zip")
    tell.add_argument("--copy-texts", action="store_true", help="put the texts into the package")
    tell.set_defaults(run=_report)
    make = commands.add_parser("build", help="the tables of a corpus of any size as Parquet")
    make.add_argument("source")
    make.add_argument("--out", required=True)
    make.add_argument("--tables", type=lambda names: names.split(","), help="such as documents,terms; all but tokens")
    make.add_argument("--workers", type=int, help="processes; as many as there are cores by default")
    make.add_argument("--scheduler", help="address of a Dask scheduler, or local")
    make.set_defaults(run=_build)
    return parser


def _build(options: argparse.Namespace) -> None:
    from corpus_tools.scale.building import build, progress_line

    wanted = {"tables": options.tables, "workers": options.workers, "scheduler": options.scheduler}
    place = build(options.source, options.out, progress=lambda state: _tell(progress_line(state)), **wanted)
    sys.stdout.write(f"\nthe tables are in {place}\n")


def _tell(line: str) -> None:
    print(f"\r{line}", end="", file=sys.stderr, flush=True)


def _inspect(options: argparse.Namespace) -> None:
    wide = ("display.unicode.east_asian_width", True, "display.width", None, "display.max_colwidth", 48)
    with pd.option_context(*wide):
        for line in inspect(options.file, every_change=options.every_change):
            sys.stdout.write(line + "\n")


def _report(options: argparse.Namespace) -> None:
    from corpus_tools.reporting import report

    started = time.monotonic()
    outcome = report(
        options.source, options.out, only=options.only, progress=lambda line: print(line, file=sys.stderr, flush=True)
    )
    for notebook, reason in outcome.items():
        sys.stdout.write(f"{notebook}: {reason or 'done'}\n")
    sys.stdout.write(f"figures, tables and notebooks are in {options.out}\n")
    if options.package:
        _package(options, minutes=(time.monotonic() - started) / 60)


def _package(options: argparse.Namespace, *, minutes: float) -> None:
    from corpus_tools import replication

    about = replication.About(minutes=minutes)
    texts = {"source": options.source, "copy_texts": options.copy_texts}
    sys.stdout.write(
        f"the replication package is {replication.make(options.out, options.package, about=about, **texts)}\n"
    )

"""Measure the reported values on the annotated cases and print a Markdown table.

With ``--errors PART`` the disagreements of that part follow; those of measured parts are never shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import corpus_tools as ct
from corpus_tools import validation

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
NOT_BEFORE = "2020-12-31"
"""Stands for the day of publication that seed 000 does not tell."""
UNREAD = ("measured", "unseen", "wild")
FILES = {
    "unseen": ("values_unseen.jsonl", None),
    "wild": ("values_wild.jsonl", None),
    "measured": ("values_passages.jsonl", "measured"),
    "fresh": ("values_fresh.jsonl", None),
    "tune": ("values_passages.jsonl", "tune"),
    **{
        name: (f"values_{name}.jsonl", None)
        for name in ("more", "nouns", "blind", "last", "dates", "modelled", "modelled2")
    },
}


class Part(NamedTuple):
    """The judged values of some annotated texts."""

    name: str
    judged: pd.DataFrame


def parts() -> Iterator[Part]:
    """Yield the judged parts, the seeds first."""
    cases = validation.read_cases(CASES / "values_seeds.jsonl")
    yield Part("seeds", validation.judge_values(ct.reported_values(dated_seeds()), cases))
    for name, (file, part) in FILES.items():
        corpus, cases = validation.read_passages(CASES / file, "values", part=part)
        yield Part(name, validation.judge_values(ct.reported_values(corpus), cases))


def dated_seeds() -> ct.Corpus:
    """Return the seeds, the one without a day of publication with a day by which its figures can be dated."""
    documents = ct.read_corpus(ROOT / "seeds")
    return ct.Corpus(
        tuple(
            one if one.published_on else ct.document_from_text(one.raw, doc_id=one.doc_id, published_on=NOT_BEFORE)
            for one in documents
        )
    )


def line(part: Part) -> list[str]:
    """Return a row of the table: precision, recall, then each field as a share of the annotated values."""
    counts = validation.scores(part.judged).set_index("field")
    annotated = counts.loc["recall", "of"]
    ratios = [f"{counts.loc[name, 'share']:.3f}" for name in ("precision", "recall")]
    fields = [f"{counts.loc[name, 'right'] / annotated:.3f}" for name in validation.VALUE_FIELDS]
    low, high = validation.wilson(int(counts.loc["all", "right"]), int(annotated))[1:]
    return [part.name, str(annotated), *ratios, *fields, f"{low:.3f} to {high:.3f}"]


def main() -> None:
    """Print the table, and the disagreements of the part that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=["seeds", *(name for name in FILES if name not in UNREAD)])
    wanted = parser.parse_args().errors
    judged = list(parts())
    head = ["part", "values", "precision", "recall", *validation.VALUE_FIELDS, "95 % interval of all"]
    for row in (head, ["---"] * len(head), *map(line, judged)):
        print(f"| {' | '.join(row)} |")
    for part in judged:
        if part.name == wanted:
            print(part.judged[part.judged["outcome"].ne("right")].to_string())


if __name__ == "__main__":
    main()

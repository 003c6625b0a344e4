"""Measure the slogans table on the annotated cases and print a Markdown table.

With ``--errors tune`` (or another part that is developed on) the disagreements of that part follow; those of measured
parts are never shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import corpus_tools as ct
from corpus_tools.text.corpus import Corpus
from corpus_tools.validation import (
    Row,
    judge_slogans,
    paired_slogans,
    read_cases,
    read_passages,
    scores,
    slogan_verdict,
)

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
SCORES = ("precision", "recall", "numbers", "members", "items", "consistent", "all")
DEVELOPED = (
    "unseen",
    "tune",
    "more",
    "lists",
    "blind",
    "second",
    "last",
    "dev",
    "dev2",
    "parts",
    "frames",
    "reports",
    "unlike",
    "edges",
    "general",
    "campaigns",
    "offices",
    "governments",
    "safety",
    "countryside",
    "services",
    "listed",
    "speeches",
    "health",
    "industry",
    "environment",
    "congress",
    "party",
    "press",
    "summaries",
    "notices",
    "experience",
)
PARTS = ("seeds", "anew", "wild", "natural", "measured", *DEVELOPED, "fresh")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=["seeds", *DEVELOPED])
    wanted = parser.parse_args().errors
    print("| part | texts | " + " | ".join(SCORES) + " |")
    print("|---|" + "---|" * (len(SCORES) + 1))
    for part in PARTS:
        corpus, cases = passages(part)
        found = ct.slogans(corpus)
        shares = [f"{yes} of {of} ({100 * yes / of:.0f} %)" for yes, of in measure(found, cases).values()]
        print(f"| {part} | {len(corpus)} | " + " | ".join(shares) + " |")
        if part == wanted:
            errors = list(disagreements(found, cases))
    for line in errors if wanted else []:
        print(line)


def passages(part: str) -> tuple[Corpus, list[Row]]:
    """Return the texts of one part and what a reader found in them."""
    if part == "seeds":
        return ct.read_corpus(ROOT / "seeds"), read_cases(CASES / "slogans_seeds.jsonl")
    is_split = part in ("tune", "measured")
    path = CASES / f"slogans_{'passages' if is_split else part}.jsonl"
    return read_passages(path, "slogans", part=part if is_split else None)


def measure(found: pd.DataFrame, cases: list[Row]) -> dict[str, tuple[int, int]]:
    """Return what is right and of how many, by field."""
    rows = scores(judge_slogans(found, cases)).to_dict("records")
    return {row["field"]: (row["right"], row["of"]) for row in rows}


def disagreements(found: pd.DataFrame, cases: list[Row]) -> Iterator[str]:
    """Yield a line for each slogan that is missed, false or wrong."""
    for case, row in paired_slogans(found, cases):
        told = row and f"{row['numbers']} {row['members']} {row['consistent']} ({row['basis']})"
        said = case and f"{case['numbers']} {case['members']} {case['consistent']}"
        one = case or row or {}
        if not case or not row:
            yield f"{one['doc_id']}: {'missed' if case else 'false'} {one['slogan']} {told or ''}"
        elif not slogan_verdict(case, row)["all"]:
            wrong = [field for field, is_right in slogan_verdict(case, row).items() if is_right is False]
            yield f"{case['doc_id']}: {row['slogan']}: {' '.join(wrong[:-1])} {told}\n      not {said}"


if __name__ == "__main__":
    main()

"""Measure the slogans table on the annotated cases and print a Markdown table.

With ``--errors tune`` (or ``seeds``) the disagreements of that part follow; those of measured parts are never shown.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpus_tools as ct
from corpus_tools.claims.slogans import slogans

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
SCORES = ("found", "precision", "numbers right", "members right", "consistent right")


class Case(NamedTuple):
    """One annotated text: which part it belongs to, its document, what a reader found in it."""

    part: str
    name: str
    document: Any
    annotated: list[dict[str, Any]]
    negatives: list[str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=["seeds", "tune", "more", "lists", "blind", "second"])
    wanted = parser.parse_args().errors
    scores, errors = measure()
    print("| part | texts | slogans | " + " | ".join(SCORES) + " |")
    print("|---|" + "---|" * (len(SCORES) + 2))
    for part, counts in scores.items():
        cells = [share(counts[f"{name}: yes"], counts[f"{name}: of"]) for name in SCORES]
        print(f"| {part} | {counts['texts']} | {counts['found: of']} | " + " | ".join(cells) + " |")
    for part, line in errors:
        if part == wanted:
            print(line)


def share(yes: int, of: int) -> str:
    """Return a share as the table prints it."""
    return f"{yes} of {of} ({100 * yes / of:.0f} %)" if of else "none"


def measure() -> tuple[dict[str, Counter[str]], list[tuple[str, str]]]:
    """Return the counts of each part and the lines that tell each disagreement."""
    scores: dict[str, Counter[str]] = {}
    errors: list[tuple[str, str]] = []
    for case in cases():
        counts = scores.setdefault(case.part, Counter())
        counts["texts"] += 1
        errors += [(case.part, f"{case.name}: {line}") for line in score(case, counts)]
    return scores, errors


def cases() -> Iterator[Case]:
    """Yield the annotated texts of all parts."""
    corpus = ct.read_corpus(ROOT / "seeds")
    seeds = read("slogans_seeds.jsonl")
    for document in corpus:
        annotated = [row for row in seeds if row["doc_id"] == document.doc_id]
        yield Case("seeds", document.doc_id, document, annotated, [])
    for name, only in (
        ("passages", None),
        ("more", "more"),
        ("lists", "lists"),
        ("blind", "blind"),
        ("second", "second"),
        ("last", "last"),
        ("dev", "dev"),
        ("fresh", "fresh"),
    ):
        for row in read(f"slogans_{name}.jsonl"):
            document = ct.document_from_text(row["text"], doc_id=row["id"], published_on=row.get("published_on"))
            yield Case(only or row["part"], row["id"], document, row["slogans"], row.get("not_slogans", []))


def read(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of cases, none if there is no such file."""
    path = CASES / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def score(case: Case, counts: Counter[str]) -> Iterator[str]:
    """Count one text into `counts` and yield its disagreements."""
    rows = slogans(case.document).to_dict("records")
    matched: set[int] = set()
    for truth in case.annotated:
        index = next((i for i, row in enumerate(rows) if i not in matched and same(truth, row)), None)
        if index is not None:
            matched.add(index)
        if truth["tier"] == "minor":
            continue
        counts["found: of"] += 1
        if index is None:
            yield f"missed {truth['slogan']}"
            continue
        counts["found: yes"] += 1
        yield from compare(truth, rows[index], counts)
    counts["precision: yes"] += sum(1 for t in case.annotated if t["tier"] != "minor" and any(same(t, r) for r in rows))
    spare = [row for i, row in enumerate(rows) if i not in matched and not any(same(t, row) for t in case.annotated)]
    false = [row for row in spare if row["kind"] != "counted_list"]
    counts["precision: of"] = counts["precision: yes"] + counts["false"] + len(false)
    counts["false"] += len(false)
    yield from (f"false {row['slogan']} {row['members']}" for row in false)


def compare(truth: dict[str, Any], row: dict[str, Any], counts: Counter[str]) -> Iterator[str]:
    """Count what is right about a slogan that was found."""
    verdicts = {"numbers right": list(row["numbers"]) == truth["numbers"]}
    if truth["complete"]:
        listings = [truth["members"], truth.get("members_also", truth["members"])]
        verdicts["members right"] = folded(row["members"]) in map(folded, listings)
    elif row["members"] and not truth["members"]:
        yield f"{row['slogan']}: members {row['members']} where none are listed ({row['basis']})"
    found = None if row["consistent"] is None else bool(row["consistent"])
    verdicts["consistent right"] = found == truth["consistent"]
    for name, is_right in verdicts.items():
        counts[f"{name}: of"] += 1
        counts[f"{name}: yes"] += is_right
        if not is_right:
            said = f"{row['numbers']} {row['members']} {found} ({row['basis']})"
            wanted = f"{truth['numbers']} {truth['members']} {truth['consistent']}"
            yield f"{row['slogan']}: {name.split()[0]} {said}\n      not {wanted}"


def same(truth: dict[str, Any], row: dict[str, Any]) -> bool:
    """Return whether a row is the annotated slogan: the same words, or overlapping spans."""
    names = {fold(name) for name in (truth["slogan"], *truth.get("variants", ()))}
    overlaps = row["raw_start"] < truth["raw_end"] and truth["raw_start"] < row["raw_end"]
    return fold(row["slogan"]) in names or (overlaps and row["source"] == truth["source"] == "body")


def fold(text: str) -> str:
    """Return a text without quotation marks and without regard to width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char not in "“”‘’\"' ")


def folded(members: list[str]) -> list[str]:
    """Return members as they are compared."""
    return [fold(member) for member in members]


if __name__ == "__main__":
    main()

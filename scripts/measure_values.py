"""Measure reported values against the annotated cases; prints a Markdown table, and the errors with --errors PART."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import corpus_tools as ct

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
NOT_BEFORE = dt.date(2020, 2, 11)
"""Latest date in the one seed that prints no date of its own: without a year from the caller its dates stay null."""
FIELDS = ("value", "unit", "noun", "noun head", "approx", "as_of", "all fields")
Row = dict[str, Any]


def read_cases(name: str) -> list[Row]:
    """Return the lines of one file of cases."""
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Clean:
    """A clean text that stands in for a document: what the rules see when every repair before them is perfect."""

    text: str
    published_on: dt.date | None
    doc_id: str = "clean"
    city: str | None = None

    @property
    def raw(self) -> str:
        """The text itself."""
        return self.text

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span itself."""
        return start, end


def texts(*, clean: bool) -> Iterator[tuple[str, str, list[Row], pd.DataFrame]]:
    """Yield part, name, annotated values and found values of every text."""
    if not clean:
        yield from seeds()
    for name in ("values_passages.jsonl", "values_more.jsonl", "values_fresh.jsonl"):
        cases = read_cases(name)
        blind = set(random.Random(20200227).sample(range(len(cases)), len(cases) // 3)) if "more" in name else ()
        for i, case in enumerate(cases):
            published = case["published_on"] and dt.date.fromisoformat(case["published_on"])
            part = "fresh" if "fresh" in name else case["part"]
            if "more" in name:
                part = "more, blind third" if i in blind else "more"
            if clean:
                yield part, case["id"], located(case), ct.reported_values(Clean(case["clean"], published))
            else:
                document = ct.document_from_text(case["text"], published_on=published)
                yield part, case["id"], case["values"], ct.reported_values(document)


def seeds() -> Iterator[tuple[str, str, list[Row], pd.DataFrame]]:
    """Yield the five seeds as the pipeline reads them."""
    by_seed = defaultdict(list)
    for gold in read_cases("values_seeds.jsonl"):
        by_seed[gold["doc_id"]].append(gold)
    for document in ct.read_corpus(ROOT / "seeds"):
        if document.published_on is None:
            document = ct.document_from_text(document.raw, doc_id=document.doc_id, published_on=NOT_BEFORE)
        yield "seeds", document.doc_id, by_seed[document.doc_id], ct.reported_values(document)


def located(case: Row) -> list[Row]:
    """Return the values of a passage with the places of their quotes in the clean text."""
    values, position = [], 0
    for value in case["values"]:
        start = case["clean"].find(value["quote"], position)
        if start < 0:
            start = max(case["clean"].find(value["quote"]), 0)
        position = start + 1
        values.append({**value, "raw_start": start, "raw_end": start + len(value["quote"])})
    return values


def plain(words: object) -> str:
    """Return words without quotation marks and spaces, with ASCII punctuation."""
    if not isinstance(words, str):
        return ""
    return words.translate(str.maketrans("（），：", "(),:", '“”"‘’《》 ')).strip()


def paired(gold: list[Row], found: list[Row]) -> list[tuple[Row | None, Row | None]]:
    """Match annotated to found values: spans overlap, equal values first."""
    pairs: list[tuple[Row | None, Row | None]] = []
    left = list(found)
    for same_value in (True, False):
        for one in list(gold):
            if any(pair[0] is one for pair in pairs):
                continue
            near = [
                other
                for other in left
                if other["raw_start"] < one["raw_end"]
                and one["raw_start"] < other["raw_end"]
                and (abs(other["value"] - one["value"]) < 1e-6 or not same_value)
            ]
            if near:
                pairs.append((one, near[0]))
                left.remove(near[0])
    pairs += [(one, None) for one in gold if not any(pair[0] is one for pair in pairs)]
    return pairs + [(None, other) for other in left]


def verdict(gold: Row, found: Row) -> dict[str, bool]:
    """Say field by field whether a found value agrees with the annotated one."""
    nouns = [plain(noun) for noun in [gold["noun"], *gold.get("noun_also", [])]]
    noun = plain(found["noun"])
    high = [None if pd.isna(one["value_max"]) else float(one["value_max"]) for one in (gold, found)]
    date = found["as_of"].isoformat() if isinstance(found["as_of"], dt.date) else None
    right = {
        "value": abs(found["value"] - gold["value"]) < 1e-6 * max(1, abs(gold["value"])) and high[0] == high[1],
        "unit": (found["unit"] or None) == gold["unit"],
        "noun": noun in nouns,
        "noun head": any(noun == one or (noun and one and (one.endswith(noun) or noun.endswith(one))) for one in nouns),
        "approx": found["approx"] == gold["approx"],
        "as_of": date == gold["as_of"],
    }
    right["all fields"] = all(right[name] for name in ("value", "unit", "noun head", "approx", "as_of"))
    return right


def measure(*, clean: bool = False) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    """Return the table of measures by part and the list of errors."""
    tallies: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    errors = []
    for part, name, gold, table in texts(clean=clean):
        for one, other in paired(gold, table.to_dict("records")):
            tiers = ["all", *(["core"] if (one or {}).get("tier") != "minor" else [])]
            right = verdict(one, other) if one and other else dict.fromkeys(FIELDS, False)
            for tier in tiers:
                tally = tallies[part, tier]
                tally["gold"] += one is not None
                tally["found"] += other is not None
                for field in FIELDS:
                    tally[field] += right[field]
            if not all(right.values()):
                errors.append((part, name, _difference(one, other, right)))
    lines = [{"part": part, "tier": tier, **_scores(tally)} for (part, tier), tally in tallies.items()]
    return pd.DataFrame(lines), errors


def _difference(one: Row | None, other: Row | None, right: dict[str, bool]) -> str:
    keys = ("quote", "value", "value_max", "approx", "unit", "noun", "as_of", "as_of_basis")
    show = [" ".join(str(row[key]) for key in keys) if row else "-" for row in (one, other)]
    wrong = ", ".join(field for field in FIELDS[:-1] if not right[field])
    return f"[{(one or {}).get('tier', 'extra')}] wrong: {wrong}\n    want {show[0]}\n    got  {show[1]}"


def _scores(tally: dict[str, int]) -> dict[str, Any]:
    gold, found, value = tally["gold"], tally["found"], tally["value"]
    scores = {
        "values": gold,
        "found": found,
        "precision": value / found if found else 0.0,
        "recall": value / gold if gold else 0.0,
        "F1": 2 * value / (gold + found) if gold + found else 0.0,
    }
    for field in FIELDS[1:]:
        scores[field] = tally[field] / gold if gold else 0.0
    return scores


def main() -> None:
    """Print the table, and the errors of the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--errors", nargs="*", default=[], choices=["seeds", "tune", "more"], help="parts whose errors to list"
    )
    parser.add_argument("--clean", action="store_true", help="measure the passages before damage, without the pipeline")
    options = parser.parse_args()
    table, errors = measure(clean=options.clean)
    rows = [
        [f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row]
        for row in table.itertuples(index=False)
    ]
    lines = [list(table.columns), ["---"] * len(table.columns), *rows]
    sys.stdout.write("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")
    for part, name, words in errors:
        if part in options.errors:
            sys.stdout.write(f"\n{part} {name} {words}")
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

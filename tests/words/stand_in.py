"""Invented documents that know no more than what words need to know of a document."""

import json
from pathlib import Path
from types import SimpleNamespace

CASES = Path(__file__).parents[1] / "cases" / "words_corpus.jsonl"


def text(body, *, doc_id="a", city="汕尾市"):
    """A document whose raw text is its text behind four characters of furniture."""
    return SimpleNamespace(
        doc_id=doc_id,
        city=city,
        text=body,
        raw="首页 >" + body,
        raw_span=lambda start, end: (start + 4, end + 4),
    )


def read_cases():
    rows = map(json.loads, CASES.read_text(encoding="utf-8").splitlines())
    return [text(row["text"], doc_id=row["doc_id"], city=row["city"]) for row in rows]

"""Measure values and slogans on the passages that nobody tuned on or looked into; prints a Markdown table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import corpus_tools as ct
from corpus_tools import validation

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"


def scores(kind: str) -> pd.DataFrame:
    """Return the scores of one kind of claim on its blind passages."""
    passages, cases = validation.read_passages(CASES / f"{kind}_last.jsonl", kind)
    if kind == "values":
        judged = validation.judge_values(ct.reported_values(passages), cases)
    else:
        found = ct.slogans(passages)
        judged = validation.judge_slogans(found[found["kind"].ne("counted_list")], cases)
    return validation.scores(judged).assign(kind=kind)


if __name__ == "__main__":
    print("| kind | field | right | of | share | 95 % interval |\n|---|---|---|---|---|---|")
    for row in pd.concat([scores("values"), scores("slogans")]).to_dict("records"):
        interval = f"{row['low']:.3f} to {row['high']:.3f}"
        print(f"| {row['kind']} | {row['field']} | {row['right']} | {row['of']} | {row['share']:.3f} | {interval} |")

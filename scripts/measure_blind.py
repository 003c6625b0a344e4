"""Measure values on the passages that nobody tuned on or looked into; prints a Markdown table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import corpus_tools as ct
from corpus_tools import validation

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"


def scores() -> pd.DataFrame:
    """Return the scores of the values on their blind passages."""
    passages, cases = validation.read_passages(CASES / "values_last.jsonl", "values")
    return validation.scores(validation.judge_values(ct.reported_values(passages), cases))


if __name__ == "__main__":
    print("| field | right | of | share | 95 % interval |\n|---|---|---|---|---|")
    for row in scores().to_dict("records"):
        interval = f"{row['low']:.3f} to {row['high']:.3f}"
        print(f"| {row['field']} | {row['right']} | {row['of']} | {row['share']:.3f} | {interval} |")

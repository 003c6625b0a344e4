"""Measure what the intervals and p-values of words are worth; prints Markdown for docs/accuracy.md.

Null calibration: the paragraphs of a corpus are dealt to its cities at random, so that no city differs from another;
what is called significant then is false. Coverage: paragraphs are written from known rates that vary from paragraph to
paragraph (beta-binomial); an interval is right if it holds the known rate, or the known log-odds.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import corpus_tools as ct
from corpus_tools.words.frequency import term_frequencies
from corpus_tools.words.keyness import keyness

CITIES = ("甲市", "乙市", "丙市")
LENGTH = 100
TYPES = {"有": 0.05, "常": 0.02, "少": 0.005, "稀": 0.002}


def dealt_corpus(tokens: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Return the tokens with each paragraph given the city of some paragraph, drawn without replacement."""
    paragraph = tokens.groupby(["doc_id", "paragraph"], sort=False).ngroup().to_numpy()
    cities = tokens["city"].to_numpy()[np.unique(paragraph, return_index=True)[1]]
    return tokens.assign(city=generator.permutation(cities)[paragraph])


def null_calibration(tokens: pd.DataFrame, shuffles: int, replicates: int) -> pd.DataFrame:
    """Return, for each shuffle, the share of tests called significant at 5 % and whether there was any."""
    rows = []
    for shuffle in range(shuffles):
        dealt = dealt_corpus(tokens, np.random.default_rng([7, shuffle]))
        table = keyness(dealt, bootstrap=0, permutations=replicates, seed=shuffle)
        called = table[["p", "p_bh", "p_maxt"]] <= 0.05
        chi = table["chi2"] > 3.841
        rows.append({**called.mean().to_dict(), "chi2": chi.mean(), **called.any().add_prefix("any_").to_dict()})
    return pd.DataFrame(rows)


def written_corpus(paragraphs: int, spread: float, generator: np.random.Generator) -> pd.DataFrame:
    """Return tokens of three cities whose paragraphs hold the types at rates drawn around the known ones."""
    parts = []
    for city in CITIES:
        shares = np.column_stack([generator.beta(p * spread, (1 - p) * spread, paragraphs) for p in TYPES.values()])
        counts = [generator.multinomial(LENGTH, [*row, 1 - row.sum()]) for row in shares]
        words = np.concatenate([np.repeat([*TYPES, "余"], row) for row in counts])
        parts.append(pd.DataFrame({"city": city, "token": words, "paragraph": np.arange(paragraphs).repeat(LENGTH)}))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(doc_id=table["city"], sentence=table["paragraph"], position=np.arange(len(table)))


def coverage(paragraphs: int, spread: float, corpora: int, replicates: int) -> pd.DataFrame:
    """Return the share of intervals that hold the known rate and the known log-odds (which is 0), by type."""
    rows = []
    for corpus in range(corpora):
        tokens = written_corpus(paragraphs, spread, np.random.default_rng([11, corpus]))
        rates = term_frequencies(tokens, bootstrap=replicates, seed=corpus).set_index("token")
        odds = keyness(tokens, bootstrap=replicates, permutations=0, min_count=1, seed=corpus).set_index("token")
        for token, share in TYPES.items():
            rate, odd = rates[rates.index == token], odds[odds.index == token]
            held = (rate["low"] <= 1e4 * share) & (rate["high"] >= 1e4 * share)
            rows.append((token, 1e4 * share, held.mean(), ((odd["low"] <= 0) & (odd["high"] >= 0)).mean()))
    table = pd.DataFrame(rows, columns=["type", "per_10000", "rate", "log_odds"])
    return table.groupby("per_10000", sort=False)[["rate", "log_odds"]].mean()


def main() -> None:
    """Run both measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shuffles", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=999)
    parser.add_argument("--corpora", type=int, default=100)
    options = parser.parse_args()
    tokens = ct.segment(ct.read_corpus("seeds"), engine="rjieba")
    null = null_calibration(tokens, options.shuffles, options.replicates)
    print(f"Null calibration: {options.shuffles} shuffles of the paragraphs of the seeds, B = {options.replicates}\n")
    print("| at 5 % | share of tests called significant | shuffles with any |\n|---|---|---|")
    print(f"| p, uncorrected | {null['p'].mean():.4f} | {null['any_p'].mean():.3f} |")
    print(f"| p, Benjamini-Hochberg | {null['p_bh'].mean():.4f} | {null['any_p_bh'].mean():.3f} |")
    print(f"| p, max-T | {null['p_maxt'].mean():.4f} | {null['any_p_maxt'].mean():.3f} |")
    print(f"| chi-square on pooled tokens, uncorrected | {null['chi2'].mean():.4f} | |")
    print(f"\nCoverage of 95 % intervals: {options.corpora} corpora of three cities, paragraphs of {LENGTH} tokens\n")
    print("| terms | paragraphs a city | known rate per 10,000 | rate held | log-odds held |\n|---|---|---|---|---|")
    for name, spread in (("even", 400), ("clumped", 50)):
        for paragraphs in (5, 10, 20, 40):
            for rate, row in coverage(paragraphs, spread, options.corpora, options.replicates).iterrows():
                print(f"| {name} | {paragraphs} | {rate:.0f} | {row['rate']:.3f} | {row['log_odds']:.3f} |")


if __name__ == "__main__":
    main()

"""Counts and rates of types by group, with the spread behind them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpus_tools.words.counting import Unit, UnitCounts, count_units
from corpus_tools.words.dispersion import group_dispersion
from corpus_tools.words.lexicon import WordSource, fingerprint
from corpus_tools.words.lexicon import stop_words as read_stop_words
from corpus_tools.words.resampling import rate_intervals

PER = 10_000


def term_frequencies(
    tokens: pd.DataFrame,
    *,
    by: str = "city",
    stop_words: WordSource = False,
    min_count: int = 1,
    unit: Unit = "paragraph",
    bootstrap: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Count the types of each group and say how evenly they are spread over its units.

    Parameters
    ----------
    tokens
        A tokens table as `segment` gives it.
    by
        The column that names the groups: ``"city"``, ``"doc_id"`` or any other of the tokens table.
    stop_words
        Types left out of the rows, never out of the denominators: ``False`` for none, ``True`` for the stop list of
        the package, a path, or a set of words.
    min_count
        Occurrences in the group below which a type gets no row.
    unit
        Over what `range`, the dispersions and the interval are taken.
    bootstrap, confidence, seed
        Replicates, level and seed of the interval; 0 replicates for none.

    Returns
    -------
    DataFrame
        By group, most frequent first: `by`; `token`; `count`; `group_tokens`, all word tokens of the group with stop
        words and without punctuation; `per_10000` of these; `documents` and `paragraphs` with the type; `range` of the
        `units` of the group; `dp`, `dp_norm`, `juilland_d`; `low, high`, the bootstrap interval of `per_10000` over
        units. Dispersions and interval are null in a group of one unit.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> texts = [SimpleNamespace(doc_id="a", city="汕尾市", text="党员带头。\n党员值守。")]
    >>> term_frequencies(segment(texts), min_count=2)[["token", "count", "per_10000", "paragraphs", "dp"]]
      token  count  per_10000  paragraphs   dp
    0    党员      2     5000.0           2  0.0
    """
    counts = count_units(tokens, by=by, unit=unit)
    table = _counted(tokens, counts)
    table = table.assign(**group_dispersion(counts)._asdict())
    low, high = rate_intervals(counts, replicates=bootstrap, confidence=confidence, seed=seed)
    group, column = counts.group_counts.nonzero()
    table["low"], table["high"] = PER * low[group, column], PER * high[group, column]
    stop_list = read_stop_words(stop_words)
    table = table[(table["count"] >= min_count) & ~table["token"].isin(stop_list)]
    table = table.iloc[np.lexsort((table.index, -table["count"], group[table.index]))].reset_index(drop=True)
    table.attrs = tokens.attrs | {
        "stop_words": fingerprint(stop_list),
        "unit": unit,
        "bootstrap": bootstrap,
        "confidence": confidence,
        "seed": seed,
        "denominator": "all word tokens of the group, stop words included, punctuation excluded",
        "no_interval": groups_of_one_unit(counts),
    }
    return table


def _counted(tokens: pd.DataFrame, counts: UnitCounts) -> pd.DataFrame:
    """Return one row an entry of `counts.group_counts`: the type with its counts of every kind."""
    group, column = counts.group_counts.nonzero()
    by_paragraph = counts if counts.unit == "paragraph" else count_units(tokens, by=counts.by, unit="paragraph")
    group_tokens = counts.group_tokens[group]
    return pd.DataFrame(
        {
            counts.by: counts.groups[group],
            "token": pd.Series(counts.vocabulary[column], dtype="str"),
            "count": counts.group_counts.data,
            "group_tokens": group_tokens,
            "per_10000": PER * counts.group_counts.data / group_tokens,
            "documents": counts.documents_with_type().data,
            "paragraphs": by_paragraph.units_with_type().data,
            "range": counts.units_with_type().data,
            "units": counts.group_units[group],
        }
    )


def groups_of_one_unit(counts: UnitCounts) -> list[str]:
    """Return the names of the groups that have too few units for a dispersion or an interval."""
    return [str(name) for name in counts.groups[counts.group_units < 2]]


def n_grams(tokens: pd.DataFrame, n: int = 2, *, separator: str = " ") -> pd.DataFrame:
    """Join each token with the ``n - 1`` that follow it within its sentence, with no punctuation between.

    Returns
    -------
    DataFrame
        A tokens table again, so that it can be counted and compared as words are; `start, end` span the n-gram.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头值守，群众响应。")
    >>> n_grams(segment(text))["token"].tolist()
    ['党员 带头', '带头 值守', '群众 响应']
    """
    count = max(len(tokens) - n + 1, 0)
    parts = [tokens.iloc[i : i + count].reset_index(drop=True) for i in range(n)]
    joined = np.ones(count, dtype=bool)
    for i, part in enumerate(parts):
        joined &= (part["position"] == parts[0]["position"] + i).to_numpy()
        joined &= (part["sentence"] == parts[0]["sentence"]).to_numpy()
        joined &= (part["doc_id"] == parts[0]["doc_id"]).to_numpy()
    table = parts[0].copy()
    for part in parts[1:]:
        table["token"] += separator + part["token"]
    table["end"] = parts[-1]["end"]
    table = table.loc[joined].reset_index(drop=True)
    table.attrs = tokens.attrs | {"n_grams": n}
    return table


def shared_terms(frequencies: pd.DataFrame, top: int = 5) -> list[str]:
    """Return the terms that most groups have, the most frequent first among equals.

    Parameters
    ----------
    frequencies
        The table of `term_frequencies`.
    top
        How many.
    """
    spread = frequencies.groupby("token")["count"].agg(["size", "sum"]).reset_index()
    ordered = spread.sort_values(["size", "sum", "token"], ascending=[False, False, True])
    return [str(token) for token in ordered["token"].head(top)]

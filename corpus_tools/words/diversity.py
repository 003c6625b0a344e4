"""How rich the vocabulary of a group is, by measures that do not grow or shrink with its length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from corpus_tools.words.counting import group_codes


def lexical_diversity(
    tokens: pd.DataFrame, *, by: str = "city", window: int = 100, threshold: float = 0.72
) -> pd.DataFrame:
    """Measure the lexical diversity of each group over its tokens in the order of the table.

    Returns
    -------
    DataFrame
        In order of appearance: `by, tokens, types, hapaxes` (types that occur once); `ttr`, types per token, which
        falls with length and is not to be compared; `mattr`, its mean over all windows of `window` tokens (Covington
        & McFall 2010), null in a shorter group; `mtld` (McCarthy & Jarvis 2010).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头，党员值守。")
    >>> lexical_diversity(segment(text), window=2)
      city  tokens  types  hapaxes   ttr  mattr  mtld
    0  广安市       4      3        2  0.75    1.0  4.24
    """
    code, groups = group_codes(tokens, by)
    words = tokens["token"].to_numpy(dtype=object)
    rows = [_measures(list(words[code == group]), window, threshold) for group in range(len(groups))]
    columns = ["tokens", "types", "hapaxes", "ttr", "mattr", "mtld"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(0, by, groups)
    table.attrs = tokens.attrs | {"window": window, "threshold": threshold}
    return table


def _measures(words: list[str], window: int, threshold: float) -> tuple[int | float, ...]:
    counts = Counter(words)
    hapaxes = sum(count == 1 for count in counts.values())
    ttr = len(counts) / len(words)
    return len(words), len(counts), hapaxes, ttr, moving_average_ttr(words, window), mtld(words, threshold)


def moving_average_ttr(words: Sequence[str], window: int) -> float:
    """Return the mean type-token ratio of all runs of `window` words; null if there is none."""
    if len(words) < window:
        return float("nan")
    counts = Counter(words[:window])
    types = [len(counts)]
    for old, new in zip(words, words[window:], strict=False):
        counts[new] += 1
        counts[old] -= 1
        if not counts[old]:
            del counts[old]
        types.append(len(counts))
    return float(np.mean(types)) / window


def mtld(words: Sequence[str], threshold: float = 0.72) -> float:
    """Return the mean length of runs whose type-token ratio stays at or above `threshold`, read both ways.

    Null where no word is repeated: such a text has no factor to count.
    """
    factors = [_factors(words, threshold), _factors(words[::-1], threshold)]
    return float(np.mean([len(words) / count for count in factors])) if min(factors) > 0 else float("nan")


def _factors(words: Sequence[str], threshold: float) -> float:
    full, seen, length = 0, set(), 0
    for word in words:
        seen.add(word)
        length += 1
        if len(seen) / length < threshold:
            full, seen, length = full + 1, set(), 0
    return full + (1 - len(seen) / length) / (1 - threshold) if length else full

"""Bootstrap over units: what the numbers would be had other units of the same kind been written."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from corpus_tools.words.counting import Floats, UnitCounts

COLUMNS = 256


def bootstrap_weights(units: int, replicates: int, generator: np.random.Generator) -> Floats:
    """Return how often each unit is drawn in each replicate, shape ``(replicates, units)``; rows add up to `units`."""
    return generator.multinomial(units, np.full(units, 1 / units), size=replicates).astype(float)


def percentile_levels(units: int, confidence: float = 0.95) -> tuple[float, float]:
    r"""Return the levels of the expanded percentile interval, which is wider the fewer the units.

    :math:`\alpha'/2 = \Phi(-\sqrt{n / (n - 1)}\, t_{1 - \alpha/2,\, n - 1})`. Source: Hesterberg (2015).

    Examples
    --------
    >>> [round(level, 4) for level in percentile_levels(10)]
    [0.0086, 0.9914]
    """
    t = stats.t.ppf(1 - (1 - confidence) / 2, units - 1)
    low = float(stats.norm.cdf(-np.sqrt(units / (units - 1)) * t))
    return low, 1 - low


def group_rates(counts: UnitCounts, *, replicates: int, confidence: float, seed: int) -> tuple[Floats, Floats]:
    """Return low and high ends of the rate of each type in each group, shape ``(groups, types)``; null for one unit."""
    low, high = np.full((2, len(counts.groups), len(counts.vocabulary)), np.nan)
    if replicates:
        for group in np.flatnonzero(counts.group_units > 1):
            rows = np.flatnonzero(counts.unit_group == group)
            generator = np.random.default_rng([seed, int(group)])
            weights = bootstrap_weights(len(rows), replicates, generator)
            levels = percentile_levels(len(rows), confidence)
            tokens = weights @ counts.sizes[rows]
            for block, matrix in column_blocks(counts, rows):
                rates = (weights @ matrix) / tokens[:, None]
                low[group, block], high[group, block] = np.quantile(rates, levels, axis=0)
    return low, high


def column_blocks(counts: UnitCounts, rows: np.ndarray) -> Iterator[tuple[slice, Floats]]:
    """Give the counts of some units as dense blocks of columns, so that no array grows with the vocabulary."""
    matrix = counts.matrix[rows].tocsc()
    for start in range(0, matrix.shape[1], COLUMNS):
        block = slice(start, start + COLUMNS)
        yield block, matrix[:, block].toarray().astype(float)

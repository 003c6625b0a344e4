"""Units drawn again and labels dealt again: where intervals and permutation p-values come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse, stats

from corpus_tools.words.counting import Counts, Floats, Ints, UnitCounts

Columns: TypeAlias = "sparse.csc_array[Any]"

COLUMNS = 256
REPLICATES = 250
TIE = 1e-9


def bootstrap_weights(units: int, replicates: int, generator: np.random.Generator) -> Ints:
    """Return how often each unit is drawn in each replicate, shape ``(replicates, units)``; rows add up to `units`."""
    return generator.multinomial(units, np.full(units, 1 / units), size=replicates)


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


def column_blocks(matrix: Counts) -> Iterator[tuple[slice, Columns]]:
    """Give a matrix as blocks of columns, so that no dense array grows with the vocabulary."""
    columns = sparse.csc_array(matrix)
    for start in range(0, columns.shape[1], COLUMNS):
        block = slice(start, start + COLUMNS)
        yield block, columns[:, block]


def weighted_counts(weights: Ints, matrix: Columns) -> Floats:
    """Return the counts of each replicate, shape ``(replicates, types)``."""
    return np.asarray((matrix.T @ weights.T).T, dtype=float)


def rate_intervals(counts: UnitCounts, *, replicates: int, confidence: float, seed: int) -> tuple[Floats, Floats]:
    """Return both ends of the interval of the rate of each type in each group, shape ``(groups, types)``.

    The units of a group are drawn with replacement; the interval is bias-corrected and accelerated (Efron 1987), at the
    expanded levels. Null where there is one unit, or no replicate.
    """
    low, high = np.full((2, len(counts.groups), len(counts.vocabulary)), np.nan)
    for group in np.flatnonzero(counts.group_units > 1) if replicates else ():
        rows = np.flatnonzero(counts.unit_group == group)
        weights = bootstrap_weights(len(rows), replicates, np.random.default_rng([seed, int(group)]))
        sizes, levels = counts.sizes[rows], percentile_levels(len(rows), confidence)
        present = np.unique(counts.matrix[rows].indices)
        for block, matrix in column_blocks(counts.matrix[rows][:, present]):
            drawn = np.sort(weighted_counts(weights, matrix) / (weights @ sizes)[:, None], axis=0)
            rate = np.asarray(matrix.sum(axis=0)) / sizes.sum()
            influence = matrix.toarray() - np.outer(sizes, rate)
            low[group, present[block]], high[group, present[block]] = accelerated(drawn, rate, influence, levels)
    return low, high


def accelerated(drawn: Floats, observed: Floats, influence: Floats, levels: tuple[float, float]) -> Floats:
    r"""Return the bias-corrected and accelerated quantiles of sorted replicates, shape ``(levels, types)``.

    :math:`\Phi(z_0 + \frac{z_0 + z}{1 - a (z_0 + z)})` for each of the two symmetric levels :math:`\Phi(z)`, with
    :math:`z_0` from the share of replicates below the observed value and :math:`a = \sum u^3 / (6 (\sum u^2)^{3/2})`
    from the influence `u` of the units. Source: Efron (1987).
    """
    replicates = len(drawn)
    below = ((drawn < observed * (1 - TIE)).mean(axis=0) + (drawn <= observed * (1 + TIE)).mean(axis=0)) / 2
    shift = stats.norm.ppf(np.clip(below, 1 / replicates, 1 - 1 / replicates))
    spread = np.maximum((influence**2).sum(axis=0) ** 1.5, np.finfo(float).tiny)
    skew = (influence**3).sum(axis=0) / (6 * spread)
    z = float(stats.norm.ppf(levels[0]))
    moved = shift + np.array([[z], [-z]])
    place = stats.norm.cdf(shift + moved / np.maximum(1 - skew * moved, 0.05)) * (replicates - 1)
    start = np.floor(place).astype(np.int64)
    first, second = (np.take_along_axis(drawn, at, axis=0) for at in (start, np.ceil(place).astype(np.int64)))
    return np.asarray(first + (second - first) * (place - start))


def dealt_labels(labels: Ints, replicates: int, generator: np.random.Generator) -> Iterator[Ints]:
    """Give the labels dealt out anew to the units, a few replicates at a time, shape ``(some, units)``."""
    for start in range(0, replicates, REPLICATES):
        yield generator.permuted(np.tile(labels, (min(REPLICATES, replicates - start), 1)), axis=1)

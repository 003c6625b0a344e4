"""The log-odds of every type in every group at once, as observed, as drawn again, and as dealt again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus_tools.words.association import LogOdds, log_odds
from corpus_tools.words.counting import Counts, Floats, Ints, UnitCounts
from corpus_tools.words.resampling import (
    TIE,
    bootstrap_weights,
    column_blocks,
    dealt_labels,
    percentile_levels,
    weighted_counts,
)


@dataclass(frozen=True)
class Contrast:
    """Each of some groups against all others together, for some types.

    `focus` and `types` are indices into the groups and the vocabulary of `counts`; `prior` is the Dirichlet prior of
    each of the types, `prior_tokens` its sum over the whole vocabulary.
    """

    counts: UnitCounts
    focus: Ints
    types: Ints
    prior: Floats
    prior_tokens: float

    @cached_property
    def matrix(self) -> Counts:
        """Units by types, of the types at hand."""
        return self.counts.matrix[:, self.types]

    @cached_property
    def all_groups(self) -> Floats:
        """Occurrences, shape ``(groups, types)``, of all groups."""
        return self.counts.group_counts[:, self.types].toarray().astype(float)

    @cached_property
    def observed(self) -> LogOdds:
        """Log-odds and z as they are, shape ``(focus, types)``."""
        count, total = self.all_groups[self.focus], self.all_groups.sum(axis=0)
        tokens = self.counts.group_tokens.astype(float)
        return self._log_odds(count, total, tokens[self.focus, None], float(tokens.sum()), slice(None))

    def _log_odds(self, count: Floats, total: Floats, tokens: Floats, all_tokens: Floats | float, of: slice) -> LogOdds:
        return log_odds(count, total - count, tokens, all_tokens - tokens, self.prior[of], self.prior_tokens)

    def intervals(self, replicates: int, confidence: float, seed: int) -> tuple[Floats, Floats]:
        """Return both ends of the bootstrap interval of the log-odds, shape ``(focus, types)``.

        Units are drawn within each group. Null where the focus, or all of the reference, has no group of several units.
        """
        ends = np.full((2, len(self.focus), len(self.types)), np.nan)
        if not replicates:
            return ends[0], ends[1]
        drawn = [self._drawn(group, replicates, seed) for group in range(len(self.counts.groups))]
        tokens = np.stack([weights @ self.counts.sizes[rows] for rows, weights in drawn], axis=1)[..., None]
        for block, matrix in column_blocks(self.matrix):
            counts = np.stack([weighted_counts(weights, matrix[rows]) for rows, weights in drawn], axis=1)
            total, all_tokens = counts.sum(axis=1), tokens.sum(axis=1)
            for i, group in enumerate(self.focus):
                if levels := self._levels(group, confidence):
                    odds = self._log_odds(counts[:, group], total, tokens[:, group], all_tokens, block)
                    ends[:, i, block] = np.quantile(odds.estimate, levels, axis=0)
        return ends[0], ends[1]

    def _drawn(self, group: int, replicates: int, seed: int) -> tuple[Ints, Ints]:
        rows = np.flatnonzero(self.counts.unit_group == group)
        return rows, bootstrap_weights(len(rows), replicates, np.random.default_rng([seed, group]))

    def _levels(self, group: int, confidence: float) -> tuple[float, float] | None:
        units = self.counts.group_units
        reference = np.delete(units, group)
        several = units[group] > 1 and reference.max() > 1
        return percentile_levels(int(min(units[group], reference.sum())), confidence) if several else None

    def permutation_p(self, permutations: int, seed: int) -> tuple[Floats, Floats]:
        """Return p and max-T p of the absolute z, shape ``(focus, types)``: (k + 1) / (B + 1) over dealt labels.

        For max-T each z is divided by its standard deviation over the same deals, so that no type rules the maximum.
        """
        shape = (len(self.focus), len(self.types))
        if not permutations:
            return np.full(shape, np.nan), np.full(shape, np.nan)
        z = np.abs(self.observed.z)
        reached, squares, surpassed = np.zeros((3, *shape))
        for block, dealt in self._all_dealt(permutations, seed):
            reached[:, block] += (dealt >= z[:, block] - TIE).sum(axis=0)
            squares[:, block] += (dealt**2).sum(axis=0)
        scale = np.maximum(np.sqrt(squares / permutations), TIE)
        for largest in self._maxima(permutations, seed, scale):
            surpassed += (largest[:, None, None] >= z / scale - TIE).sum(axis=0)
        return (reached + 1) / (permutations + 1), (surpassed + 1) / (permutations + 1)

    def _all_dealt(self, permutations: int, seed: int) -> Iterator[tuple[slice, Floats]]:
        for labels in dealt_labels(self.counts.unit_group, permutations, np.random.default_rng(seed)):
            yield from self._dealt(labels)

    def _maxima(self, permutations: int, seed: int, scale: Floats) -> Iterator[Floats]:
        for labels in dealt_labels(self.counts.unit_group, permutations, np.random.default_rng(seed)):
            parts = [(z / scale[:, block]).max(axis=(1, 2)) for block, z in self._dealt(labels)]
            yield np.max(parts, axis=0, initial=0)

    def _dealt(self, labels: Ints) -> Iterator[tuple[slice, Floats]]:
        """Give the absolute z of each deal, shape ``(deals, focus, some types)``."""
        member = [(labels == group).astype(np.int64) for group in self.focus]
        tokens = np.stack([weights @ self.counts.sizes for weights in member], axis=1)[..., None].astype(float)
        total, all_tokens = self.all_groups.sum(axis=0), float(self.counts.sizes.sum())
        for block, matrix in column_blocks(self.matrix):
            counts = np.stack([weighted_counts(weights, matrix) for weights in member], axis=1)
            yield block, np.abs(self._log_odds(counts, total[block], tokens, all_tokens, block).z)

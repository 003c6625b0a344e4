"""How evenly a type is spread over the units of a group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus_tools.words.counting import Floats, Ints, Numbers, UnitCounts


class Dispersion(NamedTuple):
    """Gries's DP and DPnorm (0 even, 1 uneven) and Juilland's D (1 even, 0 uneven)."""

    dp: Floats
    dp_norm: Floats
    juilland_d: Floats


def dispersion(counts: npt.ArrayLike, sizes: npt.ArrayLike) -> Dispersion:
    r"""Return the dispersion of one type over units.

    :math:`DP = \frac{1}{2} \sum_i |v_i - s_i|` with :math:`v_i` the share of the occurrences and :math:`s_i` the share
    of the tokens that unit :math:`i` holds; :math:`DP_{norm} = DP / (1 - \min_i s_i)`;
    :math:`D = 1 - (\sigma / \mu) / \sqrt{n - 1}` over the relative frequencies in the `n` units.
    Sources: Gries (2008), Lijffijt & Gries (2012), Juilland & Chang-Rodríguez (1964).

    Parameters
    ----------
    counts, sizes
        Occurrences and tokens of each unit, shape ``(units,)``.

    Returns
    -------
    Dispersion
        Null where there is one unit only: nothing is spread over one unit.

    Examples
    --------
    >>> dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).dp.round(2).item()
    0.18
    """
    count, size = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    pair = np.zeros(len(count), dtype=np.int64)
    return _dispersion(count, size, pair, np.array([len(size)]), np.array([size.sum()]), np.array([size.min()]))


def group_dispersion(counts: UnitCounts) -> Dispersion:
    """Return the dispersion of each type in each group, in the order of the entries of `counts.group_counts`."""
    cells = counts.matrix.tocoo()
    unit, column = cells.coords
    owner, type_ = (indices.astype(np.int64) for indices in counts.group_counts.nonzero())
    width = len(counts.vocabulary)
    pair = np.searchsorted(owner * width + type_, counts.unit_group[unit] * width + column).astype(np.int64)
    smallest = np.full(len(counts.groups), np.inf)
    np.minimum.at(smallest, counts.unit_group, counts.sizes)
    units, tokens = counts.group_units[owner], counts.group_tokens[owner]
    return _dispersion(cells.data, counts.sizes[unit], pair, units, tokens, smallest[owner])


def _dispersion(
    count: Numbers, size: Numbers, pair: Ints, units: Numbers, tokens: Numbers, smallest: Numbers
) -> Dispersion:
    """Work on the units that hold the type: each of the others adds its share of the tokens to DP, and 0 to D."""
    total = np.bincount(pair, weights=count)
    share = size / tokens[pair]
    dp = (1 + np.bincount(pair, weights=np.abs(count / total[pair] - share) - share)) / 2
    rate = count / size
    mean = np.bincount(pair, weights=rate) / units
    variance = np.maximum(np.bincount(pair, weights=rate**2) / units - mean**2, 0)
    several = units > 1
    with np.errstate(divide="ignore", invalid="ignore"):
        dp_norm = dp / (1 - smallest / tokens)
        juilland = 1 - np.sqrt(variance) / mean / np.sqrt(units - 1)
    return Dispersion(*(np.where(several, value, np.nan) for value in (dp, dp_norm, juilland)))

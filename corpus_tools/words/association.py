"""Measures of association, each a formula over arrays of counts; the sources are in ``docs/methods.md``.

Throughout, a type occurs `a` times among the `c` tokens of the focus and `b` times among the `d` tokens of the
reference; `a`, `b`, `c`, `d` are arrays that broadcast.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

from corpus_tools.words.counting import Floats


class LogOdds(NamedTuple):
    """The log-odds ratio (natural logarithm; above 0 for the focus) and its z score."""

    estimate: Floats
    z: Floats


def log_odds(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, prior: npt.ArrayLike, prior_tokens: float
) -> LogOdds:
    r"""Return the weighted log-odds ratio with an informative Dirichlet prior.

    :math:`\hat\delta = \ln\frac{a + \alpha}{c + \alpha_0 - a - \alpha} - \ln\frac{b + \alpha}{d + \alpha_0 - b - \alpha}`,
    :math:`\hat\sigma^2 = \frac{1}{a + \alpha} + \frac{1}{b + \alpha}`, :math:`z = \hat\delta / \hat\sigma`, where
    `prior` is :math:`\alpha` of each type and `prior_tokens` is :math:`\alpha_0`, the sum over all types.
    Source: Monroe, Colaresi & Quinn (2008), equations 16, 20 to 22.

    Examples
    --------
    >>> log_odds(20, 20, 1000, 1000, prior=1.0, prior_tokens=100).estimate.item()
    0.0
    """  # noqa: E501 - a formula does not break
    focus, reference = np.add(a, prior), np.add(b, prior)
    estimate = np.log(focus / (np.add(c, prior_tokens) - focus)) - np.log(
        reference / (np.add(d, prior_tokens) - reference)
    )
    return LogOdds(estimate, estimate / np.sqrt(1 / focus + 1 / reference))


def log_likelihood(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, four_cell: bool = False
) -> Floats:
    r"""Return the log-likelihood ratio :math:`G^2 = 2 \sum O \ln (O / E)`, never negative.

    The two-cell form sums over the type in the focus and in the reference (Rayson & Garside 2000); the four-cell form
    also over all other tokens (Dunning 1993).

    Examples
    --------
    >>> log_likelihood(10, 5, 1000, 1000).round(3).item()
    1.699
    """
    a, b, c, d = (np.asarray(value, dtype=float) for value in (a, b, c, d))
    share = (a + b) / (c + d)
    terms = _deviance(a, c * share) + _deviance(b, d * share)
    if four_cell:
        terms = terms + _deviance(c - a, c * (1 - share)) + _deviance(d - b, d * (1 - share))
    return np.asarray(np.maximum(2 * terms, 0))


def _deviance(observed: Floats, expected: Floats) -> Floats:
    return np.asarray(xlogy(observed, observed) - xlogy(observed, expected))


def chi_square(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    r"""Return Pearson's chi-square of the two-by-two table, without continuity correction.

    :math:`\chi^2 = N (a(d - b) - b(c - a))^2 / (c\, d\, (a + b)(N - a - b))` with :math:`N = c + d`.
    """
    a, b, c, d = (np.asarray(value, dtype=float) for value in (a, b, c, d))
    total = c + d
    return np.asarray(total * (a * (d - b) - b * (c - a)) ** 2 / (c * d * (a + b) * (total - a - b)))


def log_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    r"""Return :math:`\log_2 \frac{a / c}{b / d}`, with 0.5 in place of a count of 0 (Hardie 2014).

    Examples
    --------
    >>> log_ratio([8, 1], [1, 0], 1000, 1000).tolist()
    [3.0, 1.0]
    """
    focus, reference = (np.where(np.equal(count, 0), 0.5, count) for count in (a, b))
    return np.asarray(np.log2(focus / np.asarray(c)) - np.log2(reference / np.asarray(d)))


def percent_difference(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """Return %DIFF, by how many per cent the focus rate is above the reference rate (Gabrielatos & Marchi 2011).

    Null where the reference lacks the type: no percentage can be said of nothing.

    Examples
    --------
    >>> percent_difference([30, 5], [10, 0], 1024, 1024).tolist()
    [200.0, nan]
    """
    focus, reference = np.divide(a, c), np.divide(b, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(reference > 0, 100 * (focus - reference) / reference, np.nan))


def mutual_information(joint: npt.ArrayLike, expected: npt.ArrayLike) -> Floats:
    r"""Return pointwise mutual information, :math:`\log_2 (O / E)` (Church & Hanks 1990)."""
    return np.asarray(np.log2(np.divide(joint, expected)))


def log_dice(joint: npt.ArrayLike, node: npt.ArrayLike, collocate: npt.ArrayLike) -> Floats:
    r"""Return :math:`14 + \log_2 \frac{2 f_{xy}}{f_x + f_y}` (Rychlý 2008), 14 at most, whatever the corpus size.

    Examples
    --------
    >>> log_dice(100, 100, 100).item()
    14.0
    """
    return np.asarray(14 + np.log2(np.divide(np.multiply(2, joint), np.add(node, collocate))))

"""What marks a group against the others: effect sizes, evidence on both sides, and how sure one can be."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus_tools.words import association
from corpus_tools.words.contrast import Contrast
from corpus_tools.words.counting import Floats, Ints, Unit, UnitCounts, count_units
from corpus_tools.words.dispersion import group_dispersion
from corpus_tools.words.frequency import PER, groups_of_one_unit
from corpus_tools.words.lexicon import WordSource, fingerprint
from corpus_tools.words.lexicon import stop_words as read_stop_words

G2: TypeAlias = Literal["two-cell", "four-cell"]
Prior: TypeAlias = "Literal['pool', 'uniform'] | Mapping[str, float]"


def keyness(
    tokens: pd.DataFrame,
    *,
    focus: str | None = None,
    by: str = "city",
    unit: Unit = "paragraph",
    stop_words: WordSource = False,
    min_count: int = 5,
    min_units: int = 2,
    prior: Prior = "pool",
    prior_tokens: float = 500,
    g2: G2 = "two-cell",
    bootstrap: int = 2000,
    permutations: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Compare the rate of each type in a group with its rate in all other groups together.

    Parameters
    ----------
    tokens
        A tokens table as `segment` or `n_grams` gives it.
    focus
        The one group to look at; ``None`` for each of them in turn.
    by, unit
        The column that names the groups, and the unit that is drawn and dealt again (see `count_units`).
    stop_words, min_count, min_units
        Types that get no row: those of a stop list, those rarer than `min_count` in the whole table, and those that
        fewer than `min_units` units hold. All stay in the denominators.
    prior, prior_tokens
        The Dirichlet prior of the log-odds: ``"pool"`` (the rates of all groups together), ``"uniform"``, or a mapping
        from type to its count in another corpus; and how many tokens it is worth.
    g2
        Which log-likelihood ratio: ``"two-cell"`` (Rayson & Garside 2000) or ``"four-cell"`` (Dunning 1993).
    bootstrap, permutations, confidence, seed
        Replicates of the interval and of the test (0 for none), level of the interval, seed of both.

    Returns
    -------
    DataFrame
        By group, largest `log_odds` first.

        - `by, token`; `count, reference_count, group_tokens, reference_tokens, per_10000, reference_per_10000`;
        - `log_odds, z`, and `low, high`, the bootstrap interval of the log-odds over units, which is null for a group
          of one unit (``attrs["no_interval"]`` names these);
        - `g2, chi2, log_ratio, percent_diff`;
        - `units` of the group with the type, of `group_units`; `reference_units` with it; `dp_norm` in the group;
        - `p` by permutation of the labels of the units, two-sided on z; `p_bh` after Benjamini & Hochberg and `p_maxt`
          after Westfall & Young over all rows.

        ``attrs["scope"]`` says what the table rests on and what it cannot show.

    Raises
    ------
    ValueError
        If there are fewer than two groups, or `focus` is none of them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> texts = [SimpleNamespace(doc_id="a", city="汕尾市", text="口罩和口罩。\n党员捐口罩。")]
    >>> texts += [SimpleNamespace(doc_id="b", city="广安市", text="党员冲锋。\n党员值守。")]
    >>> table = keyness(segment(texts), focus="汕尾市", min_count=3, permutations=0, bootstrap=0)
    >>> table[["city", "token", "count", "reference_count", "log_odds"]].round(2)
      city token  count  reference_count  log_odds
    0  汕尾市    口罩      3                0      0.02
    1  汕尾市    党员      1                2     -0.02
    """
    counts = count_units(tokens, by=by, unit=unit)
    stop_list = read_stop_words(stop_words)
    types = _eligible(counts, min_count, min_units, stop_list)
    alpha = prior_tokens * _prior_shares(counts, prior)[types]
    contrast = Contrast(counts, _focus_groups(counts, focus), types, alpha, prior_tokens)
    table = _effects(contrast, g2)
    table["low"], table["high"] = map(np.ravel, contrast.intervals(bootstrap, confidence, seed))
    table["p"], table["p_maxt"] = map(np.ravel, contrast.permutation_p(permutations, seed))
    table["p_bh"] = benjamini_hochberg(table["p"].to_numpy())
    owner, column = np.repeat(contrast.focus, len(contrast.types)), np.tile(contrast.types, len(contrast.focus))
    table = table.iloc[np.lexsort((column, -table["log_odds"], owner))].reset_index(drop=True)
    table.attrs = tokens.attrs | {
        "stop_words": fingerprint(stop_list),
        "unit": unit,
        "min_count": min_count,
        "min_units": min_units,
        "prior": f"{prior if isinstance(prior, str) else 'external'}, {prior_tokens:g} tokens",
        "g2": g2,
        "bootstrap": bootstrap,
        "permutations": permutations,
        "confidence": confidence,
        "seed": seed,
        "no_interval": groups_of_one_unit(counts),
        "scope": scope(counts),
    }
    return table


def _eligible(counts: UnitCounts, min_count: int, min_units: int, stop_list: frozenset[str]) -> Ints:
    frequent = np.asarray(counts.matrix.sum(axis=0)) >= min_count
    spread = np.bincount(counts.matrix.indices, minlength=len(counts.vocabulary)) >= min_units
    found: Ints = np.flatnonzero(frequent & spread & ~pd.Index(counts.vocabulary).isin(stop_list))
    return found


def _focus_groups(counts: UnitCounts, focus: str | None) -> Ints:
    names = ", ".join(map(str, counts.groups))
    if len(counts.groups) < 2:
        raise ValueError(f"keyness compares groups; by={counts.by!r} has only {names or 'none'}.")
    if focus is None:
        return np.arange(len(counts.groups))
    found: Ints = np.flatnonzero(counts.groups == focus)
    if not len(found):
        raise ValueError(f"found focus={focus!r}, expected one of the groups of by={counts.by!r}: {names}.")
    return found


def _prior_shares(counts: UnitCounts, prior: Prior) -> Floats:
    """Return the share of the prior that each type gets; a type that an external list lacks counts half a token."""
    totals = np.asarray(counts.matrix.sum(axis=0), dtype=float)
    if isinstance(prior, Mapping):
        totals = np.array([prior.get(word, 0) or 0.5 for word in counts.vocabulary])
    elif prior == "uniform":
        totals = np.ones_like(totals)
    elif prior != "pool":
        raise ValueError(f"found prior={prior!r}, expected 'pool', 'uniform' or a mapping from type to count.")
    return np.asarray(totals / totals.sum())


def _effects(contrast: Contrast, g2: G2) -> pd.DataFrame:
    """Return one row a group and type with counts, rates and effect sizes."""
    counts, focus, types = contrast.counts, contrast.focus, contrast.types
    a, total = contrast.all_groups[focus], contrast.all_groups.sum(axis=0)
    b, c = total - a, counts.group_tokens[focus, None]
    d = counts.sizes.sum() - c
    with_type = counts.units_with_type()[:, types].toarray()
    values: dict[str, npt.ArrayLike] = {
        "count": a.astype(np.int64),
        "reference_count": b.astype(np.int64),
        "group_tokens": c,
        "reference_tokens": d,
        "per_10000": PER * a / c,
        "reference_per_10000": PER * b / d,
        "log_odds": contrast.observed.estimate,
        "z": contrast.observed.z,
        "low": np.nan,
        "high": np.nan,
        "g2": association.log_likelihood(a, b, c, d, four_cell=g2 == "four-cell"),
        "chi2": association.chi_square(a, b, c, d),
        "log_ratio": association.log_ratio(a, b, c, d),
        "percent_diff": association.percent_difference(a, b, c, d),
        "units": with_type[focus],
        "group_units": counts.group_units[focus, None],
        "reference_units": with_type.sum(axis=0) - with_type[focus],
        "dp_norm": _dispersion_of(counts, types)[focus],
        "p": np.nan,
        "p_bh": np.nan,
        "p_maxt": np.nan,
    }
    words = pd.Series(np.tile(counts.vocabulary[types], len(focus)), dtype="str")
    names = {counts.by: counts.groups[np.repeat(focus, len(types))], "token": words}
    return pd.DataFrame(names | {name: np.broadcast_to(value, a.shape).ravel() for name, value in values.items()})


def _dispersion_of(counts: UnitCounts, types: Ints) -> Floats:
    """Return DPnorm, shape ``(groups, types)``; null where the group lacks the type."""
    column_of = np.full(len(counts.vocabulary), -1)
    column_of[types] = np.arange(len(types))
    row, column = counts.group_counts.nonzero()
    wanted = column_of[column] >= 0
    table = np.full((len(counts.groups), len(types)), np.nan)
    table[row[wanted], column_of[column[wanted]]] = group_dispersion(counts).dp_norm[wanted]
    return table


def benjamini_hochberg(p: Floats) -> Floats:
    r"""Return the step-up adjusted p-values, :math:`\min_{j \geq i} p_{(j)} m / j` (Benjamini & Hochberg 1995).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(-p, kind="stable")
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum.accumulate(scaled)
    return adjusted


def scope(counts: UnitCounts) -> str:
    """Say what a comparison of these groups rests on and what it cannot show."""
    documents = np.unique(np.column_stack([counts.unit_group, counts.unit_document]), axis=0)
    texts = np.bincount(documents[:, 0], minlength=len(counts.groups))
    sizes = "; ".join(
        f"{name}: texts {n}, units {units}, tokens {tokens}"
        for name, n, units, tokens in zip(counts.groups, texts, counts.group_units, counts.group_tokens, strict=True)
    )
    smallest = max(1 / comb(int(texts.sum()), int(n)) for n in texts)
    return (
        f"{sizes}. Unit: {counts.unit}. Intervals and p-values take the units as exchangeable; units of one text depend"
        " on each other, so both understate the uncertainty. Were whole texts dealt to the groups instead, no p could"
        f" be below {smallest:.3g}. Where a group has one text, its place, author, date, length and genre are one"
        " variable: what marks the group may be any of them. Statements are about these texts."
    )

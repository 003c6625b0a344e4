"""Tokens as counts: a sparse matrix of units by types, from which all frequencies and comparisons are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from corpus_tools.words.blocks import block_of

Unit: TypeAlias = Literal["sentence", "paragraph", "block", "document"]
Ints: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Numbers: TypeAlias = npt.NDArray[Any]
Counts: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"


@dataclass(frozen=True)
class UnitCounts:
    """How often each type occurs in each unit, and which group each unit belongs to.

    The entries of `group_counts`, `units_with_type` and `documents_with_type` stand in the same order.

    `matrix` has a row a unit and a column a type; `unit_group` and `unit_document` give the group and the document of
    each unit as indices; groups stand in the order in which the tokens name them, types in that of their code points.
    """

    by: str
    unit: Unit
    groups: pd.Index
    vocabulary: Numbers
    matrix: Counts
    unit_group: Ints
    unit_document: Ints

    @cached_property
    def sizes(self) -> Ints:
        """Tokens of each unit."""
        return np.asarray(self.matrix.sum(axis=1), dtype=np.int64)

    @cached_property
    def membership(self) -> Counts:
        """Groups by units: 1 where the unit is of the group."""
        return _indicator(self.unit_group, len(self.groups))

    @cached_property
    def group_counts(self) -> Counts:
        """Groups by types."""
        return _sorted(self.membership @ self.matrix)

    @cached_property
    def group_tokens(self) -> Ints:
        """Tokens of each group."""
        return np.bincount(self.unit_group, weights=self.sizes, minlength=len(self.groups)).astype(np.int64)

    @cached_property
    def group_units(self) -> Ints:
        """Units of each group."""
        return np.bincount(self.unit_group, minlength=len(self.groups))

    def units_with_type(self) -> Counts:
        """Return groups by types: in how many units of the group the type occurs."""
        return _sorted(self.membership @ (self.matrix > 0).astype(np.int64))

    def documents_with_type(self) -> Counts:
        """Return groups by types: in how many documents of the group the type occurs."""
        pairs, owner = np.unique(np.column_stack([self.unit_group, self.unit_document]), axis=0, return_inverse=True)
        documents = _indicator(owner.ravel(), len(pairs)) @ self.matrix
        return _sorted(_indicator(pairs[:, 0], len(self.groups)) @ (documents > 0).astype(np.int64))


def count_units(tokens: pd.DataFrame, *, by: str = "city", unit: Unit = "paragraph") -> UnitCounts:
    """Count the types of each unit of a tokens table.

    Parameters
    ----------
    by
        The column that names the groups; a unit never lies in two of them. Missing names are a group of their own.
    unit
        ``"sentence"``, ``"paragraph"``, ``"document"``, or ``"block"``: sentences of one document, joined until they
        hold about 200 tokens (see `blocks`).

    Raises
    ------
    KeyError
        If the tokens table has no column `by`.
    ValueError
        If there is no unit of that name.
    """
    group, groups = group_codes(tokens, by)
    document = pd.factorize(tokens["doc_id"])[0].astype(np.int64)
    codes, unit_of = _joint_codes(group, document, _unit_within_document(tokens, unit))
    type_of, vocabulary = pd.factorize(tokens["token"].to_numpy(dtype=object), sort=True)
    ones = np.ones(len(tokens), dtype=np.int64)
    matrix = sparse.csr_array((ones, (unit_of, type_of)), shape=(len(codes), len(vocabulary)))
    matrix.sum_duplicates()
    return UnitCounts(by, unit, groups, vocabulary, matrix, group[codes], document[codes])


def group_codes(tokens: pd.DataFrame, by: str) -> tuple[Ints, pd.Index]:
    """Return the group of each token as a number, and the names of the groups in order of appearance."""
    if by not in tokens.columns:
        raise KeyError(f"by={by!r} is no column of the tokens table; it has {', '.join(map(str, tokens.columns))}.")
    codes, groups = pd.factorize(tokens[by], use_na_sentinel=False)
    return codes.astype(np.int64), pd.Index(groups, name=by)


def _unit_within_document(tokens: pd.DataFrame, unit: Unit) -> Ints:
    if unit not in get_args(Unit):
        raise ValueError(f"found unit={unit!r}, expected one of {', '.join(get_args(Unit))}.")
    if unit == "document":
        return np.zeros(len(tokens), dtype=np.int64)
    if unit == "block":
        return block_of(tokens)
    return tokens[unit].to_numpy(dtype=np.int64)


def _joint_codes(*columns: Ints) -> tuple[Ints, Ints]:
    """Return the rows where each combination of values is first seen, and the number of the combination of each row."""
    joint = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        joint = pd.factorize(joint * (int(column.max(initial=0)) + 1) + column)[0].astype(np.int64)
    first = np.flatnonzero(~pd.Series(joint).duplicated().to_numpy())
    return first, joint


def _sorted(matrix: Counts) -> Counts:
    """Return a matrix whose entries stand in the order of rows and columns, so that equal patterns align."""
    matrix = sparse.csr_array(matrix)
    matrix.sort_indices()
    return matrix


def _indicator(owner: Ints, rows: int) -> Counts:
    """Return a matrix of owners by things: 1 where the thing is the owner's."""
    shape = (rows, len(owner))
    return sparse.csr_array((np.ones(len(owner), dtype=np.int64), (owner, np.arange(len(owner)))), shape=shape)

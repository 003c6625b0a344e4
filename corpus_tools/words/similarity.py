"""How alike groups are in their words, and in what order to draw them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from corpus_tools.words.counting import Unit, UnitCounts, count_units
from corpus_tools.words.lexicon import WordSource, fingerprint
from corpus_tools.words.lexicon import stop_words as read_stop_words
from corpus_tools.words.tfidf import Variant, inverse_document_frequency


def document_term_matrix(tokens: pd.DataFrame, *, by: str = "doc_id", stop_words: WordSource = False) -> pd.DataFrame:
    """Return the counts with a row a group and a column a type, in sparse columns.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头，党员值守。")
    >>> document_term_matrix(segment(text))
            值守  党员  带头
    doc_id
    a        1   2   1
    """
    counts, kept = _kept(tokens, by, "document", stop_words)
    matrix = counts.group_counts[:, kept]
    frame: pd.DataFrame = pd.DataFrame.sparse.from_spmatrix(matrix, counts.groups, counts.vocabulary[kept])  # type: ignore[attr-defined]
    return frame


def _kept(tokens: pd.DataFrame, by: str, unit: Unit, stop_words: WordSource) -> tuple[UnitCounts, np.ndarray]:
    counts = count_units(tokens, by=by, unit=unit)
    return counts, np.flatnonzero(~pd.Index(counts.vocabulary).isin(read_stop_words(stop_words)))


def similarity(
    tokens: pd.DataFrame,
    *,
    by: str = "city",
    unit: Unit = "paragraph",
    weights: Variant | Literal["counts"] = "smooth",
    stop_words: WordSource = False,
) -> pd.DataFrame:
    """Compare groups pairwise by the cosine of their weighted counts, and cluster them.

    Parameters
    ----------
    unit
        Over which units the idf of the weights is taken.
    weights
        A variant of `tf_idf`, or ``"counts"`` for none.

    Returns
    -------
    DataFrame
        One row an ordered pair, that of a group with itself among them, in the order of the leaves of the tree: `by`,
        `other, similarity`. ``attrs["order"]`` is that order; ``attrs["linkage"]`` the tree by average linkage on one
        minus the cosine, as `scipy.cluster.hierarchy` has it, over ``attrs["groups"]``.

    Raises
    ------
    ValueError
        If there are fewer than two groups.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> texts = [SimpleNamespace(doc_id=c, city=c, text=t) for c, t in (("甲", "党员带头"), ("乙", "党员值守"))]
    >>> similarity(segment(texts), weights="counts").round(2)
      city other  similarity
    0    甲     甲         1.0
    1    甲     乙         0.5
    2    乙     甲         0.5
    3    乙     乙         1.0
    """
    from scipy.cluster import hierarchy
    from scipy.spatial.distance import squareform
    from sklearn.metrics.pairwise import cosine_similarity

    counts, kept = _kept(tokens, by, unit, stop_words)
    if len(counts.groups) < 2:
        raise ValueError(f"similarity compares groups; by={by!r} has {len(counts.groups)}.")
    matrix = counts.group_counts[:, kept].astype(float)
    if weights != "counts":
        idf = inverse_document_frequency(counts.matrix, weights)
        matrix = sparse.csr_array(matrix @ sparse.diags_array(idf[kept]))
    cosine = np.clip(cosine_similarity(matrix), 0, 1)
    tree = hierarchy.linkage(squareform(1 - cosine, checks=False), method="average")
    order = hierarchy.leaves_list(tree)
    names = counts.groups[order]
    table = pd.DataFrame(
        {
            by: names.repeat(len(order)),
            "other": np.tile(names, len(order)),
            "similarity": cosine[order][:, order].ravel(),
        }
    )
    table.attrs = tokens.attrs | {
        "stop_words": fingerprint(read_stop_words(stop_words)),
        "weights": weights,
        "unit": unit,
        "groups": list(counts.groups),
        "order": list(names),
        "linkage": tree.tolist(),
    }
    return table

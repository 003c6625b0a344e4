"""Tf-idf with its variant and unit named, the document-term matrix, and how alike groups are."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from corpus_tools.words.counting import Counts, Floats, Unit, count_units
from corpus_tools.words.lexicon import WordSource, fingerprint
from corpus_tools.words.lexicon import stop_words as read_stop_words

Variant: TypeAlias = Literal["smooth", "plus one", "textbook"]


def tf_idf(
    tokens: pd.DataFrame,
    *,
    by: str = "city",
    unit: Unit | Literal["city", "group"] = "paragraph",
    variant: Variant = "smooth",
    stop_words: WordSource = False,
    min_count: int = 1,
) -> pd.DataFrame:
    r"""Weigh the types of each group by how few units hold them.

    ``weight = tf * idf`` with `tf` the occurrences in the group and, for `N` units of which `df` hold the type, `idf`

    - ``"smooth"``: :math:`\ln\frac{1 + N}{1 + df} + 1`, the default of scikit-learn;
    - ``"plus one"``: :math:`\ln\frac{N}{df} + 1`, scikit-learn with ``smooth_idf=False``;
    - ``"textbook"``: :math:`\ln\frac{N}{df}` (Manning et al. 2008, chapter 6): 0 where every unit holds it.

    Parameters
    ----------
    unit
        What counts as a document for `df`: ``"paragraph"``, ``"sentence"``, ``"block"``, ``"document"``, or ``"group"``
        for the groups themselves (``"city"`` with ``by="city"``).
    stop_words, min_count
        Types left out of the rows; they change no weight.

    Returns
    -------
    DataFrame
        By group, heaviest first: `by, token, tf, df, units, idf, weight, variant, unit`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> texts = [SimpleNamespace(doc_id="a", city="汕尾市", text="疫情防控")]
    >>> texts += [SimpleNamespace(doc_id="b", city="广安市", text="疫苗接种")]
    >>> tf_idf(segment(texts), unit="city", variant="textbook")[["city", "token", "df", "weight"]].round(3)
      city token  df  weight
    0  汕尾市  疫情防控   1   0.693
    1  广安市  疫苗接种   1   0.693
    """
    whole_groups = unit in ("group", by)
    counts = count_units(tokens, by=by, unit="paragraph" if whole_groups else unit)  # type: ignore[arg-type]
    matrix = counts.group_counts if whole_groups else counts.matrix
    df, idf = np.diff(matrix.tocsc().indptr), inverse_document_frequency(matrix, variant)
    group, column = counts.group_counts.nonzero()
    tf = counts.group_counts.data
    table = pd.DataFrame(
        {
            by: counts.groups[group],
            "token": pd.Series(counts.vocabulary[column], dtype="str"),
            "tf": tf,
            "df": df[column].astype(np.int64),
            "units": matrix.shape[0],
            "idf": idf[column],
            "weight": tf * idf[column],
            "variant": variant,
            "unit": unit,
        }
    )
    stop_list = read_stop_words(stop_words)
    table = table[(table["tf"] >= min_count) & ~table["token"].isin(stop_list)]
    table = table.iloc[np.lexsort((table.index, -table["weight"], group[table.index]))].reset_index(drop=True)
    table.attrs = tokens.attrs | {"stop_words": fingerprint(stop_list), "variant": variant, "unit": unit}
    return table


def inverse_document_frequency(matrix: Counts, variant: Variant) -> Floats:
    """Return the idf of each column of units by types, by scikit-learn (less its added one for ``"textbook"``).

    Raises
    ------
    ValueError
        If there is no variant of that name.
    """
    if variant not in get_args(Variant):
        raise ValueError(f"found variant={variant!r}, expected one of {', '.join(get_args(Variant))}.")
    from sklearn.feature_extraction.text import TfidfTransformer

    idf: Floats = TfidfTransformer(norm=None, smooth_idf=variant == "smooth").fit(matrix).idf_
    return idf - 1 if variant == "textbook" else idf

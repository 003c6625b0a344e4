"""Where terms stand in their documents, and which terms are common to the groups of a corpus."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd


def shared_terms(frequencies: pd.DataFrame, top: int = 5) -> list[str]:
    """Return the terms that most groups have, the most frequent first among equals.

    Parameters
    ----------
    frequencies
        The table of `term_frequencies`.
    top
        How many.
    """
    spread = frequencies.groupby("token")["count"].agg(["size", "sum"]).reset_index()
    ordered = spread.sort_values(["size", "sum", "token"], ascending=[False, False, True])
    return [str(token) for token in ordered["token"].head(top)]


def term_positions(tokens: pd.DataFrame, terms: Collection[str]) -> pd.DataFrame:
    """Return each occurrence of some terms with its place in the document.

    Parameters
    ----------
    tokens
        The table of `segment`.
    terms
        The terms, in the order in which they are wanted.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, token, share (place of the token in its document: 0 is the first, 1 the last), start, end.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> from corpus_tools.words.segmentation import segment
    >>> tokens = segment([document_from_text("党员带头，群众参与，党员值守。", doc_id="a")])
    >>> term_positions(tokens, ["党员"])["share"].tolist()
    [0.0, 0.8571428571428571]
    """
    last = tokens.groupby("doc_id")["position"].transform("max").clip(lower=1)
    found = tokens.assign(share=tokens["position"] / last)[tokens["token"].isin(list(terms))]
    rank = found["token"].map({term: rank for rank, term in enumerate(terms)})
    ordered = found.assign(rank=rank).sort_values(["rank", "doc_id", "start"], kind="stable", ignore_index=True)
    return ordered[["doc_id", "city", "token", "share", "start", "end"]]

"""What an explorer has read so far: tokens and reported values of just those documents that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Document

BLOCK = 200


class Index:
    """Tables by document that grow with what is asked for; nothing is read twice."""

    def __init__(self) -> None:
        self._tokens: dict[str, pd.DataFrame] = {}
        self._values: dict[str, pd.DataFrame] = {}
        self._slogans: dict[str, pd.DataFrame] = {}

    def tokens(self, documents: Iterable[Document]) -> pd.DataFrame:
        """Return the tokens of the documents, in their order."""
        from corpus_tools.words.segmentation import segment

        return _grown(self._tokens, partial(segment, engine="rjieba"), list(documents))

    def values(self, documents: Iterable[Document]) -> pd.DataFrame:
        """Return the reported values of the documents, in their order."""
        from corpus_tools.claims.reported import reported_values

        return _grown(self._values, reported_values, list(documents))

    def slogans(self, documents: Iterable[Document]) -> pd.DataFrame:
        """Return the slogans of the documents, in their order."""
        from corpus_tools.claims.slogans import slogans

        return _grown(self._slogans, slogans, list(documents))


def _grown(known: dict[str, pd.DataFrame], read: Callable[[Any], pd.DataFrame], wanted: list[Document]) -> pd.DataFrame:
    """Read what is not yet known, block by block, and return the rows of all that is wanted."""
    new = [document for document in wanted if document.doc_id not in known]
    nothing = read([])
    for first in range(0, len(new), BLOCK):
        block = new[first : first + BLOCK]
        known.update((document.doc_id, nothing) for document in block)
        known.update((str(doc_id), rows) for doc_id, rows in read(block).groupby("doc_id", sort=False))
    found = [rows for document in wanted if len(rows := known[document.doc_id])]
    return pd.concat(found, ignore_index=True) if found else nothing

"""Exploring a corpus: what is searched and chosen (`state`), and the widget that shows it (`widget`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus_tools.explorer.state import Explorer

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Corpus

__all__ = ["Explorer", "explore"]


def explore(corpus: Corpus) -> Explorer:
    """Return an explorer of the corpus; as the last line of a notebook cell it shows itself as a widget.

    Examples
    --------
    >>> from corpus_tools.text.corpus import Corpus, document_from_text
    >>> explorer = explore(Corpus((document_from_text("党员带头。", city="汕尾市"),)))
    >>> explorer.search("党员")[["city", "node", "right"]].values.tolist()
    [['汕尾市', '党员', '带头。']]
    >>> explorer
    <Explorer: 1 of 1 texts; 1 line in 1 text of 1>
    """
    return Explorer(corpus)

"""Reading a corpus with its tokens counted: here text and words meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus_tools.text import corpus as texts

if TYPE_CHECKING:
    import pandas as pd


def read_corpus(path: str | Path, *, registry: str | Path | pd.DataFrame | None = None) -> texts.Corpus:
    """Read a folder, a file or a table into a corpus; see `corpus_tools.text.corpus.read_corpus`."""
    return texts.read_corpus(path, registry=registry, count_tokens=_count_tokens)


def _count_tokens(document: texts.Document) -> int:
    from corpus_tools.words.segmentation import segment

    return len(segment([document]))

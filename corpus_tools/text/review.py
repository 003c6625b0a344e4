"""What a reader needs to check the pipeline: raw text beside clean text, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Corpus, Document


def asides(documents: Iterable[Document]) -> pd.DataFrame:
    """Return what is not running text.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, kind (title, breadcrumb, dateline, caption ...), text (Simplified), raw_start, raw_end.
    """
    import pandas as pd

    rows = [(document.doc_id, document.city, *aside) for document in documents for aside in document.asides]
    return pd.DataFrame(rows, columns=["doc_id", "city", "kind", "text", "raw_start", "raw_end"])


def beside(corpus: Corpus, receipts: pd.DataFrame, *, window: int = 20) -> pd.DataFrame:
    """Return raw and clean text around each receipt, what changed within 「」.

    Parameters
    ----------
    corpus
        The corpus that the receipts belong to.
    receipts
        Rows of `edits`.
    window
        Raw characters of context on either side.

    Returns
    -------
    pandas.DataFrame
        doc_id, raw, clean, certainty, raw_start, raw_end.
    """
    import pandas as pd

    rows = []
    for receipt in receipts.to_dict("records"):
        document, start, end = corpus[receipt["doc_id"]], receipt["raw_start"], receipt["raw_end"]
        raw = _marked(document.raw, start, end, window)
        clean = _marked(document.text, *document.traced.text_span(start, end), window)
        rows.append((document.doc_id, raw, clean, receipt["certainty"], start, end))
    return pd.DataFrame(rows, columns=["doc_id", "raw", "clean", "certainty", "raw_start", "raw_end"])


def _marked(text: str, start: int, end: int, window: int) -> str:
    left, right = max(0, start - window), min(len(text), end + window)
    return f"{text[left:start]}「{text[start:end]}」{text[end:right]}".replace("\n", "⏎")

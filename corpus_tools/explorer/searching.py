"""Finding lines in many texts without ever taking too long: a query that fails or does not end is told, not raised."""

from __future__ import annotations

import time
from bisect import bisect_right
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from corpus_tools.words.concordance import Pattern, concordance, phrase_pattern, regex_pattern
from corpus_tools.words.engines import load_engine
from corpus_tools.words.lexicon import dictionary_terms
from corpus_tools.words.segmentation import sentences, word_edges

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Document

Mode: TypeAlias = Literal["phrase", "word", "regex"]
MOST_LINES, CONTEXT = 100_000, 20


class SearchError(ValueError):
    """A search that cannot be done; the message is for the one who typed it."""


def search(documents: list[Document], query: str, mode: Mode, *, seconds: float) -> tuple[pd.DataFrame, bool]:
    """Return the concordance of a query, and whether it was cut off after 100,000 lines of the phrase.

    Raises
    ------
    SearchError
        If the query is empty or no regular expression, or takes more than `seconds` for all documents.
    """
    hits = _documents_with(compiled(query, mode), documents, seconds)
    options: Any = {"by": None, "window": CONTEXT, "regex": mode == "regex", "timeout": seconds}
    try:
        lines = concordance(hits, query, **options)
    except TimeoutError as error:
        raise _endless(str(error).partition(":")[0]) from None
    shown = lines.head(MOST_LINES)
    return _whole_words(shown, hits) if mode == "word" else shown, len(lines) > MOST_LINES


def _whole_words(lines: pd.DataFrame, documents: list[Document]) -> pd.DataFrame:
    """Return the lines whose node begins and ends with a token; only the sentences that they stand in are cut."""
    cut = load_engine("rjieba", dictionary_terms(None))
    texts = {document.doc_id: document.text for document in documents}
    spans = cache(lambda doc_id: sentences(texts[doc_id]))

    @cache
    def edges(doc_id: str, place: int) -> tuple[set[int], set[int]]:
        start, end = spans(doc_id)[place]
        return word_edges(texts[doc_id][start:end], cut, start)

    def around(doc_id: str, position: int) -> tuple[set[int], set[int]]:
        return edges(doc_id, bisect_right(spans(doc_id), position, key=lambda span: span.start) - 1)

    nodes = zip(lines["doc_id"], lines["start"], lines["end"], strict=True)
    whole = [start in around(doc, start)[0] and end in around(doc, end - 1)[1] for doc, start, end in nodes]
    found = lines.loc[whole].reset_index(drop=True)
    found.attrs = lines.attrs
    return found


def compiled(query: str, mode: Mode) -> Pattern:
    """Return the pattern of a query.

    Raises
    ------
    SearchError
        If the query is empty or no regular expression.
    """
    if not query.strip():
        raise SearchError("Type a word, a phrase or a regular expression.")
    if mode != "regex":
        return phrase_pattern(query)
    try:
        return regex_pattern(query)
    except ValueError as error:
        raise SearchError(str(error)) from None


def _documents_with(pattern: Pattern, documents: list[Document], seconds: float) -> list[Document]:
    """Return the documents in which the pattern occurs, until they hold more lines than are wanted."""
    found: list[Document] = []
    lines = 0
    deadline = time.monotonic() + seconds
    for document in documents:
        here = _count(document, pattern, deadline - time.monotonic())
        found += [document] if here else []
        lines += here
        if lines > MOST_LINES:
            break
    return found


def _count(document: Document, pattern: Pattern, seconds: float) -> int:
    try:
        occurrences = pattern.finditer(document.text, timeout=max(seconds, 1e-3))
        return sum(1 for _ in islice((found for found in occurrences if found.end() > found.start()), MOST_LINES + 1))
    except TimeoutError:
        raise _endless(document.doc_id) from None


def _endless(doc_id: str) -> SearchError:
    return SearchError(
        f"The pattern was still at work in {doc_id} when its time was over. Make it simpler (no repetition within a"
        " repetition), or filter by city and date."
    )

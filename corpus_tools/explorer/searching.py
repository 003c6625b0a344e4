"""Finding lines in many texts without ever taking too long: a query that fails or does not end is told, not raised."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from corpus_tools.words.concordance import Pattern, concordance, phrase_pattern, regex_pattern

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.explorer.indexing import Index
    from corpus_tools.text.corpus import Document

Mode: TypeAlias = Literal["phrase", "word", "regex"]
MOST_LINES, CONTEXT = 100_000, 20


class SearchError(ValueError):
    """A search that cannot be done; the message is for the one who typed it."""


def search(
    documents: list[Document], query: str, mode: Mode, index: Index, *, seconds: float
) -> tuple[pd.DataFrame, bool]:
    """Return the concordance of a query, and whether it was cut off after 100,000 lines.

    Raises
    ------
    SearchError
        If the query is empty or no regular expression, or takes more than `seconds` for all documents.
    """
    hits = _documents_with(compiled(query, mode), documents, seconds)
    tokens = _ends(index.tokens(hits), query) if mode == "word" and hits else None
    options: Any = {"by": None, "window": CONTEXT, "regex": mode == "regex", "tokens": tokens, "timeout": seconds}
    try:
        lines = concordance(hits, query, **options)
    except TimeoutError as error:
        raise _endless(str(error).partition(":")[0]) from None
    return lines.head(MOST_LINES), len(lines) > MOST_LINES


def _ends(tokens: pd.DataFrame, query: str) -> pd.DataFrame:
    """Return the tokens with which the query may begin or end as a whole word."""
    bare = "".join(query.split())
    return tokens[tokens["token"].isin([part for i in range(len(bare)) for part in (bare[i:], bare[: len(bare) - i])])]


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
        here = _count(document, pattern, MOST_LINES, deadline - time.monotonic())
        found += [document] if here else []
        lines += here
        if lines > MOST_LINES:
            break
    return found


def _count(document: Document, pattern: Pattern, most: int, seconds: float) -> int:
    try:
        occurrences = pattern.finditer(document.text, timeout=max(seconds, 1e-3))
        return sum(1 for _ in islice((found for found in occurrences if found.end() > found.start()), most + 1))
    except TimeoutError:
        raise _endless(document.doc_id) from None


def _endless(doc_id: str) -> SearchError:
    return SearchError(
        f"The pattern was still at work in {doc_id} when its time was over. Make it simpler (no repetition within a"
        " repetition), or filter by city and date."
    )

"""Terms in their context: KWIC lines, and quotes that a reader can look up in the raw text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from math import prod
from typing import Literal, TypeAlias, get_args

import pandas as pd
import regex as regex_engine

from corpus_tools.words.segmentation import Span, TextLike, Texts, each_document, sentences

Sort: TypeAlias = Literal["position", "left", "right"]
Pattern: TypeAlias = "regex_engine.Pattern[str]"
Boundaries: TypeAlias = Mapping[str, tuple[Collection[int], Collection[int]]]

MOST_REPEATS = 1_000_000
LINE_COLUMNS = ("doc_id", "city", "left", "node", "right", "start", "end", "raw_start", "raw_end")
QUOTE_COLUMNS = ("doc_id", "quote", "raw_quote", "start", "end", "raw_start", "raw_end")


def concordance(
    corpus: Texts,
    node: str,
    *,
    by: str | None = "city",
    window: int = 20,
    regex: bool = False,
    sort: Sort = "position",
    tokens: pd.DataFrame | None = None,
    timeout: float = 10.0,
) -> pd.DataFrame:
    r"""Show every occurrence of a word, phrase or regular expression between what stands left and right of it.

    Parameters
    ----------
    node
        What to look for; white space in a phrase stands for any white space or none.
    by
        The attribute of the documents by which the lines are grouped, ``None`` for none.
    window
        Characters of context on each side; context ends with the paragraph.
    regex
        Whether `node` is a regular expression (of the package `regex`, a superset of `re`).
    sort
        Within a group: by ``"position"`` in the corpus, or by the code points of what stands to the ``"left"``, read
        from the node outwards, or to the ``"right"``.
    tokens
        A tokens table of the same corpus: only occurrences that begin and end with a token are shown, so that 党员 is
        not found in 党员干部 where that is one word.
    timeout
        Seconds that a regular expression may take on one document.

    Returns
    -------
    DataFrame
        One row an occurrence: `doc_id, city, left, node, right`; `start, end` in the text; `raw_start, raw_end` in the
        raw text; and `by` where that is another attribute.

    Raises
    ------
    TimeoutError
        If a regular expression takes longer on one document; the message names both.
    ValueError
        If `node` is to be a regular expression and is none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头，群众响应", raw_span=lambda *span: span)
    >>> concordance(text, "带.", regex=True, window=3)[["left", "node", "right", "start"]]
      left node right  start
    0   党员   带头   ，群众      2
    """
    pattern = regex_pattern(node) if regex else phrase_pattern(node)
    boundaries = _token_boundaries(tokens)
    rows = [
        (order, getattr(document, by) if by else None, *_line(document, span, window))
        for order, document in enumerate(each_document(corpus))
        for span in _occurrences(document, pattern, timeout, boundaries)
    ]
    table = _sorted_lines(pd.DataFrame(rows, columns=["order", "group", *LINE_COLUMNS]), sort)
    if by and by not in LINE_COLUMNS:
        table.insert(0, by, table["group"])
    table = table.drop(columns=["order", "group"])
    table.attrs = {"node": node, "regex": regex, "window": window, "sort": sort}
    return table


def phrase_pattern(phrase: str) -> Pattern:
    """Return the pattern of a phrase whose white space may or may not stand in the text."""
    return regex_engine.compile(r"\s*".join(map(regex_engine.escape, phrase.split())))


def regex_pattern(node: str) -> Pattern:
    """Return the pattern of a regular expression that somebody typed.

    Raises
    ------
    ValueError
        If it is none, or repeats a repetition so often that compiling it would take all memory.

    Examples
    --------
    >>> regex_pattern("(?:党.{9999}){9999}")
    Traceback (most recent call last):
    ...
    ValueError: '(?:党.{9999}){9999}' repeats 99,980,001 times; expected at most 1,000,000. Use * or + instead.
    """
    if (repeats := _repeats(node)) > MOST_REPEATS:
        raise ValueError(f"{node!r} repeats {repeats:,} times; expected at most {MOST_REPEATS:,}. Use * or + instead.")
    try:
        return regex_engine.compile(node)
    except (regex_engine.error, OverflowError, RecursionError, MemoryError) as error:
        raise ValueError(
            f"{node!r} is no regular expression: {error}. Escape \\ ( ) [ ] {{ }} . * + ? | ^ $."
        ) from None


def _repeats(node: str) -> int:
    """Return how often the innermost of a pattern may be repeated: counts behind brackets multiply."""
    counts = [(found[1] == ")", int(found[2])) for found in re.finditer(r"(.?)\{(?:\d*,)?(\d{1,9})\}", node, re.DOTALL)]
    return prod(count for is_group, count in counts if is_group) * max(
        (count for is_group, count in counts if not is_group), default=1
    )


def _token_boundaries(tokens: pd.DataFrame | None) -> Boundaries | None:
    """Return, for each document, where its tokens start and where they end; None for no tokens table."""
    if tokens is None:
        return None
    return {
        str(doc_id): (frozenset(group["start"]), frozenset(group["end"]))
        for doc_id, group in tokens.groupby("doc_id", sort=False)
    }


def _occurrences(document: TextLike, pattern: Pattern, timeout: float, boundaries: Boundaries | None) -> Iterator[Span]:
    """Yield where the pattern stands and is not empty; with boundaries, where it also begins and ends with a token."""
    starts, ends = ((), ()) if boundaries is None else boundaries.get(document.doc_id, ((), ()))
    try:
        for found in pattern.finditer(document.text, timeout=timeout):
            start, end = found.span()
            if start < end and (boundaries is None or (start in starts and end in ends)):
                yield Span(start, end)
    except TimeoutError:
        raise TimeoutError(
            f"{document.doc_id}: {pattern.pattern!r} took over {timeout:g} s; simplify the pattern or raise timeout."
        ) from None


def _line(document: TextLike, span: Span, window: int) -> tuple[object, ...]:
    text, (start, end) = document.text, span
    left = text[max(0, start - window) : start].rpartition("\n")[2]
    right = text[end : end + window].partition("\n")[0]
    raw_span = document.raw_span(start, end)
    return (document.doc_id, document.city, left, text[start:end], right, start, end, *raw_span)


def _sorted_lines(table: pd.DataFrame, sort: Sort) -> pd.DataFrame:
    """Sort by group in order of appearance, then by context, then by place."""
    if sort not in get_args(Sort):
        raise ValueError(f"found sort={sort!r}, expected one of {', '.join(get_args(Sort))}.")
    keys = pd.DataFrame({"group": pd.factorize(table["group"], use_na_sentinel=False)[0]})
    if sort == "left":
        keys["context"] = table["left"].astype("str").str[::-1]
    elif sort == "right":
        keys["context"] = table["right"].astype("str")
    keys[["order", "start"]] = table[["order", "start"]]
    return table.loc[keys.sort_values(list(keys.columns), kind="stable").index].reset_index(drop=True)


def evidence(
    table: pd.DataFrame, corpus: Texts, *, by: str | None = "city", quotes: int = 3, tokens: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Quote the sentences in which the terms of a table stand: the appendix to a ranking.

    Parameters
    ----------
    table
        Any table with a column `token`, and with the column `by` if the terms belong to groups.
    by
        The attribute of the documents that the column of this name holds: a term is quoted from its own group only.
    quotes
        Sentences a term, from the start of the corpus on.
    tokens
        As in `concordance`.

    Returns
    -------
    DataFrame
        In the order of the table: `by, token, doc_id`; `quote`, the sentence as the text has it, and `raw_quote`, as
        the raw text has it; `start, end, raw_start, raw_end` of the sentence; `city`, if `by` is not that.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> raw = "党员(yuán)带头。群众响应。"
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头。群众响应。", raw=raw)
    >>> text.raw_span = lambda start, end: (start + 6 * (start > 2), end + 6 * (end > 2))
    >>> table = pd.DataFrame({"city": ["广安市"], "token": ["群众"]})
    >>> evidence(table, text)[["token", "doc_id", "quote", "raw_start", "raw_end"]]
      token doc_id   quote  raw_start  raw_end
    0    群众      a  群众响应。         11       16
    """
    documents = [(document, sentences(document.text)) for document in each_document(corpus)]
    boundaries = _token_boundaries(tokens)
    group = by if by in table.columns else None
    keys = table[[group, "token"] if group else ["token"]].drop_duplicates()
    rows: list[dict[str, object]] = []
    for values in keys.itertuples(index=False):
        key = dict(zip(keys.columns, values, strict=True))
        own = [pair for pair in documents if not group or getattr(pair[0], group) == key[group]]
        found = (quote for document, spans in own for quote in _quotes(document, key["token"], spans, boundaries))
        rows += [key | quote for quote in islice(found, quotes)]
    return pd.DataFrame(rows, columns=list(dict.fromkeys([*keys.columns, "city", *QUOTE_COLUMNS])))


def _quotes(
    document: TextLike, term: str, spans: list[Span], boundaries: Boundaries | None
) -> Iterator[dict[str, object]]:
    starts = [span.start for span in spans]
    quoted = -1
    for found in _occurrences(document, phrase_pattern(term), 60, boundaries):
        place = bisect_right(starts, found.start) - 1
        if place != quoted:
            quoted = place
            start, end = spans[place]
            raw = document.raw_span(start, end)
            quote = document.text[start:end], document.raw[slice(*raw)]
            values = (document.doc_id, *quote, start, end, *raw)
            yield {"city": document.city} | dict(zip(QUOTE_COLUMNS, values, strict=True))

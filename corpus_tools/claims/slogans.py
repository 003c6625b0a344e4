"""Numbered slogans of a corpus: what the formula is, its numbers, its members, and whether they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.claims.formulas import Formula, compact, formulas, national_formulas
from corpus_tools.claims.instruments import instrument_of
from corpus_tools.claims.lists import Listing, echoes, list_before
from corpus_tools.claims.members import resolve
from corpus_tools.claims.sections import marks

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Corpus, Document

COLUMNS = [
    *("doc_id", "city", "slogan", "numbers", "members", "complete", "consistent", "conflicts_with", "kind", "source"),
    *("scope", "instrument", "basis", "start", "end", "raw_start", "raw_end"),
]


class Slogan(NamedTuple):
    """One slogan of one document: its best mention and the members that the text lists for it."""

    mention: Formula
    listing: Listing
    source: str
    raw: tuple[int, int]


def slogan_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of all slogans of a text, quotation marks included, in order; their numbers are no values.

    Examples
    --------
    >>> slogan_spans("打好“6789”组合拳，组建6个工作组。")
    [(2, 8)]
    """
    return [formula.outer for formula in formulas(text)]


def slogans(source: Corpus | Document) -> pd.DataFrame:
    """Return the numbered slogans of a corpus or a document, one row a slogan and document."""
    import pandas as pd

    from corpus_tools.text.corpus import Document

    documents = [source] if isinstance(source, Document) else source
    rows = [row for document in documents for row in _rows(document)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"start": "Int64", "end": "Int64"})


def _rows(document: Document) -> list[dict[str, Any]]:
    found = [*_in_body(document), *_in_furniture(document)]
    unique = _unique(found)
    conflicts = _conflicts(unique)
    return [_row(document, slogan, conflicts.get(compact(slogan.mention.text))) for slogan in unique]


def _in_body(document: Document) -> Iterable[Slogan]:
    text = document.text
    mentions = formulas(text)
    outline = marks(text)
    echoed = set()
    for mention in mentions:
        listing = resolve(text, mention, mentions, outline)
        echoed.add(listing.members)
        yield Slogan(mention, listing, "body", document.raw_span(mention.start, mention.end))
    taken = {mention.start for mention in mentions}
    for start, end, value in echoes(text):
        listing = list_before(text, start, value)
        if value > 1 and listing and start not in taken and listing.members not in echoed:
            mention = Formula(start, end, (start, end), text[start:end], (value,), "counted_list")
            yield Slogan(mention, listing, "body", document.raw_span(start, end))


def _in_furniture(document: Document) -> Iterable[Slogan]:
    for aside in document.asides:
        for mention in formulas(aside.text):
            yield Slogan(mention, Listing(), "furniture", (aside.raw_start, aside.raw_end))


def _unique(found: list[Slogan]) -> list[Slogan]:
    """Keep of each slogan the mention in the body with the fullest list, else the first."""
    groups: dict[tuple[Any, ...], list[Slogan]] = defaultdict(list)
    for slogan in found:
        groups[slogan.mention.skeleton, slogan.mention.numbers].append(slogan)
    best = [max(group, key=lambda s: (s.source == "body", len(s.listing.members))) for group in groups.values()]
    return sorted(best, key=lambda slogan: (slogan.source != "body", slogan.raw))


def _conflicts(unique: list[Slogan]) -> dict[str, str]:
    by_words: dict[str, list[str]] = defaultdict(list)
    for slogan in unique:
        if slogan.mention.kind == "slogan" and any("\u4e00" <= char <= "\u9fff" for char in slogan.mention.skeleton):
            by_words[slogan.mention.skeleton].append(slogan.mention.text)
    pairs = (group for group in by_words.values() if len(group) > 1)
    return {compact(text): "；".join(t for t in group if t != text) for group in pairs for text in group}


def _row(document: Document, slogan: Slogan, conflict: str | None) -> dict[str, Any]:
    mention, listing = slogan.mention, slogan.listing
    complete = bool(listing.members) and not listing.is_open
    in_body = slogan.source == "body"
    coding = instrument_of(mention.text, listing.members)
    return {
        "doc_id": document.doc_id,
        "city": document.city,
        "slogan": mention.text,
        "numbers": mention.numbers,
        "members": listing.members,
        "complete": complete,
        "consistent": len(listing.members) in mention.sizes if complete else None,
        "conflicts_with": conflict,
        "kind": mention.kind,
        "source": slogan.source,
        "scope": "national" if compact(mention.text) in national_formulas() else "local",
        "instrument": coding.instrument if coding else None,
        "basis": listing.basis or None,
        "start": mention.start if in_body else None,
        "end": mention.end if in_body else None,
        "raw_start": slogan.raw[0],
        "raw_end": slogan.raw[1],
    }

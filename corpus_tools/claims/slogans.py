"""Numbered slogans of a corpus: what the formula is, its numbers, its members, and whether they agree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.formulas import formulas
from corpus_tools.claims.instruments import instrument_of
from corpus_tools.claims.lists import Listing, echoes, list_before
from corpus_tools.claims.members import resolve
from corpus_tools.claims.sections import marks
from corpus_tools.claims.wording import any_of, compact, national_formulas
from corpus_tools.claims.wrapping import Unwrapped, unwrap_lines

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Aside, Corpus, Document

COLUMNS = [
    *("doc_id", "city", "slogan", "numbers", "members", "complete", "consistent", "conflicts_with", "part_of"),
    *("kind", "source", "scope", "instrument", "basis", "start", "end", "raw_start", "raw_end"),
]
TYPES: dict[str, Any] = {"complete": "bool", "consistent": "object", "start": "Int64", "end": "Int64"}
MOST_TRIES, PAGE = 6, 100_000


class Slogan(NamedTuple):
    """One slogan of one document: its best mention and the members that the text lists for it."""

    mention: Formula
    listing: Listing
    source: str
    raw: tuple[int, int]
    margin: float = 0.0


def slogan_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of all slogans of a text, quotation marks included, in order; their numbers are no values.

    Examples
    --------
    >>> slogan_spans("打好“6789”组合拳，组建6个工作组。")
    [(2, 8)]
    """
    unwrapped = unwrap_lines(text)
    return [unwrapped.original(*formula.outer) for formula in formulas(unwrapped.text)]


def slogans(source: Corpus | Document) -> pd.DataFrame:
    """Return the numbered slogans of a corpus or a document, one row a slogan and document."""
    import numpy as np
    import pandas as pd

    from corpus_tools.text.corpus import Document

    documents = [source] if isinstance(source, Document) else source
    rows = [row for document in documents for row in _rows(document)]
    columns = {name: [row[name] for row in rows] or np.array([], dtype=object) for name in COLUMNS}
    typed = {name: pd.array(columns[name], dtype=kind) for name, kind in TYPES.items()}
    return pd.DataFrame(columns | typed)


def _rows(document: Document) -> list[dict[str, Any]]:
    found = _each_list_once([*_in_body(document), *_in_furniture(document)])
    unique = _unique(found)
    conflicts, wholes = _conflicts(unique), _wholes(unique)
    texts = [slogan.mention.text for slogan in unique]
    return [
        _row(document, slogan, conflicts.get(text), wholes.get(text))
        for slogan, text in zip(unique, texts, strict=True)
    ]


def _in_body(document: Document) -> Iterator[Slogan]:
    unwrapped = unwrap_lines(document.text)
    text = unwrapped.text
    mentions = formulas(text)
    outline = marks(text) if mentions else []
    listings: dict[Any, list[Listing]] = defaultdict(list)
    for mention in mentions:
        known = listings[_words(mention)]
        if len(known) < MOST_TRIES and not any(len(listing.members) in mention.sizes for listing in known):
            listing, margin = resolve(text, mention, mentions, outline)
            known.append(listing)
            yield _placed(mention, listing, unwrapped, document)._replace(margin=margin)
    taken = {mention.start for mention in mentions}
    listed = {listing.members for known in listings.values() for listing in known}
    tries: Counter[str] = Counter()
    for start, end, value in echoes(text):
        tries[text[start:end]] += 1
        is_new = value > 1 and start not in taken and tries[text[start:end]] <= MOST_TRIES
        closed = list_before(text, start, value) if is_new else None
        if closed and closed.members not in listed:
            count = Formula(start, end, (start, end), text[start:end], (value,), "counted_list")
            yield _placed(count, closed, unwrapped, document)


def _placed(mention: Formula, listing: Listing, unwrapped: Unwrapped, document: Document) -> Slogan:
    start, end = unwrapped.original(mention.start, mention.end)
    return Slogan(mention._replace(start=start, end=end), listing, "body", document.raw_span(start, end))


def _in_furniture(document: Document) -> Iterator[Slogan]:
    """Yield the slogans of breadcrumbs, titles and captions."""
    for aside, page, mentions in asides_with_slogans(document):
        outline = marks(page)
        for mention in mentions:
            if mention.end <= len(aside.text):
                listing, margin = resolve(page, mention, mentions, outline)
                yield Slogan(mention, listing, "furniture", (aside.raw_start, aside.raw_end), margin)


def asides_with_slogans(document: Document) -> Iterator[tuple[Aside, str, list[Formula]]]:
    """Yield each aside with slogans, with the text in which to look for their members, and all mentions of that text.

    Those of a title may have their members in the body.
    """
    for aside in document.asides:
        if formulas(aside.text):
            page = aside.text + "\n" + document.text if aside.kind == "title" else aside.text
            page = unwrap_lines(page[:PAGE]).text
            yield aside, page, formulas(page)


def _each_list_once(found: list[Slogan]) -> list[Slogan]:
    """Leave a list that several slogans claim to the one for which it weighs most, and to its variants."""
    owners: dict[tuple[str, ...], Slogan] = {}
    for slogan in found:
        owner = owners.get(slogan.listing.members)
        if owner is None or slogan.margin > owner.margin:
            owners[slogan.listing.members] = slogan
    return [
        slogan
        if not slogan.listing.members or owners[slogan.listing.members].mention.skeleton == slogan.mention.skeleton
        else slogan._replace(listing=Listing())
        for slogan in found
    ]


def _words(mention: Formula) -> tuple[str, tuple[int, ...]]:
    """Return what makes two mentions one slogan: the words, without 制 or 工作法 at the end, and the numbers."""
    bare = re.sub(f"(?<=..){any_of('head')}$", "", mention.skeleton)
    return bare, mention.numbers


def _unique(found: list[Slogan]) -> list[Slogan]:
    """Keep one row a slogan: its first mention in the body, or the one that has its members, with the fullest list."""
    groups: dict[Any, list[Slogan]] = defaultdict(list)
    for slogan in found:
        groups[_words(slogan.mention)].append(slogan)
    best = [_best(group) for group in groups.values()]
    return sorted(best, key=lambda slogan: (slogan.source != "body", slogan.raw, slogan.mention.text))


def _best(group: list[Slogan]) -> Slogan:
    listing = max((slogan.listing for slogan in group), key=lambda listing: len(listing.members))
    mention = max(group, key=lambda slogan: (slogan.source == "body", len(slogan.listing.members)))
    return mention._replace(listing=listing)


def _conflicts(unique: list[Slogan]) -> dict[str, str]:
    """Return for each slogan with a variant of other numbers the text of that variant."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for slogan in unique:
        words = slogan.mention.skeleton
        if slogan.mention.kind == "slogan" and re.search("[\u4e00-\u9fff]", words):
            by_words[words].append(slogan.mention.text)
    pairs = (group for group in by_words.values() if len(group) > 1)
    return {text: "；".join(other for other in group if other != text) for group in pairs for text in group}


def _wholes(unique: list[Slogan]) -> dict[str, str]:
    """Return for each slogan that is part or member of another one of its document the text of that one."""
    wholes: dict[str, str] = {}
    for slogan in unique:
        units = slogan.mention.units
        parts = {unit.text for unit in units} if len(units) > 1 else set()
        wholes |= dict.fromkeys({*parts, *slogan.listing.members} - {slogan.mention.text}, slogan.mention.text)
    return wholes


def _row(document: Document, slogan: Slogan, conflict: str | None, whole: str | None) -> dict[str, Any]:
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
        "part_of": whole,
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

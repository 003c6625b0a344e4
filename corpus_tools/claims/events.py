"""Dated statements that are not counts: who did what on which day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.claims.asof import Frame, frames
from corpus_tools.claims.lexicon import Token, tag

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Document

COLUMNS = [
    *("doc_id", "city", "date", "actor", "text", "quote", "published_on"),
    *("start", "end", "raw_start", "raw_end"),
]
SENTENCE = re.compile(r"[^。！？!?\n…]+[。！？!?…]*[”’」』）)]*")
DAY = re.compile(r"[日号天晚]")
BREAK = re.compile(r"[，,。；;：:！？!?\n]")
LEAD = re.compile(r"^[，,、：:\s]+")
NOMINAL = ("n", "b", "j", "s", "l", "vn", "zg", "eng")
INSIDE_NAMES = tuple("办管建扶督防治")
PREDICATE = ("v", "p", "d", "a", "m")
SHORTEST_STATEMENT = 4


class Event(NamedTuple):
    """What is stated for one day; offsets are of the text."""

    start: int
    end: int
    date: dt.date
    actor: str | None


def events(documents: Iterable[Document] | Document) -> pd.DataFrame:
    """Return the statements that carry a day of their own, such as 2月17日,…发展为预备党员.

    A statement reaches from its date to the end of the sentence or to the next date. As-of phrases (截至), periods and
    …以来 date figures, not events, and are left out, and so are dates whose year cannot be known.

    Parameters
    ----------
    documents
        A corpus, documents or one document.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, date, actor (the words before the first verb; null where none is stated), text (the statement in
        Simplified), quote (verbatim raw), published_on, start, end, raw_start, raw_end.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> text = "2月17日，市人民医院党委决定，将5名职工发展为预备党员。截至2月20日，共有49人入党。"
    >>> found = events(document_from_text(text, published_on="2020-03-11"))
    >>> found[["date", "actor"]].values.tolist()
    [[datetime.date(2020, 2, 17), '市人民医院党委']]
    """
    import pandas as pd

    corpus = documents if isinstance(documents, Iterable) else [documents]
    return pd.DataFrame([_row(document, event) for document in corpus for event in _events(document)], columns=COLUMNS)


def _row(document: Document, event: Event) -> tuple[object, ...]:
    raw_start, raw_end = document.raw_span(event.start, event.end)
    statement, quote = document.text[event.start : event.end], document.raw[raw_start:raw_end]
    known = (document.doc_id, document.city, event.date, event.actor, statement, quote, document.published_on)
    return (*known, event.start, event.end, raw_start, raw_end)


def _events(document: Document) -> Iterator[Event]:
    for sentence in SENTENCE.finditer(document.text):
        found = frames(sentence[0], document.published_on, document.year)
        ends = [*(frame.start for frame in found[1:]), len(sentence[0])][: len(found)]
        for frame, end in zip(found, ends, strict=True):
            if _is_day(frame, sentence[0]) and len(words := sentence[0][frame.end : end]) >= SHORTEST_STATEMENT:
                assert frame.as_of is not None
                yield Event(sentence.start() + frame.start, sentence.start() + end, frame.as_of, _actor(words))


def _is_day(frame: Frame, sentence: str) -> bool:
    return frame.basis == "event" and frame.as_of is not None and bool(DAY.search(sentence[frame.start : frame.end]))


def _actor(words: str) -> str | None:
    """Return the nominal words with which a statement begins, if something is said of them in the same clause."""
    tokens = tag(BREAK.split(LEAD.sub("", words), maxsplit=1)[0])
    named = list(takewhile(lambda pair: _is_nominal(*pair), pairwise(tokens)))
    actor = "".join(token.text for token, _ in named)
    return actor if len(actor) > 1 and named[-1][1].tag.startswith(PREDICATE) else None


def _is_nominal(token: Token, following: Token) -> bool:
    """Say whether a word continues a name; verbal words do so only inside it (党建办主任, 防汛抗旱指挥部)."""
    verbal = token.tag == "vn" or token.text in INSIDE_NAMES
    return following.tag.startswith(NOMINAL) if verbal else token.tag.startswith(NOMINAL)

"""Documents and corpora: the whole way from bytes to trustworthy text, in one readable place."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.text import furniture
from corpus_tools.text.declarations import FIELDS, declared_fields, declared_year
from corpus_tools.text.decoding import whole_characters
from corpus_tools.text.metadata import Metadata
from corpus_tools.text.sources import Source, read_sources
from corpus_tools.text.stages import Page, read_page, read_pages
from corpus_tools.text.tracing import Receipt, Traced

if TYPE_CHECKING:
    import pandas as pd

DAMAGE_STEPS = ("mojibake", "restoration")
DOCUMENT_COLUMNS = [
    *("doc_id", "path", "sha256", "encoding", *FIELDS, "raw_characters", "characters", "paragraphs", "tokens"),
    *("damage", "error"),
]
EDIT_COLUMNS = [
    *("doc_id", "step", "raw_start", "raw_end", "before", "after", "certainty", "reason", "alternatives"),
]


class Aside(NamedTuple):
    """A stretch that is not running text: its kind, its words in Simplified, and where it stands in the raw text."""

    kind: str
    text: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, eq=False)
class Document:
    """One report: its raw text, its trustworthy text, what is known about it, and how the one became the other.

    Examples
    --------
    >>> document = document_from_text("汕尾市委組織部緊急動員5500多個(gè)基層黨組織。")
    >>> document.text, document.city
    ('汕尾市委组织部紧急动员5500多个基层党组织。', '汕尾市')
    >>> start = document.text.index("5500")
    >>> raw_start, raw_end = document.raw_span(start, start + len("5500多个"))
    >>> document.raw[raw_start:raw_end]
    '5500多個(gè)'
    """

    doc_id: str
    traced: Traced
    read: Metadata
    evidence: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    asides: tuple[Aside, ...] = ()
    declared: Mapping[str, Any] = field(default_factory=dict)
    declared_year: int | None = None
    path: str | None = None
    sha256: str | None = None
    encoding: str | None = None

    def __repr__(self) -> str:
        about = f"{self.city or 'no city'}, {self.published_on or 'undated'}, {len(self.text):,} characters"
        return f"<Document {self.doc_id}: {about}>"

    @property
    def raw(self) -> str:
        """The text as decoded from the file, untouched."""
        return self.traced.raw

    @property
    def text(self) -> str:
        """The running text in Simplified characters, a line a paragraph, without title and page furniture."""
        return self.traced.text

    @property
    def paragraphs(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n") if self.text else []

    @property
    def title(self) -> str | None:
        """The headline, or None where none is printed."""
        return self.known.title

    @property
    def city(self) -> str | None:
        """Full name of the prefecture or county that the report is about, such as 汕尾市."""
        return self.known.city

    @property
    def province(self) -> str | None:
        """Full name of its province."""
        return self.known.province

    @property
    def adcode(self) -> str | None:
        """Its GB/T 2260 code, six digits."""
        return self.known.adcode

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication as printed."""
        return self.known.published_on

    @property
    def year(self) -> int | None:
        """The year of the report: that of its publication, or the one declared for a page that prints no date."""
        return self.published_on.year if self.published_on else self.declared_year

    @property
    def outlet(self) -> str | None:
        """Newspaper or site that published the report."""
        return self.known.outlet

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the signed authors."""
        return self.known.authors

    @property
    def damage(self) -> str:
        """The kinds of byte-level damage found, joined by commas; ``none`` on a clean page."""
        kinds = {receipt.reason for receipt in self.traced.receipts if receipt.step in DAMAGE_STEPS}
        return ", ".join(sorted(kinds)) or "none"

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open raw span that ``text[start:end]`` came from.

        An annotation ``(pinyin)`` belongs to the character before it and is part of its raw span.
        """
        raw_start, raw_end = self.traced.raw_span(start, end)
        return raw_start, self._annotation_ends.get(raw_end, raw_end) if start < end else raw_end

    def edits(self) -> pd.DataFrame:
        """Return the receipts of this document; see `edits`."""
        return edits([self])

    def ledger(self) -> pd.DataFrame:
        """Return the raw characters of this document by step and fate; see `ledger`."""
        return ledger([self])

    def metadata(self) -> pd.DataFrame:
        """Return what is known about the document, what its text says and what the registry says.

        Returns
        -------
        pandas.DataFrame
            field, value (what counts), read (from the text), declared (in the registry, which wins),
            raw_start, raw_end (where the text says it; null where it does not).
        """
        import pandas as pd

        rows = [
            (name, getattr(self.known, name), getattr(self.read, name), self.declared.get(name), *self._evidence(name))
            for name in FIELDS
        ]
        table = pd.DataFrame(rows, columns=["field", "value", "read", "declared", "raw_start", "raw_end"])
        return table.astype({"raw_start": "Int64", "raw_end": "Int64"})

    @cached_property
    def known(self) -> Metadata:
        """What counts of the metadata: the declared where there is a declaration, else what was read."""
        return replace(self.read, **self.declared) if self.declared else self.read

    @cached_property
    def _annotation_ends(self) -> dict[int, int]:
        return {r.raw_start: r.raw_end for r in self.traced.receipts if r.reason == "annotation"}

    def _evidence(self, name: str) -> tuple[int | None, int | None]:
        return self.evidence.get(name, (None, None))


@dataclass(frozen=True, eq=False)
class Corpus:
    """The documents of a folder, a file or a table, in the order of their paths.

    Examples
    --------
    >>> corpus = Corpus((document_from_text("汕尾市召开会议。", doc_id="a"),))
    >>> [document.doc_id for document in corpus], len(corpus), corpus["a"].city
    (['a'], 1, '汕尾市')
    """

    items: tuple[Document, ...]
    unreadable: tuple[Source, ...] = ()
    count_tokens: Callable[[Document], int] | None = None

    def __repr__(self) -> str:
        return f"<Corpus: {len(self):,} documents>"

    def __iter__(self) -> Iterator[Document]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, doc_id: str) -> Document:
        try:
            return self._by_id[doc_id]
        except KeyError:
            near = ", ".join(get_close_matches(doc_id, self._by_id, cutoff=0.3)) or "none similar"
            raise KeyError(f"no document {doc_id!r} among the {len(self)}; nearest: {near}") from None

    def documents(self) -> pd.DataFrame:
        """Return the table of documents; files that could not be read stand in it with their reason.

        Returns
        -------
        pandas.DataFrame
            doc_id, path, sha256 (of the file's bytes), encoding, title, city, province, adcode, published_on (date),
            outlet, authors (joined by 、), raw_characters, characters (running text), paragraphs, tokens, damage,
            error (null unless the file could not be read).
        """
        import pandas as pd

        rows = [self._row(document) for document in self]
        rows += [
            {"doc_id": s.doc_id, "path": s.path, "sha256": s.sha256, "encoding": s.encoding, "error": s.error}
            for s in self.unreadable
        ]
        table = pd.DataFrame(rows, columns=DOCUMENT_COLUMNS)
        return table.astype(dict.fromkeys(("raw_characters", "characters", "paragraphs", "tokens"), "Int64"))

    @property
    def hash(self) -> str:
        """SHA-256 over the identifiers and raw texts of all documents: the name of just this corpus."""
        lines = (f"{d.doc_id}\0{hashlib.sha256(d.raw.encode('utf-8', 'surrogatepass')).hexdigest()}\n" for d in self)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.doc_id: document for document in self.items}

    def _row(self, document: Document) -> dict[str, Any]:
        return {
            **{name: getattr(document, name) for name in ("doc_id", "path", "sha256", "encoding", *FIELDS, "damage")},
            "authors": "、".join(document.authors) or None,
            "raw_characters": len(document.raw),
            "characters": len(document.text),
            "paragraphs": len(document.paragraphs),
            "tokens": self.count_tokens(document) if self.count_tokens else None,
        }


def read_corpus(
    path: str | Path,
    *,
    registry: str | Path | pd.DataFrame | None = None,
    count_tokens: Callable[[Document], int] | None = None,
) -> Corpus:
    """Read a folder, a file or a table into a corpus.

    Parameters
    ----------
    path
        A folder (read with its subfolders), a single file, or a table with a text column.
    registry
        What is known about the files; the ``registry.csv`` of the folder unless another is named. What it declares
        wins over what the text says, and both are kept (`Document.metadata`).
    count_tokens
        Counts the tokens of a document, for the table of documents.

    Raises
    ------
    FileNotFoundError
        If there is nothing at `path`.
    """
    sources = list(read_sources(path, registry=registry))
    readable = tuple(document_from_source(source) for source in sources if source.raw is not None)
    return Corpus(readable, tuple(source for source in sources if source.raw is None), count_tokens)


def document_from_text(
    raw: str, *, doc_id: str = "text", published_on: dt.date | str | None = None, city: str | None = None
) -> Document:
    """Return the document of a string; `published_on` (a date or ISO text) and `city` win over what the text says.

    Half of a surrogate pair, which no file can hold, becomes U+FFFD.
    """
    declared = {"city": city, "published_on": published_on and str(published_on)}
    known = {name: value for name, value in declared.items() if value}
    return document_from_source(Source(doc_id, doc_id, raw=whole_characters(raw), declared=known))


def edits(documents: Iterable[Document]) -> pd.DataFrame:
    """Return every change made to the documents, in the order of the steps and of the raw text.

    Returns
    -------
    pandas.DataFrame
        doc_id, step (module that made it), raw_start, raw_end, before (the raw characters), after (what they read
        after this step), certainty (exact, inferred, unresolved), reason, alternatives (joined by ``|``).

    Examples
    --------
    >>> edits([document_from_text("黨(dǎng)員會議。")])[["step", "before", "after"]].values.tolist()[0]
    ['restoration', '(dǎng)', '']
    """
    import pandas as pd

    rows = [
        (document.doc_id, *receipt[:-1], "|".join(receipt.alternatives))
        for document in documents
        for receipt in document.traced.receipts
    ]
    return pd.DataFrame(rows, columns=["doc_id", *Receipt._fields])[EDIT_COLUMNS]


def ledger(documents: Iterable[Document]) -> pd.DataFrame:
    """Account for every raw character by the last step that touched it and by its fate.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, step (``unchanged`` for what no step changed), fate (kept, replaced, dropped), characters; the
        characters of a document add up to ``len(document.raw)``.

    Examples
    --------
    >>> ledger([document_from_text("黨員會議。")])[["step", "fate", "characters"]].values.tolist()
    [['script', 'replaced', 4], ['unchanged', 'kept', 1]]
    """
    import pandas as pd

    rows = [
        (document.doc_id, document.city, step, fate, characters)
        for document in documents
        for (step, fate), characters in document.traced.ledger().items()
    ]
    return pd.DataFrame(rows, columns=["doc_id", "city", "step", "fate", "characters"])


def document_from_source(source: Source) -> Document:
    """Take one source through the pipeline."""
    return _document(read_page(source))


def documents_from_sources(sources: Sequence[Source]) -> list[Document | Exception]:
    """Take many sources through the pipeline together, which costs half; what fails comes out as its error."""
    return [_document_or_error(page) for page in read_pages(sources)]


def _document_or_error(page: Page | Exception) -> Document | Exception:
    try:
        return _document(page) if isinstance(page, Page) else page
    except Exception as error:
        return error


def _document(page: Page) -> Document:
    source, traced, blocks, _, read = page
    return Document(
        doc_id=source.doc_id,
        traced=traced.apply("furniture", furniture.drop_furniture(traced.text, blocks)),
        read=read,
        evidence={name: traced.raw_span(*span) for name, span in read.evidence.items()},
        asides=tuple(
            Aside(block.kind, traced.text[block.start : block.end], *traced.raw_span(block.start, block.end))
            for block in blocks
            if block.kind not in furniture.KEPT
        ),
        declared=declared_fields(source.declared, source.path),
        declared_year=declared_year(source.declared.get("year"), source.path),
        path=source.path,
        sha256=source.sha256,
        encoding=source.encoding,
    )

"""From texts to the tokens table: words, sentences and paragraphs that cite their place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, cast

import numpy as np

from corpus_tools.words.engines import Cut, Engine, load_engine
from corpus_tools.words.lexicon import WordSource, dictionary_terms, fingerprint

if TYPE_CHECKING:
    import pandas as pd

LINE = re.compile(r"[^\n]+")
SENTENCE = re.compile(r"[^。！？!?…]*[。！？!?…]*[”’」』）)》】]*")


class TextLike(Protocol):
    """What words need to know of a document."""

    @property
    def doc_id(self) -> str: ...  # noqa: D102
    @property
    def city(self) -> str | None: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def raw(self) -> str: ...  # noqa: D102
    def raw_span(self, start: int, end: int) -> tuple[int, int]: ...  # noqa: D102


Texts: TypeAlias = "TextLike | Iterable[TextLike]"


class Span(NamedTuple):
    """A half-open stretch of a text, in code points."""

    start: int
    end: int


def each_document(corpus: Texts) -> Iterator[TextLike]:
    """Give the documents of a corpus, of a list, or the one document itself."""
    if hasattr(corpus, "text"):
        yield cast("TextLike", corpus)
    else:
        yield from corpus


def paragraphs(text: str) -> list[Span]:
    r"""Return the spans of the lines of a text that are not blank.

    Examples
    --------
    >>> paragraphs("疫情就是命令。\n\n防控就是责任。")
    [Span(start=0, end=7), Span(start=9, end=16)]
    """
    return [Span(*found.span()) for found in LINE.finditer(text) if not found.group().isspace()]


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of a text; none runs over the end of a paragraph.

    A sentence ends at 。！？… together with the quotation marks and brackets that close there; 、，；： do not end one.

    Examples
    --------
    >>> text = "“怎么办？”一线有党员。党旗飘扬"
    >>> [text[start:end] for start, end in sentences(text)]
    ['“怎么办？”', '一线有党员。', '党旗飘扬']
    """
    return [span for line in paragraphs(text) for span in _sentences_within(text, line)]


def _sentences_within(text: str, line: Span) -> Iterator[Span]:
    for found in SENTENCE.finditer(text, line.start, line.end):
        if found.group().strip():
            yield Span(*found.span())


@lru_cache(maxsize=1 << 16)
def is_word(piece: str) -> bool:
    """Whether a piece holds a letter, digit or character, and so is more than white space, punctuation or a symbol.

    Examples
    --------
    >>> [is_word(piece) for piece in ("党", "10.9", "①", "℃", "，", "——", "★", " ")]
    [True, True, True, True, False, False, False, False]
    """
    return piece.isalnum() or any(map(_is_word_character, piece))


def _is_word_character(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] in "LNM" or category in ("Co", "Cn"):
        return True
    return category == "So" and any(map(str.isalnum, unicodedata.normalize("NFKC", character)))


def segment(corpus: Texts, *, dictionary: WordSource = None, engine: Engine = "jieba", n: int = 2) -> pd.DataFrame:
    """Cut the texts of a corpus into tokens.

    Every character that is not white space, punctuation or a symbol is in exactly one token (with
    ``engine="characters"``: in up to `n`). Single characters and digits are tokens like any other; a number with its
    decimals, per cent sign or grouping commas is one token.

    Parameters
    ----------
    corpus
        A corpus, any iterable of documents, or one document; `doc_id`, `city` and `text` are read.
    dictionary
        ``None`` for the user dictionary of the package; a path or a list of terms to put over it; ``False`` for none.
    engine
        ``"jieba"``, ``"rjieba"`` (the same tokens, faster), or ``"characters"`` (overlapping n-grams of Chinese
        characters, which need no dictionary).
    n
        Length of the n-grams of ``engine="characters"``.

    Returns
    -------
    DataFrame
        One row a token: `doc_id, city`; `paragraph, sentence`, counted from 0 within the document; `position`, counted
        from 0 over words and punctuation of the document, so that two tokens are neighbours just when their positions
        are; `token`; `start, end`, code points of the text. ``attrs`` keep engine, dictionary and their versions.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> text = SimpleNamespace(doc_id="a", city="汕尾市", text="市委组织部号召10.9万名党员。")
    >>> segment(text)["token"].tolist()
    ['市委组织部', '号召', '10.9', '万名', '党员']
    """
    terms = () if engine == "characters" else dictionary_terms(dictionary)
    cut = load_engine(engine, terms)
    documents = list(each_document(corpus))
    found = [list(_tokens(document.text, cut)) for document in documents]
    if engine == "characters":
        found = [list(_character_n_grams(tokens, n)) for tokens in found]
    table = _tokens_table(documents, found)
    table.attrs.update(engine=f"characters, n={n}" if engine == "characters" else engine, dictionary=fingerprint(terms))
    return table


class Token(NamedTuple):
    """One row of the tokens table, less the document."""

    paragraph: int
    sentence: int
    position: int
    token: str
    start: int
    end: int


def _tokens(text: str, cut: Cut) -> Iterator[Token]:
    sentence = position = 0
    for paragraph, line in enumerate(paragraphs(text)):
        for span in _sentences_within(text, line):
            end = span.start
            for piece in cut(text[span.start : span.end]):
                start, end = end, end + len(piece)
                if is_word(piece):
                    yield Token(paragraph, sentence, position, piece, start, end)
                position += not piece.isspace()
            sentence += 1


def word_edges(sentence: str, cut: Cut, offset: int = 0) -> tuple[set[int], set[int]]:
    """Return where the tokens of a sentence start and where they end, counted from `offset`."""
    starts, ends, end = set(), set(), offset
    for piece in cut(sentence):
        start, end = end, end + len(piece)
        if is_word(piece):
            starts.add(start)
            ends.add(end)
    return starts, ends


def _character_n_grams(tokens: list[Token], n: int) -> Iterator[Token]:
    """Join each character with those that follow it in its run; a run shorter than `n` stays as it is."""
    for run in _runs(tokens):
        for i in range(max(1, len(run) - n + 1)):
            joined = run[i : i + n]
            yield run[i]._replace(token="".join(token.token for token in joined), end=joined[-1].end)


def _runs(tokens: list[Token]) -> Iterator[list[Token]]:
    """Part tokens into runs of adjacent Chinese characters; a Latin word or a number is a run of its own."""
    run: list[Token] = []
    for token in tokens:
        if run and not _continues(run[-1], token):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _continues(left: Token, right: Token) -> bool:
    adjacent = left.end == right.start and left.sentence == right.sentence
    return adjacent and not (left.token.isascii() or right.token.isascii())


def _tokens_table(documents: list[TextLike], found: list[list[Token]]) -> pd.DataFrame:
    import pandas as pd

    owner = np.repeat(np.arange(len(documents)), [len(tokens) for tokens in found])
    columns = list(zip(*(token for tokens in found for token in tokens), strict=True)) or [()] * len(Token._fields)
    table = pd.DataFrame(
        {
            name: pd.Series(values, dtype="str" if name == "token" else "int64")
            for name, values in zip(Token._fields, columns, strict=True)
        }
    )
    table.insert(0, "doc_id", _of_owner([document.doc_id for document in documents], owner))
    table.insert(1, "city", _of_owner([document.city for document in documents], owner))
    return table


def _of_owner(values: list[str] | list[str | None], owner: np.ndarray) -> pd.Series:
    import pandas as pd

    return pd.Series(values, dtype="str").iloc[owner].reset_index(drop=True)

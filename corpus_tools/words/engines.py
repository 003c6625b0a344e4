"""Segmenters: each takes a stretch of text and gives its pieces, which joined again are that text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Literal, TypeAlias, get_args

from corpus_tools.words.lexicon import Term

Engine: TypeAlias = Literal["jieba", "rjieba", "characters"]
Cut: TypeAlias = Callable[[str], list[str]]

GROUPED_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\d,])")
CHARACTER = re.compile(r"[A-Za-z0-9]+(?:\.\d+)?%?|(?s:.)")
STRETCH = 1_000
PAUSE = re.compile(r"[，、；：;\s]")
JIEBA_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+|(?s:.)")
RARE_HAN = re.compile(r"[\u3400-\u4DBF\u9FD6-\u9FFF\uD800-\uDFFF\uF900-\uFAFF\U00010000-\U0010FFFF]")
ASCII_RUN = re.compile(r"[A-Za-z0-9._%-][A-Za-z0-9._%-]*")
ASCII_WORD = re.compile(r"([A-Za-z0-9]+(?:\.\d+)?%?)")
# a mark by which a run of ASCII is no such word: - and _, a point but of decimals, a per cent sign but the last; the
# set in front lets a search skip all other characters at once
PARTING_MARK = re.compile(
    r"[_.%-](?:(?<=[_-])|(?<![A-Za-z0-9].)|(?<=%)[A-Za-z0-9._%-]|(?<=\.)(?![0-9]+%?(?![A-Za-z0-9._%-])))"
)


def load_engine(engine: Engine, terms: tuple[Term, ...]) -> Cut:
    """Return the cutting function of an engine with a user dictionary in it; loaded on first use, then kept.

    Raises
    ------
    ValueError
        If there is no engine of that name.
    """
    if engine not in get_args(Engine):
        raise ValueError(f"found engine={engine!r}, expected one of {', '.join(get_args(Engine))}.")
    return _loaded(engine, terms)


@lru_cache(maxsize=4)
def _loaded(engine: Engine, terms: tuple[Term, ...]) -> Cut:
    if engine == "characters":
        return CHARACTER.findall
    cut = _jieba(terms) if engine == "jieba" else _rjieba(terms)
    return partial(_in_stretches, cut=cut)


def _in_stretches(text: str, cut: Cut) -> list[str]:
    """Cut a text; no stretch is so long that jieba grows slow."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > STRETCH:
        end = start + STRETCH
        pause = PAUSE.search(text[end - 1 : start : -1])
        behind = end - pause.start() if pause else end
        pieces += _with_grouped_numbers(text[start:behind], cut)
        start = behind
    return pieces + _with_grouped_numbers(text[start:], cut)


def _with_grouped_numbers(text: str, cut: Cut) -> list[str]:
    """Cut a text but for the numbers with grouping commas in it."""
    parts = GROUPED_NUMBER.split(text) if "," in text else [text]
    if len(parts) == 1 and text:
        return cut(text)
    return [piece for i, part in enumerate(parts) if part for piece in ([part] if i % 2 else cut(part))]


def _jieba(terms: tuple[Term, ...]) -> Cut:
    """Return the cut of a tokenizer of our own: no global state, no cache file, nothing on standard error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    _add_terms(tokenizer, terms)
    return lambda text: list(tokenizer.cut(text))


def _rjieba(terms: tuple[Term, ...]) -> Cut:
    """Return the cut of rjieba with what jieba does otherwise: rare characters stand alone, ASCII runs are parted."""
    import rjieba

    tokenizer = rjieba.Jieba()
    _add_terms(tokenizer, terms)

    def in_blocks(text: str) -> list[str]:
        blocks = JIEBA_BLOCK.findall(text)
        return [word for block in blocks for word in (tokenizer.cut(block) if len(block) > 1 else [block])]

    def cut(text: str) -> list[str]:
        words = in_blocks(text) if RARE_HAN.search(text) else tokenizer.cut(text)
        if not PARTING_MARK.search(text):
            return words
        return [piece for word in words for piece in (_as_jieba_cuts(word) if word.isascii() else (word,))]

    return cut


def _add_terms(tokenizer: Any, terms: tuple[Term, ...]) -> None:
    """Add shorter terms first: a longer one is then given a frequency that beats the shorter ones it is made of."""
    for word, frequency, tag in sorted(terms, key=lambda term: (len(term.word), term.word)):
        tokenizer.add_word(word, tokenizer.suggest_freq(word) if frequency is None else frequency, tag)


def _as_jieba_cuts(word: str) -> list[str]:
    """Part an ASCII run at ``-``, ``_`` and ``.`` as jieba does, where rjieba keeps ``2020-02-25`` whole."""
    return [piece for piece in ASCII_WORD.split(word) if piece] if ASCII_RUN.fullmatch(word) else [word]

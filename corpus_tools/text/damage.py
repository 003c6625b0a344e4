"""The damage of annotating scraper sites, run forward: what proofs and tests use.

Some sites store a page as GBK bytes and edit these bytes by search and replace. The edits know nothing of character
boundaries: a reading in parentheses is put behind two bytes that belong to two neighbours, a byte is put before a
punctuation mark that never stood there, and what follows is read out of step until chance puts it right again.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, product

from corpus_tools.text.readings import load_readings

_TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xA1)]
USER_DEFINED = frozenset(
    bytes(pair)
    for pair in chain(
        product(range(0xAA, 0xB0), range(0xA1, 0xFF)),
        product(range(0xF8, 0xFF), range(0xA1, 0xFF)),
        product(range(0xA1, 0xA8), _TRAILS),
    )
)
_TO_PRIVATE = {pair: chr(0xE000 + i) for i, pair in enumerate(sorted(USER_DEFINED))}
_FROM_PRIVATE = {private: pair for pair, private in _TO_PRIVATE.items()}
FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"\u3000": " "}
_FOLD = str.maketrans(FULL_WIDTH)
_VANISH = dict.fromkeys([*range(0xE000, 0xF900), 0xFFFD])


@dataclass(frozen=True, kw_only=True)
class Site:
    """How one site damages its pages.

    Parameters
    ----------
    table
        The annotated characters with their readings, in the order of the passes over the bytes.
    punctuation
        The marks before which the site puts a byte of its own.
    prefix
        That byte. A control character leaves no trace; on some sites it is a comma.
    eats
        Whether the last decoder takes the ASCII byte after a stray lead byte with it and shows ``?`` (true), or drops
        the lead byte and keeps the ASCII byte.
    blank
        What stands between a reading and its closing parenthesis.
    converts
        Whether the site turns Simplified into Traditional characters first.
    folds
        Whether full-width forms end as ASCII.

    Examples
    --------
    >>> shanwei = Site(table=(("報", "bào"), ("請", "qǐng")), punctuation=("？",), eats=False)
    >>> damage("汕尾日报讯", shanwei)
    '汕尾日?qǐng)?bào)訊'
    """

    table: tuple[tuple[str, str], ...]
    punctuation: tuple[str, ...] = ()
    prefix: bytes = b"\x01"
    eats: bool = True
    blank: str = ""
    converts: bool = True
    folds: bool = True


def damage(text: str, site: Site) -> str:
    """Return what `site` makes of a clean text.

    Characters outside GBK become ``?``, as they do on such sites.
    """
    if site.converts:
        text = text.translate(load_readings().to_traditional)
    return garble(text, site)


def garble(text: str, site: Site) -> str:
    """Return what `site` makes of a text that is already in Traditional characters."""
    shown = decode(annotate(text.encode("gbk", "corpus_tools.question"), site), eats=True)
    stored = encode(shown)
    for mark in site.punctuation:
        code = mark.encode("gbk")
        stored = stored.replace(code, site.prefix + code)
    shown = decode(stored, eats=site.eats).translate(_VANISH)
    if site.prefix < b" ":
        shown = shown.replace(site.prefix.decode("ascii"), "")
    return shown.translate(_FOLD) if site.folds else shown


def annotate(stored: bytes, site: Site) -> bytes:
    """Put the reading in parentheses behind each pair of bytes that is a character of the table, pass by pass."""
    for character, spoken in site.table:
        code = character.encode("gbk")
        stored = stored.replace(code, code + f"({spoken}{site.blank})".encode("gbk", "ignore"))
    return stored


def decode(stored: bytes, *, eats: bool) -> str:
    """Read bytes as code page 936 does; user-defined codes become private-use characters.

    Parameters
    ----------
    stored
        The bytes.
    eats
        Whether a stray lead byte takes the next byte with it and leaves ``?``, or vanishes alone.
    """
    return stored.decode("gbk", "corpus_tools.eat" if eats else "corpus_tools.drop")


def encode(text: str) -> bytes:
    """Return the bytes of a text that `decode` gave; what GBK does not have becomes ``?``."""
    return text.encode("gbk", "corpus_tools.question")


def _eat(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    pair = error.object[error.start : error.start + 2]
    if pair[:1] in (b"\x80", b"\xff"):
        return "?", error.start + 1
    return _TO_PRIVATE.get(pair, "?"), error.start + len(pair)


def _drop(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    pair = error.object[error.start : error.start + 2]
    if pair in USER_DEFINED:
        return _TO_PRIVATE[pair], error.start + 2
    return "", error.start + 1


def _question(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    lost: Iterable[str] = error.object[error.start : error.end]
    return b"".join(_FROM_PRIVATE.get(character, b"?") for character in lost), error.end


codecs.register_error("corpus_tools.eat", _eat)
codecs.register_error("corpus_tools.drop", _drop)
codecs.register_error("corpus_tools.question", _question)

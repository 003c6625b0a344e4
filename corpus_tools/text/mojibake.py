"""Damage that every collection of web pages has: leftovers of HTML, and text read in the wrong encoding.

What can be undone with proof is undone; what is lost is named and stays as it is.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.entities import html5
from typing import NamedTuple

from corpus_tools.text.decoding import bits, common_characters, surprise
from corpus_tools.text.tracing import Change


def repair(text: str) -> list[Change]:
    """Return the changes that undo leftovers of HTML and wrong encodings, and name what is lost.

    Parameters
    ----------
    text : str
        Decoded text, before any other step; clean text gives no change.

    Returns
    -------
    list of Change
        ``exact``: entities and tags, and text read in the wrong encoding, where encoding the result again gives
        exactly the damaged text and only the result is Chinese. ``inferred``: entities and tags of which the first
        character is missing. ``unresolved``: U+FFFD, 锟斤拷, 烫烫烫, 屯屯屯 and private-use characters, which stay.

    Examples
    --------
    >>> [(change.after, change.certainty) for change in repair("&ldquo;两学一做&rdquo;，R&D 与 a<b")]
    [('“', 'exact'), ('”', 'exact')]
    >>> "".join(change.after for change in repair("ÖÐ¹ú¹²²úµ³"))
    '中国共产党'
    >>> [(change.certainty, change.reason) for change in repair("锟斤拷锟斤拷人")]
    [('unresolved', 'lost: U+FFFD read as GBK')]
    """
    found = [*_recoded(text), *_markup(text), *_lost(text)]
    return list(_without_overlaps(found))


def _without_overlaps(changes: list[Change]) -> Iterator[Change]:
    """Keep, of changes that overlap, the one that starts first; of those that start together, the first given."""
    behind = 0
    for change in sorted(changes, key=lambda change: change.start):
        if change.start >= behind:
            behind = change.end
            yield change


# ---------------------------------------------------------------- leftovers of HTML

_NAMES = "nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|laquo|raquo|hellip|mdash|ndash|middot|bull|quot|amp|lt|gt|times"
_ENTITY = re.compile(
    rf"&(?:amp;)*(#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});"
    rf"|&(?:amp;)*({_NAMES}|#[0-9]{{2,7}})(?![A-Za-z0-9=;])"
)
_HALF_ENTITY = re.compile(rf"(?<=[^\x00-\x7f\ufffd])({_NAMES.replace('|quot|amp|lt|gt|times', '|quot')});")
_BREAKING = (
    "p|br|div|li|tr|h[1-6]|section|article|table|tbody|thead|ul|ol|dl|dt|dd|blockquote|center|hr|title|form"
    "|html|body|head"
)
_SPACING = "td|th"
_INLINE = (
    "span|strong|b|i|em|u|s|font|a|img|sup|sub|small|big|label|input|iframe|meta|link|pre|code|del|ins|video|source"
    r"|(?:o|v|w|st1):\w{1,20}"
)
_TAG_NAME = rf"(?:({_BREAKING})|({_SPACING})|(?:{_INLINE}))"
_TAG = re.compile(
    rf"(?:<|&(?:amp;)*lt;)/?{_TAG_NAME}(?:\s[^<>=]{{0,60}}=[^<>]{{0,2000}}|\s{{0,5}})/?(?:>|&(?:amp;)*gt;)",
    re.IGNORECASE,
)
_HALF_TAG = re.compile(r"(?<=[^\x00-\x7f\ufffd])/(?:(p|div|li|td|section)|()(?:span|strong|font|em))>")
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")


def _markup(text: str) -> Iterator[Change]:
    if "<" in text or "&" in text:
        for found in _TAG.finditer(text):
            yield Change(*found.span(), "\n" if found[1] else " " if found[2] else "", "HTML tag")
        yield from (Change(*found.span(), "", "HTML comment") for found in _COMMENT.finditer(text))
    if "&" in text:
        yield from _entities(text)
    if ";" in text:
        for found in _HALF_ENTITY.finditer(text):
            yield Change(*found.span(), html5[f"{found[1]};"], "half an HTML entity", "inferred")
    if ">" in text:
        for found in _HALF_TAG.finditer(text):
            yield Change(*found.span(), "\n" if found[1] else "", "half an HTML tag", "inferred")


def _entities(text: str) -> Iterator[Change]:
    for found in _ENTITY.finditer(text):
        name = found[1] or found[2]
        after = html.unescape(f"&{name};") if name.startswith("#") else html5.get(f"{name};")
        if after and after != "\ufffd":
            yield Change(*found.span(), after, "HTML entity")


# ---------------------------------------------------------------- text read in the wrong encoding


class _Mistake(NamedTuple):
    """Bytes in the encoding `true` were read as `taken`."""

    taken: str
    true: str
    name: str


_SINGLE_BYTE = (
    _Mistake("latin-1", "utf-8", "UTF-8 read as Latin-1"),
    _Mistake("sloppy-windows-1252", "utf-8", "UTF-8 read as Windows-1252"),
    _Mistake("latin-1", "gbk", "GBK read as Latin-1"),
    _Mistake("sloppy-windows-1252", "gbk", "GBK read as Windows-1252"),
    _Mistake("latin-1", "big5hkscs", "Big5 read as Latin-1"),
)
_UTF8_AS_GBK = _Mistake("gb18030", "utf-8", "UTF-8 read as GBK")
_ONE_BYTE = frozenset(mistake.taken for mistake in _SINGLE_BYTE)
_DOUBLE_BYTE = (
    _Mistake("gb18030", "big5hkscs", "Big5 read as GBK"),
    _Mistake("big5hkscs", "gb18030", "GBK read as Big5"),
)
_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_HIGH = re.compile(f"[\xa1-\xff][\x80-\xff{_WINDOWS}]")
_HIGH_RUN = re.compile(f"[\x80-\xff{_WINDOWS}]+")
_HIGH_STRETCH = re.compile(f"[!-~\x80-\xff{_WINDOWS}]*[\x80-\xff{_WINDOWS}][!-~\x80-\xff{_WINDOWS}]*")
_WIDE_STRETCH = re.compile("[^\x00-\x7f\ufffd]+")


def _recoded(text: str) -> Iterator[Change]:
    if _HIGH.search(text):
        yield from (_undone(text, _HIGH_STRETCH, _HIGH, _SINGLE_BYTE) or _undone(text, _HIGH_RUN, _HIGH, _SINGLE_BYTE))
    if _rare_run().search(text):
        yield from _utf8_in_gbk(text) or (
            [] if _BROKEN in text else _undone(text, _WIDE_STRETCH, _rare_run(), _DOUBLE_BYTE)
        )


@cache
def _rare_run() -> re.Pattern[str]:
    return re.compile(f"[^\x00-\u2fff\uff00-\uffff{common_characters(limit=16)}]{{2}}")


def _undone(
    text: str, stretches: re.Pattern[str], suspicion: re.Pattern[str], mistakes: Iterable[_Mistake]
) -> list[Change]:
    """Return the changes that undo the first of the mistakes for which there is proof, wherever it was made."""
    found = [(match.start(), match[0]) for match in stretches.finditer(text)]
    suspects = [taken for _, taken in found if suspicion.search(taken)]
    for mistake in mistakes:
        readings = ((taken, _undo(taken, mistake)) for taken in suspects)
        if not any(true and _is_proof(taken, true) for taken, true in readings):
            continue
        undone = [(start, taken, _undo(taken, mistake)) for start, taken in found]
        if mistake.true == "utf-8" or mistake.taken in _ONE_BYTE or all(true for _, _, true in undone):
            return [change for start, taken, true in undone if true for change in _blocks(start, taken, true, mistake)]
    return []


def _undo(taken: str, mistake: _Mistake) -> str | None:
    """Return what `taken` was before the mistake if making it again gives `taken`, and the result may be Chinese."""
    try:
        true = taken.encode(mistake.taken).decode(mistake.true)
        again = true.encode(mistake.true).decode(mistake.taken)
    except (UnicodeError, LookupError):
        return None
    strange = any(bits(character) > 20 for character in true)
    return true if again == taken and true != taken and not strange else None


def _is_proof(taken: str, true: str, *, least: int = 2) -> bool:
    """Whether the result is clearly Chinese and what stands there clearly is not."""
    wide = [character for character in true if character >= "\u3400"]
    return (
        len(set(wide)) >= least and surprise("".join(wide)) < 14 * len(wide) and surprise(true) < 0.7 * surprise(taken)
    )


def _blocks(start: int, taken: str, true: str, mistake: _Mistake) -> Iterator[Change]:
    """Yield one change for each shortest stretch that begins and ends with whole characters on both sides."""
    old, new = _ends(taken, mistake.taken), _ends(true, mistake.true)
    i = k = 0
    for end in sorted(old.keys() & new.keys()):
        if taken[i : old[end]] != true[k : new[end]]:
            yield Change(start + i, start + old[end], true[k : new[end]], mistake.name)
        i, k = old[end], new[end]


def _ends(text: str, encoding: str) -> dict[int, int]:
    """Map the number of bytes behind each character to the number of characters."""
    ends, size = {}, 0
    for count, character in enumerate(text, 1):
        size += len(character.encode(encoding))
        ends[size] = count
    return ends


# ---------------------------------------------------------------- UTF-8 read as GBK, with bytes lost

_BROKEN = "\ufffd"
_BROKEN_STRETCH = re.compile(r"[^\x00-\x7f]+(?:\?[^\x00-\x7f]+)*\??")
_LENGTHS = {
    **dict.fromkeys(range(0xC2, 0xE0), 2),
    **dict.fromkeys(range(0xE0, 0xF0), 3),
    **dict.fromkeys(range(0xF0, 0xF5), 4),
}


class _Piece(NamedTuple):
    """One true character: the bytes that it took, the readings that are possible, best first."""

    start: int
    end: int
    readings: tuple[str, ...]

    @property
    def reading(self) -> str:
        """The best reading, or U+FFFD if there is none."""
        return self.readings[0] if self.readings else _BROKEN


def _utf8_in_gbk(text: str) -> list[Change]:
    found = [(match.start(), match[0]) for match in _BROKEN_STRETCH.finditer(text)]
    suspects = [taken for _, taken in found if _rare_run().search(taken)]
    readings = ((taken, "".join(piece.reading for piece in _pieces(taken, ""))) for taken in suspects)
    if not any(true and _is_proof(taken, true.replace(_BROKEN, "")) for taken, true in readings):
        return []
    read = [(start, taken, _pieces(taken, text[start + len(taken) :][:1])) for start, taken in found]
    return [change for start, taken, pieces in read for change in _piece_changes(start, taken, pieces)]


def _pieces(taken: str, following: str) -> list[_Piece]:
    """Read the bytes of a stretch as UTF-8, a byte that GBK could not take standing as U+FFFD, € or ?; or nothing."""
    try:
        units = [None if character in "\ufffd€?" else character.encode("gb18030") for character in taken]
    except UnicodeEncodeError:
        return []
    stream: list[int | None] = [byte for unit in units for byte in (unit or [None])]
    after = [*stream, ord(following) if following and following < "\x80" else None]
    pieces: list[_Piece] = []
    position = 0
    while position < len(stream):
        size = _LENGTHS.get(stream[position] or 0, 0)
        if not size and taken.endswith("?") and position == len(stream) - 1:
            break
        window = after[position : position + size + 1]
        readings = _readings(window, size) if size else ()
        if not readings and (not size or None not in window[:size]):
            return []
        pieces.append(_Piece(position, position + size, readings))
        position += size
    return pieces


def _readings(window: list[int | None], size: int) -> tuple[str, ...]:
    """Return the characters that the first `size` bytes may be, None being a byte that GBK refuses."""
    choices = [
        [byte] if byte is not None else [lost for lost in range(0x80, 0xC0) if _is_refused(lost, following)]
        for byte, following in zip(window[:size], [*window[1:], None], strict=False)
    ]
    found = [_character(bytes(choice)) for choice in itertools.product(*choices)]
    return tuple(sorted((c for c in found if c and bits(c) <= 20), key=lambda c: (bits(c), c)))


def _character(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _is_refused(byte: int, following: int | None) -> bool:
    """Whether a GBK decoder finds no character in the byte and the one after it."""
    if following is None or byte == 0x80:
        return True
    try:
        bytes((byte, following)).decode("gb18030")
    except UnicodeDecodeError:
        return True
    return False


def _piece_changes(start: int, taken: str, pieces: list[_Piece]) -> Iterator[Change]:
    """Yield one change for each shortest stretch that begins and ends with whole characters on both sides."""
    ends, size = {}, 0
    for count, character in enumerate(taken, 1):
        size += 1 if character in "\ufffd€?" else len(character.encode("gb18030"))
        ends[size] = count
    i, block = 0, []
    for piece in pieces:
        block.append(piece)
        if piece.end in ends:
            yield _piece_change(start + i, taken[i : ends[piece.end]], block)
            i, block = ends[piece.end], []


def _piece_change(start: int, taken: str, block: list[_Piece]) -> Change:
    end = start + len(taken)
    doubtful = next((piece for piece in block if len(piece.readings) != 1), None)
    if doubtful is None:
        return Change(start, end, "".join(piece.reading for piece in block), _UTF8_AS_GBK.name)
    readings = tuple(
        "".join((p.reading if p is not doubtful else reading) for p in block) for reading in doubtful.readings
    )
    return Change(start, end, taken, f"lost: {_UTF8_AS_GBK.name}", "unresolved", readings[:8])


# ---------------------------------------------------------------- what is lost

_LOST = (
    (re.compile("(?:锟斤拷)+(?:锟斤?)?"), "lost: U+FFFD read as GBK"),
    (re.compile("\ufffd+"), "lost: bytes that were no text"),
    (re.compile("烫{3,}|屯{3,}"), "lost: memory that was never written"),
    (re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+"), "lost: private-use characters"),
)


_SIGN_OF_LOSS = re.compile("[锟烫屯\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")


def _lost(text: str) -> Iterator[Change]:
    if not _SIGN_OF_LOSS.search(text):
        return
    for pattern, reason in _LOST:
        for found in pattern.finditer(text):
            yield Change(*found.span(), found[0], reason, "unresolved")

"""Damage that every collection of web pages has: leftovers of HTML, and text read in the wrong encoding.

What can be undone with proof is undone; what is lost is named and stays as it is.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from html.entities import html5
from operator import itemgetter
from typing import NamedTuple

from corpus_tools.text.decoding import bits, common_characters, surprise
from corpus_tools.text.likelihood import load_model
from corpus_tools.text.losses import lost
from corpus_tools.text.signs import Signs
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
        character is missing, and characters that lost a byte, where the words around clearly tell which.
        ``unresolved``: such characters where they do not, U+FFFD, 锟斤拷, 烫烫烫, 屯屯屯 and private-use characters;
        the text stays.

    Examples
    --------
    >>> [(change.after, change.certainty) for change in repair("&ldquo;两学一做&rdquo;，R&D 与 a<b")]
    [('“', 'exact'), ('”', 'exact')]
    >>> "".join(change.after for change in repair("ÖÐ¹ú¹²²úµ³"))
    '中国共产党'
    >>> [(change.certainty, change.reason) for change in repair("锟斤拷锟斤拷人")]
    [('unresolved', 'lost: U+FFFD read as GBK')]
    """
    found = [*_recoded(text), *_markup(text), *lost(text)]
    return list(_without_overlaps(found)) if found else []


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
_HIGH_SIGNS = Signs(re.compile(f"[\x80-\xff{_WINDOWS}]"))
_HIGH_RUN = re.compile(f"[\x80-\xff{_WINDOWS}]+")
_HIGH_STRETCH = re.compile(f"[!-~\x80-\xff{_WINDOWS}]*[\x80-\xff{_WINDOWS}][!-~\x80-\xff{_WINDOWS}]*")
_NARROW = re.compile("[\x00-\x7f]")
_WIDE_STRETCH = re.compile("[^\x00-\x7f\ufffd]+")


def _recoded(text: str) -> Iterator[Change]:
    if _HIGH_SIGNS.may_be_twice_in(text) and _HIGH.search(text):
        yield from _single_bytes(text, _HIGH_STRETCH) or _single_bytes(text, _HIGH_RUN)
    if suspects := set(_rare_stretches(text)):
        yield from _utf8_in_gbk(text, suspects) or (
            [] if _BROKEN in text else _undone(text, _WIDE_STRETCH, suspects, _DOUBLE_BYTE)
        )


def _single_bytes(text: str, stretches: re.Pattern[str]) -> list[Change]:
    suspects = [taken for taken in stretches.findall(text) if _HIGH.search(taken)]
    return _undone(text, stretches, suspects, _SINGLE_BYTE)


def _rare_stretches(text: str) -> Iterator[str]:
    """Yield the stretches between ASCII that hold two rare characters side by side."""
    backwards, position = "", 0
    for place in _rare_signs().pairs_in(text):
        if place < position:
            continue
        backwards = backwards or text[::-1]
        before = _NARROW.search(backwards, len(text) - place)
        behind = _NARROW.search(text, place + 2)
        position = behind.start() if behind else len(text)
        yield text[len(text) - before.start() if before else 0 : position]


@cache
def _rare_run() -> re.Pattern[str]:
    return re.compile(f"{_rare_signs().pattern.pattern}{{2}}")


@cache
def _rare_signs() -> Signs:
    return Signs(re.compile(f"[^\x00-\u303f\uff00-\uffff{common_characters(limit=16)}]"))


def _undone(
    text: str, stretches: re.Pattern[str], suspects: Collection[str], mistakes: Iterable[_Mistake]
) -> list[Change]:
    """Return the changes that undo, wherever it was made, the mistake with proof that leaves the most Chinese text."""
    found: list[tuple[int, str]] = []
    best: tuple[int, list[Change]] | None = None
    for mistake in mistakes:
        readings = ((taken, _undo(taken, mistake)) for taken in suspects)
        if not any(true and _is_proof(taken, true) for taken, true in readings):
            continue
        found = found or [(match.start(), match[0]) for match in stretches.finditer(text)]
        undone = [(start, taken, _undo(taken, mistake)) for start, taken in found]
        if mistake.taken in _ONE_BYTE or all(true for _, _, true in undone):
            changes = [c for start, taken, true in undone if true for c in _blocks(start, taken, true, mistake)]
            left = sum(surprise(true or taken) for _, taken, true in undone)
            best = min(best or (surprise(text), []), (left, changes), key=itemgetter(0))
    return best[1] if best else []


def _undo(taken: str, mistake: _Mistake) -> str | None:
    """Return what `taken` was before the mistake if making it again gives `taken`, and the result may be Chinese."""
    try:
        true = taken.encode(mistake.taken).decode(mistake.true)
        again = true.encode(mistake.true).decode(mistake.taken)
    except (UnicodeError, LookupError):
        return None
    strange = any(bits(character) > 20 for character in true)
    return true if again == taken and true != taken and not strange else None


def _is_proof(taken: str, true: str) -> bool:
    """Whether the result is clearly Chinese and what stands there clearly is not."""
    han = [character for character in true if character >= "\u3400"]
    is_chinese = len(set(han)) >= 2 and surprise("".join(han)) < 14 * len(han)
    return is_chinese and surprise(true) < 0.7 * surprise(taken)


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
_ANYTHING = -1
_CLEAR = 6.0  # nats between the best two readings; 98 of 100 such readings were right on 512 passages
_READ = 0.7  # share of the bytes that must be readable as UTF-8
_UNKNOWN: dict[str, list[int | None]] = {_BROKEN: [None], "?": [_ANYTHING]}
_CONTINUING = bytes(range(0x80, 0xC0))
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


class _Stretch(NamedTuple):
    """A stretch read as UTF-8: its pieces, and the number of characters that each number of bytes made in GBK."""

    pieces: list[_Piece]
    ends: dict[int, int]

    @property
    def reading(self) -> str:
        """What could be read."""
        return "".join(piece.readings[0] for piece in self.pieces if piece.readings)


def _utf8_in_gbk(text: str, suspects: Collection[str]) -> list[Change]:
    if "?" in text:  # stands for bytes, so that what it parts is one stretch
        suspects = [taken for taken in _BROKEN_STRETCH.findall(text) if _rare_run().search(taken)]
    suspects = [taken for taken in suspects if _is_like_utf8(taken)]
    if not any(_is_proof(taken, _stretch(taken, "").reading) for taken in suspects):
        return []
    found = [(match.start(), match[0]) for match in _BROKEN_STRETCH.finditer(text)]
    read = [(start, taken, _stretch(taken, text[start + len(taken) :][:1])) for start, taken in found]
    return [change for start, taken, stretch in read for change in _piece_changes(start, taken, stretch)]


def _is_like_utf8(taken: str) -> bool:
    """Whether about two bytes in three continue a character, as they do in Chinese in UTF-8, and most can be read."""
    data = taken.encode("gb18030", errors="ignore")
    if 2 * len(data.translate(None, _CONTINUING)) >= len(data):
        return False
    is_whole = _UNKNOWN.keys().isdisjoint(taken) and "€" not in taken
    return not is_whole or len(data.decode("utf-8", "ignore").encode()) >= _READ * len(data)


def _stretch(taken: str, following: str) -> _Stretch:
    """Read a stretch as UTF-8, U+FFFD standing for one byte that GBK refused; nothing if few bytes can be read."""
    best: tuple[int, _Stretch] = (0, _Stretch([], {}))
    for euro in (b"\xa2\xe3", b"\x80") if "€" in taken else (b"",):
        try:
            units = [_bytes_of(character, euro) for character in taken]
        except UnicodeEncodeError:
            break
        stream = [byte for unit in units for byte in unit]
        pieces = list(_read(stream, ord(following) if following and following < "\x80" else 0))
        read = sum(piece.end - piece.start for piece in pieces if piece.readings)
        if read >= _READ * len(stream):
            ends = dict(zip(itertools.accumulate(map(len, units)), itertools.count(1), strict=False))
            best = max(best, (read, _Stretch(pieces, ends)), key=itemgetter(0))
    return best[1]


def _bytes_of(character: str, euro: bytes) -> Sequence[int | None]:
    """Return the bytes that GBK reads as the character; a ? may stand for any number of bytes."""
    if character in _UNKNOWN:
        return _UNKNOWN[character]
    return euro if character == "€" else character.encode("gb18030")


def _read(stream: list[int | None], following: int) -> Iterator[_Piece]:
    position = 0
    while position < len(stream):
        size = _LENGTHS.get(stream[position] or 0, 0)
        window = [*stream[position : position + size + 1], following][: size + 1]
        readings = _readings(window, size) if len(window) > size > 0 and _ANYTHING not in window[:size] else ()
        size = size if readings or (None in window[:size] and _ANYTHING not in window[:size]) else 1
        yield _Piece(position, min(position + size, len(stream)), readings)
        position += size


def _readings(window: list[int | None], size: int) -> tuple[str, ...]:
    """Return the characters that the first `size` bytes may be, None being a byte that GBK refuses."""
    choices = [
        [byte] if byte is not None else [lost for lost in range(0x80, 0xC0) if _is_refused(lost, following)]
        for byte, following in itertools.pairwise(window)
    ]
    found = [_character(bytes(choice)) for choice in itertools.product(*choices)]
    return tuple(sorted((c for c in found if len(c) == 1 and bits(c) <= 20), key=lambda c: (bits(c), c)))


def _character(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _is_refused(byte: int, following: int | None) -> bool:
    """Whether a GBK decoder finds no character in the byte and the one after it, which may be refused itself."""
    if following is None or byte == 0x80:
        return byte == 0x80
    if following == _ANYTHING:
        return True
    try:
        bytes((byte, following)).decode("gb18030")
    except UnicodeDecodeError:
        return True
    return False


def _piece_changes(start: int, taken: str, stretch: _Stretch) -> Iterator[Change]:
    """Yield one change for each shortest stretch that begins and ends with whole characters on both sides."""
    i, first = 0, 0
    for last, piece in enumerate(stretch.pieces, 1):
        if piece.end in stretch.ends:
            end = stretch.ends[piece.end]
            change = Change(start + i, start + end, taken[i:end], _UTF8_AS_GBK.name)
            yield from _decided(change, stretch.pieces, first, last)
            i, first = end, last


def _decided(change: Change, pieces: list[_Piece], first: int, last: int) -> Iterator[Change]:
    """Yield what to do about one block of pieces: nothing if it holds no loss and cannot be read."""
    block = pieces[first:last]
    limit = 64 if sum(len(piece.readings) > 1 for piece in block) < 2 else 8
    readings = ["".join(choice) for choice in itertools.product(*(piece.readings[:limit] for piece in block))]
    if len(readings) == 1:
        yield change._replace(after=readings[0])
    elif readings:
        around = (pieces[max(0, first - 6) : first], pieces[last : last + 6])
        before, behind = (_Stretch(neighbours, {}).reading for neighbours in around)
        model = load_model()
        ranked = sorted((-model.score(before + reading + behind), reading) for reading in readings)
        yield _ranked_change(change, ranked)
    elif not _UNKNOWN.keys().isdisjoint(change.after):
        yield change._replace(reason=f"lost: {change.reason}", certainty="unresolved")


def _ranked_change(change: Change, ranked: list[tuple[float, str]]) -> Change:
    """Take the best reading if the words around it prefer it clearly, else leave the text and name what it may be."""
    readings = tuple(reading for _, reading in ranked[:9])
    if ranked[1][0] - ranked[0][0] >= _CLEAR:
        return change._replace(after=readings[0], certainty="inferred", alternatives=readings[1:])
    return change._replace(reason=f"lost: {change.reason}", certainty="unresolved", alternatives=readings)

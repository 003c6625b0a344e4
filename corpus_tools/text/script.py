"""One script, one width: Traditional to Simplified, full and half width, characters that cannot be seen.

Two steps that know nothing of each other. `normalise_characters` names each folding that it makes and makes no other,
since a blanket NFKC would take ， ③ ℃ … along. `simplify` converts by phrase, and only where a line is Traditional.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corpus_tools.text.signs import Signs
from corpus_tools.text.tracing import Change

# ---------------------------------------------------------------- Traditional to Simplified


class _Characters(NamedTuple):
    """What a character alone tells about the script of the text around it."""

    traditional: frozenset[str]
    either: frozenset[str]
    simplified: frozenset[str]
    replacement: dict[str, str]


def simplify(text: str) -> list[Change]:
    """Return the changes that make Traditional text Simplified, by phrase, and leave Simplified text as it is.

    A line that has more characters which only Traditional text uses than characters which only Simplified text uses is
    converted as a whole; a line with neither follows the page. In other lines only the Traditional characters change,
    so that 著 乾 於 藉 徵, which both scripts know, stay. Names are protected: 乾 becomes 干 only in a word that is
    written 乾 in Traditional (餅乾, 乾淨), never in 滕乾生. Terms in ``data/script_protected.tsv`` stay.

    Parameters
    ----------
    text : str
        A text of any script, length n.

    Returns
    -------
    list of Change
        One change a character, each of length one, with the reason ``"Traditional"``.

    Examples
    --------
    >>> [(change.start, change.after) for change in simplify("滕乾生孕育著希望,著名學者")]
    [(5, '着'), (11, '学')]
    >>> simplify("显著的成效，乾隆年间的著作")
    []
    """
    if not _traditional().may_be_in(text):
        return []
    known = _characters()
    page = _leaning(text)
    changes: list[Change] = []
    start = 0
    for line in text.split("\n"):
        if not (known.traditional.isdisjoint(line) and known.either.isdisjoint(line)):
            changes += _simplified_line(line, start, whole=(_leaning(line) or page) > 0)
        start += len(line) + 1
    return changes


def _leaning(text: str) -> int:
    """Count the characters that only Traditional text has, less those that only Simplified text has."""
    known = _characters()
    return sum((character in known.traditional) - (character in known.simplified) for character in text)


def _simplified_line(line: str, offset: int, *, whole: bool) -> Iterator[Change]:
    known = _characters()
    after = _by_phrase(line)
    protected = _protected_positions(line, whole=whole) | _kept_positions(line, after, "著")
    for i, (old, new) in enumerate(zip(line, after, strict=True)):
        if old == new or i in protected or not (_HAN.match(old) if whole else old in known.traditional):
            continue
        if old in _protected("unless_word") and not _is_word(after, i, old):
            continue
        yield Change(offset + i, offset + i + 1, new, "Traditional")


def _by_phrase(line: str) -> str:
    """Convert a line without changing its length; what phrases leave behind is converted character by character."""
    known = _characters()
    after = _converter("tw2s")(line)
    if len(after) != len(line):
        after = line
    return "".join(
        known.replacement[old] if old == new and old in known.traditional else new
        for old, new in zip(line, after, strict=True)
    )


def _is_word(simplified: str, position: int, traditional: str, reach: int = 3) -> bool:
    """Whether OpenCC, going back, writes `traditional` here, which it does only for words that it knows."""
    start = max(0, position - reach)
    window = simplified[start : position + reach + 1]
    back = _converter("s2t")(window)
    return len(back) == len(window) and back[position - start] == traditional


def _protected_positions(line: str, *, whole: bool) -> set[int]:
    terms = _protected("always") if whole else _protected("always") | _protected("simplified")
    return {
        i
        for term in terms
        if term in line
        for found in re.finditer(re.escape(term), line)
        for i in range(*found.span())
    }


def _kept_positions(line: str, after: str, kept: str) -> set[int]:
    """Return where a character stays although the phrases of OpenCC would change it: in the words listed under it."""
    if kept not in line:
        return set()
    words = "".join(old if old == kept else new for old, new in zip(line, after, strict=True))
    spans = (found.span() for term in sorted(_protected(kept)) for found in re.finditer(term, words))
    return {i for span in spans for i in range(*span) if line[i] == kept}


@cache
def _protected(scope: str) -> frozenset[str]:
    lines = files("corpus_tools").joinpath("data/script_protected.tsv").read_text(encoding="utf-8").splitlines()[2:]
    rows = [line.split("\t") for line in lines]
    return frozenset(row[0] for row in rows if row[1] == scope)


@cache
def _converter(config: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return lambda text: convert(text.encode("utf-8", "replace").decode("utf-8"))


@cache
def _characters() -> _Characters:
    han = [chr(code) for code in range(0x3400, 0xA000)]
    lines = "\n".join(han)
    taiwan, hong_kong, back = (_converter(config)(lines).split("\n") for config in ("tw2s", "hk2s", "s2t"))
    replacement = {
        old: new if new != old else other
        for old, new, other in zip(han, taiwan, hong_kong, strict=True)
        if {new, other} != {old} and len(new) == len(other) == 1
    }
    either = {old for old in replacement if _encodes(old, "gb2312") or old in _protected("simplified")}
    simplified = {old for old, new in zip(han, back, strict=True) if new != old and not _encodes(old, "big5hkscs")}
    return _Characters(
        traditional=frozenset(replacement) - either,
        either=frozenset(either),
        simplified=frozenset(simplified - set(replacement)),
        replacement=replacement,
    )


@cache
def _traditional() -> Signs:
    return Signs(re.compile(f"[{''.join(sorted(_characters().traditional))}]"))


@cache
def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


# ---------------------------------------------------------------- invisible characters, blanks, forms, width

_BLANKS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = (
    _CONTROLS + "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
_FORMS = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_WIDE = "０-９Ａ-Ｚａ-ｚ"
_ODD = Signs(re.compile(f"\r\n?|[{_BLANKS}{_LINE_ENDS}{_INVISIBLE}\U000e0001-\U000e01ef{_FORMS}{_WIDE}]"))
_KINDS = tuple(
    (re.compile(f"[{members}]"), reason)
    for members, reason in (
        (_BLANKS, "blank"),
        (_LINE_ENDS, "line end"),
        (_FORMS, "compatibility character"),
        (_WIDE, "half width"),
    )
)
# Unicode gives the CJK radicals no decomposition; these are the ones that PDF files put in the place of characters.
_RADICALS = str.maketrans(
    "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⺟⺠⺩⻌",
    "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟母民王辶",
)


def normalise_characters(text: str) -> list[Change]:
    r"""Return the changes that drop invisible characters and give every character the usual form and width.

    Parameters
    ----------
    text : str
        A text of any length and script.

    Returns
    -------
    list of Change
        With one of these reasons: ``invisible`` (zero width, bidi marks, soft hyphens, controls, variation selectors,
        the \\r of \\r\\n), ``line end``, ``blank``, ``compatibility character`` (⼀ to 一), ``half width`` (digits,
        Latin letters, and .:% beside digits), ``full width`` (, : ; ? ! ( ) in Chinese).

    Examples
    --------
    >>> [(change.after, change.reason) for change in normalise_characters("截至２月,共1,234人")]
    [('2', 'half width'), ('，', 'full width')]
    >>> normalise_characters("③ 18℃ 见 http://a.cn/?x=1 (2020) 17:27……")
    []
    """
    changes = [_fold(found) for found in _ODD.found_in(text)]
    if not changes:
        return list(_width(text))
    folded, positions = _folded(text, changes)
    wide = ((change, positions(change.start)) for change in _width(folded))
    return sorted([*changes, *(change._replace(start=start, end=start + 1) for change, start in wide)])


def _fold(found: re.Match[str]) -> Change:
    character = found[0]
    if character.startswith("\r"):
        return Change(found.start(), found.end(), "\n", "line end" if character == "\r" else "invisible")
    reason = next((reason for members, reason in _KINDS if members.match(character)), "invisible")
    after = {"blank": " ", "line end": "\n", "invisible": ""}.get(reason)
    if after is None:
        after = unicodedata.normalize("NFKC", character).translate(_RADICALS)
    return Change(found.start(), found.end(), after, reason)


def _folded(text: str, changes: list[Change]) -> tuple[str, Callable[[int], int]]:
    """Apply changes none of which lengthens the text, and give what tells the old position of a new character."""
    parts: list[str] = []
    starts, shifts = [0], [0]
    copied = length = 0
    for change in changes:
        parts += [text[copied : change.start], change.after]
        length += change.start - copied + len(change.after)
        copied = change.end
        starts.append(length)
        shifts.append(copied - length)
    return "".join([*parts, text[copied:]]), lambda position: position + shifts[bisect(starts, position) - 1]


_MARK = re.compile("[,:;?!()（）．：％]")
# a mark between two letters or digits of ASCII is none that a width could be wrong of
_DOUBTFUL_MARK = re.compile(
    "[,:;?!()．：％](?:(?<=[()])|(?<=[,:;?!])(?:(?<![0-9A-Za-z].)|(?![0-9A-Za-z]))|(?<=[0-9][．：％]))", re.DOTALL
)
_ADDRESS = re.compile(r"[A-Za-z]{2,10}://[!-~]*|www\.[!-~]*")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")
_LATIN_WORD = re.compile("[A-Za-z]+")
_FULL = str.maketrans(",:;?!()", "，：；？！（）")
_PASSED_OVER = frozenset(" ,:;?!()，：；？！（）、。．.…—-－·“”‘’\"'「」『』《》〈〉【】[]〔〕%％‰℃")
_CHINESE_NEIGHBOURS = frozenset("”’》〉】〕」』%％‰℃")


def _width(text: str) -> Iterator[Change]:
    """Yield the changes of the width of punctuation, each deciding on what no such change alters."""
    found = _DOUBTFUL_MARK.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        line = text[start:].partition("\n")[0]
        marks = [mark.start() for mark in _MARK.finditer(line)]
        yield from _line_width(line, start, _outside_addresses(line, marks))
        found = _DOUBTFUL_MARK.search(text, start + len(line))


def _outside_addresses(line: str, marks: list[int]) -> list[int]:
    spans = [(found.start(), found.start() + len(found[0].rstrip(",:;?!)"))) for found in _ADDRESS.finditer(line)]
    last = [spans[max(0, bisect(spans, (i, len(line))) - 1)][1] if spans else 0 for i in marks]
    return [i for i, end in zip(marks, last, strict=True) if not spans or i >= end or i < spans[0][0]]


def _line_width(line: str, offset: int, marks: list[int]) -> Iterator[Change]:
    han = [found.start() for found in _HAN.finditer(line)]
    chinese = len(han) >= len(_LATIN_WORD.findall(line))
    brackets = _chinese_brackets(line, marks, han) if chinese else set()
    for i in marks:
        mark = line[i]
        if mark in "．：％":
            if _belongs_to_number(line, i):
                yield Change(offset + i, offset + i + 1, unicodedata.normalize("NFKC", mark), "half width")
        elif i in brackets or (mark in ",:;?!" and _is_chinese_mark(line, i, chinese=chinese)):
            after = mark.translate(_FULL)
            if after != mark:
                yield Change(offset + i, offset + i + 1, after, "full width")


def _belongs_to_number(line: str, i: int) -> bool:
    before, after = line[max(0, i - 1) : i], line[i + 1 : i + 4]
    if not _is_digit(before):
        return False
    if line[i] == "：":
        return _is_digit(after[:1]) and _is_digit(after[1:2]) and not _is_digit(after[2:])
    return line[i] == "％" or _is_digit(after[:1])


def _is_digit(text: str) -> bool:
    return len(text) == 1 and "0" <= text <= "9"


def _is_chinese_mark(line: str, i: int, *, chinese: bool) -> bool:
    left, right = _neighbour(line, i, -1), _neighbour(line, i, 1)
    if left and right and _HAN.match(left) and _HAN.match(right):
        return True
    beside_han = bool(_HAN.match(left) or _HAN.match(right))
    return chinese and (beside_han or line[max(0, i - 1) : i] in _CHINESE_NEIGHBOURS)


def _neighbour(line: str, i: int, step: int, reach: int = 8) -> str:
    """Return the nearest character that is neither a blank nor punctuation, or nothing."""
    for k in range(i + step, i + step * (reach + 1), step):
        if not 0 <= k < len(line):
            return ""
        if line[k] not in _PASSED_OVER:
            return line[k]
    return ""


def _chinese_brackets(line: str, marks: list[int], han: list[int]) -> set[int]:
    """Return the positions of brackets that hold Chinese; without a partner, of those that stand before or after it."""
    chosen: set[int] = set()
    opened: list[int] = []
    for i in marks:
        if line[i] in "(（":
            opened.append(i)
        elif line[i] in ")）":
            if opened:
                start = opened.pop()
                if bisect(han, i) > bisect(han, start):
                    chosen |= {start, i}
            elif i and _HAN.match(line[i - 1]):
                chosen.add(i)
    return chosen | {i for i in opened if _HAN.match(line[i + 1 : i + 2])}

"""What a number may count: every stretch of its sentence that could be the noun, before one of them is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.claims.figures import Reading
from corpus_tools.claims.lexicon import Token, is_person, roles
from corpus_tools.claims.phrases import tokens

LONGEST, LISTED, BACK, REACH, HEIRS, EARLIER, GAP = 8, 20, 9, 40, 8, 4, 6
"""Most words of a noun, of several nouns in a row, before its number, and looked at in all; figures looked back,
in the sentence before too; most words between a number and the clause before."""
FIGURE = "figure"
JOINTS = frozenset(["、", "和", "与", "及", "以及"])
_STOPS = frozenset("，,。；;！!？?：:\n…>|")
_WHOLE = ("quote", "title", "bracket", FIGURE)
_NO_END = frozenset(["x", "uj", "ul", "uz", "r", "mq"])
_NO_START = frozenset(["x", "uj", "ul", "uz", "c", "mq", "u", "k", "bracket"])
"""Parts of speech that no noun ends or begins with: marks, particles, conjunctions, pronouns."""
_NEVER_LAST = frozenset(["分别", *"由到共已在从和至同较不对仅均达占有被把是将给就向来又按再还中时可新出前后因及与"])
_NEVER_FIRST = frozenset(["分别", "其中", *"为比共由率从至达向将是按把给均又仅就内时量数类级"])
"""Words that hardly ever end or begin the nouns of the annotated passages."""
_COMMAS = frozenset("，,")
_NAMES = ("n", "vn", "j", "l", "b", "a", "eng", "quote", "title", "bracket")
_RECEIVER = re.compile(r"^每(?:平方米|公斤|[人户村名天日月年次亩组家吨斤件套])(?=..)")


class Candidate(NamedTuple):
    """One answer to what a number counts, its words without blanks and the words of the sentence that it spans.

    `place`: behind (5500个党组织), relative (5名表现突出的职工), ahead (behind the next figure: 6个、9个临时党小组),
    before (口罩1000个), passed (another figure stands between), across (加装电梯，已完工13部), inherited (the noun of
    figure `of`), earlier (that of figure `of` of the sentence before), none (the noun is not said), silent (the number
    counts nothing).
    """

    place: str
    words: str
    first: int = -1
    last: int = -1
    of: int = -1


@dataclass(frozen=True, slots=True)
class Word:
    """What is asked of a word, whatever it stands by: its tag, in short, its text (# for a figure), end and roles, and
    whether it may open or close a noun.
    """

    tag: str
    short: str
    shown: str
    ends: str
    roles: tuple[str, ...]
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence cut into words, each of its figures one word; `at[i]` is the place of figure i among the words.

    `stops` says of each word whether it is a mark that ends a clause, `known` what is asked of it, with two times None
    behind the last word, which also stands before the first, `tags` the parts of speech of the word before it and
    of itself, `opens` and `closes` whether it may open or close a noun; `earlier` holds the figures
    of the sentence before.
    """

    words: list[Token]
    at: list[int]
    stops: list[bool]
    known: list[Word | None]
    tags: list[str]
    opens: list[bool]
    closes: list[bool]
    earlier: Sequence[Reading]


def cut(text: str, start: int, end: int, readings: Sequence[Reading], earlier: Sequence[Reading] = ()) -> Sentence:
    """Return the words of ``text[start:end]``; no word crosses a figure or the lead before it."""
    words: list[Token] = []
    at = []
    position = start
    for reading in readings:
        number = reading.quantity
        lead = max(position, min(reading.lead.end, number.start))
        words += tokens(text, position, lead) + tokens(text, lead, number.start)
        at.append(len(words))
        words.append(Token(text[number.start : number.end], FIGURE, number.start, number.end))
        position = number.end
    words += tokens(text, position, end)
    stops = [word.text[:1] in _STOPS and word.tag not in _WHOLE for word in words]
    known = [_known(word.text, word.tag) for word in words]
    tags = [*map("-".join, pairwise(["", *(word.short for word in known), ""]))]
    opens, closes = [word.opens for word in known], [word.closes for word in known]
    return Sentence(words, at, stops, [*known, None, None], tags, opens, closes, earlier)


@lru_cache(maxsize=20_000)
def _known(text: str, tag: str) -> Word:
    shown = "#" if tag == FIGURE else text
    opens, closes = tag not in _NO_START and text not in _NEVER_FIRST, tag not in _NO_END and text not in _NEVER_LAST
    known = tuple(sorted(roles().get(text, ())))
    return Word(tag if tag in _WHOLE else tag[:2], tag[:2], shown, shown[-1], known, opens, closes)


def candidates(text: str, sentence: Sentence, readings: Sequence[Reading], i: int) -> list[Candidate]:
    """Return what figure `i` may count, each stretch of words once; the figures before it have been read."""
    found: dict[tuple[int, int], Candidate] = {}
    words, opens, closes = sentence.words, sentence.opens, sentence.closes
    stretches = (*_before(sentence, i), *_behind(sentence, i), *_ahead(sentence, i), *_across(sentence, i))
    for place, first, last in stretches:
        if opens[first] and closes[last] and (first, last) not in found and (noun := _plain(text, words, first, last)):
            found[first, last] = Candidate(place, noun, first, last)
    heirs = _heirs("inherited", readings[max(0, i - HEIRS) : i], max(0, i - HEIRS))
    if i < 2:
        heirs += _heirs("earlier", sentence.earlier)
    return [*found.values(), *heirs, Candidate("none", ""), Candidate("silent", "")]


def _plain(text: str, words: Sequence[Token], first: int, last: int) -> str:
    """Return a noun without blanks and receiver, with ASCII brackets, and without the marks of a lone quotation."""
    quoted = first == last and words[first].tag == "quote"
    noun = text[words[first].start + quoted : words[last].end - quoted]
    if noun.isalpha() and noun[0] != "每":
        return noun
    noun = _RECEIVER.sub("", noun) if noun.startswith("每") else noun
    return "".join(noun.split()).replace("（", "(").replace("）", ")")


def _before(sentence: Sentence, i: int) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches before a figure in its clause."""
    words, at, stops = sentence.words, sentence.at, sentence.stops
    opened = at[i]
    while opened > max(0, at[i] - REACH) and not stops[opened - 1]:
        opened -= 1
    passed = at[i - 1] if i else -1
    paired = distributes(sentence, i)
    farthest = at[i] - BACK if paired is None else paired - 2 * BACK
    for last in range(at[i] - 1, max(opened, farthest) - 1, -1):
        for first in _starts(words, opened, last) if sentence.closes[last] else ():
            yield ("before" if first > passed else "passed"), first, last


def distributes(sentence: Sentence, i: int) -> int | None:
    """Return where the 分别 or 各 before figure `i` stands."""
    words, at = sentence.words, sentence.at
    for k in range(at[i] - 1, max(-1, at[i] - REACH), -1):
        if words[k].text in ("；", ";"):
            return None
        if words[k].text in ("分别", "各"):
            return k
    return None


def _starts(words: Sequence[Token], opened: int, last: int) -> Iterator[int]:
    """Yield where a stretch that ends with word `last` may begin, not over a figure; far off only where a row does."""
    is_row = False
    for first in range(last, max(opened, last - LISTED + 1) - 1, -1):
        if words[first].tag == FIGURE:
            return
        is_row = is_row or words[first].text in JOINTS
        if first > last - LONGEST or (is_row and (first == opened or _governs(words[first - 1]))):
            yield first


def _governs(word: Token) -> bool:
    return word.text in JOINTS or word.tag[:1] in ("v", "p")


def _behind(sentence: Sentence, i: int) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches behind a figure: at once, behind a verb or 的, or from a word for people on."""
    words, at, stops = sentence.words, sentence.at, sentence.stops
    start = at[i] + 1
    limit = min(at[i + 1] if i + 1 < len(at) else len(words), at[i] + REACH)
    end = next((k for k in range(start, limit) if stops[k]), limit)
    opens = [k + 1 for k in range(start, end) if words[k].text == "的" or words[k].tag[:1] in ("v", "p")]
    opens = sorted({*opens, *(k for k in range(start + 1, end) if is_person(words[k].text))})
    for first in [start, *opens][:LONGEST]:
        if first < end and not sentence.opens[first]:
            continue
        near = first == start or (first == start + 1 and words[start].text == "的")
        far = [k for k in range(first + LONGEST + 1, min(end, first + LISTED)) if k + 1 == end] if near else []
        for last in (*range(first, min(end, first + LONGEST + 1)), *far):
            yield ("behind" if near else "relative"), first, last


def _ahead(sentence: Sentence, i: int) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches behind the last of several figures in a row (6个、9个临时党小组)."""
    words, at = sentence.words, sentence.at
    k = i
    while k + 1 < len(at) and k < i + HEIRS and all(word.text in JOINTS for word in words[at[k] + 1 : at[k + 1]]):
        k += 1
    if k > i:
        yield from (("ahead", first, last) for place, first, last in _behind(sentence, k) if place == "behind")


def _across(sentence: Sentence, i: int) -> Iterator[tuple[str, int, int]]:
    """Yield the names with which phrases of the clause before end, if no figure is in it and little stands between."""
    words, at, stops = sentence.words, sentence.at, sentence.stops
    opened = at[i]
    while opened > max(0, at[i] - GAP) and not stops[opened - 1] and words[opened - 1].tag != FIGURE:
        opened -= 1
    if not opened or words[opened - 1].text not in _COMMAS:
        return
    start = opened - 1
    while start > max(0, opened - REACH) and not stops[start - 1]:
        start -= 1
        if words[start].tag == FIGURE:
            return
    ends = [k for k in range(start, opened - 1) if _is_name(words[k]) and not _is_name(words[k + 1])]
    for last in ends:
        for first in range(last, max(start, last - LONGEST + 1) - 1, -1):
            if not _is_name(words[first]):
                break
            yield "across", first, last


def _is_name(word: Token) -> bool:
    return word.tag.startswith(_NAMES)


def _heirs(place: str, readings: Sequence[Reading], offset: int = 0) -> list[Candidate]:
    """Return the nouns of figures, the last figure first."""
    nouns: dict[str, int] = {}
    for k in range(len(readings) - 1, -1, -1):
        if (noun := readings[k].noun) and not readings[k].silent:
            nouns.setdefault(noun, k + offset)
    return [Candidate(place, noun, of=k) for noun, k in nouns.items()]

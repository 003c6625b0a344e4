"""What speaks for or against a candidate: the named traits whose weights are learnt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpus_tools.claims.figures import Reading
from corpus_tools.claims.lexicon import Token, is_abstract, is_person, roles
from corpus_tools.claims.nouns import FIGURE, JOINTS, Candidate, Sentence, distributes, is_stop
from corpus_tools.claims.phrases import is_organ, is_place

_DIGIT = re.compile(r"\d")
_SUMS = "率额量值数费款金比重"
_CODES = {
    **{"behind": "a", "relative": "r", "ahead": "h", "before": "b", "passed": "x"},
    **{"inherited": "i", "none": "n", "silent": "z"},
}
Group = tuple[str, ...]


class View(NamedTuple):
    """Figure `i` of a sentence, word `at`, with what its candidates share; `pair` is what `_pair` returns.

    `notes` keeps what is common to the candidates that end with the same word.
    """

    sentence: Sentence
    readings: Sequence[Reading]
    i: int
    kind: str
    unit: str
    said: str
    led: tuple[str, str]
    pair: tuple[int, int, int] | None
    at: int
    notes: dict[tuple[str, int], tuple[Group, ...]]

    @property
    def reading(self) -> Reading:
        """What is known about the figure."""
        return self.readings[self.i]

    def word(self, k: int) -> tuple[str, str]:
        """Return text and tag of word `k`, blanks outside of the sentence."""
        words = self.sentence.words
        return (words[k].text, words[k].tag) if 0 <= k < len(words) else ("", "")


def view(sentence: Sentence, readings: Sequence[Reading], i: int) -> View:
    """Return figure `i` as its candidates see it."""
    words, at = sentence
    number, opens = readings[i].quantity, at[i]
    while opens and words[opens - 1].start >= readings[i].lead.end:
        opens -= 1
    said = "".join(word.text for word in words[opens : min(at[i], opens + 4)])[:4]
    led = (words[opens - 1].text, words[opens - 1].tag) if opens else ("", "")
    return View(sentence, readings, i, number.kind or "-", number.unit or "-", said, led, _pair(sentence, i), at[i], {})


def traits(seen: View, one: Candidate) -> Iterator[Group]:
    """Yield the traits of one candidate in groups, each named place:trait=value."""
    place = _CODES[one.place]
    if one.first >= 0:
        words = seen.sentence.words[one.first : one.last + 1]
        placed, last, *around = _shared(place, seen, one)
        yield placed
        yield _of_word(place, "first", words[0].text, words[0].tag)
        yield last
        yield _of_noun(place, seen.kind, seen.unit, one.words)
        yield _of_shape(place, len(words), *(_ends(words) if len(words) > 1 else ()))
        for word in words[1:-1]:
            yield _of_inner(place, word.text, word.tag[:2])
        yield (_of_gap_behind if one.first > seen.at else _of_left)(place, seen, one)
        yield from around
        if one.last + 1 == seen.at and (not one.first or is_stop(seen.sentence.words[one.first - 1])):
            yield (f"{place}:clause={_likeness(seen)}",)
        if one.first < seen.at and seen.pair:
            yield _of_pair(place, seen, one, seen.pair)
    else:
        yield _placed(place, seen)
        yield _of_word(place, "right", *seen.word(seen.at + 1))
        yield _of_word(place, "before", *seen.led)
    if one.of >= 0:
        yield from _of_heir(seen, one)
    if one.place == "silent":
        yield from _of_silence(seen)


def _shared(place: str, seen: View, one: Candidate) -> tuple[Group, ...]:
    """Return what the candidates that end with the same word share; they are many, so it is put together once."""
    known = seen.notes.get((place, one.last))
    if known is None:
        around = (_of_following if one.first > seen.at else _of_between)(place, seen, one.last)
        known = (_placed(place, seen), _of_word(place, "last", *seen.word(one.last)), *around)
        seen.notes[place, one.last] = known
    return known


def _placed(place: str, seen: View) -> Group:
    return _of_place(place, seen.kind, seen.unit, seen.said, seen.reading.lead.change is not None)


@lru_cache(maxsize=10_000)
def _of_place(place: str, kind: str, unit: str, said: str, changes: bool) -> Group:
    change = (f"{place}:change", f"{place}:{kind}:change") if changes else ()
    return (place, f"{place}:kind={kind}", f"{place}:unit={unit}", f"{place}:lead={said}", *change)


@lru_cache(maxsize=100_000)
def _of_word(place: str, slot: str, text: str, tag: str) -> Group:
    slot = f"{place}:{slot}"
    if not text:
        return (f"{slot}:tag=-",)
    tag = tag if tag in ("quote", "title", "bracket", FIGURE) else tag[:2]
    shown = "#" if tag == FIGURE else text
    named = (f"{slot}:tag={tag}", f"{slot}:word={shown}", f"{slot}:ends={shown[-1]}")
    return (*named, *(f"{slot}:role={role}" for role in sorted(roles().get(text, ()))))


@lru_cache(maxsize=50_000)
def _of_noun(place: str, kind: str, unit: str, noun: str) -> Group:
    """Describe the words of a candidate by themselves, and how they agree with the unit."""
    person = is_person(noun)
    return (
        *(f"{place}:length={min(len(noun), 9)}", f"{place}:ends={noun[-2:]}", f"{place}:opens={noun[0]}"),
        *(f"{kind}:ends={noun[-1]}", f"{unit}:ends={noun[-1]}", f"{kind}:person={person}"),
        *([f"{place}:person"] if person else []),
        *([f"{kind}:place"] if is_place(noun) else []),
        *([f"{kind}:organ"] if is_organ(noun) else []),
        *([f"{place}:digit"] if _DIGIT.search(noun) else []),
        *([f"{kind}:sum={noun[-1]}", f"{place}:sum"] if noun[-1] in _SUMS else []),
    )


@lru_cache(maxsize=50_000)
def _of_shape(place: str, size: int, *ends: str) -> Group:
    pairs = (f"{place}:open={ends[0]}", f"{place}:close={ends[1]}") if ends else ()
    return (f"{place}:words={min(size, 6)}", *pairs)


def _ends(words: Sequence[Token]) -> tuple[str, str]:
    """Return the tags of the first two and of the last two words."""
    return words[0].tag[:2] + words[1].tag[:2], words[-2].tag[:2] + words[-1].tag[:2]


@lru_cache(maxsize=50_000)
def _of_inner(place: str, text: str, tag: str) -> Group:
    joint = (f"{place}:inside={text}",) if text == "的" or text in JOINTS else ()
    return (f"{place}:inside={tag}", *joint, *(f"{place}:inside={role}" for role in sorted(roles().get(text, ()))))


def _of_gap_behind(place: str, seen: View, one: Candidate) -> Group:
    gap = "".join(word.text for word in seen.sentence.words[seen.at + 1 : one.first])
    return (f"{place}:gap={gap if len(gap) < 2 else 'of' if gap.endswith('的') else 'verb'}",)


def _of_following(place: str, seen: View, last: int) -> Iterator[Group]:
    """Describe what follows word `last`, and what led to the figure."""
    at = seen.sentence.at
    yield _of_word(place, "right", *seen.word(last + 1))
    yield _of_word(place, "before", *seen.led)
    for k in range(seen.i + 1, min(seen.i + 3, len(at))):
        if at[k] == last + 1:
            yield (f"{place}:meets", f"{place}:meets={seen.readings[k].quantity.kind}")


def _of_left(place: str, seen: View, one: Candidate) -> Group:
    return _of_word(place, "left", *seen.word(one.first - 1))


def _of_pair(place: str, seen: View, one: Candidate, pair: tuple[int, int, int]) -> Group:
    """Tell whether a noun has as many parts as the figures that 分别 or 各 pairs with them."""
    words = seen.sentence.words
    follow = sum(word.text in JOINTS for word in words[one.last + 1 : pair[0]])
    alike = "same" if follow == pair[2] - 1 - pair[1] else "other"
    whole = any(word.text in JOINTS for word in words[one.first : one.last + 1])
    return (f"{place}:pair={alike}", f"{place}:pair={alike}:{whole}")


def _of_between(place: str, seen: View, last: int) -> Iterator[Group]:
    """Describe what stands between word `last` and the figure, and what follows the figure."""
    between = seen.sentence.words[last + 1 : seen.at]
    gap = "".join(word.text for word in between)
    inner = [word for word in between if word.start < seen.reading.lead.end]
    yield (f"{place}:gap={gap if len(gap) <= 3 else 'long'}", f"{place}:between={min(len(inner), 5)}")
    if inner:
        yield _of_word(place, "next", inner[0].text, inner[0].tag)
        yield _of_word(place, "latest", inner[-1].text, inner[-1].tag)
        over = {word.tag[:2] for word in inner} | set(_signs(inner))
        yield tuple(f"{place}:over={what}" for what in sorted(over))
    yield (f"{place}:figures={_few(_figures(between))}",)
    yield _of_word(place, "behind", *seen.word(seen.at + 1))


def _likeness(seen: View) -> str:
    """Compare the figure before, where there is one: its unit, and whether its noun stands before it."""
    if not seen.i:
        return "first"
    other = seen.readings[seen.i - 1]
    alike = "same" if (other.quantity.unit or "-") == seen.unit else "other"
    return f"{alike}:{other.start < other.quantity.start}"


def _of_heir(seen: View, one: Candidate) -> Iterator[Group]:
    """Compare a figure with the one whose noun it may take over."""
    words, at = seen.sentence
    other, kind = seen.readings[one.of], seen.kind
    alike = "same" if (other.quantity.unit or "-") == seen.unit else "other"
    between = [word for word in words[at[one.of] + 1 : seen.at] if word.start >= other.end]
    gap = "".join(word.text for word in between)
    sign = gap if gap in ("、", "，", ",", "") else "+"
    yield (f"i:distance={min(seen.i - one.of - 1, 4)}", f"i:{kind}<{other.quantity.kind}", f"i:unit={alike}")
    yield (f"i:{kind}:unit={alike}", f"i:gap={sign}", f"i:size={min(len(gap), 6)}", f"i:close={gap[-2:]}")
    yield (f"i:clauses={_few(map(is_stop, between))}", f"i:figures={_few(_figures(between))}")
    yield (f"i:{kind}:person={is_person(one.words)}", *(["i:after change"] if other.lead.change else []))
    if seen.pair:
        yield (f"i:pair={'same' if seen.i - one.of == seen.pair[2] else 'other'}",)


def _of_silence(seen: View) -> Iterator[Group]:
    """Describe what tells a number that counts nothing: a small numeral before the items of a list, a name, a rule."""
    number = seen.reading.quantity
    text = number.numeral.text if len(number.numeral.text) < 2 else "long"
    arabic = text.isdecimal() or number.numeral.text[-1:].isdecimal()
    yield (f"z:numeral={text}", f"z:{seen.unit}:numeral={text}", f"z:small={number.value < 10}:{arabic}")
    yield (f"z:approx={number.numeral.approx}", f"z:{seen.kind}:arabic={arabic}", f"z:bare={number.numeral.bare}")
    yield _of_word("z", "beyond", *seen.word(seen.at + 2))
    yield _of_word("z", "left", *seen.word(seen.at - 1))
    following = seen.sentence.words[seen.at + 1 : seen.at + 4]
    abstract = any(is_abstract(word.text) for word in following if not is_stop(word))
    yield (f"z:abstract={abstract}", f"z:abstract={abstract}:{number.value < 30}:{seen.kind}")


def _signs(words: Iterable[Token]) -> list[str]:
    return [word.text for word in words if word.text in ("、", "，", ",", "；", "和", "与")]


def _figures(words: Iterable[Token]) -> Iterator[bool]:
    return (word.tag == FIGURE for word in words)


def _few(flags: Iterable[bool]) -> int:
    return min(sum(flags), 3)


def _pair(sentence: Sentence, i: int) -> tuple[int, int, int] | None:
    """Return where the 分别 or 各 before figure `i` stands, how many figures lie between, and how many it pairs."""
    words, at = sentence
    if not (hit := distributes(sentence, i)):
        return None
    first = bisect_right(at, hit)
    last = i
    while last + 1 < len(at) and last < first + 6 and not any(map(is_stop, words[at[last] + 1 : at[last + 1]])):
        last += 1
    return hit, i - first, last - first + 1

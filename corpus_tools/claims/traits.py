"""What speaks for or against a candidate: the named traits whose weights are learnt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from corpus_tools.claims.figures import Reading
from corpus_tools.claims.lexicon import Token, is_abstract, is_person, roles
from corpus_tools.claims.nouns import FIGURE, JOINTS, REACH, Candidate, Sentence, is_stop
from corpus_tools.claims.phrases import is_organ, is_place

_SUMS = "率额量值数费款金比重"
_CODES = {
    **{"behind": "a", "relative": "r", "ahead": "h", "before": "b", "passed": "x", "clause": "c"},
    **{"inherited": "i", "none": "n", "silent": "z"},
}
Group = tuple[str, ...]


def traits(sentence: Sentence, readings: Sequence[Reading], i: int, one: Candidate) -> Iterator[Group]:
    """Yield the traits of one candidate for figure `i` in groups, each named place:trait=value."""
    place, number = _CODES[one.place], readings[i].quantity
    kind, unit = number.kind or "-", number.unit or "-"
    yield _of_place(place, kind, unit)
    if one.first >= 0:
        words = sentence.words[one.first : one.last + 1]
        yield _of_word(f"{place}:first", words[0].text, words[0].tag)
        yield _of_word(f"{place}:last", words[-1].text, words[-1].tag)
        yield _of_noun(place, kind, unit, one.words)
        yield _of_shape(place, *(word.tag[:2] for word in (*words[:2], *words[-2:])), size=len(words))
        yield from _of_inside(place, words)
        yield from (_of_gap_behind if one.first > sentence.at[i] else _of_gap_before)(place, sentence, readings, i, one)
    else:
        yield _of_word(f"{place}:right", *_shown(_at(sentence.words, sentence.at[i] + 1)))
        yield _of_word(f"{place}:before", *_shown(_led(sentence, i, readings[i])))
    yield (f"{place}:lead={_said(sentence, i, readings[i])}",)
    if readings[i].lead.change:
        yield (f"{place}:change", f"{place}:{kind}:change")
    if one.of >= 0:
        yield from _of_heir(kind, unit, sentence, readings, i, one)
    if one.place == "silent":
        yield from _of_silence(kind, unit, sentence, readings[i], i)


@lru_cache(maxsize=10_000)
def _of_place(place: str, kind: str, unit: str) -> Group:
    return (place, f"{place}:kind={kind}", f"{place}:unit={unit}")


@lru_cache(maxsize=100_000)
def _of_word(slot: str, text: str, tag: str) -> Group:
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
        *([f"{place}:digit"] if re.search(r"\d", noun) else []),
        *([f"{kind}:sum={noun[-1]}", f"{place}:sum"] if noun[-1] in _SUMS else []),
    )


@lru_cache(maxsize=50_000)
def _of_shape(place: str, *tags: str, size: int) -> Group:
    pairs = (f"{place}:open={tags[0]}{tags[1]}", f"{place}:close={tags[-2]}{tags[-1]}") if size > 1 else ()
    return (f"{place}:words={min(size, 6)}", *pairs)


def _of_inside(place: str, words: Sequence[Token]) -> Iterator[Group]:
    for word in words[1:-1]:
        yield _of_inner(place, word.text, word.tag[:2])


@lru_cache(maxsize=50_000)
def _of_inner(place: str, text: str, tag: str) -> Group:
    joint = (f"{place}:inside={text}",) if text == "的" or text in JOINTS else ()
    return (f"{place}:inside={tag}", *joint, *(f"{place}:inside={role}" for role in sorted(roles().get(text, ()))))


def _of_gap_behind(
    place: str, sentence: Sentence, readings: Sequence[Reading], i: int, one: Candidate
) -> Iterator[Group]:
    words, at = sentence
    gap = "".join(word.text for word in words[at[i] + 1 : one.first])
    yield (f"{place}:gap={gap if len(gap) < 2 else 'of' if gap.endswith('的') else 'verb'}",)
    yield _of_word(f"{place}:right", *_shown(_at(words, one.last + 1)))
    yield _of_word(f"{place}:before", *_shown(_led(sentence, i, readings[i])))
    if one.last + 1 in at[i + 1 : i + 3]:
        after = readings[at.index(one.last + 1)].quantity
        yield (f"{place}:meets", f"{place}:meets={after.kind}")


def _of_gap_before(
    place: str, sentence: Sentence, readings: Sequence[Reading], i: int, one: Candidate
) -> Iterator[Group]:
    words, at = sentence
    yield _of_word(f"{place}:left", *_shown(_at(words, one.first - 1)))
    between = words[one.last + 1 : at[i]]
    gap = "".join(word.text for word in between)
    inner = [word for word in between if word.start < readings[i].lead.end]
    yield (f"{place}:gap={gap if len(gap) <= 3 else 'long'}", f"{place}:between={min(len(inner), 5)}")
    if inner:
        yield _of_word(f"{place}:next", inner[0].text, inner[0].tag)
        yield _of_word(f"{place}:latest", inner[-1].text, inner[-1].tag)
        yield tuple({f"{place}:over={word.tag[:2]}" for word in inner} | {f"{place}:over={w}" for w in _signs(inner)})
    yield (f"{place}:clauses={_few(map(is_stop, between))}", f"{place}:figures={_few(_figures(between))}")
    if place in "bx" and (behind := _at(words, at[i] + 1)):
        yield _of_word(f"{place}:behind", behind.text, behind.tag)
    if pair := _pair(sentence, i):
        joints = sum(word.text in JOINTS for word in words[max(0, one.first - REACH) : one.first])
        follow = sum(word.text in JOINTS for word in words[one.last + 1 : pair[0]])
        yield (
            f"{place}:pair={'same' if follow == pair[2] - 1 - pair[1] else 'other'}",
            f"{place}:pair:joints={joints > 0}",
        )


def _of_heir(
    kind: str, unit: str, sentence: Sentence, readings: Sequence[Reading], i: int, one: Candidate
) -> Iterator[Group]:
    """Compare a figure with the one whose noun it may take over."""
    words, at = sentence
    other = readings[one.of]
    alike = "same" if (other.quantity.unit or "-") == unit else "other"
    between = [word for word in words[at[one.of] + 1 : at[i]] if word.start >= other.end]
    gap = "".join(word.text for word in between)
    yield (f"i:distance={min(i - one.of - 1, 4)}", f"i:{kind}<{other.quantity.kind}", f"i:unit={alike}")
    yield (
        f"i:{kind}:unit={alike}",
        f"i:gap={gap if gap in ('、', '，', ',', '') else '+'}",
        f"i:size={min(len(gap), 6)}",
    )
    yield (f"i:clauses={_few(map(is_stop, between))}", f"i:close={gap[-2:]}", f"i:figures={_few(_figures(between))}")
    yield (f"i:{kind}:person={is_person(one.words)}",)
    if other.lead.change:
        yield ("i:after change",)
    if pair := _pair(sentence, i):
        yield (f"i:pair={'same' if i - one.of == pair[2] else 'other'}",)


def _of_silence(kind: str, unit: str, sentence: Sentence, reading: Reading, i: int) -> Iterator[Group]:
    """Describe what tells a number that counts nothing: a small numeral before the items of a list, a name, a rule."""
    words, at = sentence
    number = reading.quantity
    text = number.numeral.text if len(number.numeral.text) < 2 else "long"
    arabic = text.isdecimal() or number.numeral.text[-1:].isdecimal()
    yield (f"z:numeral={text}", f"z:{unit}:numeral={text}", f"z:small={number.value < 10}:{arabic}")
    yield (f"z:approx={number.numeral.approx}", f"z:{kind}:arabic={arabic}", f"z:bare={number.numeral.bare}")
    yield _of_word("z:beyond", *_shown(_at(words, at[i] + 2)))
    yield _of_word("z:left", *_shown(_at(words, at[i] - 1)))
    following = words[at[i] + 1 : at[i] + 4]
    abstract = any(is_abstract(word.text) for word in following if not is_stop(word))
    yield (f"z:abstract={abstract}", f"z:abstract={abstract}:{number.value < 30}:{kind}")


def _signs(words: Iterable[Token]) -> list[str]:
    return [word.text for word in words if word.text in ("、", "，", ",", "；", "和", "与")]


def _figures(words: Iterable[Token]) -> Iterator[bool]:
    return (word.tag == FIGURE for word in words)


def _few(flags: Iterable[bool]) -> int:
    return min(sum(flags), 3)


def _pair(sentence: Sentence, i: int) -> tuple[int, int, int] | None:
    """Return where the 分别 or 各 before figure `i` stands, how many figures lie between, and how many it pairs."""
    words, at = sentence
    if not (hit := _distributes(sentence, i)):
        return None
    first = next(k for k in range(i + 1) if at[k] > hit)
    last = i
    while last + 1 < len(at) and last < first + 6 and not any(map(is_stop, words[at[last] + 1 : at[last + 1]])):
        last += 1
    return hit, i - first, last - first + 1


def _distributes(sentence: Sentence, i: int) -> int | None:
    words, at = sentence
    for k in range(at[i] - 1, max(-1, at[i] - REACH), -1):
        if words[k].text in ("；", ";"):
            return None
        if words[k].text in ("分别", "各"):
            return k
    return None


def _shown(word: Token | None) -> tuple[str, str]:
    return (word.text, word.tag) if word else ("", "")


def _at(words: Sequence[Token], k: int) -> Token | None:
    return words[k] if 0 <= k < len(words) else None


def _led(sentence: Sentence, i: int, reading: Reading) -> Token | None:
    """Return the word before the lead of a number."""
    words, at = sentence
    return _at(words, _lead_opens(words, at[i], reading) - 1)


def _said(sentence: Sentence, i: int, reading: Reading) -> str:
    """Return how the lead of a number begins."""
    words, at = sentence
    first = _lead_opens(words, at[i], reading)
    return "".join(word.text for word in words[first : min(at[i], first + 4)])[:4]


def _lead_opens(words: Sequence[Token], at: int, reading: Reading) -> int:
    while at and words[at - 1].start >= reading.lead.end:
        at -= 1
    return at

"""What speaks for or against a candidate: the traits whose weights are learnt, asked of a table one by one.

Each function asks for the traits of one thing and returns what they weigh. Which traits a candidate has is known from
what is asked: `names` listens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from corpus_tools.claims.figures import Reading
from corpus_tools.claims.lexicon import Token, is_abstract, is_person
from corpus_tools.claims.nouns import FIGURE, JOINTS, Candidate, Sentence, Word, distributes
from corpus_tools.claims.phrases import is_organ, is_place
from corpus_tools.claims.weights import Questions, Slot, Table, listening

_DIGIT = re.compile(r"\d")
_SUMS = frozenset("率额量值数费款金比重")
_BASES = frozenset(["的", "占"])
"""Words between a measure and its share (完成预算的52%), which is no heir's."""
_SIGNS = frozenset(["、", "，", ",", "；", "和", "与"])
_NUMBERS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
_CODES = {
    **{"behind": "a", "relative": "r", "ahead": "h", "before": "b", "passed": "x"},
    **{"across": "c", "inherited": "i", "earlier": "e", "none": "n", "silent": "z"},
}


class Gap(NamedTuple):
    """What stands between a word and the figure: its text if short, its figures, what its lead is made of."""

    text: str
    figures: int
    over: tuple[str, ...]


class Shared(NamedTuple):
    """What the candidates in one place weigh in common: all of them, those with one first word, with one last word."""

    place: Questions
    weight: int
    starts: dict[int, int]
    ends: dict[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """Figure `i` of a sentence, word `at`, with what its candidates share; `pair` is what `_pair`
    returns, `after` what `_after` does.

    The lead of the figure begins behind word `opens - 1`. `gaps` and `notes` keep what is found out on the way: what
    stands between a word and the figure, and what candidates weigh in common.
    """

    table: Table
    sentence: Sentence
    known: Sequence[Word | None]
    readings: Sequence[Reading]
    i: int
    kind: str
    unit: str
    said: str
    pair: tuple[int, int, int] | None
    after: tuple[str, str]
    at: int
    opens: int
    gaps: list[Gap]
    notes: dict[str, Shared]

    @property
    def reading(self) -> Reading:
        """What is known about the figure."""
        return self.readings[self.i]


def view(table: Table, sentence: Sentence, readings: Sequence[Reading], i: int) -> View:
    """Return figure `i` as its candidates see it, with the table that weighs them."""
    words, at = sentence.words, sentence.at[i]
    number, opens, lead = readings[i].quantity, at, readings[i].lead.end
    while opens and words[opens - 1].start >= lead:
        opens -= 1
    said = "".join([word.text for word in words[opens : min(at, opens + 4)]])[:4]
    pair, kind, unit = _pair(sentence, i), number.kind or "-", number.unit or "-"
    after, gaps = _after(readings, i), [Gap("", 0, ())]
    return View(table, sentence, sentence.known, readings, i, kind, unit, said, pair, after, at, opens, gaps, {})


def weigh(seen: View, one: Candidate) -> int:
    """Return what all traits of a candidate weigh; what it shares with others is added up once a figure."""
    shared = seen.notes.get(one.place)
    if shared is None:
        code = _CODES[one.place]
        place = seen.table[code]
        shared = seen.notes[one.place] = Shared(place, sum(_of_figure(place, seen, code)), {}, {})
    place, weight, starts, ends = shared
    first, last = one.first, one.last
    if first < 0:
        return weight + sum(_of_absence(place, seen, one))
    if (start := starts.get(first)) is None:
        start = starts[first] = sum(_of_start(place, seen, first))
    if (end := ends.get(last)) is None:
        end = ends[last] = sum(_of_end(place, seen, last))
    return weight + start + end + sum(_of_stretch(place, seen, one))


def parts(seen: View, one: Candidate) -> list[int]:
    """Return what the traits of a candidate weigh, thing by thing."""
    code = _CODES[one.place]
    place = seen.table[code]
    shared = _of_figure(place, seen, code)
    if one.first < 0:
        return [*shared, *_of_absence(place, seen, one)]
    ends = [*_of_start(place, seen, one.first), *_of_end(place, seen, one.last)]
    return [*shared, *ends, *_of_stretch(place, seen, one)]


def names(seen: View, one: Candidate) -> frozenset[str]:
    """Return the names of the traits of a candidate."""
    heard: set[str] = set()
    parts(replace(seen, table=listening(heard)), one)
    return frozenset(heard)


def _of_figure(place: Questions, seen: View, code: str) -> list[int]:
    """Weigh what all candidates in one place share: the figure, and the words around it that they are away from."""
    weight = place[""].get(None, 0) + place["kind"].get(seen.kind, 0)
    weight += place["unit"].get(seen.unit, 0) + place["lead"].get(seen.said, 0)
    if seen.reading.lead.change is not None:
        weight += place["change"].get(None, 0) + place[f"{seen.kind}:change"].get(None, 0)
    weight += place["after"].get(seen.after[0], 0) + place[seen.after[1]].get(seen.after[0], 0)
    if code in "bxc":
        return [weight, _of_word(place.slots["behind"], seen.known[seen.at + 1])]
    before = _of_word(place.slots["before"], seen.known[seen.opens - 1])
    return [weight, before, *([_of_word(place.slots["right"], seen.known[seen.at + 1])] if code in "ienz" else [])]


def _of_start(place: Questions, seen: View, first: int) -> list[int]:
    """Weigh the word that a candidate begins with, and what stands before that."""
    own = _of_word(place.slots["first"], seen.known[first]) + place["enter"].get(seen.sentence.tags[first], 0)
    if first < seen.at:
        return [own, _of_word(place.slots["left"], seen.known[first - 1])]
    gap = "".join([word.text for word in seen.sentence.words[seen.at + 1 : first]])
    return [own, place["gap"].get(gap if len(gap) < 2 else "of" if gap.endswith("的") else "verb", 0)]


def _of_end(place: Questions, seen: View, last: int) -> list[int]:
    """Weigh the word that a candidate ends with, and what lies between that and the figure."""
    around = (_of_following if last > seen.at else _of_between)(place, seen, last)
    word, kind = seen.known[last], seen.table[seen.kind]
    own = place["leave"].get(seen.sentence.tags[last + 1], 0)
    if word:
        own += kind["tag"].get(word.short, 0) + kind["word"].get(word.shown, 0)
    return [own, _of_word(place.slots["last"], word), *around]


def _after(readings: Sequence[Reading], i: int) -> tuple[str, str]:
    """Say where the noun of the figure before stands, and of which question that is asked again: by its unit."""
    if not i:
        return "first", "first:after"
    other = readings[i - 1]
    alike = "same" if other.quantity.unit == readings[i].quantity.unit else "other"
    if other.silent or not other.noun:
        return "silent" if other.silent else "none", f"{alike}:after"
    ahead, behind = other.start < other.quantity.start, other.end > other.quantity.end
    return "before" if ahead else "behind" if behind else "elsewhere", f"{alike}:after"


def _of_stretch(place: Questions, seen: View, one: Candidate) -> list[int]:
    """Weigh all words of a candidate together."""
    first, last = one.first, one.last
    weights = [_of_noun(place, seen, one.words), _of_shape(place, seen.sentence.words, first, last)]
    if last > first + 1:
        weights += [_of_inner(place, word) for word in seen.known[first + 1 : last] if word]
    if last + 1 == seen.at and (not first or seen.sentence.stops[first - 1]):
        weights.append(place["clause"].get(_likeness(seen), 0))
    if seen.pair and first < seen.at:
        weights.append(_of_pair(place, seen, one, seen.pair))
    return weights


def _of_absence(place: Questions, seen: View, one: Candidate) -> list[int]:
    """Weigh a candidate whose words do not stand beside the figure."""
    if one.place == "earlier":
        return _of_earlier(place, seen, one)
    if one.of >= 0:
        return _of_heir(place, seen, one)
    return _of_silence(place, seen) if one.place == "silent" else _of_none(place, seen)


def _of_none(place: Questions, seen: View) -> list[int]:
    """Weigh that no noun is said: the word before a figure, by its unit."""
    word = seen.known[seen.opens - 1]
    left = word.shown if word else "-"
    return [place[f"{seen.kind}:left"].get(left, 0) + place[f"{seen.unit}:left"].get(left, 0)]


def _of_word(slot: Slot, word: Word | None) -> int:
    if word is None:
        return slot.tag.get("-", 0)
    weight = slot.tag.get(word.tag, 0) + slot.word.get(word.shown, 0) + slot.ends.get(word.ends, 0)
    for role in word.roles:
        weight += slot.role.get(role, 0)
    return weight


def _of_noun(place: Questions, seen: View, noun: str) -> int:
    """Weigh the words of a candidate by themselves, and how they agree with the unit."""
    last, kind = noun[-1], seen.table[seen.kind]
    person, locality, organ, digit = _nature(noun)
    weight = place["length"].get(_NUMBERS[min(len(noun), 9)], 0) + place["ends"].get(noun[-2:], 0)
    weight += place["opens"].get(noun[0], 0) + kind["ends"].get(last, 0) + seen.table[seen.unit]["ends"].get(last, 0)
    weight += kind["person"].get("True" if person else "False", 0)
    weight += place["person"].get(None, 0) if person else 0
    weight += kind["place"].get(None, 0) if locality else 0
    weight += kind["organ"].get(None, 0) if organ else 0
    weight += place["digit"].get(None, 0) if digit else 0
    return weight + (kind["sum"].get(last, 0) + place["sum"].get(None, 0) if last in _SUMS else 0)


@lru_cache(maxsize=20_000)
def _nature(noun: str) -> tuple[bool, bool, bool, bool]:
    """Say whether a noun names people, a place, an office, and whether it has a digit in it."""
    return is_person(noun), is_place(noun), is_organ(noun), bool(_DIGIT.search(noun))


def _of_shape(place: Questions, words: Sequence[Token], first: int, last: int) -> int:
    """Weigh how many words a candidate has, and the parts of speech of the first two and of the last two."""
    weight = place["words"].get(_NUMBERS[min(last + 1 - first, 6)], 0)
    if last > first:
        weight += place["open"].get(words[first].tag[:2] + words[first + 1].tag[:2], 0)
        weight += place["close"].get(words[last - 1].tag[:2] + words[last].tag[:2], 0)
    return weight


def _of_inner(place: Questions, word: Word) -> int:
    inside = place["inside"]
    weight = inside.get(word.short, 0)
    if word.shown == "的" or word.shown in JOINTS:
        weight += inside.get(word.shown, 0)
    for role in word.roles:
        weight += inside.get(role, 0)
    return weight


def _of_following(place: Questions, seen: View, last: int) -> list[int]:
    """Weigh what follows word `last`."""
    at = seen.sentence.at
    right = _of_word(place.slots["right"], seen.known[last + 1])
    met = [seen.readings[k] for k in range(seen.i + 1, min(seen.i + 3, len(at))) if at[k] == last + 1]
    meets = place["meets"]
    return [right, *(meets.get(None, 0) + meets.get(str(one.quantity.kind), 0) for one in met)]


def _of_between(place: Questions, seen: View, last: int) -> list[int]:
    """Weigh what stands between word `last` and the figure."""
    gap, size = _gap(seen, last), max(0, seen.opens - last - 1)
    weights = [place["gap"].get(gap.text, 0) + place["between"].get(_NUMBERS[min(size, 5)], 0)]
    if size:
        over = place["over"]
        weights.append(_of_word(place.slots["next"], seen.known[last + 1]))
        weights.append(_of_word(place.slots["latest"], seen.known[seen.opens - 1]))
        weights.append(sum([over.get(what, 0) for what in gap.over]))
    return [*weights, place["figures"].get(_NUMBERS[min(gap.figures, 3)], 0)]


def _gap(seen: View, last: int) -> Gap:
    """Return what stands between word `last` and the figure; each word farther off adds to the gap before it."""
    gaps = seen.gaps
    while len(gaps) < seen.at - last:
        k = seen.at - len(gaps)
        (text, figures, over), word = gaps[-1], seen.sentence.words[k]
        text = word.text + text if text != "long" else text
        over = _with(over, word.text, word.tag[:2]) if k < seen.opens else over
        gaps.append(Gap(text if len(text) <= 3 else "long", figures + (word.tag == FIGURE), over))
    return gaps[seen.at - last - 1]


def _with(over: tuple[str, ...], text: str, tag: str) -> tuple[str, ...]:
    """Add a word to what a lead is made of: its part of speech, and itself if it is a sign."""
    over = over if tag in over else (*over, tag)
    return over if text not in _SIGNS or text in over else (*over, text)


def _of_pair(place: Questions, seen: View, one: Candidate, pair: tuple[int, int, int]) -> int:
    """Weigh whether a noun has as many parts as the figures that 分别 or 各 pairs with them."""
    words = seen.sentence.words
    follow = sum(word.text in JOINTS for word in words[one.last + 1 : pair[0]])
    alike = "same" if follow == pair[2] - 1 - pair[1] else "other"
    whole = any(word.text in JOINTS for word in words[one.first : one.last + 1])
    return place["pair"].get(alike, 0) + place["pair"].get(f"{alike}:{whole}", 0)


def _likeness(seen: View) -> str:
    """Compare the figure before, where there is one: its unit, and whether its noun stands before it."""
    if not seen.i:
        return "first"
    other = seen.readings[seen.i - 1]
    return f"{_alike(seen, other)}:{other.start < other.quantity.start}"


def _alike(seen: View, other: Reading) -> str:
    return "same" if (other.quantity.unit or "-") == seen.unit else "other"


def _of_heir(place: Questions, seen: View, one: Candidate) -> list[int]:
    """Weigh a figure against the one whose noun it may take over."""
    words, at, stops = seen.sentence.words, seen.sentence.at, seen.sentence.stops
    other, kind = seen.readings[one.of], seen.kind
    alike, clause = _alike(seen, other), at[one.of] + 1
    while clause < seen.at and words[clause].start < other.end:
        clause += 1
    gap = "".join([word.text for word in words[clause : seen.at]])
    figures = sum([word.tag == FIGURE for word in words[clause : seen.at]])
    known = place["distance"].get(_NUMBERS[min(seen.i - one.of - 1, 4)], 0) + place["unit"].get(alike, 0)
    sign = place[f"{kind}:unit"].get(alike, 0) + place["gap"].get(gap if gap in ("、", "，", ",", "") else "+", 0)
    far = place["clauses"].get(_NUMBERS[min(sum(stops[clause : seen.at]), 3)], 0)
    person = place[f"{kind}:person"].get(str(is_person(one.words)), 0)
    paired = "same" if seen.pair and seen.i - one.of == seen.pair[2] else "other"
    base = words[at[one.of] - 1].text if at[one.of] else ""
    base = base if base in _BASES else "subject" if other.start < other.quantity.start else "object"
    divides = "其中" in gap
    return [
        known + place[f"{kind}<{other.quantity.kind}"].get(None, 0),
        sign + place["size"].get(_NUMBERS[min(len(gap), 6)], 0) + place["close"].get(gap[-2:], 0),
        far + place["figures"].get(_NUMBERS[min(figures, 3)], 0),
        person + (place["after change"].get(None, 0) if other.lead.change else 0),
        place["base"].get(base, 0) + place[f"{kind}:base"].get(base, 0),
        place["divides"].get(alike, 0) if divides else 0,
        *([place["pair"].get(paired, 0)] if seen.pair else []),
    ]


def _of_earlier(place: Questions, seen: View, one: Candidate) -> list[int]:
    """Weigh a figure against one of the sentence before, whose noun it may take over."""
    earlier, words, kind = seen.sentence.earlier, seen.sentence.words, seen.kind
    other, close = earlier[one.of], "".join([word.text for word in words[max(0, seen.at - 2) : seen.at]])
    alike = _alike(seen, other)
    known = place["distance"].get(_NUMBERS[len(earlier) - 1 - one.of], 0) + place["unit"].get(alike, 0)
    where = place["figure"].get(_NUMBERS[seen.i], 0) + place["opening"].get(words[0].text, 0)
    return [
        known + place[f"{kind}:unit"].get(alike, 0) + place[f"{kind}<{other.quantity.kind}"].get(None, 0),
        where + place["words"].get(_NUMBERS[min(seen.at, 9)], 0) + place["close"].get(close[-2:], 0),
        place[f"{kind}:person"].get(str(is_person(one.words)), 0),
    ]


def _of_silence(place: Questions, seen: View) -> list[int]:
    """Weigh what tells a number that counts nothing: a small numeral before the items of a list, a name, a rule."""
    number, numeral, kind = seen.reading.quantity, seen.reading.quantity.numeral, seen.kind
    text = numeral.text if len(numeral.text) < 2 else "long"
    arabic = str(text.isdecimal() or numeral.text[-1:].isdecimal())
    words, stops = seen.sentence.words, seen.sentence.stops
    following = range(seen.at + 1, min(seen.at + 4, len(words)))
    abstract = str(any(is_abstract(words[k].text) for k in following if not stops[k]))
    spelled = place["numeral"].get(text, 0) + place[f"{seen.unit}:numeral"].get(text, 0)
    bound = place["approx"].get(numeral.approx, 0) + place[f"{kind}:arabic"].get(arabic, 0)
    listed = place["abstract"].get(f"{abstract}:{number.value < 30}:{kind}", 0)
    return [
        spelled + place["small"].get(f"{number.value < 10}:{arabic}", 0),
        bound + place["bare"].get(str(numeral.bare), 0),
        _of_word(place.slots["beyond"], seen.known[seen.at + 2]),
        _of_word(place.slots["left"], seen.known[seen.at - 1]),
        place["abstract"].get(abstract, 0) + listed,
    ]


def _pair(sentence: Sentence, i: int) -> tuple[int, int, int] | None:
    """Return where the 分别 or 各 before figure `i` stands, how many figures lie between, and how many it pairs."""
    if not (hit := distributes(sentence, i)):
        return None
    at, stops = sentence.at, sentence.stops
    first = bisect_right(at, hit)
    last = i
    while last + 1 < len(at) and last < first + 6 and not any(stops[at[last] + 1 : at[last + 1]]):
        last += 1
    return hit, i - first, last - first + 1

"""Choose what each number of a sentence counts: the candidate whose traits weigh most.

The weights are those of a conditional logit (McFadden 1974): the odds of one candidate against another are exp of the
difference between the sums of the weights of their traits. `scripts/train_nouns.py` learns them from the annotated
passages in `tests/cases`. They are added as whole hundredths, so that the order in which they are met decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from corpus_tools.claims.figures import Reading
from corpus_tools.claims.nouns import Candidate, Sentence, candidates, cut
from corpus_tools.claims.phrases import is_verb
from corpus_tools.claims.traits import View, view, weigh
from corpus_tools.claims.weights import HUNDRED, hundredths

VERB_REACH = 12
RELUCTANCE = 1
"""By how much the traits of silence must outweigh those of a noun: a value that is lost is worse than one too many."""


def choose_nouns(text: str, start: int, end: int, readings: Sequence[Reading], earlier: Sequence[Reading] = ()) -> None:
    """Give each figure of ``text[start:end]`` the noun, verb and span of its best candidate, or silence it.

    `earlier` holds the figures of the sentence before.
    """
    sentence = cut(text, start, end, readings, earlier)
    for i, reading in enumerate(readings):
        options = candidates(text, sentence, readings, i)
        take(reading, sentence, i, _best(view(hundredths(), sentence, readings, i), options))


def take(reading: Reading, sentence: Sentence, i: int, chosen: Candidate) -> None:
    """Read figure `i` as the chosen candidate has it."""
    number = reading.quantity
    reading.silent, reading.noun = chosen.place == "silent", chosen.words or None
    reading.start, reading.end = number.start, number.end
    if chosen.place in ("before", "behind", "relative"):
        reading.start = min(sentence.words[chosen.first].start, number.start)
        reading.end = max(sentence.words[chosen.last].end, number.end)
    reading.verb = _verb(sentence, i, chosen)


def _best(seen: View, options: Sequence[Candidate]) -> Candidate:
    """Return the candidate that weighs most, the first of equals."""
    return max(options, key=partial(_score, seen))


def _score(seen: View, one: Candidate) -> int:
    return weigh(seen, one) - HUNDRED * RELUCTANCE * (one.place == "silent")


def _verb(sentence: Sentence, i: int, chosen: Candidate) -> str | None:
    """Return the verb between a noun and its number (党员新增30名), else the nearest before, else the first behind."""
    words, at = sentence.words, sentence.at
    before = 0 <= chosen.first < at[i]
    for word in reversed(words[chosen.last + 1 : at[i]] if before else ()):
        if is_verb(word):
            return word.text
    first = chosen.first if before else at[i]
    for word in reversed(words[max(0, first - VERB_REACH) : first]):
        if is_verb(word):
            return word.text
    last = max(chosen.last, at[i])
    return next((word.text for word in words[last + 1 : last + 1 + VERB_REACH] if is_verb(word)), None)

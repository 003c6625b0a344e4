"""How Chinese a string is: a small word-bigram model that grows a reading one character at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import NamedTuple

from corpus_tools.text.damage import FULL_WIDTH
from corpus_tools.text.readings import load_readings

BOUNDARY = "#"
LOST = "\ufffd"
LONGEST_WORD = 4
DISCOUNT = 0.7
UNSEEN_COUNT = 0.02
REMEMBERED = 200_000
_FOLLOWING = re.compile(r"([^\d\s]+)(\d+)")
_MARKS = {ascii_form: wide for wide, ascii_form in FULL_WIDTH.items() if ascii_form in ",:;!?()"}


class Segmentation(NamedTuple):
    """The best readings of a string as words that end at its last four characters, the shortest string last.

    `ends[k]` is the log-probability and the last word of the best reading of the string without its last k characters.
    """

    recent: str
    ends: tuple[tuple[float, str], ...]

    @property
    def score(self) -> float:
        """The log-probability of the string."""
        return self.ends[0][0]


START = Segmentation("", ((0.0, BOUNDARY),))


@dataclass(frozen=True)
class Model:
    """Counts of words and word bigrams, interpolated by absolute discounting [1]_.

    ``P(w | v) = max(n(v, w) - 0.7, 0) / n(v) + r(v) P(w)``, where r(v) is what the bigrams that were seen leave over.

    References
    ----------
    .. [1] Ney, H., Essen, U. and Kneser, R. (1994). On structuring probabilistic dependences in stochastic language
       modelling. Computer Speech and Language 8(1), 1-38.
    """

    counts: Mapping[str, int]
    openings: Mapping[str, int]
    pairs: Mapping[str, str]

    @cached_property
    def total(self) -> float:
        """The number of tokens that the counts stand for."""
        return float(sum(self.counts.values()))

    @cached_property
    def _parsed(self) -> dict[str, tuple[dict[str, int], float]]:
        return {}

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character of every word."""
        return frozenset("".join(self.counts))

    @cached_property
    def _remembered(self) -> dict[tuple[str, str], float]:
        return {}

    def following(self, word: str) -> tuple[dict[str, int], float]:
        """Return the words seen behind a word with their counts, and the share that they leave to words not seen."""
        if word not in self._parsed:
            seen = {second: int(n) for second, n in _FOLLOWING.findall(self.pairs.get(word, ""))}
            total = self.openings.get(word, 0)
            used = sum(seen.values()) - DISCOUNT * len(seen)
            self._parsed[word] = seen, 1.0 - used / (total + 1)
        return self._parsed[word]

    def log_probability(self, word: str, before: str) -> float:
        """Return the log-probability of a word behind another."""
        known = self._remembered.get((word, before))
        if known is None:
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word, before] = self._log_probability(word, before)
        return known

    def _log_probability(self, word: str, before: str) -> float:
        seen, rest = self.following(before)
        prior = self.counts.get(word, UNSEEN_COUNT) / self.total
        joint = seen.get(word, 0)
        if not joint:
            return math.log(rest * prior)
        return math.log((joint - DISCOUNT) / (self.openings[before] + 1) + rest * prior)

    def extend(self, reading: Segmentation, character: str) -> Segmentation:
        """Return the reading of the string with one more character; Traditional and ASCII forms count as Simplified."""
        unit = simple_form(character)
        if unit == BOUNDARY and reading.recent[-1:] == BOUNDARY:
            return reading
        recent, ends = (reading.recent + unit)[-LONGEST_WORD:], reading.ends
        return Segmentation(recent, (self._best_end(recent, ends), *ends[: LONGEST_WORD - 1]))

    def score_with(self, reading: Segmentation, character: str) -> float:
        """Return the log-probability of the string with one more character, without the reading that has it."""
        unit = simple_form(character)
        if unit == BOUNDARY and reading.recent[-1:] == BOUNDARY:
            return reading.score
        return self._best_end((reading.recent + unit)[-LONGEST_WORD:], reading.ends)[0]

    def _best_end(self, recent: str, ends: tuple[tuple[float, str], ...]) -> tuple[float, str]:
        """Return the log-probability and the last word of the best reading of a string with one more character."""
        counts, known = self.counts, self._remembered
        best, last = -math.inf, ""
        for size, (score, before) in enumerate(ends, 1):
            word = recent[-size:]
            if size == 1 or word in counts:
                gain = known.get((word, before))
                candidate = score + (self.log_probability(word, before) if gain is None else gain)
                if candidate > best:
                    best, last = candidate, word
        return best, last

    def score(self, text: str) -> float:
        """Return the log-probability of a text.

        Examples
        --------
        >>> model = load_model()
        >>> model.score("勇擔重任") > model.score("勇據守人")
        True
        """
        reading = START
        for character in text:
            reading = self.extend(reading, character)
        return reading.score

    def bond(self, left: str, right: str) -> float:
        """Return the log-probability that two strings gain when they are read as one: high where they share a word.

        Examples
        --------
        >>> model = load_model()
        >>> model.bond("抽检月饼样", "品120批次") > model.bond("抽检月饼样品", "120批次")
        True
        """
        return self.score(left + right) - self.score(left) - self.score(right)


@cache
def simple_form(character: str) -> str:
    """Return the form under which the model knows a character; figures, letters and blanks are the boundary."""
    if character < "\u0080" or character == LOST:
        return _MARKS.get(character, BOUNDARY)
    return load_readings().simplified.get(character, character)


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Read the language model that ships with the package (once)."""
    table = resources.files("corpus_tools").joinpath("data/word_bigrams.tsv").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    openings: dict[str, int] = {}
    pairs: dict[str, str] = {}
    for line in table.split("\n")[1:-1]:
        word, count, opened, followers = line.split("\t")
        counts[word] = int(count)
        if opened != "0":
            openings[word], pairs[word] = int(opened), followers
    return Model(counts, openings, pairs)

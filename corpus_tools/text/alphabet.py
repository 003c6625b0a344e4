"""Characters and their bytes in GBK: which ones a converted page may contain, and which pairs of bytes vanish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_tools.text.damage import FULL_WIDTH, USER_DEFINED
from corpus_tools.text.likelihood import load_model
from corpus_tools.text.readings import load_readings

MARKS = "，。、；：？！“”‘’（）《》…—·"
LONE_BYTE = 0x80
WIDE: Mapping[str, str] = {narrow: wide for wide, narrow in FULL_WIDTH.items()}
FOLD = str.maketrans(FULL_WIDTH)


class Alphabet(NamedTuple):
    """The characters that a converted page may contain, all of them and by lead and by trail byte."""

    characters: frozenset[str]
    by_lead: Mapping[int, tuple[str, ...]]
    by_trail: Mapping[int, tuple[str, ...]]


@lru_cache(maxsize=1)
def load_alphabet() -> Alphabet:
    """Return what one-to-one conversion makes of the characters of GB 2312 that the language model knows."""
    readings = load_readings()
    simplified = (character for character in load_model().characters if character.encode("gb2312", "ignore"))
    known = {readings.converted.get(character, character) for character in simplified}
    characters = frozenset(c for c in known | set(MARKS) if len(code_of(c)) == 2)
    by_lead, by_trail = defaultdict(list), defaultdict(list)
    for character in sorted(characters):
        lead, trail = code_of(character)
        by_lead[lead].append(character)
        by_trail[trail].append(character)
    return Alphabet(
        characters,
        {lead: tuple(found) for lead, found in by_lead.items()},
        {trail: tuple(found) for trail, found in by_trail.items()},
    )


@cache
def code_of(character: str) -> bytes:
    """Return the bytes of a character in GBK, or none."""
    return character.encode("gbk", "ignore")


@cache
def character_of(lead: int, trail: int) -> str:
    """Return the character of two bytes in GBK, or an empty string."""
    decoded = bytes((lead, trail)).decode("gbk", "ignore")
    return decoded if len(decoded) == 1 and decoded >= "\u0080" else ""


@cache
def vanishing_leads(trail: int) -> frozenset[int]:
    """Return the lead bytes that make a user-defined code with the trail byte of the character before."""
    return frozenset(pair[1] for pair in USER_DEFINED if pair[0] == trail)


@cache
def vanishing(half: int) -> tuple[str, ...]:
    """Return the characters with a given lead byte whose trail byte may open a user-defined code."""
    return tuple(c for c in load_alphabet().by_lead.get(half, ()) if vanishing_leads(code_of(c)[1]))


@cache
def vanished_middles(trail: int) -> tuple[tuple[str, str], ...]:
    """Return pairs: a character of which both bytes vanish, and one with the given trail byte that goes on from it.

    The two make a word, or the first is a comma, which vanishes more often than any other character.
    """
    return tuple(
        (middle, second)
        for second in load_alphabet().by_trail.get(trail, ())
        for middle in ("，", *_heads().get(second, ()))
        if code_of(second)[0] in vanishing_leads(code_of(middle)[1])
    )


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[str]]:
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in _pairs():
        if first in load_alphabet().characters:
            heads[second].append(first)
    return heads


def _pairs() -> Iterator[tuple[str, str]]:
    converted = load_readings().to_traditional
    for word in load_model().counts:
        if len(word) == 2:
            traditional = word.translate(converted)
            yield traditional[0], traditional[1]

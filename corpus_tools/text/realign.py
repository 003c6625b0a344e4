"""Find the clean text behind a stretch whose bytes were read out of step.

The search walks over the raw text from a place where bytes and characters still agree and supposes, at each step, what
the site did there. What it knows of the clean text is a whole number of characters and perhaps the lead byte of the
next one (`half`). Unknown bytes are filled with every character that fits; a language model keeps the best.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_tools.text.damage import FULL_WIDTH, USER_DEFINED
from corpus_tools.text.likelihood import START, Model, Segmentation, load_model
from corpus_tools.text.readings import load_readings

ALIGNED = -1
BEAM = 40
MARGIN = 25.0
LEADERS = 4
BEST_NEIGHBOURS = 8
MARKS = "，。、；：？！“”‘’（）《》…—·"
_WIDE = {narrow: wide for wide, narrow in FULL_WIDTH.items()}
_TAG_REMAINS = ("/p>", "/span>", "/strong>", "/div>", "br>", "br/>", "p>")

UNEXPLAINED = -30.0
ALIEN = -6.0
UNHARVESTED = -4.0
LOST = -12.0


@dataclass(frozen=True)
class Alphabet:
    """The characters that a converted text may contain, by lead and by trail byte."""

    characters: frozenset[str]
    by_lead: Mapping[int, tuple[str, ...]]
    by_trail: Mapping[int, tuple[str, ...]]

    def fitting(self, lead: int, trail: int) -> str:
        """Return the character of two bytes, or an empty string."""
        return character_of(lead, trail)


@lru_cache(maxsize=1)
def load_alphabet() -> Alphabet:
    """Return what one-to-one conversion makes of the characters that the language model knows."""
    readings = load_readings()
    known = {readings.converted.get(character, character) for character in load_model().characters}
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


class Piece(NamedTuple):
    """One step of a path: ``raw[start:end]`` stands for `clean`, after which bytes are aligned or not."""

    start: int
    end: int
    clean: str
    kind: str
    aligned: bool
    forced: bool
    table: str = ""
    mark: str = ""


class State(NamedTuple):
    """A supposition about the clean text up to some place of the raw text."""

    score: float
    half: int
    last: str
    slipped: bool
    reading: Segmentation
    path: tuple[Piece, object] | None

    def pieces(self) -> list[Piece]:
        """Return the path from its beginning."""
        found, link = [], self.path
        while link is not None:
            found.append(link[0])
            link = link[1]  # type: ignore[assignment]
        return found[::-1]


@dataclass(frozen=True)
class Stretch:
    """A stretch of raw text with what a first look found in it.

    Parameters
    ----------
    raw
        The whole raw text.
    start, end
        Where the search begins, aligned, and the least position where it may end.
    annotations, clues
        Position -> (end, reading) of each ``(reading)`` and of each ``?reading)``.
    table
        Character -> reading: the pairs that the page itself shows.
    aliens
        Characters that no conversion makes.
    """

    raw: str
    start: int
    end: int
    annotations: Mapping[int, tuple[int, str]]
    clues: Mapping[int, tuple[int, str]]
    table: Mapping[str, str]
    aliens: frozenset[int]
    prefix: str = ""
    model: Model = field(default_factory=load_model)


def realign(stretch: Stretch, limit: int = 400) -> list[State]:
    """Return the aligned suppositions at the end of the stretch, the best first; they share their end.

    Parameters
    ----------
    stretch
        The stretch. The search goes on behind its end until bytes and characters agree again.
    limit
        The number of raw characters after which the search gives up and returns nothing.
    """
    buckets: dict[int, dict[tuple[object, ...], State]] = {
        stretch.start: {(): State(0.0, ALIGNED, "", False, START, None)}
    }
    last = min(len(stretch.raw), stretch.start + limit)
    for position in range(stretch.start, last + 1):
        found = buckets.pop(position, None)
        if not found:
            continue
        states = heapq.nlargest(BEAM, found.values(), key=_rank)
        states = [state for state in states if state.score > states[0].score - MARGIN]
        aligned = [state for state in states if state.half == ALIGNED]
        finished = position >= stretch.end and states[0].half == ALIGNED and _settled(states[0])
        if aligned and (finished or position == len(stretch.raw)):
            return aligned
        for i, state in enumerate(states):
            for end, after in _moves(stretch, position, state, leading=i < LEADERS):
                _keep(buckets.setdefault(end, {}), after)
    return []


def _rank(state: State) -> tuple[float, int, str]:
    return state.score, -state.half, state.reading.recent


def _settled(state: State, characters: int = 6) -> bool:
    link = state.path
    for _ in range(characters):
        if link is None:
            return True
        piece: Piece = link[0]
        if piece.kind not in ("as it stands", "annotation"):
            return False
        link = link[1]  # type: ignore[assignment]
    return True


def _keep(bucket: dict[tuple[object, ...], State], state: State) -> None:
    key = (state.half, state.last, state.slipped, state.reading.recent)
    rival = bucket.get(key)
    if rival is None or rival.score < state.score:
        bucket[key] = state


def _moves(stretch: Stretch, position: int, state: State, *, leading: bool) -> Iterator[tuple[int, State]]:
    if position >= len(stretch.raw):
        return
    step = _Step(stretch, position, state)
    yield from step.annotation()
    yield from step.clue()
    if leading:
        yield from step.hidden_before_mark()
    if state.half == ALIGNED:
        yield from step.as_it_stands()
    else:
        yield from step.shifted()
        yield from step.swallowed()
        if leading:
            yield from step.vanished()


class _Step(NamedTuple):
    """The suppositions that are possible at one position of the raw text."""

    stretch: Stretch
    position: int
    state: State

    def _to(
        self,
        end: int,
        clean: str,
        half: int,
        kind: str,
        *,
        bonus: float = 0.0,
        forced: bool = False,
        slipped: bool = False,
        table: str = "",
        mark: str = "",
    ) -> tuple[int, State]:
        state, model = self.state, self.stretch.model
        reading = state.reading
        for character in clean:
            reading = model.extend(reading, character)
            if character >= "\u0080" and character not in load_alphabet().characters:
                bonus += ALIEN
        gain = reading.score - state.reading.score + bonus
        piece = Piece(self.position, end, clean, kind, half == ALIGNED, forced, table, mark)
        path = (piece, state.path)
        return end, State(state.score + gain, half, clean[-1:] or state.last, state.slipped or slipped, reading, path)

    def as_it_stands(self) -> Iterator[tuple[int, State]]:
        raw, position = self.stretch.raw, self.position
        bonus = UNEXPLAINED if position in self.stretch.clues or position in self.stretch.annotations else 0.0
        yield self._to(position + 1, raw[position], ALIGNED, "as it stands", bonus=bonus, forced=True)

    def annotation(self) -> Iterator[tuple[int, State]]:
        if self.position not in self.stretch.annotations:
            return
        end, spoken = self.stretch.annotations[self.position]
        state = self.state
        if state.half == ALIGNED:
            if state.last in self._spoken(spoken):
                yield self._to(end, "", ALIGNED, "annotation", forced=True, table=state.last)
            return
        fitting = [c for c in self._spoken(spoken) if code_of(c)[0] == state.half]
        for character in fitting:
            yield self._to(end, character, ALIGNED, "shifted", bonus=self._prior(character), table=character)

    def clue(self) -> Iterator[tuple[int, State]]:
        if self.position not in self.stretch.clues:
            return
        end, spoken = self.stretch.clues[self.position]
        state, candidates = self.state, self._spoken(spoken)
        lead = code_of(state.last)[1:] if state.half == ALIGNED else bytes([state.half])
        fitting = [c for c in candidates if code_of(c)[:1] == lead]
        for character in fitting:
            yield self._split(end, character, forced=len(fitting) == 1)
        if not state.slipped:
            return
        for character in candidates:
            yield from self._doubly_split(end, character)

    def _split(self, end: int, character: str, *, forced: bool) -> tuple[int, State]:
        bonus = self._prior(character)
        if self.state.half == ALIGNED:
            return self._to(end, "", code_of(character)[1], "split", bonus=bonus, forced=forced, table=character)
        return self._to(end, character, ALIGNED, "shifted", bonus=bonus, forced=forced, table=character)

    def _doubly_split(self, end: int, character: str) -> Iterator[tuple[int, State]]:
        bonus = self._prior(character)
        if self.state.half == ALIGNED:
            yield self._to(end, character, ALIGNED, "shifted", bonus=bonus, table=character)
            return
        lead, trail = code_of(character)
        if own := character_of(self.state.half, lead):
            yield self._to(end, own, trail, "shifted", bonus=bonus, table=character)

    def hidden_before_mark(self) -> Iterator[tuple[int, State]]:
        """A mark that the site saw across two characters, or that put a shifted stretch right again."""
        raw, position = self.stretch.raw, self.position
        eaten = raw[position] == "?"
        for at in (position + 1, position) if eaten else (position,):
            if raw.startswith(self.stretch.prefix, at) and self.stretch.prefix and at == position:
                at += len(self.stretch.prefix)
            mark = _WIDE.get(raw[at : at + 1], raw[at : at + 1])
            if mark and mark in MARKS:
                yield from self._before_mark(at + 1, mark)

    def _before_mark(self, end: int, mark: str) -> Iterator[tuple[int, State]]:
        alphabet, half = load_alphabet(), self.state.half
        first, second = code_of(mark)
        if half == ALIGNED:
            for character in alphabet.by_trail.get(first, ()):
                yield self._to(end, character, second, "mark", slipped=True, mark=mark)
            return
        for character in alphabet.by_lead.get(half, ()):
            yield self._to(end, character + mark, ALIGNED, "mark", slipped=True, mark=mark)

    def shifted(self) -> Iterator[tuple[int, State]]:
        """A character of the raw text holds the trail byte of one clean character and the lead byte of the next."""
        raw, position, half = self.stretch.raw, self.position, self.state.half
        code = code_of(raw[position])
        if len(code) == 1 and (raw[position] in _WIDE):
            if own := character_of(half, code[0]):
                yield self._to(position + 1, own, ALIGNED, "shifted", forced=True)
            code = code_of(_WIDE[raw[position]])
        if len(code) == 2 and (own := character_of(half, code[0])):
            forced = not self._may_vanish(code[0])
            yield self._to(position + 1, own, code[1], "shifted", forced=forced)

    def swallowed(self) -> Iterator[tuple[int, State]]:
        """A lead byte took the ASCII character behind it away (or was itself dropped before it)."""
        raw, position = self.stretch.raw, self.position
        if raw[position] == "?":
            rest = raw[position + 1 : position + 9]
            remains = next((tag for tag in _TAG_REMAINS if rest.startswith(tag)), "")
            lost, bonus = ("", 0.0) if remains else ("?", LOST)
            for character in load_alphabet().by_lead.get(self.state.half, ()):
                yield self._to(position + 1 + len(remains), character + lost, ALIGNED, "swallowed", bonus=bonus)
        elif raw[position] < "@":
            for character in load_alphabet().by_lead.get(self.state.half, ()):
                yield self._to(position + 1, character + raw[position], ALIGNED, "dropped", bonus=-3.0)

    def vanished(self) -> Iterator[tuple[int, State]]:
        """Two bytes read as a user-defined code left no trace between this raw character and the one before."""
        raw, position, half = self.stretch.raw, self.position, self.state.half
        clue = self.stretch.clues.get(position)
        code = code_of(raw[position])
        if len(code) == 1 and raw[position] in _WIDE:
            code = code_of(_WIDE[raw[position]])
        if clue:
            ends = [(clue[0], c, code_of(c)[0], ALIGNED) for c in self._spoken(clue[1])]
        elif len(code) == 2:
            ends = [(position + 1, c, code_of(c)[0], code[1]) for c in load_alphabet().by_trail.get(code[0], ())]
        else:
            return
        model, reading = self.stretch.model, self.state.reading
        firsts = [c for c in load_alphabet().by_lead.get(half, ()) if code_of(c)[1] in _VANISHING_LEADS]
        firsts = heapq.nlargest(BEST_NEIGHBOURS, firsts, key=lambda c: (model.extend(reading, c).score, c))
        for first in firsts:
            trail = code_of(first)[1]
            for end, second, lead, rest in ends:
                if bytes((trail, lead)) in USER_DEFINED:
                    yield self._to(end, first + second, rest, "vanished", table=second if clue else "")

    def _may_vanish(self, trail: int) -> bool:
        return _may_vanish(self.state.half, trail)

    def _spoken(self, spoken: str) -> tuple[str, ...]:
        own = tuple(c for c, reading in self.stretch.table.items() if reading == spoken)
        return tuple(dict.fromkeys(own + load_readings().by_reading.get(spoken, ())))

    def _prior(self, character: str) -> float:
        return 0.0 if character in self.stretch.table else UNHARVESTED


_VANISHING_LEADS = frozenset(pair[0] for pair in USER_DEFINED)


@cache
def _may_vanish(half: int, trail: int) -> bool:
    """Return whether a user-defined code may hide between a pending lead byte and a known trail byte."""
    alphabet = load_alphabet()
    leads = {code_of(c)[0] for c in alphabet.by_trail.get(trail, ())}
    trails = (code_of(c)[1] for c in alphabet.by_lead.get(half, ()))
    return any(bytes((first, second)) in USER_DEFINED for first in trails for second in leads)

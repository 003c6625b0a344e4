"""What may have happened at one place of a damaged text: each supposition leads from one state to the next.

A state knows a whole number of characters of the clean text and perhaps the lead byte of the next one (`half`).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from corpus_tools.text.alphabet import (
    LONE_BYTE,
    MARKS,
    WIDE,
    character_of,
    code_of,
    load_alphabet,
    vanished_middles,
    vanishing,
    vanishing_leads,
)
from corpus_tools.text.likelihood import LOST, Model, Segmentation, load_model
from corpus_tools.text.readings import load_readings

ALIGNED = -1
LEADERS = 3
QUESTIONED = 12
BEST_PAIRS = 40
BEST_FIRSTS = 3
UNEXPLAINED_COST = -30.0
ALIEN_COST = -6.0
UNHARVESTED_COST = -4.0
LOST_COST = -8.0
MARK_COST = -3.0
DOUBTFUL_COST = -10.0
VANISHED_COST = -3.0
_TAGS = ("/p>", "/span>", "/strong>", "/div>", "/a>", "/b>", "/font>", "br>", "br/>", "br />", "p>")
_ENTITIES = ("rdquo;", "ldquo;", "nbsp;", "middot;", "hellip;", "mdash;")


class Piece(NamedTuple):
    """One step of a path: ``raw[start:end]`` stands for `clean`, and bytes are or are not aligned behind it.

    `forced` tells that no other supposition fits there; `table` and `mark` are the character that the site annotated
    and the mark that it saw.
    """

    start: int
    end: int
    clean: str
    kind: str
    aligned: bool
    forced: bool
    table: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A path as a linked list from its last piece to its first."""

    piece: Piece
    before: Link | None


class State(NamedTuple):
    """A supposition about the clean text up to some place of the raw text."""

    score: float
    half: int
    last: str
    slipped: bool
    reading: Segmentation
    path: Link | None

    def pieces(self) -> list[Piece]:
        """Return the path from its beginning."""
        found, link = [], self.path
        while link is not None:
            found.append(link.piece)
            link = link.before
        return found[::-1]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A raw text with what a first look found in it.

    Parameters
    ----------
    raw
        The raw text.
    annotations, clues
        Position -> (end, reading) of each ``(reading)`` and of each ``?reading)``.
    table
        Character -> reading: the pairs that the page itself shows.
    blank, folds
        Whether a blank follows the readings, and whether full-width forms have become ASCII.
    doubtful
        Where marks stand that a clean text would hardly have.
    prefix
        The visible character that the site puts before `prefixed` marks, or nothing.
    """

    raw: str
    annotations: Mapping[int, tuple[int, str]]
    clues: Mapping[int, tuple[int, str]]
    table: Mapping[str, str]
    blank: str = ""
    folds: bool = True
    doubtful: frozenset[int] = frozenset()
    prefix: str = ""
    prefixed: str = ""
    model: Model = field(default_factory=load_model)

    def spoken(self, reading: str) -> tuple[str, ...]:
        """Return the characters that the site may have annotated with a reading, the page's own first."""
        own = tuple(c for c, known in self.table.items() if known == reading)
        return tuple(dict.fromkeys(own + load_readings().by_reading.get(reading, ())))

    @cached_property
    def within_readings(self) -> frozenset[int]:
        """The positions at and behind the start of each annotation and clue, without its end."""
        spans = chain(self.annotations.items(), self.clues.items())
        return frozenset(position for start, (end, _) in spans for position in range(start, end))

    def readable(self, start: int, size: int) -> str:
        """Return some of the raw text without its readings."""
        end = min(len(self.raw), start + size)
        return "".join(self.raw[place] for place in range(start, end) if place not in self.within_readings)

    def is_doubled(self, position: int) -> bool:
        """Return whether the site's visible prefix stands at a position."""
        if not self.prefix or self.raw[position] != self.prefix:
            return False
        follower = self.raw[position + 1 : position + 2]
        return bool(follower) and WIDE.get(follower, follower) in self.prefixed


class Next(NamedTuple):
    """A character that ends where a raw character or a clue allows it, with what remains behind it."""

    end: int
    character: str
    half: int
    table: str = ""


class Place(NamedTuple):
    """One position of a page and one state there."""

    page: Page
    position: int
    state: State

    def suppositions(self, rank: int) -> Iterator[tuple[int, State]]:
        """Yield (position, state) for all that may have happened; rare events are tried for the best states only."""
        question = self.page.raw[self.position] == "?" and rank < QUESTIONED
        yield from self.annotation()
        yield from self.clue()
        if rank < LEADERS or question:
            yield from self.hidden_before_mark()
        if self.state.half == ALIGNED:
            yield from self.as_it_stands()
            yield from self.questioned()
            return
        yield from self.shifted()
        if rank < LEADERS or question:
            yield from self.swallowed()
        if rank < LEADERS:
            yield from self.lone_byte()
            yield from self.vanished()

    def as_it_stands(self) -> Iterator[tuple[int, State]]:
        """Suppose that nothing happened to the next character."""
        page, position = self.page, self.position
        if page.is_doubled(position):
            yield self._to(position + 1, "", ALIGNED, "doubled mark", forced=True)
            return
        unexplained = position in page.clues or position in page.annotations
        cost = UNEXPLAINED_COST if unexplained else DOUBTFUL_COST if position in page.doubtful else 0.0
        yield self._to(position + 1, page.raw[position], ALIGNED, "as it stands", cost=cost, forced=True)

    def questioned(self) -> Iterator[tuple[int, State]]:
        """Suppose that a shift, which a mark has ended since, read the trail byte 0x80 of a character alone."""
        if self.state.slipped and self.page.raw[self.position] == "?":
            for character in load_alphabet().by_trail.get(LONE_BYTE, ()):
                yield self._to(self.position + 1, character, ALIGNED, "lost byte", cost=MARK_COST)

    def annotation(self) -> Iterator[tuple[int, State]]:
        """Suppose that a reading in parentheses belongs to the character before it."""
        if self.position not in self.page.annotations:
            return
        end, reading = self.page.annotations[self.position]
        characters = self.page.spoken(reading)
        if self.state.half == ALIGNED and (owner := self._owner(characters)):
            yield self._to(end, "", ALIGNED, "annotation", forced=True, table=owner)
        elif self.state.half != ALIGNED:
            for character in characters:
                if code_of(character)[0] == self.state.half:
                    yield self._to(end, character, ALIGNED, "shifted run", table=character)

    def _owner(self, characters: tuple[str, ...]) -> str:
        """Return the character before a reading, or the one that a trail byte and an ASCII letter make."""
        last = self.state.last
        if last[-1:] in characters:
            return last[-1:]
        straddling = code_of(last[:1])[1:] + last[1:].encode("ascii", "ignore")
        return next((c for c in characters if code_of(c) == straddling), "")

    def clue(self) -> Iterator[tuple[int, State]]:
        """Suppose that a byte and the parenthesis of a reading became a question mark."""
        if self.position not in self.page.clues:
            return
        end, reading = self.page.clues[self.position]
        characters = self.page.spoken(reading)
        last = WIDE.get(self.state.last[-1:], self.state.last[-1:])
        lead = code_of(last)[1:] if self.state.half == ALIGNED else bytes([self.state.half])
        fitting = [c for c in characters if code_of(c)[:1] == lead]
        for character in fitting:
            forced = len(fitting) == 1 and not self.state.slipped and not self._may_vanish()
            half = code_of(character)[1] if self.state.half == ALIGNED else ALIGNED
            clean = "" if self.state.half == ALIGNED else character
            yield self._to(end, clean, half, "shifted run", forced=forced, table=character)
        if self.state.slipped:
            yield from self._two_hidden(end, characters)

    def _two_hidden(self, end: int, characters: tuple[str, ...]) -> Iterator[tuple[int, State]]:
        for character in characters:
            lead, trail = code_of(character)
            if self.state.half == ALIGNED:
                yield self._to(end, character, ALIGNED, "shifted run", table=character)
            elif own := character_of(self.state.half, lead):
                yield self._to(end, own, trail, "shifted run", table=character)

    def hidden_before_mark(self) -> Iterator[tuple[int, State]]:
        """Suppose that the byte before a mark was lost since the site put its own byte between the two."""
        raw, position = self.page.raw, self.position
        if position in self.page.annotations:
            return
        starts = [position + 1, position] if raw[position] == "?" else [position]
        if self.page.is_doubled(position):
            starts.append(position + 1)
        for at in starts:
            mark = WIDE.get(raw[at : at + 1], raw[at : at + 1])
            if mark and mark in MARKS and at not in self.page.annotations:
                yield from self._before_mark(at + 1, mark)

    def _before_mark(self, end: int, mark: str) -> Iterator[tuple[int, State]]:
        first, second = code_of(mark)
        if self.state.half == ALIGNED:
            found, tail, half = load_alphabet().by_trail.get(first, ()), "", second
        else:
            found, tail, half = load_alphabet().by_lead.get(self.state.half, ()), mark, ALIGNED
        for character in found:
            yield self._to(end, character + tail, half, "lost byte", slipped=True, cost=MARK_COST, mark=mark)

    def shifted(self) -> Iterator[tuple[int, State]]:
        """Suppose that a raw character holds the trail byte of one clean character and the lead byte of the next."""
        free = not self._may_vanish()
        found = list(self._own())
        for after in found:
            forced = free and len(found) == 1
            yield self._to(after.end, after.character, after.half, "shifted run", forced=forced)

    def _own(self) -> Iterator[Next]:
        raw, position, half = self.page.raw, self.position, self.state.half
        narrow, wide = code_of(raw[position]), code_of(WIDE.get(raw[position], raw[position]))
        if len(narrow) == 1 and (own := character_of(half, narrow[0])):
            yield Next(position + 1, own, ALIGNED)
        if len(wide) == 2 and (own := character_of(half, wide[0])):
            yield Next(position + 1, own, wide[1])

    def swallowed(self) -> Iterator[tuple[int, State]]:
        """Suppose that a stray lead byte took the ASCII character behind it away, or was dropped before it."""
        raw, position = self.page.raw, self.position
        characters = load_alphabet().by_lead.get(self.state.half, ())
        if raw[position] == "?":
            size, instead, cost = self._remains()
            for character in characters:
                yield self._to(position + 1 + size, character + instead, ALIGNED, "swallowed", cost=cost)
        elif raw[position] < "@" and position not in self.page.annotations:
            for character in characters:
                yield self._to(position + 1, character + raw[position], ALIGNED, "swallowed", cost=MARK_COST)

    def _remains(self) -> tuple[int, str, float]:
        """Return the length of what is left of a tag or an entity, the whole of it, and the cost."""
        rest = self.page.raw[self.position + 1 : self.position + 10]
        for first, remains in chain((("<", tag) for tag in _TAGS), (("&", entity) for entity in _ENTITIES)):
            if rest.startswith(remains):
                return len(remains), first + remains, 0.0
        return 0, LOST, LOST_COST

    def lone_byte(self) -> Iterator[tuple[int, State]]:
        """Suppose that the trail byte 0x80, which begins nothing, was read alone."""
        if own := character_of(self.state.half, LONE_BYTE):
            if self.page.raw[self.position] in "?€":
                yield self._to(self.position + 1, own, ALIGNED, "shifted run")
            else:
                yield self._to(self.position, own, ALIGNED, "shifted run")

    def vanished(self) -> Iterator[tuple[int, State]]:
        """Suppose that bytes read as user-defined codes left no trace before the next raw character."""
        model, reading = self.page.model, self.state.reading
        ends = list(self._ends())
        firsts = [(model.extend(reading, first), first) for first in vanishing(self.state.half)]
        found: list[tuple[float, str, Next]] = []
        for grown, first in firsts:
            leads = vanishing_leads(code_of(first)[1])
            found += [
                (model.score_with(grown, after.character), first, after)
                for after in ends
                if code_of(after.character)[0] in leads
            ]
        found += self._with_middle(heapq.nlargest(BEST_FIRSTS, firsts), ends)
        for _, clean, after in heapq.nlargest(BEST_PAIRS, found):
            yield self._to(
                after.end, clean + after.character, after.half, "vanished bytes", cost=VANISHED_COST, table=after.table
            )

    def _with_middle(
        self, firsts: list[tuple[Segmentation, str]], ends: list[Next]
    ) -> Iterator[tuple[float, str, Next]]:
        if not ends or ends[0].table:
            return
        model, known = self.page.model, {after.character: after for after in ends}
        for grown, first in firsts:
            leads = vanishing_leads(code_of(first)[1])
            for middle, second in vanished_middles(code_of(ends[0].character)[1]):
                if code_of(middle)[0] in leads and second in known:
                    score = model.score_with(model.extend(grown, middle), second)
                    yield score, first + middle, known[second]

    def _ends(self) -> Iterator[Next]:
        raw, position = self.page.raw, self.position
        if position in self.page.clues:
            end, reading = self.page.clues[position]
            yield from (Next(end, c, ALIGNED, c) for c in self.page.spoken(reading))
            return
        narrow = code_of(raw[position])
        code = narrow if len(narrow) == 2 or raw[position].isalpha() else code_of(WIDE.get(raw[position], ""))
        if code:
            half = code[1] if len(code) == 2 else ALIGNED
            yield from (Next(position + 1, c, half) for c in load_alphabet().by_trail.get(code[0], ()))

    def _may_vanish(self) -> bool:
        """Return whether bytes may be missing before the next raw character."""
        if self.state.half == ALIGNED:
            return False
        if character_of(self.state.half, LONE_BYTE) in load_alphabet().characters:
            return True
        leads = {code_of(after.character)[0] for after in self._ends()}
        return any(leads & vanishing_leads(code_of(first)[1]) for first in vanishing(self.state.half))

    def _to(
        self,
        end: int,
        clean: str,
        half: int,
        kind: str,
        *,
        cost: float = 0.0,
        forced: bool = False,
        slipped: bool = False,
        table: str = "",
        mark: str = "",
    ) -> tuple[int, State]:
        state, reading = self.state, self.state.reading
        for character in clean:
            reading = self.page.model.extend(reading, character)
            if "\u0080" <= character < LOST and character not in load_alphabet().characters:
                cost += ALIEN_COST
        if table and table not in self.page.table:
            cost += UNHARVESTED_COST
        piece = Piece(self.position, end, clean, kind, half == ALIGNED, forced, table, mark)
        score = state.score + reading.score - state.reading.score + cost
        last, slipped = (state.last + clean)[-2:], state.slipped or slipped
        return end, State(score, half, last, slipped, reading, Link(piece, state.path))

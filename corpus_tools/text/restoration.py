"""Undo byte-level annotation damage and prove each repair by running the damage forward again.

What the step sees is described in `corpus_tools.text.damage`. The repaired text is still in Traditional characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import NamedTuple

from corpus_tools.text.damage import Site, garble
from corpus_tools.text.readings import load_readings
from corpus_tools.text.realign import Piece, State, Stretch, code_of, realign
from corpus_tools.text.tracing import Certainty, Change

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɡ"
_TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zɡ]{0,4} ?[)）]")
_ANNOTATION = re.compile(rf"([一-鿿])([(（] ?([{_LETTERS}]{{1,6}}) ?[)）])")
_CLUE = re.compile(rf"\?([{_LETTERS}]{{1,6}}) ?\)")
_LESSON = re.compile(rf"[一-鿿][(（][{_LETTERS}' ]{{1,60}}[)）]")
_SUSPICIOUS = re.compile(
    r"(?<=[一-鿿])[A-Za-z◤◥▲■-◢╀-╋Ⅰ-Ⅻ⒈-⒛ⅰ-ⅹА-яΑ-ωぁ-ヶ](?=[一-鿿])|\?(?=[一-鿿。、；：，])|\?/?(?:p|span|strong|div|br)/?>"
)


class Findings(NamedTuple):
    """What a first look at a page found."""

    annotations: dict[int, tuple[int, str]]
    clues: dict[int, tuple[int, str]]
    table: dict[str, str]
    plain: list[re.Match[str]]
    aliens: frozenset[int]
    foreign: int


def restore(text: str) -> list[Change]:
    """Return the changes that undo annotation damage in the raw text of a page; none for a page without it.

    Parameters
    ----------
    text
        The decoded raw text.

    Returns
    -------
    list of Change
        In order. `exact` repairs are proved: the damage run forward over the repair gives the raw text and no other
        repair does. `inferred` ones are the best of several that do; the others are kept as alternatives.
        `unresolved` places stay as they are.

    Examples
    --------
    >>> raw = "汕尾日?qǐng)?bào)訊,市委組織部深入學(xué)習(xí)。"
    >>> [(raw[c.start : c.end], c.after, c.certainty) for c in restore(raw)]
    [('?qǐng)?bào)', '報', 'exact'), ('(xué)', '', 'exact'), ('(xí)', '', 'exact')]
    >>> restore("你好(nǐ hǎo)是什么意思?")
    []
    """
    if not _TONED.search(text):
        return []
    findings = _look(text)
    if not _is_damaged(text, findings):
        return []
    changes: list[Change] = []
    behind = 0
    for start, end in _stretches(text, findings):
        start = max(start, behind)
        repaired, behind = _repair(text, start, end, findings)
        changes += repaired
    taken = [(c.start, c.end) for c in changes]
    changes += [
        Change(m.start(2), m.end(2), "", "annotation")
        for m in findings.plain
        if not any(start < m.end(2) and m.start(2) < end for start, end in taken)
    ]
    return sorted(changes, key=lambda change: (change.start, change.end))


def _look(text: str) -> Findings:
    readings = load_readings()
    annotations = {m.start(2): (m.end(2), m[3]) for m in _ANNOTATION.finditer(text)}
    clues = {m.start(): (m.end(), m[1]) for m in _CLUE.finditer(text)}
    plain = [m for m in _ANNOTATION.finditer(text) if m[3] in readings.spoken.get(m[1], ())]
    counts = Counter((m[1], m[3]) for m in plain)
    table = {
        character: spoken for (character, spoken), _ in sorted(counts.items(), key=lambda item: (item[1], item[0]))
    }
    aliens = frozenset(
        i for i, c in enumerate(text) if c in readings.converted and c not in readings.simplified and not _is_both(c)
    )
    foreign = sum(1 for _ in _LESSON.finditer(text)) - len(plain)
    return Findings(annotations, clues, table, plain, aliens, foreign)


def _is_both(character: str) -> bool:
    return bool(character.encode("big5", "ignore"))


def _is_damaged(text: str, findings: Findings) -> bool:
    evidence = len(findings.plain) + 2 * len(findings.clues)
    return evidence > 0 and findings.foreign <= evidence / 2


def _stretches(text: str, findings: Findings) -> Iterator[tuple[int, int]]:
    plain = {m.start(2) for m in findings.plain}
    places = set(findings.clues) | (set(findings.annotations) - plain) | findings.aliens
    places |= {m.start() for m in _SUSPICIOUS.finditer(text)}
    ordered = sorted(places)
    i = 0
    while i < len(ordered):
        first = last = ordered[i]
        while i < len(ordered) and ordered[i] - last <= 16:
            last = ordered[i]
            i += 1
        yield _safe_start(text, first), last + 1


def _safe_start(text: str, position: int, reach: int = 12) -> int:
    """Return a place before `position` where a mark or the line begins, outside parentheses."""
    start = max(0, position - reach)
    line = text.rfind("\n", start, position) + 1
    start = max(start, line)
    closing = text.find(")", start, min(start + 9, position))
    if closing >= 0 and "(" not in text[start:closing]:
        start = closing + 1
    return start


def _repair(text: str, start: int, end: int, findings: Findings) -> tuple[list[Change], int]:
    stretch = Stretch(text, start, end, findings.annotations, findings.clues, findings.table, findings.aliens)
    states = realign(stretch)
    if not states:
        return [_unresolved(text, p, findings.clues[p][0]) for p in findings.clues if start <= p < end], end
    return _changes(text, states, findings)


def _changes(text: str, states: list[State], findings: Findings) -> tuple[list[Change], int]:
    pieces = states[0].pieces()
    start, end = pieces[0].start, pieces[-1].end
    proved = reproduces(text[start:end], pieces, findings.table)
    out = []
    for group in _groups(pieces):
        a, b = group[0].start, group[-1].end
        after = "".join(piece.clean for piece in group)
        if text[a:b] == after:
            continue
        certainty: Certainty = "exact" if proved and all(p.forced for p in group) else "inferred"
        reason = group[0].kind if len(group) == 1 else "shifted run"
        out.append(Change(a, b, after, reason, certainty))
    return out, end


def _groups(pieces: list[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if piece.aligned:
            yield group
            group = []


def reproduces(raw: str, pieces: list[Piece], table: Mapping[str, str]) -> bool:
    clean = "".join(piece.clean for piece in pieces)
    readings = load_readings()
    used = {p.table: readings.default[p.table] for p in pieces if p.table}
    entries = tuple({**table, **used}.items())
    marks = tuple(dict.fromkeys(piece.mark for piece in pieces if piece.mark))
    return any(
        garble(clean, Site(table=order, punctuation=marks, eats=eats)) == raw
        for eats in (True, False)
        for order in _orders(entries, clean)
    )


def _orders(entries: tuple[tuple[str, str], ...], clean: str) -> Iterator[tuple[tuple[str, str], ...]]:
    stored = clean.encode("gbk", "ignore")
    present = [entry for entry in entries if code_of(entry[0]) in stored]
    yield tuple(present)
    for order in list(permutations(present))[:24] if len(present) < 5 else ():
        yield order


def _unresolved(text: str, start: int, end: int) -> Change:
    return Change(start, end, text[start:end], "shifted run", "unresolved")

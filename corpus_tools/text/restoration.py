"""Undo byte-level annotation damage and prove each repair by running the damage forward again.

What happened to such pages is told in `corpus_tools.text.damage`. The repaired text is still in Traditional characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from html import unescape

from corpus_tools.text.alphabet import FOLD, MARKS
from corpus_tools.text.balance import lonely_marks
from corpus_tools.text.decoding import bits
from corpus_tools.text.likelihood import LOST, START
from corpus_tools.text.proof import ways
from corpus_tools.text.readings import load_readings
from corpus_tools.text.realign import Budget, realign, rivals
from corpus_tools.text.signs import Signs
from corpus_tools.text.silences import silent_losses
from corpus_tools.text.suppositions import ALIGNED, Page, Piece, State
from corpus_tools.text.tracing import Change

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_LETTERS = f"a-z{_TONES}üḿêɡ"
_TONED = re.compile(f"[{_TONES}][a-zɡ]{{0,4}} ?[)）]")
_TONE_SIGNS = Signs(re.compile(f"[{_TONES}]"))
_ANNOTATION = re.compile(rf"(\S)([(（] ?([{_LETTERS}]{{1,6}})( ?)[)）])")
_CLUE = re.compile(rf"\?([{_LETTERS}]{{1,6}}) ?\)")
_LESSON = re.compile(rf"[一-鿿][(（][{_LETTERS}' ]{{1,60}}[)）]")
_SUSPICIOUS = re.compile(r"(?<=[一-鿿])[A-Z](?=[一-鿿])|\?(?=[^\s)）])")
_DOUBTFUL = re.compile(
    r"[?,](?=[，。、；：！,.;:!])|[!！](?=[，。、；：,;:])"
    r"|(?<=[一-鿿，。、；：？！,;:?!])(?:[a-z{|}~^_\[\]`@\\]|(?<![一-鿿])[A-Z])(?=[一-鿿，。、；：,;:])"
    r"|[─-◿①-⒛㈠-㈩Ⅰ-ⅿΑ-ωЀ-ѿぁ-ヿㄅ-ㄩ](?=[一-鿿，。、；：！A-Za-z])"
)
_BEFORE_ASCII = re.compile("[。，、！？,!?](?=[0-9A-Za-z,.!?])")
_OUTCRY = re.compile("[!?！？](?=[一-鿿])")
_TAG = re.compile("<[^<>]{1,10}>")
_FIGURE = re.compile("[0-9.%万萬亿億千百十余餘多]")
_FULL_WIDTH = re.compile("[，：；？！（）]")
GAP = 16
REACH = 24
PROOFS = 6
RIVALS = 12
PROOF_COST = 40
NEIGHBOURS = 6
OPENING = 3
UNLIKELY = -39.0
LONGEST = 200
SUPPOSED = 10
LEAST_SUPPOSED = 20_000
MOST_SUPPOSED = 80_000
DOUBLED_SHARE = 0.6
LEAST_DOUBLED = 2
CLOSING_MARKS = "，。、；：？！"  # a comma before any other mark may be meant
LOSS = "lost ASCII character"
RARE = 20  # bits: a character that reports hardly use proves nothing
Proved = tuple[list[Piece], frozenset[bool]]
Searched = tuple[tuple[int, int], list[Proved]]


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
        repair that the search finds does. `inferred` ones are the likeliest of several that do; the others are kept as
        alternatives. `unresolved` places stay as they are.

    Examples
    --------
    >>> raw = "汕尾日?qǐng)?bào)訊,市委組織部深入學(xué)習(xí)。"
    >>> [(raw[c.start : c.end], c.after, c.certainty) for c in restore(raw)]
    [('?qǐng)?bào)', '報', 'exact'), ('(xué)', '', 'exact'), ('(xí)', '', 'exact')]
    >>> restore("你好(nǐ hǎo)是什么意思?")
    []
    """
    if not (_TONE_SIGNS.may_be_in(text) and _TONED.search(text)):
        return []
    matches = list(_ANNOTATION.finditer(text))
    plain = [match for match in matches if match[3] in load_readings().spoken.get(match[1], ())]
    clues = {match.start(): (match.end(), match[1]) for match in _CLUE.finditer(text)}
    if not _is_damaged(text, plain, clues):
        return []
    page = _page(text, matches, plain, clues)
    page = replace(page, doubtful=page.doubtful.union(_unlikely(page)))
    changes = list(_repairs(page, plain))
    changes += list(lonely_marks(text, changes))
    return sorted(changes, key=lambda change: (change.start, change.end))


def _is_damaged(text: str, plain: list[re.Match[str]], clues: dict[int, tuple[int, str]]) -> bool:
    """Tell a damaged page from a lesson, from a Simplified page and from a Traditional page with a few readings."""
    readings = load_readings()
    evidence = sum(1 for match in plain if _is_common(readings.simplified[match[1]])) + 2 * len(clues)
    if evidence < 3 and any(c in readings.simplified and c not in readings.sites_write for c in text):
        return False
    foreign = sum(1 for _ in _LESSON.finditer(text)) - len(plain)
    simplified = sum(1 for c in text if c in readings.only_simplified)
    traditional = sum(1 for c in text if c in readings.simplified)
    return evidence > 0 and foreign <= evidence / 2 and simplified <= traditional


def _is_common(simplified: str) -> bool:
    """Return whether a character is of the first level of GB 2312, which holds the common ones."""
    code = simplified.encode("gb2312", "ignore")
    return b"\xb0" <= code[:1] < b"\xd8"


def _page(
    text: str, matches: list[re.Match[str]], plain: list[re.Match[str]], clues: dict[int, tuple[int, str]]
) -> Page:
    counts = Counter((match[1], match[3]) for match in plain)
    doubled = _doubled_marks(text)
    return Page(
        raw=text,
        annotations={match.start(2): (match.end(2), match[3]) for match in matches},
        clues=clues,
        table=dict(sorted(counts, key=lambda pair: (counts[pair], pair))),
        blank=" " if sum(bool(match[4]) for match in plain) > len(plain) / 2 else "",
        folds=not _FULL_WIDTH.search(text),
        doubtful=frozenset(_doubtful(text)),
        prefix="," if doubled else "",
        prefixed=doubled,
    )


def _doubled_marks(text: str) -> str:
    """Return the marks before which this page shows a comma too many."""
    doubled, evidence = "", 0
    for mark in CLOSING_MARKS:
        forms = "，," if mark == "，" else re.escape(mark)
        after_comma = len(re.findall(f"(?<!,),[{forms}]", text))
        alone = len(re.findall(f"(?<!,)[{forms}](?![{MARKS},])", text))
        if after_comma and after_comma >= DOUBLED_SHARE * (after_comma + alone):
            doubled, evidence = doubled + mark, evidence + after_comma
    return doubled if evidence >= LEAST_DOUBLED else ""


def _repairs(page: Page, plain: list[re.Match[str]]) -> Iterator[Change]:
    budget = Budget(min(MOST_SUPPOSED, LEAST_SUPPOSED + SUPPOSED * len(page.raw)))
    found = list(_searched(page, plain, budget))
    decoders = _decoders(found)
    taken: set[int] = set()
    for (first, last), paths in found:
        for change in _explained(page, first, last, [(path, proved & decoders) for path, proved in paths], budget):
            taken.update(range(change.start, change.end))
            yield change
    yield from _outside(page, plain, taken)
    if False in decoders:
        yield from silent_losses(page, taken, _seen_marks(found))


def _seen_marks(found: list[Searched]) -> str:
    """Return the marks before which this page shows that bytes were lost."""
    proved = [next((path for path, way in paths if way), []) for _, paths in found]
    return "".join(sorted({piece.mark for path in proved for piece in path if piece.mark}))


def _searched(page: Page, plain: list[re.Match[str]], budget: Budget) -> Iterator[Searched]:
    """Yield each stretch with the likeliest paths through it and the decoders that prove each path."""
    behind = 0
    for first, last in _stretches(page, plain):
        if last < behind:
            continue
        states = realign(page, max(_safe_start(page, first), behind), last + 1, budget)
        paths = [state.pieces() for state in states[: PROOFS + 1]]
        behind = paths[0][-1].end if paths else last + 1
        yield (first, last), [(path, ways(page, path)) for path in paths]


def _decoders(found: list[Searched]) -> frozenset[bool]:
    """Return what the decoder of this page may be: what most of its proved stretches say, or both."""
    proved = [next((way for _, way in paths if way), frozenset[bool]()) for _, paths in found]
    eats, drops = proved.count(frozenset([True])), proved.count(frozenset([False]))
    return frozenset([True, False]) if eats == drops else frozenset([eats > drops])


def _outside(page: Page, plain: list[re.Match[str]], taken: set[int]) -> Iterator[Change]:
    """Yield the changes that need no search."""
    for match in plain:
        if match.start(2) not in taken:
            yield Change(match.start(2), match.end(2), "", "annotation")
    if page.prefix:
        for position in range(len(page.raw)):
            if page.is_doubled(position) and position not in taken:
                yield Change(position, position + 1, "", "doubled mark")


def _stretches(page: Page, plain: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last suspicious place of each group of such places."""
    known = {match.start(2) for match in plain}
    places = {*page.clues, *(page.annotations.keys() - known), *_aliens(page.raw), *page.doubtful}
    places.update(match.start() for match in _SUSPICIOUS.finditer(page.raw))
    places = {place for place in places if not page.is_doubled(place)}
    first = last = -1
    for place in sorted(places):
        if first >= 0 and (place - last > GAP or place - first > LONGEST):
            yield first, last
            first = place
        first, last = (place if first < 0 else first), place
    if first >= 0:
        yield first, last


def _aliens(text: str) -> Iterator[int]:
    """Yield where a character stands that no converted page has: Simplified, or outside GB 2312 and not Traditional."""
    readings = load_readings()
    for position, character in enumerate(text):
        if character in readings.only_simplified or (
            "一" <= character <= "鿿"
            and character not in readings.simplified
            and not character.encode("gb2312", "ignore")
        ):
            yield position


def _doubtful(text: str) -> Iterator[int]:
    """Yield what a clean text would hardly have.

    That is marks that collide, single letters and symbols amid characters, and a mark before ASCII in a quotation that
    is not closed before the next one opens or the line ends.
    """
    yield from (match.start() for match in _DOUBTFUL.finditer(text))
    for quotation in re.finditer("“[^“”\n]{0,200}(?=[“\n]|$)", text):
        yield from (match.start() for match in _BEFORE_ASCII.finditer(text, *quotation.span()))


def _unlikely(page: Page) -> Iterator[int]:
    """Yield the marks behind which the words are so rare that they may have been read out of step."""
    for match in _OUTCRY.finditer(page.raw):
        behind = page.readable(match.end(), REACH)[:OPENING]
        if len(behind) == OPENING and reduce(page.model.extend, match[0] + behind, START).score < UNLIKELY:
            yield match.start()


def _safe_start(page: Page, position: int) -> int:
    """Return a place before `position`, in its line and outside readings, from which a search may begin."""
    start = max(0, position - REACH)
    start = max(start, page.raw.rfind("\n", start, position) + 1)
    while start in page.within_readings and start < position:
        start += 1
    return min(start, position)


def _explained(page: Page, first: int, last: int, paths: list[Proved], budget: Budget) -> Iterator[Change]:
    """Yield the changes of one stretch: the best path that is proved, or what is odd as unresolved."""
    if not paths:
        aliens = {first + place for place in _aliens(page.raw[first : last + 1])}
        for place in range(first, last + 1):
            odd = place not in page.within_readings and (place in page.doubtful or place in aliens)
            if odd or place in page.clues:
                yield _unresolved(page, place, page.clues.get(place, (place + 1, ""))[0])
        return
    proved = [path for path, way in paths if way]
    best = proved[0] if proved else paths[0][0]
    behind = 0
    for group in _groups(best):
        behind += len(group)
        start, end, after, reason = _whole(page, group)
        if page.raw[start:end] == after and all(piece.kind == "as it stands" for piece in group):
            continue
        if reason in ("annotation", "doubled mark"):
            yield Change(start, end, after, reason)
        elif not proved:
            yield _unresolved(page, start, end)
        else:
            around = best[: behind - len(group)], best[behind:]
            rest = tuple(other for other in _alternatives(page, around, start, end, budget) if other != after)
            certain = (
                not rest
                and budget.left >= 0
                and all(bits(character) < RARE for character in after)
                and all(piece.forced or piece.kind in ("shifted run", "annotation") for piece in group)
            )
            repair = Change(start, end, after, reason, "exact" if certain else "inferred", rest)
            yield from _with_loss(page, repair, group[-1].clean[-1:])
    yield from _unexplained(page, best)


def _with_loss(page: Page, repair: Change, last: str) -> Iterator[Change]:
    """Yield a repair, and apart from it the ``?`` at its end that is or may be what a lead byte took along.

    It is that where the repair says so (`last`). Where a figure goes on behind it, it may be a digit: then a repair
    that leaves the ``?`` comes before one that explains it, for a figure short of a digit is worse than a mark unread.
    """
    start, end = repair.start, repair.end
    if end - start < 2 or page.raw[end - 1] != "?" or not (last == LOST or _FIGURE.match(page.raw, end)):
        yield repair
        return
    readings = (repair.after, *repair.alternatives)
    leaving = tuple(dict.fromkeys(reading[:-1] for reading in readings if reading.endswith(("?", "？"))))
    if not leaving:
        yield repair
        return
    others = tuple(reading for reading in readings if not reading.endswith(("?", "？")))
    yield Change(start, end - 1, leaving[0], repair.reason, "inferred", (*leaving[1:], *others))
    yield Change(end - 1, end, "?", LOSS, "unresolved")


def _alternatives(
    page: Page, around: tuple[list[Piece], list[Piece]], start: int, end: int, budget: Budget
) -> list[str]:
    """Return what else ``raw[start:end]`` may stand for between pieces that are known, the likeliest first."""
    if budget.left < 0:
        return []
    before, behind = around[0][-NEIGHBOURS:], around[1][:NEIGHBOURS]
    clean = "".join(piece.clean for piece in before)
    slipped = any(piece.mark for piece in around[0])
    first = State(0.0, ALIGNED, clean[-2:], slipped, reduce(page.model.extend, clean, START), None)
    found = rivals(page, first, start, end, budget)
    after = "".join(piece.clean for piece in behind)
    found.sort(
        key=lambda state: state.score - state.reading.score + reduce(page.model.extend, after, state.reading).score
    )
    paths = [state.pieces() for state in found[: -RIVALS - 1 : -1]]
    budget.left -= PROOF_COST * len(paths)
    proved = [path for path in paths if ways(page, [*before, *path, *behind])]
    return list(dict.fromkeys(_whole(page, path)[2] for path in proved))


def _whole(page: Page, group: list[Piece]) -> tuple[int, int, str, str]:
    after = "".join(piece.clean for piece in group).replace(LOST, "?")
    reasons = {piece.kind for piece in group}
    reason = next((r for r in ("vanished bytes", "swallowed", "lost byte") if r in reasons), group[0].kind)
    if reason == "swallowed":
        after = unescape(after if "<" in page.raw else _TAG.sub("", after))
    return group[0].start, group[-1].end, after.translate(FOLD) if page.folds else after, reason


def _groups(path: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces between the places where bytes and characters agree."""
    group: list[Piece] = []
    for piece in path:
        group.append(piece)
        if piece.aligned:
            yield group
            group = []


def _unexplained(page: Page, path: list[Piece]) -> Iterator[Change]:
    for piece in path:
        if piece.kind == "as it stands" and piece.start in page.clues:
            yield _unresolved(page, piece.start, page.clues[piece.start][0])
        elif piece.kind == "as it stands" and piece.start in page.doubtful:
            yield _unresolved(page, piece.start, piece.end)


def _unresolved(page: Page, start: int, end: int) -> Change:
    return Change(start, end, page.raw[start:end], "shifted run", "unresolved")

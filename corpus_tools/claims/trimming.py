"""The ways to trim a list to its members: where the first item may begin, the last end, and what all may lose."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.lexicon import spans, tagged
from corpus_tools.claims.wording import NUMBER, any_of

GLOSS = re.compile("[（(][^（）()]*(?:[）)]|$)")
CONJUNCTION = re.compile("^(?:但|而|还|并|也|又|再|则|更|同时|加上)(?!且|是|有)(?=..)")
SERVING = re.compile("[以把将由]?(..+?)(?:为|作为|作|当)[^为作，,]{2,5}")
REGARDING = re.compile("(?:关于|围绕|在|就|对)(..+?)(?:上|方面|中|时)?")
"""What a member is for, or a matter that it regards: 社区为平台, 在预防上, 关于作业管理."""
FIGURE = re.compile(r"(?<=..)\d[\d.,]*[万亿余多]*[^\d，、]{1,3}$")
MOST_WAYS = 6
_COUNT = re.compile(rf"(?:{NUMBER}|\d+|[NXn])[个大项类种条支张道名家处]")


def trimmings(items: Sequence[str], formula: Formula) -> Iterator[tuple[str, list[str]]]:
    """Yield the lists that trimming gives, each with the names of the two steps: one for all items, one for the ends.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> ways = trimmings(["开出交办单", "开出督办单", "发出问责单"], formulas("“三张单”")[0])
    >>> ["交办单", "督办单", "问责单"] in [members for _, members in ways]
    True
    """
    seen, begun = set[tuple[str, ...]](), set[tuple[str, ...]]()
    word = formula.units[-1].word if formula.units else ""
    for how, members in _together(items, formula):
        is_new = len(members) > 1 and all(members) and tuple(members) not in begun
        begun.add(tuple(members))
        for where, trimmed in _at_ends(members, formula) if is_new else ():
            is_cut = any(len(item) == 1 or item == word for item in trimmed) and {*map(len, trimmed)} != {1}
            if not is_cut and (key := tuple(trimmed)) not in seen:
                seen.add(key)
                yield f"trim {how}, {where}", trimmed


def _together(items: Sequence[str], formula: Formula) -> Iterator[tuple[str, list[str]]]:
    """Yield the items as they stand, and trimmed all in one way."""
    yield "none", list(items)
    items = [CONJUNCTION.sub("", item) for item in items]
    plain = [GLOSS.sub("", item) for item in items]
    yield "glosses", plain
    yield "figures", [FIGURE.sub("", item) for item in plain]
    if not all(plain):
        return
    firsts = [re.split("[，,]", item)[0] for item in plain]
    yield "first clauses", firsts
    for how, pattern in (("serving", SERVING), ("regarding", REGARDING)):
        found = [pattern.fullmatch(item) for item in firsts]
        if all(found):
            yield how, [match[1] for match in found if match]
    shared = _governing().match(os.path.commonprefix(plain))
    if shared:
        yield "shared verb", [item[shared.end() :].strip("“”") for item in plain]
    own = list(map(_governing().match, plain))
    if any(own) and not shared:
        yield "own verbs", [item[found.end() :] if found else item for item, found in zip(plain, own, strict=True)]
    bare = list(map(_without_head, plain))
    if 0 < sum(map(str.__ne__, bare, plain)) < len(plain):
        yield "some heads", bare
    for keys in _keys(formula, len(plain)):
        places = [(item.find(key), item.find(key, 1) + len(key)) for item, key in zip(plain, keys, strict=True)]
        if all(end > len(key) for (_, end), key in zip(places, keys, strict=True)):
            heads = [item[:end] for item, (_, end) in zip(plain, places, strict=True)]
            yield "to the word", heads
            yield "to the word from a verb", [_governing().split(head)[-1] or head for head in heads]
        if min(places)[0] >= 0 < max(places)[0]:
            yield "from the word", [item[start:] for item, (start, _) in zip(plain, places, strict=True)]


def _without_head(item: str) -> str:
    """Return an item without the verb or preposition at its head, if there is more of it."""
    word, part = tagged(item)[0]
    return item[len(word) :] if part[0] in "vp" and word != item else item


def _keys(formula: Formula, size: int) -> list[list[str]]:
    """Return the words of the slogan that the items may have, one an item: that of its part, or one for all."""
    units = formula.units
    if len(units) > 1 and sum(unit.number or 0 for unit in units) == size and all(unit.word for unit in units):
        blocks = [unit.word for unit in units for _ in range(unit.number or 0)]
        return [blocks, [word[0] for word in blocks]]
    return [[key] * size for key in formula.keys]


@cache
def _governing() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of('lead')}|[有要是在为出了着让使的])好?(?=..)")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(f"(?<=..)(?:[的等，,。]|{any_of('lead')})")


def _at_ends(items: list[str], formula: Formula) -> Iterator[tuple[str, list[str]]]:
    """Yield the items as they stand, and with the first or the last of them trimmed."""
    first, *middle, last = items
    endings = [("whole", last), *_lasts(items, formula)]
    for begun, one in [("whole", first), *_firsts(items)]:
        for ended, other in endings:
            yield f"{begun} to {ended}", [one, *middle, other]


def _firsts(items: list[str]) -> list[tuple[str, str]]:
    first, *rest = items
    sizes, head = {len(item) for item in rest}, os.path.commonprefix(rest) if len(rest) > 1 else rest[0][:1]
    ways = []
    if len(sizes) == 1 and (surplus := len(first) - min(sizes)) > 0:
        ways.append(("length", surplus))
    places = [at for shared in (head, head[:1]) if shared and (at := first.rfind(shared)) > 0]
    ways += [("head", at) for at in places[:1]]
    ways += [("verb", found.end()) for found in _governing().finditer(first)][-2:]
    if (quote := first.find("“") + 1) and "”" not in first:
        ways.append(("quote", quote))
    ways += [("preposition", end) for kind, _, end in spans(first)[:-1] if kind == "p"][-1:]
    kinds = {tagged(item)[0][1][0] for item in rest}
    starts = [start for kind, start, _ in spans(first)[1:] if kind in kinds]
    ways += [("kind", at) for at in sorted(starts, key=lambda at: _unlike(rest, len(first) - at))[:2]]
    if counted := [found.start() for found in _COUNT.finditer(first) if found.start()]:
        ways += [("count", counted[0])] if all(map(_COUNT.match, rest)) else []
    return [(how, first[at:]) for how, at in _once(ways)]


def _once(ways: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the first ways, each place once."""
    places = [at for _, at in ways]
    return [way for k, way in enumerate(ways) if way[1] not in places[:k]][:MOST_WAYS]


def _unlike(items: list[str], size: int) -> float:
    """Return by how much a length is off the mean of that of some items."""
    return abs(sum(map(len, items)) / len(items) - size)


def _lasts(items: list[str], formula: Formula) -> list[tuple[str, str]]:
    *rest, last = items
    sizes, tails = {len(item) for item in rest}, {item[-1] for item in rest}
    ways = []
    if len(sizes) == 1 and 1 < (size := min(sizes)) < len(last):
        ways.append(("length", size))
    if len(tails) == 1 and (at := last.rfind(min(tails), 0, -1)) > 0:
        ways.append(("tail", at + 1))
    word = formula.units[-1].word if formula.units else ""
    if word and 0 < (at := last.find(word)) < len(last) - len(word):
        ways.append(("word", at + len(word)))
    if found := _trailing().search(last):
        ways.append(("verb", found.start()))
    kinds = {tagged(item)[-1][1][0] for item in rest}
    ends = [end for kind, _, end in spans(last)[:-1] if kind in kinds and end > 1]
    ways += [("kind", at) for at in sorted(ends, key=lambda at: _unlike(rest, at))[:2]]
    return [(how, last[:at]) for how, at in _once(ways)]

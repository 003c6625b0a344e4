"""Lists near a slogan that may be its members: the runs of items, however the text parts them, as long as it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.lists import CLOSERS, JOINT, OPENERS, STOPS, clean, is_alike
from corpus_tools.claims.weighing import fits_in_turn, keys_of, patterns_in_turn
from corpus_tools.claims.wording import NUMBER, occurrences

NUMERAL = "[一二三四五六七八九十]{1,3}"
LEAD_IN = re.compile(
    rf"^\s*(?:——|--|[●•◆■★▲]|其{NUMERAL}[，,是]*|第{NUMERAL}[\u4e00-\u9fff]?(?:[，,：:是]+|叫做?|为)|[先再](?=[由让对将把请])"
    r"|(?:再|另|还有)?一[个种类条项招步张道支]是|(?:再次|再者|此外|最后|加上|再加上|外加)[，,是]*"
    "|就是|也就是|即是|即|是?指(?![导挥标定南数示向战引])的?是?|包括|包含|涵盖|分别是|[这那]是)"
)
REPEATED = re.compile(rf"{NUMERAL}(\w)[，,：:](?=\1)")
CALLED = (
    rf"(?:第{NUMERAL}[\u4e00-\u9fff]|叫|称为|[是为])“([^“”\d]{{1,6}})”",
    rf"“([^“”]{{1,12}})”第{NUMERAL}",
    r"(?<=\n)“([^“”\n]{2,16})”(?=\s*\n)",
)
"""Names in quotation marks that a text calls something, 这叫“筛”, “外防输入”第一道防线, or that fill a line."""
ONE = re.compile("一[\u4e00-\u9fff][^一，,。；;、！!？?：:“”\\n]{1,12}(?=[，,。；;、！!？?”\\n])")
"""One of something: 一个书包."""
JOINED = re.compile(r"((\w)(?:(?!\2)\w){1,3})(?:\2(?:(?!\2)\w){1,3}){2,}$")
"""Items that nothing parts: 快采快送快检."""
LEVELS = {"、": 0, "和": 0, "，": 1, ",": 1, "；": 2, ";": 2, "：": 3, ":": 3}
SENTENCE = 4
SHORT = 18
"""How long a sentence is at most that may head what follows it: 个人自学打基础。"""
_JOINT, _CLAUSE_END, _SENTENCE_END, _HAN = map(
    re.compile, (JOINT, f"[，,：:；;—{STOPS}]", f"[{STOPS}]", "[\u4e00-\u9fff]+")
)
FLAT = (f"、，,；;：:{STOPS}", f"，,；;：:{STOPS}", f"；;{STOPS}")
_SIGN = re.compile(f"[{FLAT[0]}{OPENERS}{CLOSERS}]")


class Item(NamedTuple):
    """One part of a text: where it starts and ends in it, the level of the sign behind it, if 和 joins more to it."""

    text: str
    start: int
    end: int
    level: int
    goes_on: bool = False


@lru_cache(maxsize=1 << 6)
def streams(text: str) -> list[tuple[Item, ...]]:
    """Return the ways to part a text: at every sign, at the coarser ones, and the heads and tails of its groups.

    Ways that come to the same parts are one.

    Examples
    --------
    >>> [[item.text for item in stream] for stream in streams("抓学习、抓执行；强作风，重实效。")][:2]
    [['抓学习', '抓执行', '强作风', '重实效'], ['抓学习、抓执行', '强作风', '重实效']]
    """
    return list(dict.fromkeys(map(tuple, _streams(text))))


def _streams(text: str) -> Iterator[list[Item]]:
    text = REPEATED.sub(lambda found: " " * len(found[0]), text)
    flat = [_parts(text, signs) for signs in FLAT]
    yield from flat
    halves = [half for item in flat[0] for half in _halves(item)]
    if len(halves) > len(flat[0]):
        yield halves
    pieces = [piece for item in flat[0] for piece in _pieces(item)]
    if len(pieces) > len(flat[0]):
        yield pieces
    if re.search(f"[{OPENERS}]", text):
        yield _parts(text, FLAT[0], shelters="")
    yield _short(sentences := _parts(text, STOPS))
    groupings = [flat[-1], sentences, lines := _parts(text, "\n")]
    yield (openings := [opening for line in lines if (opening := _opening(line)).text])
    yield [clause for opening in openings for clause in _clauses(opening)]
    if "“" in text:
        yield (unsheltered := _parts(text, FLAT[-1], shelters=""))
        groupings.append(unsheltered)
    for groups in groupings:
        yield [head for group in groups if (head := _edge(group, 0)).text]
    for groups in groupings[:2]:
        yield [tail for group in groups if (tail := _edge(group, -1)).text]


def heads(text: str) -> tuple[list[Item], list[Item]]:
    r"""Return the short sentences of a text and the first clauses of its lines.

    Examples
    --------
    >>> [item.text for item in heads("责任到位。签订责任书，压实责任。\n排查到位。逐处登记。")[0]]
    ['责任到位', '排查到位', '逐处登记']
    """
    return _short(_parts(text, STOPS)), [head for line in _parts(text, "\n") if (head := _edge(line, 0)).text]


def _short(sentences: list[Item]) -> list[Item]:
    return [one for one in sentences if len(one.text) <= SHORT and not _CLAUSE_END.search(one.text)]


def names(formula: Formula, text: str) -> list[Item]:
    """Return the different names in quotation marks with the slogan's word at an edge or behind them: “早”字.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> [item.text for item in names(formulas("“三本账”")[0], "一本“明白账”，一本“放心账”，一本“增收账”")]
    ['明白账', '放心账', '增收账']
    """
    for key in (*formula.keys, *(["字"] if "字" in formula.text else [])):
        mark = "[加+＋]" if key == "加" else re.escape(key)
        whole = key == formula.units[-1].word
        pattern = f"(“[^“”]{{1,4}}”{mark})" if whole else f"“([^“”]{{1,4}})”{mark}"
        forms = {f"{key}”": f"“([^“”]{{1,12}}{mark})”", f"”{key}": pattern, f"“{key}": f"“({mark}[^“”]{{1,12}})”"}
        for form in [form for sure, form in forms.items() if sure in text or key == "加"]:
            found = {match[1]: Item(match[1], *match.span(), 0) for match in re.finditer(form, text)}
            if len(found) in formula.sizes:
                return list(found.values())
    for called in CALLED:
        found = {match[1]: Item(match[1], *match.span(), 0) for match in re.finditer(called, text)}
        if len(found) in formula.sizes:
            return list(found.values())
    return []


def words_with(formula: Formula, text: str) -> list[Item]:
    """Return the different words of one length that end with the slogan's character, if they are as many as it says.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> text = "待人要有爱心，没有耐心做不来，这是细心"
    >>> [item.text for item in words_with(formulas("“三心”")[0], text)]
    ['爱心', '耐心', '细心']
    """
    for key in formula.keys:
        size = min(2, len(key))
        spans = [(at - size, at + len(key)) for at in occurrences(key, text) if _HAN.fullmatch(text[at - size : at])]
        found = {
            text[start:end]: Item(text[start:end], start, end, 0)
            for start, end in spans
            if not re.search(NUMBER, text[start:end]) and text[start:end] not in formula.text
        }
        if len(found) in formula.sizes:
            return list(found.values())
    return []


def ones(formula: Formula, text: str) -> list[Item]:
    """Return what a text says there is one of, if it is as many as a slogan of ones says: 一个书包 of 五个一.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> [item.text for item in ones(formulas("“两个一”")[0], "送去一个书包，再写一封家书。")]
    ['一个书包', '一封家书']
    """
    if len(formula.units) > 1 or not formula.text.endswith("一"):
        return []
    for paragraph in list(re.finditer("[^\n]+", text))[:3]:
        found = {match[0]: Item(match[0], *match.span(), 0) for match in ONE.finditer(text, *paragraph.span())}
        if len(found) in formula.sizes:
            return list(found.values())
    return []


def _parts(text: str, signs: str, *, shelters: str = OPENERS) -> list[Item]:
    """Return the parts of a text between signs that stand in no shelter, such as brackets and quotation marks."""
    found, behind = [], 0
    for at, char, is_sheltered in _signs(text):
        if char not in signs or (is_sheltered and shelters):
            continue
        part = text[behind:at]
        part = part[led.end() :] if (led := LEAD_IN.match(part)) else part
        words = clean(part) if shelters else _unsheltered(clean(part))
        if words:
            found.append(Item(words, at - len(part), at, LEVELS.get(char, SENTENCE)))
        behind = at + 1
    return found


@lru_cache(maxsize=1 << 3)
def _signs(text: str) -> list[tuple[int, str, bool]]:
    """Return the signs that may part a text, and a line's end behind it, each with whether it stands in a shelter."""
    found, depth = [], 0
    for match in _SIGN.finditer(text):
        at, char = match.start(), match[0]
        depth = 0 if char == "\n" else max(0, depth + (char in OPENERS) - (char in CLOSERS))
        if char in FLAT[0]:
            found.append((at, char, depth > 0))
    return [*found, (len(text), "\n", False)]


def _unsheltered(part: str) -> str:
    """Return the part of a list that stands in a quotation or a bracket without what stands outside it."""
    bare = part.strip(OPENERS + CLOSERS)
    closed = re.match(f"([^{OPENERS}{CLOSERS}]+)[{CLOSERS}]", bare)
    return closed[1] if closed else bare


def _pieces(item: Item) -> Iterator[Item]:
    """Yield the items that nothing parts."""
    joined = JOINED.search(item.text)
    pieces = re.findall(f"{joined[2]}[^{joined[2]}]*", joined[0]) if joined else [item.text]
    return _in_place(item, pieces, 0, goes_on=True)


def _halves(item: Item) -> Iterator[Item]:
    """Yield the items that 和 joins."""
    return _in_place(item, filter(None, _JOINT.split(item.text)), 0, goes_on=True)


def _clauses(group: Item) -> Iterator[Item]:
    """Yield the clauses of a group."""
    return _in_place(group, filter(None, map(clean, _CLAUSE_END.split(group.text))), 1, goes_on=False)


def _in_place(item: Item, parts: Iterable[str], level: int, *, goes_on: bool) -> Iterator[Item]:
    """Yield the parts of an item, each where all of it stands, with the signs between them, or all of it if none is."""
    *others, last = [*parts] or [item.text]
    yield from (Item(part, item.start, item.end, level, goes_on) for part in others)
    yield item._replace(text=last)


def _edge(group: Item, which: int) -> Item:
    """Return a group with its first or last clause for its words."""
    text, start, end, level, goes_on = group
    return Item(clean(_CLAUSE_END.split(text)[which]), start, end, level, goes_on)


def _opening(line: Item) -> Item:
    """Return a line with its first sentence for its words."""
    text, start, end, level, goes_on = line
    return Item(_SENTENCE_END.split(text)[0], start, end, level, goes_on)


def runs(formula: Formula, stream: Sequence[Item], reach: int) -> Iterator[tuple[list[Item], set[str]]]:
    """Yield the runs of neighbours that may be the members, with what tells for or against each.

    They are as many as the slogan says and all have its word; or they stand in reach, and one sign parts and closes
    them, or they are alike; or they are all neighbours that have its word, as many as they are.
    """
    keys, patterns = keys_of(formula), patterns_in_turn(formula)
    own = {formula.text, *(key for key in keys if len(key) > 1)}
    usable = [item for item in stream if formula.text not in item.text[1:] and item.text not in own]
    held = [{key for key in keys if key in item.text} for item in usable]
    all_texts, all_levels = [item.text for item in usable], [item.level for item in usable]
    for size in formula.sizes:
        for at in range(len(usable) - size + 1):
            is_near = usable[at].start < reach
            if not (is_near or (held[at] and held[at + 1])):
                continue
            texts, levels = all_texts[at : at + size], all_levels[at : at + size - 1]
            common = held[at] and set.intersection(*held[at : at + size])
            is_even, in_turn = (SENTENCE in levels) == (min(levels) == SENTENCE), False
            if patterns and not common:
                in_turn = any(fits_in_turn(texts, pattern) for pattern in patterns)
            if not (is_even or (in_turn and size > 3)) or not (common or in_turn or is_near):
                continue
            run, others = usable[at : at + size], usable[max(0, at - 1) : at] + usable[at + size : at + size + 1]
            begins = not at or others[0].level > max(levels) or others[0].end + 12 < run[0].start
            ends = run[-1].level > max(levels) and not run[-1].goes_on
            is_joined = levels[0] < SENTENCE or max(map(len, texts)) <= SHORT
            is_run = is_alike(texts) or (is_joined and ((begins and ends) or _is_even(texts)))
            if common or in_turn or is_run:
                shared = next((key for key in keys if key in common), "")
                hints = {f"begins {begins}, ends {ends}", f"sign {max(levels)}"}
                hints |= {"signs mixed"} if len({*levels}) > 1 else set()
                hints |= {"word goes on"} if shared and any(shared in item.text for item in others) else set()
                yield run, hints
    wanted = sum(formula.numbers)
    for key in keys:
        for run in keyed(key, usable, is_whole=key == formula.units[-1].word):
            is_torn = any(one.level == 0 and one.end + 1 < two.start for one, two in pairwise(run))
            if not is_torn and (abs(len(run) - wanted) < 3 or run[0].end + 21 < run[1].start):
                yield run, {"all with the word"}
    for run in _of_one_sign(usable):
        if len(run) not in formula.sizes and abs(len(run) - wanted) < 3 and run[0].start < reach:
            yield run, {"all of one sign", f"sign {run[0].level}"}


def _is_even(texts: Sequence[str]) -> bool:
    return len(texts) > 2 and len({*map(len, texts[1:])}) == 1


def _of_one_sign(stream: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the runs that one sign parts and a coarser one closes."""
    run: list[Item] = []
    for item in stream:
        if run and item.level < run[-1].level:
            run = []
        run.append(item)
        if len(run) > 1 and item.level > run[-2].level:
            yield run
            run = [item]


def keyed(key: str, stream: Sequence[Item], *, is_whole: bool) -> Iterator[list[Item]]:
    """Yield the runs of neighbours that have a key, as far as it goes, and all that have it if it is a whole word."""
    run: list[Item] = []
    for item in [*stream, Item("", 0, 0, 0)]:
        if key in item.text:
            run.append(item)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(key) == 1 and not is_whole:
        return
    scattered = [item for item in stream if (item.text.endswith(key) if len(key) == 1 else key in item.text)]
    if len(scattered) > 1:
        yield scattered
    opened = [item for item in stream if is_whole and 0 < item.text.find(key) < 6]
    if len(opened) > max(1, len(scattered)):
        yield opened
    led = [item for item in stream if is_whole and item.text.startswith(key)]
    if len(led) > 1:
        yield led

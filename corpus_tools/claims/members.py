"""The members of a numbered slogan, as the text itself lists them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from corpus_tools.claims.bound import FORMED, MARKER, bound_lists, bracketed, section
from corpus_tools.claims.candidates import NUMERAL, Item, heads, names, ones, runs, streams, words_with
from corpus_tools.claims.context import REACH, Context
from corpus_tools.claims.edges import places_of
from corpus_tools.claims.formula import Formula, Unit
from corpus_tools.claims.formulas import level_members
from corpus_tools.claims.glosses import glossed_parts, part_members, parts_in_turn
from corpus_tools.claims.lists import Listing, clean
from corpus_tools.claims.naming import cut_behind, named, refined, uncounted
from corpus_tools.claims.sections import Mark
from corpus_tools.claims.trimming import trimmings
from corpus_tools.claims.weighing import Option, distance, heaviest, none
from corpus_tools.claims.wording import CLASSIFIER, NUMBER, any_of, value_of

REST = re.compile("[^、，,；;：:。！!？?\n—]*(?:[，,；;：:。！!？?\n]|——)")
SENTENCE_END = re.compile("[。！!？?\n]+")
MOST_MARKS, MOST_MENTIONS, GLOSSED = 200, 50, 400
BARE = re.compile(rf"\d*|[NXn]|{NUMERAL}|第{NUMERAL}.{{0,2}}")
COUNT = re.compile(
    f"(?:“({NUMBER})”|({NUMBER}))"
    "(?![就是即为指])(?:[个大项类种条支张道方家名处座批][\u4e00-\u9fff]+|[\u4e00-\u9fff]{1,6}(?=[”，,；;：:]))"
)
LEFT_OVER = re.compile("^(?:[：:，,]+|[了的](?!解|确|士)|即(?!时|刻|将|墨|便|使)|指(?=“)|是指)(?=..)")
"""What is left of the words before a list at the head of an item."""
CHANGE = re.compile(r"[由从][^，,]*\d[^，,]*[至到]")
ORDINAL = re.compile(
    "(?<=[。；;\n])[“]?(?:第[二三四五六七八九十][步招项个条]?|[二三四五六七八九十][是要])[，,：:”]?|”字"
)


def resolve(text: str, formula: Formula, others: Sequence[Formula], outline: Sequence[Mark]) -> tuple[Listing, float]:
    """Return the members that the text lists for one mention of a slogan, and by how much they outweigh none at all.

    Every list near it is weighed, see `corpus_tools.claims.weighing`.

    Parameters
    ----------
    text
        The running text.
    formula
        The mention.
    others
        All mentions of the text, in order.
    outline
        The headings and enumerators of the text, see `corpus_tools.claims.sections.marks`.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> text = "落实“三包”责任（即包宣传、包排查、包转移）。"
    >>> resolve(text, formulas(text)[0], formulas(text), [])[0]
    Listing(members=('包宣传', '包排查', '包转移'), is_open=False, basis='bracket')
    """
    return heaviest(_options(context_of(text, formula, others, outline)))


def context_of(text: str, formula: Formula, others: Sequence[Formula], outline: Sequence[Mark]) -> Context:
    """Return a mention with what stands near it; the parameters are those of `resolve`."""
    behind = bisect_left(others, formula.end, key=attrgetter("start"))
    first = bisect_left(outline, formula.start, key=attrgetter("start"))
    nearby = outline[max(0, first - 12) : first + MOST_MARKS]
    earlier = others[max(0, behind - MOST_MENTIONS) : behind]
    return Context(text, formula, earlier, others[behind : behind + MOST_MENTIONS], nearby)


def options(context: Context) -> list[Option]:
    """Return the lists that may be the members, each as it stands and trimmed, with their traits, and none at all."""
    return [one for one in _options(context) if not one.is_torn]


def _options(context: Context) -> list[Option]:
    """Return what `options` does, and the lists that are torn, which is told more cheaply of those that weigh most."""
    formula = context.formula
    if (levels := _levels(context)) and levels.basis == "characters":
        return [Option(levels, formula, ())]
    proposed: dict[Listing, set[str]] = defaultdict(set)
    for listing, hints in _proposals(context):
        proposed[listing] |= hints
    found: dict[tuple[tuple[str, ...], bool], tuple[str, set[str]]] = {}
    for listing, hints in proposed.items():
        for how, items in _forms(listing, formula):
            items = [LEFT_OVER.sub("", item) for item in items]
            if _is_list(items) and formula.text not in items:
                key = tuple(items), listing.is_open
                found.setdefault(key, (listing.basis, {how}))[1].update(hints)
    lists = []
    for (members, is_open), (basis, hints) in found.items():
        places = places_of(context, members)
        lists.append(Option(Listing(members, is_open, basis), formula, hints, context.text, places))
    return [*lists, none(formula, context.behind(2))]


def _is_list(items: Sequence[str]) -> bool:
    """Return whether items may be members: two and more, each other than the others, none a mere number."""
    is_set = 1 < len(items) == len({*items})
    return is_set and not any(map(BARE.fullmatch, items)) and not all(map(CHANGE.search, items))


def _forms(listing: Listing, formula: Formula) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the ways to take the items of a list: as they stand, cut to names, both of them trimmed first."""
    items: Sequence[str] = listing.members
    yield "cut not", items
    if all("——" in item[1:] for item in items):
        yield "cut at dashes", [item.split("——")[0] for item in items]
    if heads := cut_behind(items, formula):
        yield "cut behind the word", heads
    plain = named(uncounted(items, formula), formula)
    yield "cut to names", plain
    if listing.basis in ("keyword", "before"):
        ends = refined(items, formula)
        yield "cut at ends", ends
        yield "cut to names, at ends", plain if ends == [*items] else named(uncounted(ends, formula), formula)
    if len(listing.members) in formula.sizes:
        yield from trimmings(uncounted(listing.members, formula), formula)


def _proposals(context: Context) -> Iterator[tuple[Listing, set[str]]]:
    """Yield the lists that the wording binds to the slogan, those behind it, or in its section, and those before it."""
    for listing in (*_structures(context), *bound_lists(context)):
        yield listing, {f"by {listing.basis}", *_place(context, listing)}
    formula = context.formula
    start, behind = formula.outer
    own_section = section(context)
    scope = own_section or _within_reach(context.behind(), formula)
    marker = MARKER.match(scope)
    is_rest = not marker and bool(re.match(r"(?!\d[.、．])\w", scope)) and context.text[behind : behind + 1] != "\n"
    for items, hints in _runs(context, scope, behind, is_rest=is_rest):
        gap = scope[: items[0].start]
        hints |= {"by run behind", *distance("behind", gap)} | ({"in section"} if own_section else set())
        hints |= {"behind marker"} if marker and marker.end() >= len(gap) else set()
        yield Listing(tuple(item.text for item in items), False, "keyword"), hints
    told = context.behind()
    named = ("quoted", names(formula, told)), ("word", words_with(formula, scope)), ("ones", ones(formula, told))
    for how, items in named:
        if items:
            gap = told[: items[0].start]
            yield Listing(tuple(item.text for item in items), False, how), {f"by {how}", *distance("behind", gap)}
    near = context.text[max(0, start - 300) : start]
    scope = near[[0, 0, *(match.end() for match in SENTENCE_END.finditer(near))][-2] :]
    place, formed = start - len(scope), FORMED.search(scope)
    scope = scope[: formed.start()] if formed else scope
    for items, hints in _runs(context, scope, place):
        hints |= {"by run before", *distance("before", scope[items[-1].end :])} | (
            {"before formed"} if formed else set()
        )
        yield Listing(tuple(item.text for item in items), False, "before"), hints
    paragraphs = context.text[max(0, start - 600) : start]
    for items, hints in _runs_of_heads(context, paragraphs, start - len(paragraphs)):
        hints |= {"by heads before", *distance("before", paragraphs[items[-1].end :])}
        yield Listing(tuple(item.text for item in items), False, "before"), hints
    for how, items in (("quoted", names(formula, paragraphs)), ("word", words_with(formula, scope))):
        if items:
            gap = (paragraphs if how == "quoted" else scope)[items[-1].end :]
            yield Listing(tuple(item.text for item in items), False, how), {f"by {how}", *distance("before", gap)}


def _within_reach(scope: str, formula: Formula) -> str:
    """Return a scope up to its fifth sentence, or twice as many as the slogan says, or the last one with its word."""
    ends = [match.end() for match in SENTENCE_END.finditer(scope)]
    last = max((scope.rfind(key) for key in formula.keys if len(key) > 1), default=-1)
    last = max([last, *(match.start() for match in ORDINAL.finditer(scope))])
    lines = [match.end() for match in re.finditer("\n", scope)]
    last = max([last, *lines[: max(formula.sizes, default=0)][-1:]])
    most = max(4, 2 * max(formula.sizes, default=0) + 1)
    return scope[: next((end for end in ends[most:] if end > last), len(scope))]


def _runs(context: Context, scope: str, place: int, *, is_rest: bool = False) -> Iterator[tuple[list[Item], set[str]]]:
    """Yield the runs of a scope that starts at a place of the text; `is_rest` if its first clause is cut off."""
    if is_rest and (rest := REST.match(scope)):
        scope, place = scope[rest.end() :], place + rest.end()
    ends = [match.end() for match in SENTENCE_END.finditer(scope)]
    reach = ends[1] if place >= context.formula.end and len(ends) > 1 else len(scope)
    for stream in streams(scope):
        for run, hints in runs(context.formula, stream, reach):
            hints |= {"claimed"} if context.is_claimed(place + run[0].start, len(run)) else set()
            hints |= {"scattered"} if any(one.end + 21 < two.start for one, two in pairwise(run)) else set()
            yield run, hints


def _runs_of_heads(context: Context, scope: str, place: int) -> Iterator[tuple[list[Item], set[str]]]:
    """Yield the runs of short sentences, and of first clauses of lines, that may head what is told of each member."""
    for stream in heads(scope):
        for run, hints in runs(context.formula, stream, len(scope)):
            yield run, hints | ({"claimed"} if context.is_claimed(place + run[0].start, len(run)) else set())


def _place(context: Context, listing: Listing) -> set[str]:
    """Return the traits of where a bound list stands."""
    text, (start, end) = context.text, context.formula.outer
    if (at := text.find(listing.members[0], end)) >= 0:
        return distance("behind", text[end:at])
    if (at := text.rfind(listing.members[-1], 0, start)) >= 0:
        return distance("before", text[at + len(listing.members[-1]) : start])
    return set()


def _glossed(context: Context) -> Listing | None:
    """Look for the members of a compound whose parts are glossed one by one: “3”即A、B、C，“2”即D、E."""
    content = bracketed(context)
    inside = glossed_parts(context.formula.units, content) if content else None
    paragraph = context.behind().split("\n")[0]
    units = context.formula.units
    glossed = inside or glossed_parts(units, paragraph)
    if not glossed or glossed.is_open:
        lines = glossed_parts(units, context.behind(GLOSSED))
        glossed = lines if lines and not lines.is_open else glossed
    return glossed or glossed_parts(units, paragraph, direct=True) or parts_in_turn(units, paragraph)


def _digits(context: Context) -> Listing | None:
    """Look for the members of a digit string that are slogans themselves: one a digit, in order, behind the mention."""
    formula = context.formula
    if any(unit.word for unit in formula.units) or len(formula.numbers) < 2:
        return None
    wanted, run = list(formula.numbers), list[str]()
    for part in context.others:
        near = formula.end < part.start < formula.end + 1500
        if near and len(run) < len(wanted) and part.numbers == (wanted[len(run)],):
            run.append(part.text)
    run = run if len(run) == len(wanted) else _counts(formula, context.behind())
    return Listing(tuple(run), False, "parts") if len(run) == len(wanted) else None


def _counts(formula: Formula, scope: str) -> list[str]:
    """Return the counts that a scope gives in the order of the numbers: 一个目标, 两大产业 of 12."""
    found: list[str] = []
    for match in COUNT.finditer(scope):
        if len(found) < len(formula.numbers) and value_of(match[1] or match[2]) == formula.numbers[len(found)]:
            found.append(match[0])
    return found


def _levels(context: Context) -> Listing | None:
    if not re.match("[^级]*[三四五六七八3-8]级", context.formula.text):
        return None
    text, start = context.text, context.formula.start
    named = re.search(rf"(?:{any_of('admin')}[、/]?)++$", text[max(0, start - 40) : start])
    inside = re.split("[三四五六七八3-8]级", context.formula.text)[0]
    if members := level_members(inside or (named[0] if named else ""), context.number):
        return Listing(members, False, "characters")
    around = text[max(0, start - 400) : start + 400]
    for noun in dict.fromkeys(re.findall("一级([\u4e00-\u9fff]{2})", around)):
        tiers = [f"{level}级{noun}" for level in "一二三四五六"[: context.number]]
        if all(tier in around for tier in tiers):
            return Listing(tuple(tiers), False, "levels")
    return None


def _united(context: Context) -> Listing | None:
    """Look for the members of each part of a compound as if it were a slogan: 五级是镇、村…；六步是采集、上报…."""
    units = context.formula.units
    if not 1 < len(units) < 5 or not all(unit.number and unit.word for unit in units):
        return None
    members: list[str] = []
    for unit in units:
        part = _single(context, unit) if unit.number == 1 else _several(context, unit)
        if not part:
            return None
        members += part
    is_apart = not any(one in other for one in members for other in members if one is not other)
    return Listing(tuple(members), False, "units") if is_apart else None


def _several(context: Context, unit: Unit) -> Sequence[str]:
    """Return the list that looks most like the members of a part, of those that are as long as it says.

    It must be told of the part by its name, or the members have its first character.
    """
    part = _of_part(context, unit)
    start, end = context.formula.outer
    is_named = part.formula.outer != context.formula.outer
    if not is_named and context.text.count(unit.word[0], max(0, start - 300), end + REACH) <= (unit.number or 0):
        return ()
    lists = [one for one in _options(part) if len(one.listing.members) == unit.number]
    return heaviest(lists)[0].members if lists else ()


def _of_part(context: Context, unit: Unit) -> Context:
    """Return a part of a compound with what stands near it: at a mention of its own behind it, or at the compound."""
    formula, text = context.formula, context.text
    number = re.match(NUMBER, unit.text)
    short = f"{number[0]}{CLASSIFIER}?{re.escape(unit.word[0])}" if number else re.escape(unit.text)
    named = re.compile(f"[“‘]?({re.escape(unit.text)}|{short})[”’]?")
    own = named.search(text, formula.outer[1], formula.outer[1] + GLOSSED)
    place = (*own.span(1), own.span()) if own else (formula.start, formula.end, formula.outer)
    part = Formula(*place, unit.text, (unit.number or 0,), "slogan")
    return context._replace(formula=part)


def _single(context: Context, unit: Unit) -> Sequence[str]:
    """Return the first clause behind a compound that has the word of a part of one."""
    clauses = [clean(clause).strip("《》") for clause in re.split("[，,。；;：:\n、]", context.behind())]
    named = (items for clause in filter(None, clauses) if (items := part_members(unit, clause)))
    found = next(named, next(([clause] for clause in clauses if clause.startswith(unit.word[0])), []))
    surplus = f"^(?:.*的|一{CLASSIFIER})(?=..)"
    return [re.sub(surplus, "", item) if item.endswith(unit.word) else item for item in found]


def _told(context: Context) -> Listing | None:
    """Take the parts of a compound for its members if each heads what is told of it: 一网统领。…两线联动。…."""
    parts = [unit.text for unit in context.formula.units]
    if len(parts) < 2 or min(map(len, parts)) < 2 or not all(part in context.behind() for part in parts):
        return None
    names = map(re.escape, parts)
    in_turn = (rf"(?:“{name}”|(?:^|[。；;：:\n])\s*{name}(?=[。，,：: ]))" for name in names)
    is_told = re.search(r"[\s\S]*?".join(in_turn), context.behind())
    return Listing(tuple(parts), False, "told") if is_told else None


def _structures(context: Context) -> Iterator[Listing]:
    yield from filter(None, (rule(context) for rule in (_glossed, _levels, _digits, _united, _told)))

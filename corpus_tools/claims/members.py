"""The members of a numbered slogan, as the text itself lists them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from corpus_tools.claims.bound import FORMED, MARKER, bound_lists, bracketed, section
from corpus_tools.claims.candidates import Item, keyed, names, runs, streams
from corpus_tools.claims.context import Context
from corpus_tools.claims.formulas import Formula, level_members
from corpus_tools.claims.glosses import glossed_parts, parts_in_turn
from corpus_tools.claims.lists import SUMMED_UP, Listing, is_alike
from corpus_tools.claims.naming import named, refined, uncounted
from corpus_tools.claims.sections import Mark
from corpus_tools.claims.weighing import between, fits_in_turn, holds_formulas, is_closed, make, own, patterns_in_turn
from corpus_tools.claims.wording import any_of

MOST_MARKS, MOST_MENTIONS = 200, 50
ENOUGH, TIED = 2.0, 4.0


def resolve(text: str, formula: Formula, others: Sequence[Formula], outline: Sequence[Mark]) -> Listing:
    """Return the members that the text lists for one mention of a slogan.

    The places are tried in the order of how sure they are. The first list with as many members as the number says
    wins; if there is none, one that stands right beside the slogan.

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
    >>> resolve(text, formulas(text)[0], formulas(text), [])
    Listing(members=('包宣传', '包排查', '包转移'), is_open=False, basis='bracket')
    """
    behind = bisect_left(others, formula.end, key=attrgetter("start"))
    first = bisect_left(outline, formula.start, key=attrgetter("start"))
    nearby = outline[max(0, first - 12) : first + MOST_MARKS]
    earlier = others[max(0, behind - MOST_MENTIONS) : behind]
    context = Context(text, formula, earlier, others[behind : behind + MOST_MENTIONS], nearby)
    for rule in STRUCTURES:
        if listing := rule(context):
            return listing._replace(members=tuple(named(list(listing.members), formula)))
    found = [*bound_lists(context), *_free_lists(context)]
    agreeing = [
        (bond + own(listing.members, formula) + make(listing.members), -at, listing)
        for at, (listing, bond) in enumerate(found)
        if listing.basis == "bracket" or _fits(listing, formula)
    ]
    points, _, best = max(agreeing, default=(0.0, 0, Listing()))
    if points < ENOUGH:
        best = next((listing for listing, bond in found if bond >= TIED and _stands(listing, formula)), Listing())
        best = best if best.members else _of_other_length(context)
    return best._replace(members=tuple(named(uncounted(best.members, formula), formula)))


def _stands(listing: Listing, formula: Formula) -> bool:
    """Return whether a list of another length stands as it is: it is open, or each member has the slogan's word."""
    return not _fits(listing, formula) and (listing.is_open or is_closed(listing, formula))


def _free_lists(context: Context) -> Iterator[tuple[Listing, float]]:
    """Yield the lists in the section or behind the slogan and in the sentences before it, less what lies between."""
    yield from _behind(context)
    yield from _before(context)


def _behind(context: Context) -> Iterator[tuple[Listing, float]]:
    formula, scope = context.formula, section(context) or context.behind(1500)
    for items, loss in _runs(context, scope, formula.outer[1]):
        head = scope[: items[0].start]
        bond = TIED if MARKER.fullmatch(head) else -between(head)
        is_counted = len(items) > 2 and all(item.text.startswith("一") for item in items)
        bond += 2 * (is_counted and not re.search(r"\w", head))
        yield Listing(tuple(refined([item.text for item in items], formula)), False, "keyword"), bond - loss
    if items := names(formula, scope):
        bond = 3.5 - between(scope[: items[0].start])
        yield Listing(tuple(item.text for item in items), False, "quoted"), bond


def _before(context: Context) -> Iterator[tuple[Listing, float]]:
    formula, start = context.formula, context.formula.outer[0]
    scope = "。".join(re.split("[。！!？?\n]", context.text[max(0, start - 300) : start])[-2:])
    place, formed = start - len(scope), FORMED.search(scope)
    scope = scope[: formed.start()] if formed else scope
    for items, loss in _runs(context, scope, place):
        members = refined([item.text for item in items], formula)
        trailing = scope.rpartition(members[-1])[2].strip("”’，。")
        at_end = formed and (not trailing or re.fullmatch(f"(?:{SUMMED_UP})[^，、]{{0,4}}", trailing))
        is_list = len(members) > 2 and (not items[0].level or is_alike(members))
        bond = TIED / 2 if at_end and is_list else -between(scope[items[-1].end :]) - 0.5
        yield Listing(tuple(members), False, "before"), bond - loss
    if items := names(formula, scope):
        bond = 3.0 - between(scope[items[-1].end :])
        yield Listing(tuple(item.text for item in items), False, "quoted"), bond


def _runs(context: Context, scope: str, place: int) -> Iterator[tuple[list[Item], float]]:
    """Yield the runs of a scope that starts at a place of the text, and what speaks against each."""
    formula, seen = context.formula, set[tuple[str, ...]]()
    is_behind = place >= formula.end and not re.match(r"\W", scope) and not MARKER.match(scope)
    for stream in streams(scope):
        is_rest = is_behind and stream and not stream[0].start and stream[0].level
        for run in runs(formula, stream[1:] if is_rest else stream):
            texts, levels = tuple(item.text for item in run), [item.level for item in run[:-1]]
            if texts in seen or holds_formulas(texts):
                continue
            seen.add(texts)
            share, is_scattered = own(texts, formula), any(one.end + 21 < two.start for one, two in pairwise(run))
            is_compound = share == 4 and len(formula.units) > 1
            loss = 0.5 if is_scattered else 0.0 if is_compound else 0.3 * (max(levels) - min(levels))
            yield run, loss + 3 * (share < 3.5 and context.is_claimed(place + run[0].start, len(run)))


def _of_other_length(context: Context) -> Listing:
    """Return a list of another length than the slogan says in its own sentence: each item has its word at the edge."""
    if len(context.formula.units) > 1:
        return Listing()
    for stream in streams(context.sentence()):
        for key in context.formula.keys:
            for run in keyed(key, stream):
                members = refined([item.text for item in run], context.formula)
                if (
                    len(members) > 2
                    and len({item.level for item in run[:-1]}) == 1
                    and own(members, context.formula) > 3
                    and abs(len(members) - context.number) < 3
                ):
                    return Listing(tuple(members), False, "keyword")
    return Listing()


def _fits(listing: Listing, formula: Formula) -> bool:
    """Return whether a list is as long as the numbers say; one that is shorter than their sum must have all parts."""
    members, units = listing.members, formula.units
    if len(members) == sum(formula.numbers) or listing.basis == "bracket" or len(units) < 2:
        return len(members) in formula.sizes
    is_by_part = len(members) == len(units) and all(
        not unit.word or set(unit.word) & set(member) for unit, member in zip(units, members, strict=True)
    )
    return is_by_part or any(fits_in_turn(members, patterns) for patterns in patterns_in_turn(formula))


def _glossed(context: Context) -> Listing | None:
    """Look for the members of a compound whose parts are glossed one by one: “3”即A、B、C，“2”即D、E."""
    content = bracketed(context)
    inside = glossed_parts(context.formula.units, content) if content else None
    paragraph = context.behind().split("\n")[0]
    return inside or glossed_parts(context.formula.units, paragraph) or parts_in_turn(context.formula.units, paragraph)


def _digits(context: Context) -> Listing | None:
    """Look for the members of a digit string that are slogans themselves: one a digit, in order, behind the mention."""
    formula = context.formula
    if not formula.text.isdecimal():
        return None
    wanted, run = list(formula.numbers), list[str]()
    for part in context.others:
        near = formula.end < part.start < formula.end + 1500
        if near and len(run) < len(wanted) and part.numbers == (wanted[len(run)],):
            run.append(part.text)
    return Listing(tuple(run), False, "parts") if len(run) == len(wanted) else None


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


STRUCTURES = (_glossed, _levels, _digits)

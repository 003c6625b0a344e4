"""The members of a numbered slogan, as the text itself lists them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter

from corpus_tools.claims.context import Context
from corpus_tools.claims.formulas import Formula, level_members
from corpus_tools.claims.glosses import glossed_parts, parts_in_turn
from corpus_tools.claims.lists import (
    STOPS,
    Listing,
    clean,
    cut,
    echoes,
    is_parallel,
    list_before,
    split,
    trim,
    without_count,
)
from corpus_tools.claims.naming import named
from corpus_tools.claims.nearby import (
    before,
    clause_before,
    clause_behind,
    enumerated_before,
    groups_behind,
    keyword_before,
    quoted,
)
from corpus_tools.claims.parallels import parallel_clauses
from corpus_tools.claims.sections import RANK, Mark
from corpus_tools.claims.wording import NUMBER, any_of, compact, national_formulas

MOST_MARKS, MOST_MENTIONS = 200, 50
THAT_IS = (
    "即是|就是|也就是|即|指的是|是指|指|包括|包含|涵盖|分别是|分别为|具体为|具体是|主要是|"
    "做到|实现|形成|坚持|推行|落实|涉及|：|:|——"
)
MARKER = re.compile(rf"[^{STOPS}；;：:，,、“]{{0,16}}?[”，,：:、？?]?\s*(?:{THAT_IS})[：:，,]?\s*")
OPENING = re.compile(rf"\s*(?:{THAT_IS})[：:，,]?\s*")


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
    context = Context(text, formula, others[behind : behind + MOST_MENTIONS], nearby)
    beside: Listing | None = None
    for rule in RULES:
        listing = rule(context)
        if listing and not all(listing.members):
            continue
        if listing and (rule in BESIDE or _fits(listing, formula)):
            return listing._replace(members=tuple(named(list(listing.members), formula)))
        if listing and (listing.is_open or (rule is _after and _is_closed(listing, formula))):
            beside = beside or listing
    return beside or Listing()


def _fits(listing: Listing, formula: Formula) -> bool:
    """Return whether a list is as long as the numbers say; one member a part must speak of its part."""
    count = len(listing.members)
    if listing.basis != "after" or count == sum(formula.numbers) or count not in formula.sizes:
        return count in formula.sizes
    named = [
        not unit.word or bool(set(unit.word) & set(member))
        for unit, member in zip(formula.units, listing.members, strict=False)
    ]
    return all(named)


def _is_closed(listing: Listing, formula: Formula) -> bool:
    """Return whether all members have the slogan's word, so that they are its members even if their number is wrong."""
    word = formula.units[-1].word
    return len(listing.members) > 2 and (
        all(member.endswith(word) and member != word for member in listing.members)
        or (word == "一" and all(member.startswith("一") for member in listing.members))
    )


def _bracketed(context: Context) -> str | None:
    """Return what stands in the bracket behind the slogan and the noun that may follow it."""
    behind = context.behind(1200)
    opening = re.match(rf"[^{STOPS}；;：:，,、“”（(]{{0,14}}[（(]", behind)
    if not opening:
        return None
    depth = 1
    for at in range(opening.end(), len(behind)):
        depth += (behind[at] in "（(") - (behind[at] in "）)")
        if not depth:
            content = behind[opening.end() : at]
            return None if re.match("以下简称|简称|又称|俗称", content) else content
    return None


def _bracket(context: Context) -> Listing | None:
    content = _bracketed(context)
    if content is None or glossed_parts(context.formula.units, content):
        return None
    opening = OPENING.match(content)
    listing = _listed(content[opening.end() if opening else 0 :], context, "bracket")
    is_likely = listing and (opening or abs(len(listing.members) - context.number) <= max(2, context.number // 3))
    return (
        listing if listing and (is_likely or listing.is_open or len(listing.members) in context.formula.sizes) else None
    )


def _listed(run: str, context: Context, basis: str) -> Listing | None:
    is_open = bool(re.search("等[^、，,；;]{0,6}$", run.rstrip("。）)")))
    run = without_count(run, context.number) if re.search("[、；;]", run) else run
    items = trim(split(run, context.number))
    sizes = context.formula.sizes
    if len(items) not in sizes:
        other = [split(run, size) for size in sizes]
        items = next((trim(parts) for parts, size in zip(other, sizes, strict=True) if len(parts) == size), items)
    if len(items) < 2:
        return None
    items = _first_clauses(items, context)
    return Listing(tuple(_without_shared_end(items, context)), is_open and len(items) not in sizes, basis)


def _first_clauses(items: list[str], context: Context) -> list[str]:
    """Keep of members that go on behind a comma the first clause, if that has the slogan's key word."""
    firsts = [first_clause(item) for item in items]
    is_key = any(all(key in first for first in firsts) for key in context.formula.keys if len(key) > 1)
    goes_on = all(len(first) < len(item) for first, item in zip(firsts, items, strict=True))
    return firsts if is_key or (goes_on and is_parallel(firsts)) else items


def _without_shared_end(items: list[str], context: Context) -> list[str]:
    """Take 有保障 off the last member if it is said once for all: 义务教育、基本医疗、住房安全有保障."""
    key = context.formula.units[-1].word if (context.formula.units[-1].number or 0) > 1 else ""
    *rest, last = items
    if key and not any(item.endswith(key) for item in rest) and re.fullmatch(rf".{{2,}}?有?{re.escape(key)}", last):
        return [*rest, re.sub(rf"有?{re.escape(key)}$", "", last)]
    return items


def _glossed(context: Context) -> Listing | None:
    """Look for the members of a compound whose parts are glossed one by one: “3”即A、B、C，“2”即D、E."""
    content = _bracketed(context)
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
    return Listing(tuple(run), False, "parts")


def _addends(context: Context) -> Listing | None:
    """Look for addends of a sum with words of their own: 1名领导+1支队伍+1张清单."""
    parts = re.split("[+＋]", context.formula.text)
    is_worded = len(parts) > 1 and all(re.search("[\u4e00-\u9fff]{2}", part) for part in parts)
    return Listing(tuple(parts), False, "addends") if is_worded else None


def _after(context: Context) -> Listing | None:
    marker = MARKER.match(context.behind())
    if marker is None:
        return None
    run = re.split(f"[{STOPS}]", context.behind()[marker.end() :], maxsplit=1)[0]
    return _first_list(run, context, "after")


def _lines(context: Context) -> Listing | None:
    """Look for one member a line behind a colon."""
    line, *rest = context.behind(1500).split("\n")
    members = [first_clause(clean(item)) for item in rest[: context.number] if clean(item)]
    is_list = line.rstrip().endswith(("：", ":")) and len(line) < 20 and len(members) == context.number
    return Listing(tuple(members), False, "lines") if is_list and all(len(member) < 30 for member in members) else None


def _first_list(run: str, context: Context, basis: str) -> Listing | None:
    stretches = [run, *(cut(run, stop)[0] for stop in ("；;", "，,"))]
    found = [listing for stretch in stretches if (listing := _listed(stretch, context, basis))]
    closed = [listing for listing in found if not listing.is_open and _is_closed(listing, context.formula)]
    agreeing = [listing for size in context.formula.sizes for listing in found if len(listing.members) == size]
    is_open = [listing for listing in found if listing.is_open]
    return next(iter([*agreeing, *is_open, *closed]), None)


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


def _enumerated(context: Context) -> Listing | None:
    """Look for members as 一是 … 二是 … or under 一、 … 二、 … behind the mention."""
    behind = [mark for mark in context.outline if mark.start >= context.formula.end and mark.ordinal]
    for style in dict.fromkeys(mark.style for mark in behind):
        run = _first_run([mark for mark in behind if mark.style == style])
        if len(run) == context.number and _governs(context, run[0], behind):
            items = [first_clause(mark.heading) for mark in run]
            items = _uncounted(items, context.formula.text) if style == "counted" else items
            return Listing(tuple(items), False, style)
    return None


def _uncounted(items: list[str], slogan: str) -> list[str]:
    """Take off a verb that only counts: 一念“稳”字诀，二念 …."""
    return [item[1:] for item in items] if items[0][0] not in slogan and all(len(item) > 1 for item in items) else items


def _first_run(found: list[Mark]) -> list[Mark]:
    run: list[Mark] = []
    for mark in found:
        if mark.ordinal != len(run) + 1:
            break
        run.append(mark)
    return run


def _governs(context: Context, first: Mark, behind: list[Mark]) -> bool:
    """Return whether the enumeration that starts at `first` is the slogan's: near, or the whole text is under it."""
    if first.style in ("part", "heading"):
        return compact(context.formula.text) not in national_formulas()
    between = [mark for mark in behind if mark.start < first.start and RANK[mark.style] <= RANK[first.style]]
    gap = context.text[context.formula.end : first.start]
    return not between and len(gap) < 300 and gap.count("\n") < 3


def first_clause(heading: str) -> str:
    """Return the first clause of a heading."""
    return cut(heading.strip(" 　"), "，,。；;：:！!\n")[0].strip(" 　")


def _heads(context: Context) -> Listing | None:
    """Look for members as headings that share the key word: in the paragraph of the slogan first, then behind it."""
    behind = [mark for mark in context.outline if mark.start >= context.formula.end and not mark.ordinal]
    paragraph = context.text.find("\n", context.formula.end) % (len(context.text) + 1)
    near = [mark for mark in behind if mark.start < context.formula.end + 6000]
    run_in = [mark for mark in near if mark.style == "run-in"]
    for marks in ([mark for mark in run_in if mark.start < paragraph], run_in, near):
        for key in context.formula.keys:
            run = [mark.heading for mark in marks if key in mark.heading]
            if len(run) == context.number:
                return Listing(tuple(clean(first_clause(heading)) for heading in run), False, "run-in")
    return None


def _echo(context: Context) -> Listing | None:
    """Look for a list that a count of the same size closes: 6条“硬杠杠” … A、B、C、D、E、F6项举措."""
    if compact(context.formula.text) in national_formulas():
        return None
    section, is_count = _section(context), re.match(rf"{NUMBER}(?:[条项种类]|个“)", context.formula.text)
    scope = section or context.sentence()
    for start, end, value in echoes(scope):
        is_same = section or is_count or context.formula.text[-1] == scope[end - 1]
        listing = list_before(scope, start, value) if value == context.number and is_same else None
        if listing and len(listing.members) == value:
            return listing._replace(basis="echo")
    return None


def _section(context: Context) -> str | None:
    """Return the section that has the slogan in its heading."""
    start, end = context.formula.start, context.formula.end
    own = [mark for mark in context.outline if mark.start <= start and end <= mark.end and mark.style != "listed"]
    if not own:
        return None
    later = [mark.start for mark in context.outline if mark.start > end and RANK[mark.style] <= RANK[own[0].style]]
    return context.text[context.formula.outer[1] : min(later, default=len(context.text))][:1500]


def _keyword(context: Context) -> Listing | None:
    """Look for members that share the slogan's key word: 五个一律 … 一律 …, “三抓三促” … 抓…促…."""
    found = parallel_clauses(context.formula, _section(context) or context.behind())
    return Listing(tuple(found), False, "keyword") if found else None


Rule = Callable[[Context], Listing | None]
BESIDE: tuple[Rule, ...] = (_bracket, _glossed)
RULES: tuple[Rule, ...] = (
    *(
        _glossed,
        _bracket,
        _levels,
        _digits,
        before,
        enumerated_before,
        keyword_before,
        _after,
        _heads,
        _enumerated,
        _echo,
        quoted,
        _keyword,
        clause_behind,
        clause_before,
        groups_behind,
        _addends,
    ),
)

"""Lists that the wording of a text binds to a slogan: in brackets, behind 即, right before it, as 一是 … 二是 …."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_tools.claims.context import Context
from corpus_tools.claims.formulas import chunks
from corpus_tools.claims.glosses import counted_parts, glossed_parts
from corpus_tools.claims.lists import (
    STOPS,
    Listing,
    clean,
    cut,
    cut_last,
    echoes,
    is_parallel,
    list_before,
    split,
    trim,
    without_count,
)
from corpus_tools.claims.naming import with_own_verb
from corpus_tools.claims.sections import RANK, Mark
from corpus_tools.claims.weighing import holds_formulas
from corpus_tools.claims.wording import HAN, NUMBER, compact, national_formulas, occurrences, value_of, words

THAT_IS = (
    "即是|就是|也就是|即|指的是|是指|指|包括|包含|涵盖|分别是|分别为|分别[\u4e00-\u9fff]{2}|具体为|具体是|主要是|"
    "做到|实现|形成|坚持|推行|落实|涉及|：|:|——"
)
MARKER = re.compile(rf"[^{STOPS}；;：:，,、“]{{0,16}}?[”，,：:、？?]?\s*(?:{THAT_IS})[：:，,]?\s*")
OPENING = re.compile(rf"\s*(?:{THAT_IS})[：:，,]?\s*")

SERVES = f"([^，,、；;{STOPS}为]{{2,20}})(?:为|作为)[^，,、；;{STOPS}为的]{{2,5}}"
FORMED = re.compile(
    "[，,：:]?[^，,。；;、：:“”]{0,6}?(?:形成|构建|构成|组成|打造|构筑|实现|当好|做好|做到|建立|创新|探索|推行|总结|凝聚|汇聚|打好|走出"
    "|[串织汇变化练连结列定视归融编][成起为出])[起出成了为的]{0,2}[^，,。；;、：:“”]{0,4}$|[，,：:]$"
)


def bound_lists(context: Context) -> Iterator[Listing]:
    """Yield the lists that the wording binds to a slogan.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> text = "落实“三包”责任（即包宣传、包排查、包转移）。"
    >>> next(bound_lists(Context(text, formulas(text)[0], [], [], [])))
    Listing(members=('包宣传', '包排查', '包转移'), is_open=False, basis='bracket')
    """
    for rule in BONDS:
        if listing := rule(context):
            yield listing


def bracketed(context: Context) -> str | None:
    """Return what stands in the bracket behind the slogan and the noun that may follow it."""
    behind = context.behind(1200)
    opening = re.match(rf"[^{STOPS}；;：:，,、“”（(]{{0,14}}[（(〔【\[]", behind)
    if not opening:
        return None
    depth = 1
    for at in range(opening.end(), len(behind)):
        depth += (behind[at] in "（(〔【[") - (behind[at] in "）)〕】]")
        if not depth:
            content = behind[opening.end() : at]
            return None if re.match("以下简称|简称|又称|俗称", content) else content
    return None


def _bracket(context: Context) -> Listing | None:
    content = bracketed(context)
    if content is None or glossed_parts(context.formula.units, content):
        return None
    bare = _unopened(content)
    if parts := counted_parts(context.formula.units, bare):
        return parts._replace(basis="bracket")
    listing = _listed(bare, context, "bracket")
    is_likely = listing and (
        bare != content or abs(len(listing.members) - context.number) <= max(2, context.number // 3)
    )
    return (
        listing if listing and (is_likely or listing.is_open or len(listing.members) in context.formula.sizes) else None
    )


def _unopened(run: str) -> str:
    """Return a run without 即 or the like at its head."""
    opening = OPENING.match(run)
    return run[opening.end() :] if opening else run


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
    goes_on = all(0 < len(first) < len(item) for first, item in zip(firsts, items, strict=True))
    return firsts if is_key or (goes_on and is_parallel(firsts)) else items


def _without_shared_end(items: list[str], context: Context) -> list[str]:
    """Take 有保障 off the last member if it is said once for all: 义务教育、基本医疗、住房安全有保障."""
    key = context.formula.units[-1].word if (context.formula.units[-1].number or 0) > 1 else ""
    *rest, last = items
    said = re.escape(key) if key in words("key") else f"有{re.escape(key)}"
    if key and not any(item.endswith(key) for item in rest) and re.fullmatch(f".{{2,}}?{said}", last):
        return [*rest, re.sub(f"{said}$", "", last)]
    return items


def _before(context: Context) -> Listing | None:
    """Look for a list right before the slogan, but not of other slogans: “四个意识”“四个自信”“两个维护”."""
    start, sizes = context.formula.outer[0], context.formula.sizes
    found = [listing for size in sizes if (listing := list_before(context.text, start, size))]
    listing = next((one for one in found if len(one.members) in sizes), next(iter(found), None))
    if listing is None or holds_formulas(listing.members):
        return None
    before = context.text[: context.formula.outer[0]].rpartition(listing.members[0])[0]
    return listing._replace(members=tuple(with_own_verb(list(listing.members), before)))


def _unparted(context: Context) -> Listing | None:
    """Look for a list without the usual signs right before the slogan: 人防物防技防“三防”, “镇收集 县处理”两级联运."""
    text = context.text[: context.formula.outer[0]]
    quoted = re.search("“([^“”]+)”$", text)
    parts = [part for part in re.split("[/ 　]", quoted[1]) if part] if quoted else []
    if len(parts) == context.number > 1:
        return Listing(tuple(parts), False, "before")
    text = text.rstrip("”")
    word = context.formula.units[-1].word[:1]
    for size in (2, 3, 4):
        run = text[len(text) - size * context.number :]
        parts = chunks(run, context.number) if re.fullmatch(f"{HAN}+", run) else []
        if len(parts) == context.number > 1 and all(word and word in part for part in parts):
            return Listing(tuple(parts), False, "before")
    return None


def _addends(context: Context) -> Listing | None:
    """Look for addends of a sum with words of their own: 1名领导+1支队伍+1张清单."""
    parts = re.split("[+＋]", context.formula.text)
    is_worded = len(parts) > 1 and all(re.search("[\u4e00-\u9fff]{2}", part) for part in parts)
    return Listing(tuple(parts), False, "addends") if is_worded else None


def _after(context: Context) -> Listing | None:
    return _first_list(_told_of(context), context, "after")


def _told_of(context: Context) -> str:
    """Return the rest of the sentence behind 即, a colon or the like."""
    marker = MARKER.match(context.behind())
    return re.split(f"[{STOPS}]", context.behind()[marker.end() :], maxsplit=1)[0] if marker else ""


def _lines(context: Context) -> Listing | None:
    """Look for one member a line behind a colon."""
    line, *rest = context.behind(1500).split("\n")
    if len(line) >= 20 or not line.rstrip().endswith(("：", ":")):
        return None
    members = [first_clause(clean(item.lstrip("— "))) for item in rest[: context.number] if clean(item)]
    is_list = len(members) == context.number and all(len(member) < 30 for member in members)
    return Listing(tuple(members), False, "lines") if is_list else None


def _as_it_stands(context: Context) -> Listing | None:
    """Look for a list in a bracket or behind 即 as it stands, with what else is trimmed off its ends."""
    run = _unopened(bracketed(context) or _told_of(context))
    found = (split(run, size) for size in context.formula.sizes)
    items = next((items for items in found if len(items) in context.formula.sizes), ())
    return Listing(tuple(items), False, "as it stands") if items else None


def _first_list(run: str, context: Context, basis: str) -> Listing | None:
    stretches = [run, *(cut(run, stop)[0] for stop in ("；;", "，,"))]
    found = [listing for stretch in stretches if (listing := _listed(stretch, context, basis))]
    agreeing = [listing for size in context.formula.sizes for listing in found if len(listing.members) == size]
    is_open = [listing for listing in found if listing.is_open]
    return next(iter([*agreeing, *is_open, *found]), None)


def _enumerated(context: Context) -> Listing | None:
    """Look for members as 一是 … 二是 … or under 一、 … 二、 … behind the mention."""
    for style, run, is_own in _runs_behind(context):
        if is_own:
            items = [first_clause(mark.heading) for mark in run]
            items = _uncounted(items, context.formula.text) if style == "counted" else items
            return Listing(tuple(items), False, style)
        parts = [cut(mark.heading, "，,") for mark in run]
        each = len(context.formula.units)
        if each > 1 and {*map(len, parts)} == {each} and len(run) * each == context.number:
            return Listing(tuple(clean(part) for heading in parts for part in heading), False, style)
    return None


def _whole_headings(context: Context) -> Listing | None:
    """Look for members as _enumerated does, but take whole short sentences: 一是早部署，定方案。."""
    for style, run, is_own in _runs_behind(context):
        items = [clean(re.split(f"[{STOPS}：:]", context.text[mark.start : mark.start + 60])[0]) for mark in run]
        if is_own and all(re.search("[，,]", item) for item in items):
            return Listing(tuple(items), False, f"whole {style}")
    return None


def _runs_behind(context: Context) -> Iterator[tuple[str, list[Mark], bool]]:
    """Yield the first enumeration of each style behind the mention, and whether it is the slogan's."""
    behind = [mark for mark in context.outline if mark.start >= context.formula.end and mark.ordinal]
    for style in dict.fromkeys(mark.style for mark in behind):
        run = _first_run([mark for mark in behind if mark.style == style])
        yield style, run, len(run) == context.number and _governs(context, run[0], behind)


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
    if context.is_claimed(first.start, context.number):
        return False
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


def _openings(context: Context) -> Listing | None:
    """Look for members as the first sentences of paragraphs, or as lines, one behind the other, as many as it says."""
    behind = [mark for mark in context.outline if mark.start >= context.formula.end]
    for style, gap in (("opening", "[^\n]*\n+"), ("line", r"\n[^\n]+\n+")):
        run: list[Mark] = []
        for mark in (mark for mark in behind if mark.style == style):
            if run and not re.fullmatch(gap, context.text[run[-1].end : mark.start]):
                break
            run.append(mark)
        if len(run) in context.formula.sizes and context.text.count("\n", context.formula.end, run[0].start) < 4:
            return Listing(tuple(clean(mark.heading) for mark in run), False, f"{style}s")
    return None


def _led(context: Context) -> Listing | None:
    """Look for a list that the slogan's word leads: 统筹上级补助、开发性贷款和土地收益 of 三个统筹."""
    for key in (key for key in context.formula.keys if len(key) > 1):
        for match in re.finditer(f"{re.escape(key)}([^，,{STOPS}；;：:“”]+)", context.behind(300)):
            items = split(match[1], context.number)
            if len(items) == context.number and not holds_formulas(items):
                return Listing(tuple(items), False, "led")
    return None


def _serving(context: Context) -> Listing | None:
    """Look for what serves as one thing and another, as much as the slogan says: 以A为龙头，B为骨干的“1+N”."""
    before = context.text[max(0, context.formula.outer[0] - 300) : context.formula.outer[0]]
    for scope in (cut_last(before, STOPS), context.behind()):
        for size in context.formula.sizes:
            if run := re.search(rf"以{SERVES}(?:[，,、；;]以?{SERVES}){{{size - 1}}}(?![、，,]以)", scope):
                return Listing(tuple(re.findall(f"以?{SERVES}", run[0])), False, "serving")
    return None


def _repeated(context: Context) -> Listing | None:
    """Look for a list right before a later mention without marks: A、B、C三重保障线有效衔接 of “三重保障”."""
    behind = context.formula.outer[1]
    for match in re.finditer(rf"(?<!“){re.escape(context.formula.text)}", context.behind()):
        listing = list_before(context.text, behind + match.start(), context.number)
        if listing and len(listing.members) == context.number and not holds_formulas(listing.members):
            return listing._replace(basis="repeated")
    return None


def _echo(context: Context) -> Listing | None:
    """Look for a list that a count of the same size closes: 6条“硬杠杠” … A、B、C、D、E、F6项举措."""
    if compact(context.formula.text) in national_formulas():
        return None
    own_section, is_count = section(context), re.match(rf"{NUMBER}(?:[条项种类]|个“)", context.formula.text)
    scope = own_section or context.sentence()
    for start, end, value in echoes(scope):
        shared = {*context.formula.units[-1].word} & {*scope[start:end]}
        is_same = own_section or is_count or context.formula.text[-1] == scope[end - 1] or shared
        listing = list_before(scope, start, value) if value == context.number and is_same else None
        if listing and len(listing.members) == value:
            return listing._replace(basis="echo")
    return _counted_before(context)


def _closed_in_turn(context: Context) -> Listing | None:
    """Look for the parts of a compound as lists that counts close in turn: A、B、C三方联动，D、E两方参与 of 3+2."""
    units, start = context.formula.units, context.formula.outer[0]
    if len(units) < 2 or not all((unit.number or 0) > 1 for unit in units):
        return None
    before = cut_last(context.text[max(0, start - 300) : start], STOPS)
    for scope in (before, context.behind(300)):
        members, behind = list[str](), 0
        for unit in units:
            counts = (found for found in re.finditer(NUMBER, scope) if found.start() >= behind)
            at = next((found.start() for found in counts if value_of(found[0]) == unit.number), -1)
            listing = list_before(scope[behind:], at - behind, unit.number or 0) if at >= 0 else None
            if listing is None or len(listing.members) != unit.number:
                break
            members, behind = [*members, *listing.members], at
        else:
            return Listing(tuple(members), False, "in turn")
    return None


def _counted_before(context: Context) -> Listing | None:
    """Look earlier in the sentence for a list that a count of the slogan's noun closes: A、B、C三个步骤，…“三步走”."""
    formula, start = context.formula, context.formula.outer[0]
    before = cut_last(context.text[max(0, start - 300) : start], STOPS)
    counts = [(at, before[at:end]) for at, end, value in echoes(before) if value == context.number]
    places = [at for at, count in counts if set(count) & set(formula.units[-1].word)]
    for place in [*places, *occurrences(formula.text, before)]:
        listing = list_before(before, place, context.number)
        if listing and len(listing.members) == context.number:
            return listing._replace(basis="echo")
    return None


def section(context: Context) -> str | None:
    """Return the section that has the slogan in its heading."""
    start, end = context.formula.start, context.formula.end
    own = [mark for mark in context.outline if mark.start <= start and end <= mark.end and mark.style != "listed"]
    if not own:
        return None
    later = [mark.start for mark in context.outline if mark.start > end and RANK[mark.style] <= RANK[own[0].style]]
    return context.text[context.formula.outer[1] : min(later, default=len(context.text))][:1500]


def _enumerated_before(context: Context) -> Listing | None:
    """Look for 一是 … 二是 … 三是 …, or headings, that end before the slogan."""
    before = [mark for mark in context.outline if mark.end <= context.formula.start and mark.ordinal]
    for style in dict.fromkeys(mark.style for mark in reversed(before)):
        run = [mark for mark in before if mark.style == style][-context.number :]
        if [mark.ordinal for mark in run] == list(range(1, context.number + 1)):
            return Listing(tuple(first_clause(mark.heading) for mark in run), False, f"{style} before")
    return None


BONDS = (
    *(_bracket, _before, _unparted, _after, _lines),
    *(_enumerated, _enumerated_before, _whole_headings, _heads, _echo, _addends, _as_it_stands, _closed_in_turn),
    *(_openings, _led, _serving, _repeated),
)

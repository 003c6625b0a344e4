"""The members of a numbered slogan, as the text itself lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus_tools.claims.formulas import NUMBER, Formula, any_of, level_members, value_of, words
from corpus_tools.claims.sections import Mark, marks

REACH = 400
OPENERS, CLOSERS = "（(《“‘「『", "）)》”’」』"
STOPS = "。！？!?\n"
GLOSS = re.compile(r"[（(](?:即|指|是指|也就是)?[：:，,]?\s*([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
MARKER = re.compile(
    r"[^。！？!?；;：:\n]{0,14}?(?:[，,：:、（(]?\s*(?:即是|就是|也就是|即|指的是|是指|包括|包含|分别是|分别为|具体为|具体是|主要是|做到|实现|形成|[：:]|——))[：:]?\s*"
)


class Listing(NamedTuple):
    """Members in the order of the text; `is_open` if the text says that there are more; `basis` is how they were found."""

    members: tuple[str, ...] = ()
    is_open: bool = False
    basis: str = ""

    def agrees(self, numbers: Sequence[int]) -> bool:
        """Whether the members are as many as the numbers say: their sum, one a number, or pairs."""
        count = len(self.members)
        return count > 0 and (count in (sum(numbers), len(numbers)) or set(numbers) == {count})


class Context(NamedTuple):
    """One mention with the text around it and the other mentions of the text, in order."""

    text: str
    formula: Formula
    others: tuple[Formula, ...]
    outline: tuple[Mark, ...]

    @property
    def number(self) -> int:
        return sum(self.formula.numbers)

    def behind(self, reach: int = REACH) -> str:
        """Return the text behind the mention, up to the next mention of another slogan or the end of its section."""
        start = self.formula.outer[1]
        return self.text[start : start + reach]


def resolve(text: str, formula: Formula, found: Sequence[Formula], outline: Sequence[Mark]) -> Listing:
    """Return the members that the text lists for one mention of a slogan.

    The places are tried in the order of how sure they are: one that agrees with the number wins, then one that says it
    is open, then a list that is delimited but of another length.

    Parameters
    ----------
    text
        The running text.
    formula
        The mention.
    found
        All mentions of the text.
    outline
        The headings and enumerators of the text, see `corpus_tools.claims.sections.marks`.
    """
    context = Context(text, formula, tuple(found), tuple(outline))
    listings = [listing for rule in RULES if (listing := rule(context)) is not None and listing.members]
    for listing in listings:
        if listing.agrees(formula.numbers):
            return listing
    certain = [listing for listing in listings if listing.is_open or listing.basis in ("bracket", "after")]
    return certain[0] if certain else Listing()


def split(run: str, number: int | None = None) -> list[str]:
    """Return the items of a list, cut at the separator that gives the number, else at the highest one.

    Examples
    --------
    >>> split("不串门、不集会；带头消毒", 2)
    ['不串门、不集会', '带头消毒']
    >>> split("早发现、早报告和早隔离", 3)
    ['早发现', '早报告', '早隔离']
    """
    run = unwrap(run)
    cuts = [_cut(run, separators) for separators in ("；;", "，,", "、", "+＋", " 　", "/")]
    cuts = [[item for item in map(clean, cut) if item] for cut in cuts]
    cuts = [cut for cut in cuts if len(cut) > 1]
    paired = [pair for cut in (*cuts, [run]) if (pair := _with_last_pair(cut, number))]
    mixed = [item for item in map(clean, _cut(run, "、，,；;")) if item]
    for cut in (*cuts, *paired, mixed):
        if len(cut) == number:
            return cut
    return cuts[0] if cuts else [clean(run)] if clean(run) else []


def _cut(run: str, separators: str) -> list[str]:
    items, depth, behind = [], 0, 0
    for at, char in enumerate(run):
        depth += (char in OPENERS) - (char in CLOSERS)
        if char in separators and depth <= 0:
            items.append(run[behind:at])
            behind = at + 1
    return [*items, run[behind:]]


def _with_last_pair(items: list[str], number: int | None) -> list[str]:
    if number is None or len(items) != number - 1:
        return []
    parts = re.split("以及|及|和|与|并|的同时", items[-1], maxsplit=1)
    return [*items[:-1], *map(clean, parts)] if len(parts) == 2 and all(map(clean, parts)) else []


def unwrap(run: str) -> str:
    """Return a run without the pair of quotation marks around the whole of it."""
    run = run.strip(" 　\n")
    if len(run) > 1 and run[0] in OPENERS and run[-1] == CLOSERS[OPENERS.index(run[0])] and run[0] not in "（(《":
        inner = run[1:-1]
        return inner if not set(inner) & {run[0], run[-1]} else run
    return run


def clean(item: str) -> str:
    """Return an item without enumerators, quotation marks around the whole, and what closes a list."""
    item = re.sub(
        r"^(?:[一二三四五六七八九十]+[是要、]|[（(]?\d{1,2}[）).、．]|[①-⑳]|以及|和|及|并)\s*",
        "",
        item.strip(" 　\n。；;，,、：:"),
    )
    return unwrap(re.sub(r"(?<=.)等$", "", item)).strip(" 　。；;，,、：:")


def trim_first(items: list[str]) -> list[str]:
    """Take the words that govern a list off its first item.

    Examples
    --------
    >>> trim_first(["全面开展扫村", "扫楼", "扫户"]), trim_first(["推动指挥", "协调", "督导"])
    (['扫村', '扫楼', '扫户'], ['指挥', '协调', '督导'])
    """
    if len(items) < 2:
        return items
    first, rest = items[0], items[1:]
    heads, lengths = {item[0] for item in rest}, {len(item) for item in rest}
    if "“" in first:
        return [unwrap(first[first.index("“") :]), *rest]
    if len(heads) == 1 and len(rest) > 1 and (at := first.rfind(rest[0][0])) >= 0:
        return [first[at:], *rest]
    if len(lengths) == 1 and len(first) > (size := lengths.pop()):
        return [first[-size:], *rest]
    return [_ungoverned(first, min(map(len, rest)) - 2), *rest]


def _ungoverned(first: str, shortest: int) -> str:
    ends = [match.end() for match in re.finditer(any_of("lead"), first)]
    ends = [end for end in ends if len(first) - end >= max(shortest, 2)]
    return first[ends[-1] :] if ends else first


def trim_last(items: list[str]) -> list[str]:
    """Take the words that follow a list off its last item."""
    if len(items) < 2:
        return items
    *rest, last = items
    lengths = {len(item) for item in rest}
    if len(lengths) == 1 and len(last) > (size := lengths.pop()) and re.match("的|等|工作|活动", last[size:]):
        return [*rest, last[:size]]
    if "的" in last and not any("的" in item for item in rest):
        last = last[: last.index("的")]
    return [*rest, last]


def _bracket(context: Context) -> Listing | None:
    behind = context.behind(600)
    match = re.match(rf"[”’」』]?{any_of('head')}?", behind)
    gloss = GLOSS.match(behind, match.end() if match else 0)
    return _listed(gloss[1], context, "bracket") if gloss else None


def _listed(run: str, context: Context, basis: str) -> Listing | None:
    is_open = bool(re.search("等[^、，,；;]{0,6}$", run.rstrip("。）)")))
    items = trim_last(trim_first(split(run, context.number)))
    if len(items) < 2:
        return None
    return Listing(tuple(items), is_open and len(items) != context.number, basis)


def _after(context: Context) -> Listing | None:
    behind = context.behind(600)
    marker = MARKER.match(behind)
    if not marker:
        return None
    run = re.match(rf"[^{STOPS}]*", behind[marker.end() :])
    if run is None:
        return None
    for stretch in _stretches(run[0]):
        listing = _listed(stretch, context, "after")
        if listing and listing.agrees(context.formula.numbers):
            return listing
    return None


def _stretches(run: str) -> Iterator[str]:
    yield run
    for stop in ("；;", "，,"):
        head = _cut(run, stop)[0]
        if head != run:
            yield head


def _before(context: Context) -> Listing | None:
    start = context.formula.outer[0]
    return list_before(context.text, start, context.number)


def list_before(text: str, start: int, number: int) -> Listing | None:
    """Return the list that ends at ``text[start]``: A、B、C“三X”, A、B等5个X, A+B+C三位一体."""
    window = text[max(0, start - 300) : start].rsplit("\n", 1)[-1]
    is_open = window.endswith(("等", "等的"))
    window = re.sub("(?:等|的|这)+$", "", window)
    if window.endswith("”") and "“" in window and re.search("[、；;+]", quoted := window[window.rindex("“") + 1 : -1]):
        items = split(quoted, number)
        return Listing(tuple(items), is_open and len(items) != number, "before") if len(items) > 1 else None
    sentence = re.split(f"[{STOPS}；;：:（(]", window)[-1]
    clause = _cut(sentence, "，,")[-1]
    for separators in ("、", "+＋"):
        items = [item for item in map(clean, _cut(clause, separators)) if item]
        items = _with_last_pair(items, number) or items
        if len(items) > number and _is_parallel(items[-number:]):
            items = items[-number:]
        if len(items) == number:
            return Listing(tuple(trim_first(items)), False, "before")
        if is_open and 1 < len(items) < number:
            return Listing(tuple(trim_first(items)), True, "before")
    if is_open or "以及" in clause:
        items = [item for item in map(clean, _cut(sentence, "，,")) if item]
        items = _with_last_pair(items, number) or items
        if len(items) >= number:
            return Listing((_ungoverned(items[-number], 2), *items[-number + 1 :]), False, "before")
    return None


def _is_parallel(items: list[str]) -> bool:
    rest = items[1:]
    same_head = len({item[0] for item in rest}) == 1 and rest[0][0] in items[0]
    same_tail = len({item[-1] for item in items}) == 1
    return same_head or same_tail or len({len(item) for item in rest}) == 1


def _levels(context: Context) -> Listing | None:
    if "级" not in context.formula.text:
        return None
    before = re.split("[三四五六七八3-8]级", context.formula.text)[0]
    if members := level_members(before, context.number):
        return Listing(members, False, "characters")
    paragraph = context.text[max(0, context.formula.start - REACH) : context.formula.end + REACH]
    found = dict.fromkeys(re.findall("[一二三四五六]级(?=([\u4e00-\u9fff]{2}))", paragraph))
    for noun in found:
        tiers = [f"{level}级{noun}" for level in "一二三四五六"[: context.number]]
        if all(tier in paragraph for tier in tiers):
            return Listing(tuple(tiers), False, "levels")
    return None


def _enumerated(context: Context) -> Listing | None:
    """Members as 一是 … 二是 … or under 一、 … 二、 … behind the mention."""
    behind = [mark for mark in context.outline if mark.start >= context.formula.end]
    for style in dict.fromkeys(mark.style for mark in behind):
        run = _first_run([mark for mark in behind if mark.style == style])
        if len(run) == context.number and _reaches(context, run):
            return Listing(tuple(member_of(mark.heading) for mark in run), False, style)
    return None


def _first_run(found: list[Mark]) -> list[Mark]:
    run = []
    for mark in found:
        if mark.ordinal == 1 and run:
            break
        if mark.ordinal == len(run) + 1:
            run.append(mark)
        elif run:
            break
    return run


def _reaches(context: Context, run: list[Mark]) -> bool:
    if run[0].style == "heading":
        return True
    gap = context.text[context.formula.end : run[0].start]
    return len(gap) < 250 and gap.count("\n") < 2


def member_of(heading: str) -> str:
    """Return the first clause of a heading."""
    return re.split("[，,。；;：:！!\n]", heading.strip(" 　"))[0].strip(" 　")


def _key_words(context: Context) -> list[str]:
    """Return what the members of N个X have in common: X, then its last and its first two characters, then one."""
    words_of = re.sub(rf"^.*?{NUMBER}[个项条大张种类道把]?", "", context.formula.text).strip("“”‘’")
    keys = [words_of, words_of[-2:], words_of[:2], words_of[-1:], words_of[:1]]
    return [key for key in dict.fromkeys(keys) if key and not re.fullmatch("[的了是]", key)]


def _keyword(context: Context) -> Listing | None:
    if len(context.formula.numbers) != 1:
        return None
    behind = context.behind(700).split("\n\n")[0]
    pieces = [re.split("[。；;！!\n]", behind), re.split("[，,、。；;！!\n：:（()）]", behind)]
    for key in _key_words(context):
        for items in pieces:
            run = _run_with(key, [item for item in map(clean, items[1:]) if item], len(key) > 1)
            if len(run) == context.number:
                return Listing(tuple(trim_last(trim_first(run))), False, "keyword")
    return None


def _run_with(key: str, items: list[str], anywhere: bool) -> list[str]:
    """Return the first run of neighbours that hold the key word; a single character must begin or end them."""
    run: list[str] = []
    for item in items:
        if key in item if anywhere else item.startswith(key) or item.endswith(key):
            run.append(item)
        elif run:
            break
    return run


def _run_in(context: Context) -> Listing | None:
    behind = [mark for mark in context.outline if mark.start >= context.formula.end and mark.style == "run-in"]
    near = [mark for mark in behind if mark.start < context.formula.end + 4000]
    for key in _key_words(context):
        run = [member_of(mark.heading) for mark in near if key in mark.heading]
        if len(run) == context.number:
            return Listing(tuple(run), False, "run-in")
    return None


def echoes(text: str) -> list[tuple[int, int, int]]:
    """Return the counts that may close a list: start, end and value of 6项举措, 8种情形, 八大责任岗."""
    pattern = rf"(?<![\d第]){NUMBER}[个项条种类大支道][\u4e00-\u9fff]{{0,6}}?{any_of('list')}"
    return [(m.start(), m.end(), value_of(re.match(NUMBER, m[0])[0])) for m in re.finditer(pattern, text)]


def _echo(context: Context) -> Listing | None:
    behind = context.behind(900)
    others = [f.start - context.formula.outer[1] for f in context.others if f.start > context.formula.end]
    limit = next((at for at in others if at > 0), len(behind))
    for start, _, value in echoes(behind):
        if start < max(limit, 300) and value == context.number:
            listing = list_before(behind, start, value)
            if listing and len(listing.members) == value:
                return listing._replace(basis="echo")
    return None


def _parts(context: Context) -> Listing | None:
    """Members of a digit string that are slogans themselves: one a digit, in order, behind the mention."""
    numbers = context.formula.numbers
    if len(numbers) < 2:
        return None
    digits = context.formula.text.isdecimal()
    single = [f for f in context.others if f.start > context.formula.end and len(f.numbers) == 1]
    run: list[str] = []
    for part in single:
        if len(run) < len(numbers) and part.numbers[0] == numbers[len(run)]:
            if digits or part.text in context.formula.text:
                run.append(part.text)
    return Listing(tuple(run), False, "parts") if len(run) == len(numbers) else None


def _glossed_parts(context: Context) -> Listing | None:
    """Members of a compound whose parts are glossed one by one: “3”即A、B、C，“2”即D、E."""
    behind = context.behind(600)
    numbers = context.formula.numbers
    if len(numbers) < 2:
        return None
    members: list[str] = []
    glosses = re.finditer(
        rf"[“‘]([^“”‘’]{{1,8}})[”’](?:即|指|是指|就是|是)([^“‘。；;\n]*(?:“[^”]*”(?!即|指|是)[^“‘。；;\n]*)*)", behind
    )
    for number, gloss in zip(numbers, glosses, strict=False):
        token = re.match(NUMBER, gloss[1])
        if not token or value_of(token[0]) != number:
            return None
        items = split(gloss[2].strip("，,）)。"), number) if number > 1 else [clean(gloss[2].strip("，,）)。"))]
        members += items
    return Listing(tuple(members), False, "parts") if len(members) >= len(numbers) else None


RULES: tuple[Callable[[Context], Listing | None], ...] = (
    *(_bracket, _levels, _glossed_parts, _parts, _before, _after, _run_in, _enumerated, _echo, _keyword),
)

"""Lists that stand near a slogan without a word that ties them to it: in the clauses before it and behind it."""

from __future__ import annotations

import re
from itertools import product

from corpus_tools.claims.context import Context
from corpus_tools.claims.formulas import Formula, read_units
from corpus_tools.claims.lists import STOPS, Listing, clean, cut, is_alike, is_parallel, list_before, split, trim
from corpus_tools.claims.wording import compact, hide_idioms, national_formulas, words

FORMED = (
    "(?:[^，,]{0,4}?(?:形成|构建|构成|组成|打造|构筑|实现|当好|做好|做到|建立|创新|探索|推行|总结|凝聚|汇聚|打好|走出)"
    "[起出成了]{0,2})?"
)


def before(context: Context) -> Listing | None:
    """Look for a list right before the slogan, but not of other slogans: “四个意识”“四个自信”“两个维护”."""
    listing = list_before(context.text, context.formula.outer[0], context.number)
    if listing and any(read_units(hide_idioms(member)) for member in listing.members):
        return None
    return listing


def keyword_before(context: Context) -> Listing | None:
    """Look for a list in the clauses before the slogan, each with the key word: 强化A、强化B，以“两个强化”."""
    start = context.formula.outer[0]
    window = "。".join(re.split("[。！!？?\n]", context.text[max(0, start - 300) : start])[-2:])
    cuts = [cut(window, separators)[:-1] for separators in ("，,、；;：:。", "，,；;：:。")]
    for items, key in product([list(filter(None, map(clean, items))) for items in cuts], context.formula.keys):
        run = [item for item in items if key in item]
        at = items.index(run[0]) if run else 0
        if len(run) != context.number or items[at : at + len(run)] != run:
            continue
        if len(key) > 1:
            return Listing(tuple(trim(run)), False, "before")
        named = [item[: item.index(key) + 1] for item in run]
        if len({len(item) for item in named}) == 1 < len(named[0]) < 6 and len(run) > 2:
            return Listing(tuple(named), False, "before")
    return None


def clause_before(context: Context) -> Listing | None:
    """Look for a list of the right length in the clauses before the slogan: 设A区、B区、C区，“三区”分离."""
    start = context.formula.outer[0]
    sentence = re.split(f"[{STOPS}]", context.text[max(0, start - 300) : start])[-1]
    *clauses, gap = cut(sentence, "，,；;：:")
    run = trim(list(filter(None, map(clean, clauses[-context.number :]))))
    if (
        re.fullmatch(FORMED, gap)
        and len(run) == context.number > 2
        and not any("、" in item for item in run)
        and is_alike(run)
    ):
        return Listing(tuple(run), False, "before")
    for distance, clause in enumerate(reversed(clauses[-4:])):
        if items := _list_in(clause, context, is_next=not distance and bool(re.fullmatch(FORMED, gap))):
            return Listing(tuple(items), False, "before")
    return None


def clause_behind(context: Context) -> Listing | None:
    """Look for a list of the right length in the clauses behind the slogan: “四包”责任，A包、B包、C包、D包."""
    for clause in cut(re.split(f"[{STOPS}]", context.behind(300))[0], "，,；;：:")[:4]:
        if items := _list_in(clause, context, is_next=False):
            return Listing(tuple(items), False, "near")
    following = re.split(f"[{STOPS}]", context.behind(400))[1:2]
    clauses = cut(following[0], "，,；;：:")[:2] if following else []
    found = (_list_in(clause, context, is_next=False) for clause in clauses)
    return next((Listing(tuple(items), False, "near") for items in found if items), None)


def _belongs(items: list[str], formula: Formula, *, is_alike: bool, is_tied: bool = False) -> bool:
    """Return whether a list near a slogan is its own: it says what a national formula says, or has the slogan's key.

    A slogan that counts institutions, 三项机制 or 四个环节, has no key; there the members are of one make.
    """
    known = national_formulas().get(compact(formula.text))
    if known and known.members:
        return 2 * sum(any(len({*item} & {*member}) > 1 for member in known.members) for item in items) > len(items)
    if is_tied:
        return True
    units = [unit for unit in formula.units for _ in range(unit.number or 1)]
    if len(units) == len(items) and len(formula.numbers) > 1:
        return all(set(unit.word) & set(item) for unit, item in zip(units, items, strict=True))
    keys = [*formula.keys, *(["一"] if formula.text.endswith("一") else [])]
    is_keyed = any(all(key in item for item in items) for key in keys)
    return is_keyed or (is_alike and formula.units[-1].word.endswith((*words("list"), *words("head"))))


def groups_behind(context: Context) -> Listing | None:
    """Look for as many parts between semicolons as the slogan says, here or in the next sentence: A，…；B，…；C，…."""
    here, *later = re.split(f"[{STOPS}]", context.behind())
    for sentence in ("".join(cut(here, "，,：:")[1:]), *later[:1]):
        groups = list(filter(None, map(clean, cut(sentence, "；;"))))
        if len(groups) == context.number > 2 and _belongs(groups, context.formula, is_alike=True):
            return Listing(tuple(cut(group, "，,：:")[0] for group in groups), False, "groups")
    return None


def _list_in(clause: str, context: Context, *, is_next: bool) -> list[str]:
    """Return the list in a clause if it is as long as the slogan says and its members are of one make or beside it."""
    number = context.number
    if number < 3 or "、" not in clause or any(read_units(hide_idioms(item)) for item in cut(clause, "、")):
        return []
    items = trim(split(re.split("分别|各司其职", clause)[0], number))
    if len(items) != number:
        return []
    return items if _belongs(items, context.formula, is_alike=is_parallel(items), is_tied=is_next) else []


def quoted(context: Context) -> Listing | None:
    """Look for names in quotation marks behind the slogan that share its key: 唱好“排查曲”，…。唱好“整治曲”，…."""
    for scope in (context.sentence(), context.behind().split("\n")[0], context.behind()):
        names = list(dict.fromkeys(re.findall("“([^“”]{2,12})”", scope)))
        for key in context.formula.keys:
            found = [name for name in names if name.endswith(key) or (len(key) > 1 and key in name)]
            if len(found) == context.number > 1:
                return Listing(tuple(found), False, "quoted")
    return None


def enumerated_before(context: Context) -> Listing | None:
    """Look for 一是 … 二是 … 三是 … that ends right before the slogan."""
    marks = [mark for mark in context.outline if mark.end <= context.formula.start and mark.style in ("listed", "item")]
    run = marks[-context.number :]
    items = [mark.heading for mark in run]
    is_run = [mark.ordinal for mark in run] == list(range(1, context.number + 1))
    gap = context.text[run[-1].end : context.formula.outer[0]].strip("，,") if is_run else ""
    if is_run and (re.fullmatch(FORMED, gap) or (len(gap) < 40 and _belongs(items, context.formula, is_alike=False))):
        return Listing(tuple(items), False, "listed")
    return None

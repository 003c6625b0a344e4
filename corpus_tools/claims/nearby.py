"""Lists that stand near a slogan without a word that ties them to it: in the clauses before it and behind it."""

from __future__ import annotations

import re
from itertools import product

from corpus_tools.claims.context import Context
from corpus_tools.claims.formulas import read_units
from corpus_tools.claims.lists import STOPS, Listing, clean, cut, is_alike, is_parallel, list_before, split, trim
from corpus_tools.claims.wording import hide_idioms


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
    if len(gap) < 8 and len(run) == context.number > 2 and not any("、" in item for item in run) and is_alike(run):
        return Listing(tuple(run), False, "before")
    for distance, clause in enumerate(reversed(clauses[-4:])):
        if items := _list_in(clause, context, is_next=not distance and len(gap) < 8):
            return Listing(tuple(items), False, "before")
    return None


def clause_behind(context: Context) -> Listing | None:
    """Look for a list of the right length in the clauses behind the slogan: “四包”责任，A包、B包、C包、D包."""
    for distance, clause in enumerate(cut(re.split(f"[{STOPS}]", context.behind(300))[0], "，,；;：:")[:4]):
        if items := _list_in(clause, context, is_next=distance == 1):
            return Listing(tuple(items), False, "near")
    following = re.split(f"[{STOPS}]", context.behind(400))[1:2]
    clauses = cut(following[0], "，,；;：:")[:2] if following else []
    found = (_list_in(clause, context, is_next=False) for clause in clauses)
    return next((Listing(tuple(items), False, "near") for items in found if items), None)


def groups_behind(context: Context) -> Listing | None:
    """Look for as many parts between semicolons as the slogan says, here or in the next sentence: A，…；B，…；C，…."""
    here, *later = re.split(f"[{STOPS}]", context.behind())
    for sentence in ("".join(cut(here, "，,：:")[1:]), *later[:1]):
        groups = list(filter(None, map(clean, cut(sentence, "；;"))))
        if len(groups) == context.number > 2:
            return Listing(tuple(cut(group, "，,：:")[0] for group in groups), False, "groups")
    return None


def _list_in(clause: str, context: Context, *, is_next: bool) -> list[str]:
    """Return the list in a clause if it is as long as the slogan says and its members are of one make or beside it."""
    number = context.number
    if number < 3 or "、" not in clause or any(read_units(hide_idioms(item)) for item in cut(clause, "、")):
        return []
    items = trim(split(re.split("分别|各司其职", clause)[0], number))
    return items if len(items) == number and (is_next or is_parallel(items)) else []


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
    is_run = [mark.ordinal for mark in run] == list(range(1, context.number + 1))
    if is_run and context.formula.start - run[-1].end < 40:
        return Listing(tuple(mark.heading for mark in run), False, "listed")
    return None

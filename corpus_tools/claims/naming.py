"""Where a member begins and ends: the words that govern a list, the verb that all share, what trails the last."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.lists import trim, unwrap, without_verb
from corpus_tools.claims.wording import CLASSIFIER, DIGIT, any_of, compact, national_formulas, occurrences

COUNTERS = "[招步条项道个]"


def refined(items: Sequence[str], formula: Formula) -> list[str]:
    """Return the members in a run of items: no word that governs the run, none that follows it.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> refined(["包户到人", "做到政策到户", "产业到田"], formulas("“一包两到”")[0])
    ['包户到人', '政策到户', '产业到田']
    >>> refined(["严查问题清单", "责任清单", "督办函压实责任"], formulas("“两单一函”")[0])
    ['问题清单', '责任清单', '督办函']
    """
    items = _to_key(list(items), formula)
    blocks = _blocks(items, formula)
    members = _trimmed(items)
    for end, block in zip(accumulate(map(len, blocks)), blocks, strict=True):
        if 1 < len(block) < len(items):
            members[end - len(block) : end] = _trimmed(block)
    return _from_key(members, formula)


def _blocks(items: list[str], formula: Formula) -> list[list[str]]:
    """Return the items of each part of a compound, which may have a verb of its own, else all together."""
    numbers = [unit.number or 0 for unit in formula.units]
    if len(numbers) < 2 or sum(numbers) != len(items):
        return [items]
    ends = list(accumulate(numbers, initial=0))
    return [items[start:end] for start, end in pairwise(ends)]


def _trimmed(block: list[str]) -> list[str]:
    """Trim a list, but leave the first item the verb of its own if the others have theirs: 通过建强支部、选好书记."""
    members = trim(block)
    members[-1] = re.sub("(?<=..)(?:成了|变成).*$", "", members[-1])
    *rest, last = members = with_own_verb(members, block[0])
    is_longer = len(last) > 3 and len(rest) > 1 and {*map(len, rest)} == {2}
    return [*rest, last[:2]] if is_longer and len({item[0] for item in members}) == 1 else members


def with_own_verb(members: list[str], before: str) -> list[str]:
    """Give the first member its verb back, which stands `before` it, if most of the others have theirs.

    Examples
    --------
    >>> with_own_verb(["一个支部", "选好一个书记", "培育一项产业"], "通过建强一个支部")
    ['建强一个支部', '选好一个书记', '培育一项产业']
    """
    verb, (first, *rest) = any_of("lead") + "好?", members
    if len(rest) < 2 or re.match(verb, first) or 2 * sum(bool(re.match(verb, item)) for item in rest) <= len(rest):
        return members
    found = re.search(f"(?:{verb})$", before.removesuffix(first))
    return [found[0] + first if found else first, *rest]


def _to_key(items: list[str], formula: Formula) -> list[str]:
    """End the last item at the key word of the last part, if all others end with theirs."""
    *rest, last = items
    keys = [unit.word for unit in formula.units for _ in range(unit.number or 0)]
    if len(keys) != len(items) or not all(
        key and item.endswith(key[-1]) for key, item in zip(keys, rest, strict=False)
    ):
        return items
    at = last.find(keys[-1])
    surplus = len(last) - at - len(keys[-1])
    is_longer = len(last) > max(map(len, rest), default=0) and surplus > 2 and not last.endswith(keys[-1])
    return [*rest, last[: at + len(keys[-1])]] if at > 0 and is_longer else items


def _from_key(items: list[str], formula: Formula) -> list[str]:
    """Begin the items at the key word if it leads most of them: … 一律严肃处理."""
    for key in (key for key in formula.keys if len(key) > 1):
        leading = sum(item.startswith(key) and item != key for item in items)
        if leading < len(items) < 2 * leading and all(key in item[:-1] for item in items):
            return [item[item.index(key) :] for item in items]
    return items


def named(items: Sequence[str], formula: Formula) -> list[str]:
    """Return the names in clauses that all name a member the same way, else the items as they are.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> named(["守好小区门", "守好单元门", "守好家门"], formulas("“三道门”")[0])
    ['小区门', '单元门', '家门']
    >>> named(["唱好“排查曲”", "唱好“整治曲”"], formulas("“两部曲”")[0])
    ['排查曲', '整治曲']
    >>> named(["要建设富裕白水", "要建设美丽白水"], formulas("“两个白水”")[0])
    ['建设富裕白水', '建设美丽白水']
    """
    items = list(items)
    if not items:
        return items
    if all(re.search("..方面$", item) for item in items):
        items = [item.removesuffix("方面") for item in items]
    taken = [re.fullmatch("[以把将](.+)(?:为|作为|作).{2,3}", item) for item in items]
    word = formula.units[-1].word if formula.units else ""
    if all(found and (word in found[1] or word not in found[0]) for found in taken):
        return [found[1] for found in taken if found]
    formed = [re.fullmatch(".+(?:组成|组建|成立)(.+)", item) for item in items]
    if word and all(found and found[1].endswith(word[-1]) for found in formed):
        return [found[1] for found in formed if found]
    if canonical := _canonical(items, formula):
        return canonical
    quoted = [re.search("“([^“”]+)”", item) for item in items]
    if all(found and found[1].endswith(formula.text[-1]) for found in quoted):
        return [found[1] for found in quoted if found]
    return _without_verb(_without_shared(_to_noun(items, formula), formula), formula)


def cut_behind(items: Sequence[str], formula: Formula) -> list[str]:
    """Return the names that end with the slogan's word, if all items have one before what is told of it.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> cut_behind(["签约表管履约", "开工表管时限"], formulas("“两张表”")[0])
    ['签约表', '开工表']
    """
    word = formula.units[-1].word if formula.units else ""
    if not word or not all(word in item[1:-1] for item in items):
        return []
    found = [re.match(f"[^，,]{{1,6}}?{re.escape(word)}(?=.)", item) for item in items]
    return [match[0] for match in found if match] if all(found) else []


def _canonical(items: list[str], formula: Formula) -> list[str]:
    """Return the canonical members of a national formula if longer items begin with them: 自治增活力 of 三治融合."""
    known = national_formulas().get(compact(formula.text))
    is_own = known and len(known.members) == len(items) and all(map(str.startswith, items, known.members))
    is_own = is_own and all(len(item) > 4 for item in items)
    return list(known.members) if known and is_own else []


def _to_noun(items: list[str], formula: Formula) -> list[str]:
    """End the items at the key word if a verb follows it in each: 封控区做到…、管控区做到… of 三区."""
    word = formula.units[-1].word
    found = [_to_verb(item, word) for item in items] if word else []
    return found if found and all(found) else items


def _to_verb(item: str, word: str) -> str:
    """Return an item to the first place where a word that does not open it has a verb behind it, if there is one."""
    ends = (at + len(word) for at in occurrences(word, item.partition("\n")[0]) if at)
    return next((item[:end] for end in ends if _acting().match(item, end)), "")


@cache
def _acting() -> re.Pattern[str]:
    return re.compile(f"{any_of('lead')}|让|有|教|帮|带|能|可")


def _without_shared(items: list[str], formula: Formula) -> list[str]:
    """Take off the verb that all items begin with, before quotes, the slogan's word, or a name that ends with it."""
    shared = os.path.commonprefix(items).rstrip("“‘")
    shared = shared[: next((at for at, char in enumerate(shared) if char in formula.text), len(shared))]
    rest = [item[len(shared) :] for item in items]
    key = formula.units[-1].word
    if not key or not re.fullmatch(f"(?:要|一路|{any_of('lead')}|[^“]好)+", shared) or len(items) < 2:
        return items
    if not all(rest):
        return items
    is_name = all(item[0] in "“‘" and item.count("“") < 2 for item in rest) or all(
        item.startswith(key[0]) for item in rest
    )
    is_name = is_name or (len(key) == 1 and all(item.endswith(key) for item in rest))
    if is_name and all(len(unwrap(item)) > 1 for item in rest):
        return [unwrap(item) for item in rest]
    return [item[1:] for item in items] if shared[0] == "要" else items


def _without_verb(items: list[str], formula: Formula) -> list[str]:
    """Take a verb of its own off each item that ends with the slogan's one character: 做强共治圈、扩大服务圈."""
    tail = formula.text[-1]
    if len(formula.units[-1].word) > 1 or not all(item.endswith(tail) for item in items):
        return items
    bare = [without_verb(item) for item in items]
    is_done = all(len(name) > 1 and len(item) > len(name) + 1 for name, item in zip(bare, items, strict=True))
    return bare if is_done and not any(item[0] in formula.text for item in items) else items


def uncounted(items: Sequence[str], formula: Formula) -> list[str]:
    """Take a count off the items: 一查、二查, or a counter that the slogan has, too: 一招党员带头 of 四招.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> uncounted(["一查财产", "治躲", "二查规避", "治赖"], formulas("“两查两治”")[0])
    ['查财产', '治躲', '查规避', '治赖']
    """
    counted = [item for item in items if re.match(f"[一二三四五六七八九十](?!{CLASSIFIER}|级).", item)]
    if len(counted) > 1 and [DIGIT[item[0]] for item in counted] == list(range(1, len(counted) + 1)):
        items = [item[1:] if item in counted else item for item in items]
    repeated = [re.match(r"(.{1,2})是(?=\1)", item) for item in items]
    if repeated and all(repeated):
        return [item[found.end() :] for item, found in zip(items, repeated, strict=True) if found]
    counter = re.match(COUNTERS, items[0]) if items else None
    is_counter = counter and formula.units and formula.units[-1].word in ("", counter[0])
    is_shared = counter and is_counter and all(item.startswith(counter[0]) for item in items)
    return [item[1:] for item in items] if is_shared else list(items)

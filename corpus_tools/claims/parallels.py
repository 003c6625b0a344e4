"""Clauses that share a word: what 五个一律 or 三亮三比 asks of the sentences behind it."""

from __future__ import annotations

import re

from corpus_tools.claims.formulas import Formula, Unit
from corpus_tools.claims.lists import JOINT, STOPS, clean, cut, trim


def parallel_clauses(formula: Formula, scope: str) -> list[str]:
    """Return the clauses behind a slogan that share its key word, if they are as many as it says, else none.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> parallel_clauses(formulas("“三抓三促”")[0], "：抓学习促提升、抓执行促落实、抓效能促发展。")
    ['抓学习促提升', '抓执行促落实', '抓效能促发展']
    """
    coarse = _items(f"[，,；;：:{STOPS}]", scope)[1:]
    near, *clauses = _items(f"[，,、；;：:{STOPS}]", scope)
    sentences = _items(f"[；;{STOPS}]", scope)[1:]
    firsts = [
        cut(group, "，,：:")[0].strip() for group in _items(f"[；;{STOPS}]", re.sub("^.{0,8}?[”，,：:]+", "", scope))
    ]
    halves = [half for clause in clauses for half in re.split(JOINT, clause) if half]
    for items in (clauses, halves, [near, *clauses]):
        if run := _unit_run(formula.units, items):
            return _to_key(trim(run), formula.units[-1].word)
    sizes = formula.sizes if len(set(formula.numbers)) == 1 else [sum(formula.numbers)]
    for key in formula.keys:
        parts = [part for clause in clauses for part in _joined(clause, key)]
        runs = (
            *(_neighbours(key, coarse), _neighbours(key, firsts), _all_from(key, coarse), _neighbours(key, parts)),
            *(_short_with(key, parts), _all_from(key, parts), _all_from(key, sentences)),
        )
        if run := next((run for run in runs if len(run) in sizes), []):
            return _from_shared_verb(trim(run), key)
    return []


def _items(ends: str, scope: str) -> list[str]:
    first, *rest = map(clean, re.split(ends, scope))
    return [first, *filter(None, rest)]


def _to_key(items: list[str], key: str) -> list[str]:
    """End the last member at the key word of the last part: 问题清单、责任清单和督办函压实责任 of 两单一函."""
    *rest, last = items
    at = last.find(key)
    return (
        [*rest, last[: at + len(key)]]
        if at > 0 and len(last) > max(map(len, rest)) and len(last) - at - len(key) > 2
        else items
    )


def _unit_run(units: list[Unit], clauses: list[str]) -> list[str]:
    """Return the run of neighbours that hold the key of each part as often as it says: 亮…亮…比…比…, 亮…比…亮…比…."""
    numbers, keys = [unit.number or 0 for unit in units], [unit.word[:1] for unit in units]
    if len(units) < 2 or not all(keys) or not all(numbers) or sum(numbers) < 3:
        return []
    blocks = [key for key, number in zip(keys, numbers, strict=True) for _ in range(number)]
    for wanted in (blocks, keys * numbers[0] if len(set(numbers)) == 1 else blocks):
        for at in range(len(clauses) - len(wanted) + 1):
            if all(key in clause for key, clause in zip(wanted, clauses[at:], strict=False)):
                return clauses[at : at + len(wanted)]
    return []


def _joined(clause: str, key: str) -> list[str]:
    """Return the two halves of a clause if 和 joins two members in it."""
    parts = re.split(JOINT, clause, maxsplit=1)
    return parts if all(key in part for part in parts) else [clause]


def _neighbours(key: str, items: list[str]) -> list[str]:
    """Return the first run of neighbours that hold the key word, a single character at the same place."""
    run: list[str] = []
    for item in items:
        if key in item and (len(key) > 1 or not run or _same_place(key, run[-1], item)):
            run.append(item)
        elif len(run) > 1:
            break
        else:
            run = []
    return run


def _short_with(key: str, items: list[str]) -> list[str]:
    """Return the short items, all of one length, that end in a key of one character: 人防：… 物防：… 技防：…."""
    found = [item for item in items if len(item) < 5 and item.endswith(key)]
    return found if len(key) == 1 and len({len(item) for item in found}) == 1 and len(found[0]) > 1 else []


def _same_place(key: str, one: str, other: str) -> bool:
    from_end = len(one) - one.rindex(key) == len(other) - other.rindex(key)
    return one.index(key) == other.index(key) or (from_end and one.endswith(key))


def _all_from(key: str, items: list[str]) -> list[str]:
    """Return the items with a key word of two characters or more, from the key word on if it leads something."""
    found = [item for item in items if key in item] if len(key) > 1 else []
    leads = all(len(item) - item.index(key) > len(key) + 1 for item in found)
    leads = leads and 2 * sum(item.startswith(key) for item in found) > len(found)
    return [item[item.index(key) :] if leads else item for item in found]


def _from_shared_verb(items: list[str], key: str) -> list[str]:
    """Cut members behind a verb that all share: 党委发挥领导核心作用、支部发挥战斗堡垒作用."""
    shared = ("发挥", "履行", "落实", "守住", "筑牢")
    verbs = [verb for verb in shared if verb != key and all(verb in item for item in items)]
    return [item.split(verbs[0], 1)[1] for item in items] if verbs else items
